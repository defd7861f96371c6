import FoundationEssentials
import LiveFunction
import RelayCore

/// Which message of which thread a `conversation.turn` or an `ai.timeout` is about.
struct TurnRequest {
    let threadID: String
    let messageID: String

    /// - Throws: `bad-field`; `not-before` (a wait) when the event came before its time.
    init(_ event: RelayEvent, now: Date) throws(Stop) {
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            threadID = try reader.id("threadId")
            messageID = try reader.id("messageId")
        } catch {
            throw Stop(error)
        }
        if let due = event.notBefore, due > now {
            throw Stop(.retry(.notBefore, "it is not due yet", after: WaitTime.seconds(due.timeIntervalSince(now))))
        }
    }
}
