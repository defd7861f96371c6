import Foundation
import HostDelivery
import RelayCore
import SQLiteQueue

/// What stands in files of which `QUEUE_URL` makes the runner think no more.
extension QueuePlace {
    /// What nobody would deliver, try again or erase. A runner must not start over it.
    package func leftBehind() async -> ConfigurationFault? {
        guard case .postgres(_, let path) = self, FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let queue = try SQLiteEventQueue(path: path)
            let counts = try await queue.counts()
            let owed = try await queue.notedErasures(after: 0, limit: 1000).count
            let left = [(counts.waiting, "event"), (counts.dead, "dead letter"), (owed, "erasure")].filter { $0.0 > 0 }
            if left.isEmpty { return nil }
            let names = left.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", ")
            return Self.fault(
                "leaves behind what \(path) holds (\(names)): start the runner without it until all is done, and retry or drop the "
                    + "dead letters; or move the file away, and nobody does it")
        } catch {
            return Self.fault("leaves \(path) behind, which cannot be read (\(error.logDetail)): move the file away, or mend it")
        }
    }

    /// The file of a history that nobody trims, or erases in, any more.
    package var leftHistory: String? {
        guard case .postgres(_, let path) = self else { return nil }
        let history = SQLiteHistory.path(besideQueue: path)
        return FileManager.default.fileExists(atPath: history) ? history : nil
    }

    private static func fault(_ problem: String) -> ConfigurationFault {
        ConfigurationFault(key: ConfigurationKeys.queueURL.name, problem: problem)
    }
}
