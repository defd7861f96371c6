import RelayCore
import TestSupport
import Testing

@Suite("What can be done with a session")
struct SessionControlTests {
    struct Row: NamedCase {
        let action: SessionControlEvent.Action
        let state: Session.State
        let code: ReasonCode?
        var name: String { "\(action.rawValue), \(state.rawValue)" }
    }

    static let rows = SessionControlEvent.Action.allCases.flatMap { action in
        [Session.State.open, .paused, .handedOff, .closed].map { state in
            let codes: [Session.State: ReasonCode] = [.handedOff: .sessionHandedOff, .closed: .sessionClosed]
            return Row(action: action, state: state, code: action == .pause ? codes[state] : nil)
        }
    }

    @Test("Only the AI's own conversation can be paused; all else can be asked for at any time", arguments: rows)
    func objection(_ row: Row) { #expect(row.action.objection(in: row.state) == row.code) }
}
