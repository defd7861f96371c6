import RelayCore

/// Whether customers hear the AI.
enum ModeCheck {
    static let name = "mode"

    static func line(_ organization: OrganizationConfiguration) -> CheckLine {
        let channels = organization[ConfigurationKeys.autopilot]
        if organization[ConfigurationKeys.assistMode] {
            return .ok(name, "drafts: the AI writes internal comments, customers get nothing (ASSIST_MODE)")
        }
        if channels.isEmpty {
            return .warning(
                name, "silence: the AI never speaks, for AUTOPILOT is off, and ASSIST_MODE too",
                fix: "Set ASSIST_MODE=true for drafts, or name channels in AUTOPILOT.")
        }
        return .ok(name, "autopilot: the AI answers customers on \(channels.joined(separator: ", "))")
    }
}
