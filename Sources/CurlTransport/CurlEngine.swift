import CCurl
import RelayCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The thread that drives libcurl's multi handle. Everything of libcurl happens on it, but for the wake-up, which libcurl
/// allows from any thread.
final class CurlEngine: Sendable {
    typealias Outcome = Result<HTTPAnswer, TransportError>
    typealias Continuation = CheckedContinuation<Outcome, Never>

    private struct Inbox {
        var submitted: [(CurlTransfer, Continuation)] = []
        var isStopping = false
        /// nil once the thread has ended.
        var multi: MultiHandle?
    }

    /// `@unchecked`: libcurl's own rule decides who may touch the handle: the engine's thread, and `curl_multi_wakeup` while
    /// the handle lives, which the inbox's lock guards.
    private struct MultiHandle: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
    }

    private static let libraryIsReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// libcurl's own timers come first, because it says more about what happened.
    private static let grace = Duration.milliseconds(50)

    private let inbox = Mutex(Inbox())

    init(keptConnections: Int, connectionsPerHost: Int) {
        guard Self.libraryIsReady, let multi = curl_multi_init() else { return }
        // Left to itself libcurl keeps up to four connections for each call that there ever was at once.
        relay_multi_set_long(multi, CURLMOPT_MAXCONNECTS, max(keptConnections, 1))
        relay_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, max(connectionsPerHost, 1))
        let handle = MultiHandle(pointer: multi)
        inbox.withLock { $0.multi = handle }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let failed = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<CurlEngine>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context)
        if failed == 0 {
            pthread_detach(thread)
        } else {
            Unmanaged<CurlEngine>.fromOpaque(context).release()
            inbox.withLock { $0.multi = nil }
            curl_multi_cleanup(multi)
        }
    }

    func submit(_ transfer: CurlTransfer, _ continuation: Continuation) {
        let isTaken = inbox.withLock { inbox -> Bool in
            guard let multi = inbox.multi, !inbox.isStopping else { return false }
            inbox.submitted.append((transfer, continuation))
            curl_multi_wakeup(multi.pointer)
            return true
        }
        if !isTaken { continuation.resume(returning: .failure(TransportError(.notSent, "the HTTP library is not running"))) }
    }

    /// The transfer carries the mark itself, because a cancellation may come before the transfer does.
    func cancel(_ transfer: CurlTransfer) {
        transfer.isCancelled.store(true, ordering: .releasing)
        inbox.withLock { inbox in
            if let multi = inbox.multi { curl_multi_wakeup(multi.pointer) }
        }
    }

    func stop() {
        inbox.withLock { inbox in
            inbox.isStopping = true
            if let multi = inbox.multi { curl_multi_wakeup(multi.pointer) }
        }
    }

    // MARK: On the thread

    private func run() {
        guard let multi = inbox.withLock({ $0.multi })?.pointer else { return }
        // Signals are for other threads. Above all SIGPIPE, which a write to a connection that the server has closed would
        // raise here and which would end the process; without it the write gives an error. libcurl's own threads inherit this.
        var signals = sigset_t()
        sigfillset(&signals)
        // A fault of this thread is still its own.
        for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&signals, fault) }
        pthread_sigmask(SIG_SETMASK, &signals, nil)
        var active: [UnsafeMutableRawPointer: (transfer: CurlTransfer, continuation: Continuation)] = [:]

        func end(_ easy: UnsafeMutableRawPointer, _ outcome: (CurlTransfer) -> Outcome) {
            guard let entry = active.removeValue(forKey: easy) else { return }
            let result = outcome(entry.transfer)
            curl_multi_remove_handle(multi, easy)
            entry.transfer.dispose()
            entry.continuation.resume(returning: result)
        }

        while true {
            let (submitted, isStopping) = inbox.withLock { inbox in
                defer { inbox.submitted = [] }
                return (inbox.submitted, inbox.isStopping)
            }
            for (transfer, continuation) in submitted {
                do throws(TransportError) {
                    if transfer.isCancelled.load(ordering: .acquiring) { throw transfer.cancellation("by the caller") }
                    let easy = try transfer.prepare()
                    guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
                        throw TransportError(.notSent, "libcurl did not accept the call")
                    }
                    active[easy] = (transfer, continuation)
                } catch {
                    transfer.dispose()
                    continuation.resume(returning: .failure(error))
                }
            }
            for (easy, entry) in active where entry.transfer.isCancelled.load(ordering: .acquiring) {
                end(easy) { .failure($0.cancellation("by the caller")) }
            }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            var left: Int32 = 0
            while let message = curl_multi_info_read(multi, &left) {
                guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
                let code = relay_message_result(message)
                end(easy) { $0.outcome(code) }
            }
            // libcurl 7.88 measures no time while a call waits for a connection to become free.
            let now = ContinuousClock.now
            for (easy, entry) in active where entry.transfer.deadline + Self.grace < now {
                end(easy) { $0.outcome(CURLE_OPERATION_TIMEDOUT) }
            }
            if isStopping {
                for easy in active.keys { end(easy) { .failure($0.cancellation("the transport was closed")) } }
                if drained() { break }
                continue
            }
            // Until something comes, somebody wakes it, or one of libcurl's own timers runs out.
            let next = active.values.map { $0.transfer.deadline + Self.grace }.min() ?? now + .seconds(60)
            curl_multi_poll(multi, nil, 0, Self.milliseconds(next - now), nil)
        }
        curl_multi_cleanup(multi)
    }

    /// Rounded up, at most a minute.
    private static func milliseconds(_ duration: Duration) -> Int32 {
        let (seconds, attoseconds) = duration.components
        if seconds >= 60 { return 60_000 }
        return max(Int32(seconds * 1000 + attoseconds / 1_000_000_000_000_000) + 1, 1)
    }

    /// Closes the inbox when nothing more is in it.
    private func drained() -> Bool {
        inbox.withLock { inbox in
            guard inbox.submitted.isEmpty else { return false }
            inbox.multi = nil
            return true
        }
    }
}
