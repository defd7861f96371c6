import HostCore
import Logging
import RelayCore

/// Says in the log which requests were refused: a container has no metrics.
struct RefusalLog: HostObserver {
    let logger: Logger

    func requestRefused(_ code: ReasonCode) {
        logger.notice("a request was refused", metadata: ["code": "\(code.rawValue)"])
    }

    func invocationEnded(_ record: InvocationRecord) {}
    func eventUnrouted(_ type: String) {}
    func duplicatesAdded(_ count: Int) {}
}
