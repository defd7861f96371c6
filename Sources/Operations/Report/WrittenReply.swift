import HostCore
import HostDelivery
import RelayCore

/// What stands in HubSpot for an answer.
enum WrittenReply {
    /// The customer has it.
    case answer
    /// The team has it, as a comment or a note.
    case draft
    /// One of both: an older version did not write down which.
    case unknown

    /// nil where nothing was written: somebody or something was in the way, and the code says what.
    init?(type: String, status: FunctionResult.Status, code: ReasonCode?, effect: String?) {
        guard type == AIReplyEvent.type, status == .done else { return nil }
        switch effect {
        case "message": self = .answer
        case .some: self = .draft
        case nil where code == nil || code == .alreadyDone: self = .unknown
        case nil: return nil
        }
    }
}

extension InvocationOutcome {
    var written: WrittenReply? { WrittenReply(type: type, status: status, code: code, effect: effect) }
}

extension HistoryEntry {
    var written: WrittenReply? { WrittenReply(type: type, status: status, code: code, effect: effect) }
}
