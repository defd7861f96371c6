import RelayCore
import Rendering

/// Picks the signature for the sender's domain and appends it to a message.
struct SignatureRender: PureFunction {
    static let description = FunctionDescription(
        name: "signature-render",
        summary: "appends the e-mail signature of the sender's domain to HTML and text",
        takes: [SignatureRenderEvent.pattern], emits: [], configuration: [.optional(ConfigurationKeys.signatures)])

    private let configuration: Configuration

    /// - Throws: every configured pattern that is wrong.
    init(configuration: Configuration) throws(ConfigurationFaults) {
        self.configuration = configuration
        var faults: [ConfigurationFault] = []
        for organization in configuration.organizations.values {
            for (index, signature) in organization[ConfigurationKeys.signatures].enumerated() {
                do throws(FieldError) {
                    _ = try DomainPattern(signature.pattern, path: "[\(index)].pattern")
                } catch {
                    let name = configuration.organizations.count > 1 ? organization.name : nil
                    faults.append(
                        ConfigurationFault(key: ConfigurationKeys.signatures.name, organization: name, problem: error.description)
                    )
                }
            }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
    }

    func handle(_ event: RelayEvent, _ context: InvocationContext) throws -> FunctionResult {
        let asked = try SignatureRenderEvent(event)
        guard
            let signatures = asked.signatures
                ?? configuration.organization(named: event.organization)?[ConfigurationKeys.signatures]
        else { return .failed(.unknownOrganization, "organization: no organization with this name is configured") }
        let chosen = try SignatureChoice.choose(from: signatures, for: asked.domain, path: "data.signatures")
        let composer = chosen.map(SignatureComposer.init)
        return .done([
            "html": .optional(asked.html.map { composer?.sign(html: $0) ?? $0 }),
            "text": .optional(asked.text.map { composer?.sign(text: $0) ?? $0 }),
            "pattern": .optional(chosen?.pattern),
        ])
    }
}
