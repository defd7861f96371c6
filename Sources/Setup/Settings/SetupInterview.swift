import RelayCore

/// Fills a settings file in: from what is given, else by asking.
package struct SetupInterview: Sendable {
    /// Answers a question; nil where nobody can be asked. The second parameter says what is wrong with the answer before.
    package typealias Ask = @Sendable (SetupQuestion, String?) -> String?

    private let given: [String: String]
    private let ask: Ask

    /// - Parameter given: Values by key, as flags or the environment have them.
    package init(given: [String: String], ask: @escaping Ask) {
        self.given = given
        self.ask = ask
    }

    /// - Parameters:
    ///   - urlKey: A new random key for webhook addresses; taken where none stands.
    ///   - consoleKey: The same for the console; taken for a new file.
    /// - Returns: The keys that are still open.
    /// - Throws: ``ConfigurationFaults`` with everything that is wrong with what is given.
    package func fill(
        _ draft: inout SettingsDraft, urlKey: Secret, consoleKey: Secret
    ) throws(ConfigurationFaults) -> [String] {
        try checkGiven()
        // Whoever has taken the line of drafts out of a file that stands answers customers; and its console is open as it was.
        let isNew = draft.isNew
        var open: [String] = []
        var isOver = false
        for question in SetupQuestion.all where draft.value(question.key.name) == nil && question.isAsked(draft) {
            let answer = given[question.key.name] ?? (isOver ? nil : answer(question, &isOver))
            draft.fill(question.key.name, answer ?? "", comment: question.key.summary)
            if answer == nil, question.key.name != ConfigurationKeys.aiKey.name { open.append(question.key.name) }
        }
        for key in ConfigurationKeys.all where given[key.name] != nil && draft.value(key.name) == nil {
            draft.fill(key.name, given[key.name] ?? "", comment: key.summary)
        }
        draft.fill(
            ConfigurationKeys.webhookURLKey.name, urlKey.reveal(), comment: ConfigurationKeys.webhookURLKey.definition.summary)
        if isNew {
            draft.fill(
                ConfigurationKeys.consoleKey.name, consoleKey.reveal(), comment: ConfigurationKeys.consoleKey.definition.summary)
            draft.fill(ConfigurationKeys.assistMode.name, "true", comment: Self.assistComment)
        }
        return open
    }

    private static let assistComment =
        "The AI writes drafts that only the team sees. Remove this line when the drafts are good: then it answers customers."

    private func checkGiven() throws(ConfigurationFaults) {
        let keys = Dictionary(uniqueKeysWithValues: ConfigurationKeys.all.map { ($0.name, $0) })
        let faults = given.sorted { $0.key < $1.key }.compactMap { name, value -> ConfigurationFault? in
            guard let key = keys[name] else {
                return ConfigurationFault(
                    key: name, problem: "is not a configuration key\(ConfigurationKeys.suggestion(for: name))")
            }
            guard EnvironmentFile.holds(value) else {
                return ConfigurationFault(
                    key: name, problem: "has a line break, which a settings file cannot hold: write it on one line")
            }
            return key.problem(with: value).map { ConfigurationFault(key: name, problem: $0) }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
    }

    /// nil: it stays open.
    /// - Parameter isOver: Becomes true where nobody answers any more: then nothing else is asked.
    private func answer(_ question: SetupQuestion, _ isOver: inout Bool) -> String? {
        var problem: String?
        while let answer = ask(question, problem)?.trimmed {
            if answer.isEmpty {
                if question.mayWait { return nil }
                problem = "is needed; Ctrl-D ends the questions"
            } else if let fault = question.key.problem(with: answer) {
                problem = fault
            } else {
                return answer
            }
        }
        isOver = true
        return nil
    }
}
