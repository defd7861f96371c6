import FoundationEssentials
import RelayCore

/// Makes the AI engine that an organization has chosen.
package struct EngineChoice {
    private let organization: OrganizationConfiguration
    private let transport: any HTTPTransport
    private let ambient: Ambient

    /// What it reads of the configuration.
    package static let keys: [KeyUse] = [
        .required(ConfigurationKeys.aiEngine), .optional(ConfigurationKeys.aiTimeout),
        .required(ConfigurationKeys.aiURL, when: ConfigurationKeys.aiEngine, is: "openai", "http"),
        .required(ConfigurationKeys.aiModel, when: ConfigurationKeys.aiEngine, is: "openai"),
        .optional(ConfigurationKeys.aiKey), .optional(ConfigurationKeys.aiInstructions),
        .required(ConfigurationKeys.articlesPath, when: ConfigurationKeys.aiEngine, is: "articles"),
        .optional(ConfigurationKeys.articlesMaxTurns),
    ]

    /// The longest instructions, in bytes: they go out with every turn.
    private static let instructionsLimit = 64 * 1024

    package init(_ organization: OrganizationConfiguration, transport: any HTTPTransport, ambient: Ambient) {
        self.organization = organization
        self.transport = transport
        self.ambient = ambient
    }

    package func engine() throws(ConfigurationFault) -> any AnswerEngine {
        // Whoever asks within AI_TIMEOUT ends the call by then; this bound is for the case that nobody does.
        let timeout = organization[ConfigurationKeys.aiTimeout] + 5
        let key = organization[ConfigurationKeys.aiKey]
        switch organization[ConfigurationKeys.aiEngine] {
        case "openai":
            let settings = OpenAIEngine.Settings(
                url: try completionsURL(), model: try needed(ConfigurationKeys.aiModel), key: key,
                instructions: try instructions(), timeout: timeout)
            return GuardedEngine(OpenAIEngine(settings, transport: transport, ambient: ambient))
        case "http":
            let url = try needed(ConfigurationKeys.aiURL)
            return GuardedEngine(
                HTTPEngine(url: url, key: key, timeout: timeout, transport: transport, ambient: ambient))
        case "articles": return GuardedEngine(try articles())
        default: throw fault(ConfigurationKeys.aiEngine.name, "is missing")
        }
    }

    /// Without what the engine adds itself.
    private func completionsURL() throws(ConfigurationFault) -> String {
        let url = try needed(ConfigurationKeys.aiURL)
        guard !url.contains("?") else {
            throw fault(
                ConfigurationKeys.aiURL.name,
                "must have no query with AI_ENGINE=openai. Azure needs none: https://RESOURCE.openai.azure.com/openai/v1")
        }
        let path = "/chat/completions"
        return url.hasSuffix(path) ? String(url.dropLast(path.count)) : url
    }

    private func articles() throws(ConfigurationFault) -> ArticlesEngine {
        let path = try needed(ConfigurationKeys.articlesPath)
        do throws(AnswerError) {
            return try ArticlesEngine(
                articlesPath: path,
                maximumTurns: organization[ConfigurationKeys.articlesMaxTurns])
        } catch {
            throw fault(ConfigurationKeys.articlesPath.name, error.description)
        }
    }

    /// The text, or what the file holds that `file:` names.
    private func instructions() throws(ConfigurationFault) -> String? {
        let key = ConfigurationKeys.aiInstructions
        guard let text = organization[key] else { return nil }
        let prefix = "file:"
        var instructions = text
        if text.hasPrefix(prefix) {
            let url = URL(filePath: String(text.dropFirst(prefix.count)))
            guard let bytes = try? Data(contentsOf: url), let read = String(validating: bytes, as: UTF8.self) else {
                throw fault(key.name, "names a file that cannot be read as UTF-8")
            }
            instructions = read
        }
        guard instructions.utf8.count <= Self.instructionsLimit else {
            throw fault(key.name, "must not be longer than \(Self.instructionsLimit) bytes")
        }
        return instructions.trimmed
    }

    /// Keys that the configuration requires are there; the check is for whoever makes one without.
    private func needed(_ key: ConfigurationKey<String?>) throws(ConfigurationFault) -> String {
        guard let value = organization[key] else { throw fault(key.name, "is missing") }
        return value
    }

    private func fault(_ key: String, _ problem: String) -> ConfigurationFault {
        ConfigurationFault(key: key, organization: organization.name, problem: problem)
    }
}
