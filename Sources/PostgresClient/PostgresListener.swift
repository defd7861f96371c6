import CPostgres
import Foundation
import Synchronization

/// Hears what others `NOTIFY` on a channel, as long as this object lives, on a thread of its own.
package final class PostgresListener: Sendable {
    private let isOver = SharedFlag()
    /// Between two looks whether this object is gone, in milliseconds.
    private static let step: Int32 = 500
    /// How long one try to connect may take, in seconds.
    private static let patience = 20
    /// Between two tries to connect, in seconds.
    private static let pause: TimeInterval = 1

    /// - Parameters:
    ///   - pause: After how many seconds it is time to look all the same, whatever was heard.
    ///   - onNote: Gets what was sent along. nil: something may have been missed, or it is time to look.
    package init(
        _ url: PostgresURL, channel: String, pause: TimeInterval, onNote: @escaping @Sendable (String?) -> Void
    ) {
        let isOver = isOver
        let thread = Thread {
            while !isOver.isSet {
                do {
                    let connection = try PostgresConnection(url, until: .now + .seconds(Self.patience))
                    try connection.runScript("LISTEN \(channel)", until: .now + .seconds(10))
                    onNote(nil)
                    Self.listen(to: connection, pause, isOver, onNote)
                } catch {
                    // The queue's own calls say what is wrong.
                    onNote(nil)
                    Thread.sleep(forTimeInterval: Self.pause)
                }
            }
        }
        thread.name = "postgres-listen"
        thread.start()
    }

    deinit { isOver.set() }

    /// Until the connection ends.
    private static func listen(
        to connection: PostgresConnection, _ pause: TimeInterval, _ isOver: SharedFlag, _ onNote: (String?) -> Void
    ) {
        var nextLook = ContinuousClock.now + .seconds(pause)
        while !isOver.isSet {
            if connection.isReadable(within: step) {
                guard connection.isAlive() else { return }
                for note in connection.notes() { onNote(note) }
            }
            // What a host left that ended, nobody tells; and a host that adds much hears its own notes all the time.
            if ContinuousClock.now >= nextLook {
                onNote(nil)
                nextLook = .now + .seconds(pause)
            }
        }
    }
}

extension PostgresConnection {
    /// What was sent along with the notes that came since.
    fileprivate func notes() -> [String] {
        var notes: [String] = []
        while let note = PQnotifies(handle) {
            notes.append(String(cString: note.pointee.extra))
            PQfreemem(note)
        }
        return notes
    }
}

/// Set once, by any thread.
private final class SharedFlag: Sendable {
    private let state = Atomic(false)

    var isSet: Bool { state.load(ordering: .relaxed) }
    func set() { state.store(true, ordering: .relaxed) }
}
