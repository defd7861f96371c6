import Conversations
import RelayCore

/// What the colleague reads of a step that could not be done: what is missing, why, and what to do.
enum NotDoneLine {
    /// nil for what was left out on purpose.
    static func text(_ notDone: StepNotDone) -> String? {
        guard notDone.isFault, let step = HandoffStep(rawValue: notDone.step), let (what, remedy) = words(step, notDone.result)
        else { return nil }
        let why = [notDone.result.code?.rawValue, notDone.result.message].compactMap(\.self).joined(separator: ": ")
        return "\(what) (\(why)). \(remedy)\(HandoffReport.isRepairable(notDone) ? " It is also tried again." : "")"
    }

    private static func words(_ step: HandoffStep, _ result: FunctionResult) -> (what: String, remedy: String)? {
        switch step {
        case .closingLine: ("The customer has not got the closing line", "Write to them yourself.")
        case .contact: ("There is no contact", "Choose or create it by hand.")
        case .ticket: ("There is no ticket", ticketRemedy(result))
        case .reopening: ("The ticket is closed", "Open it by hand.")
        case .contactLink: ("The ticket has no contact", "Put the contact on it by hand.")
        case .conversationLink: ("The ticket is not on this conversation", "Put the two together by hand.")
        case .properties: ("Not all properties of the ticket are set", "Set them by hand if you need them.")
        case .owner where result.code == .noOwner:
            ("Somebody who should get this is not in HubSpot", "Ask your administrator to change the configuration.")
        case .owner: ("The ticket is assigned to nobody new", "Assign it by hand.")
        case .assignee: ("The conversation is assigned to nobody new", "Assign it by hand.")
        case .facts: ("Not all that HubSpot knows of the customer is here", "Look at the contact.")
        case .comment: nil
        }
    }

    private static func ticketRemedy(_ result: FunctionResult) -> String {
        let byHand = "Create it by hand."
        return switch result.code {
        case .missingScope: "\(byHand) Ask your administrator to give the app that scope."
        case .validation where result.message?.contains("hs_pipeline") == true:
            "\(byHand) Ask your administrator to correct TICKET_PIPELINE and TICKET_STAGE."
        case .validation: "\(byHand) Ask your administrator whether new tickets need a property that the app does not set."
        default: byHand
        }
    }
}
