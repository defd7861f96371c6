import Dispatch
import Foundation
import Synchronization

/// A signal as an event, as long as this is kept.
package final class SignalWatch: Sendable {
    private let source: Mutex<any DispatchSourceSignal>

    /// - Parameters:
    ///   - onReady: Called when the signal is heard. Until then it does what it does by itself. It is not ignored meanwhile: one that
    ///     came then would be lost, and Dispatch has a handler of its own from then on.
    ///   - handler: Called on a queue of the system, each time.
    package init(_ number: Int32, onReady: @escaping @Sendable () -> Void, handler: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setRegistrationHandler(handler: onReady)
        source.setEventHandler(handler: handler)
        source.activate()
        self.source = Mutex(source)
    }

    deinit { source.withLock { $0.cancel() } }

    /// Ends this process as the signal would have.
    package static func end(by number: Int32) {
        signal(number, SIG_DFL)
        // Dispatch may have shut the signal out of this thread.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(number)
    }
}
