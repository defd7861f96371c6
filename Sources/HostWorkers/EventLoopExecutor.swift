import NIOCore
import NIOPosix

/// Runs tasks on NIO's event loops, a task on the loop that wakes it: between a socket, a task and a worker's pipe no thread is
/// changed. Work that blocks has no place here.
package final class EventLoopExecutor: TaskExecutor {
    private let group: MultiThreadedEventLoopGroup

    package init(_ group: MultiThreadedEventLoopGroup) { self.group = group }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        group.any().execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
