import Foundation
import Logging
import RelayCore

/// Whether the state folder takes what must be written.
struct StateSpace: Sendable {
    /// A file's path beside the queue's, which is written and deleted again.
    private let path: String
    private let logger: Logger

    /// Some pages of SQLite's: less than that is too little to work with.
    private static let size = 64 * 1024

    init(queuePath: String, logger: Logger) {
        path = queuePath + ".space"
        self.logger = logger
    }

    /// Tries it: what the system says of free space knows neither quotas nor rights.
    func fault() -> ReasonCode? {
        unlink(path)
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return failure(errno) }
        defer {
            close(descriptor)
            unlink(path)
        }
        let bytes = [UInt8](repeating: 0, count: Self.size)
        let written = write(descriptor, bytes, bytes.count)
        if written == bytes.count { return nil }
        return failure(written < 0 ? errno : ENOSPC)
    }

    private func failure(_ reason: Int32) -> ReasonCode {
        logger.error(
            "the state folder takes no files", metadata: ["path": "\(path)", "detail": "\(String(cString: strerror(reason)))"])
        return reason == ENOSPC || reason == EDQUOT ? .diskFull : .storeUnavailable
    }
}
