import Foundation
import HostCore
import HostDelivery
import RelayCore
import Testing

@testable import FunctionHost

@Suite("What a host counts")
struct HostCountersTests {
    @Test("Steps that were not done, by step and code, of what has ended")
    func steps() {
        let counters = HostCounters()
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        func end(_ notDone: JSON) {
            counters.invocationEnded(
                InvocationRecord(
                    function: "handoff-comment", event: EncodedEvent(event("h")), attempt: 0, queued: now, due: now,
                    invocation: Invocation(
                        result: InvocationResult(.done(["notDone": notDone])), started: now, ended: now), outcome: .completed))
        }
        end([["step": "ticket", "code": "validation", "message": "…"], ["step": "owner", "code": "no-owner"]])
        end([["step": "ticket", "code": "validation"]])
        end([])
        let lines = counters.prometheus(QueueCounts(), [], restarts: [:], droppedRecords: 0).split(separator: "\n")
        let steps = lines.filter { $0.hasPrefix("deskrelay_steps_not_done_total{") }
        #expect(
            steps == [
                #"deskrelay_steps_not_done_total{step="owner",code="no-owner"} 1"#,
                #"deskrelay_steps_not_done_total{step="ticket",code="validation"} 2"#,
            ])
    }
}
