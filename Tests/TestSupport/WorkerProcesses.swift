import Foundation

/// The processes of a runner's workers.
package enum WorkerProcesses {
    /// Kills every worker of the runner whose queue's file is, or would be, there.
    /// - Returns: How many.
    package static func kill(ofQueue queuePath: String) -> Int {
        let workers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        let mark = Data("RELAY_WORKER=\(queuePath).workers/".utf8)
        return workers.count { process in
            guard let environment = try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/environ")),
                environment.range(of: mark) != nil
            else { return false }
            return Foundation.kill(process, SIGKILL) == 0
        }
    }
}
