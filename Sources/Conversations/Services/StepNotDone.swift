import Logging
import RelayCore

/// A part of an event's work that could not be done, while the rest was.
package struct StepNotDone: Sendable, Hashable {
    /// As results and counters name it: `ticket`.
    package let step: String
    /// Why not.
    package let result: FunctionResult

    package init(_ step: String, _ result: FunctionResult) {
        self.step = step
        self.result = result
    }

    /// True where somebody should do something about it; false for what was left out on purpose (`skipped`).
    package var isFault: Bool { result.status != .skipped }

    package var json: JSON {
        ["step": .string(step), "code": .optional(result.code?.rawValue), "message": .optional(result.message)]
    }
}

extension OrganizationServices {
    /// Tells the operator what was not done. The host counts it, from the result's `data.notDone`.
    package func log(_ notDone: [StepNotDone]) {
        for step in notDone {
            logger.log(
                level: step.isFault ? .warning : .info, "a step was not done",
                metadata: [
                    "step": "\(step.step)", "code": "\(step.result.code?.rawValue ?? "")",
                    "detail": "\(step.result.message ?? "")",
                ])
        }
    }
}
