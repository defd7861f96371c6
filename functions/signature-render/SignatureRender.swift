import RelayCore
import Rendering

/// Picks the signature for the sender's domain and appends it to a message.
struct SignatureRender: PureFunction {
    static let description = FunctionDescription(
        name: "signature-render",
        summary: "appends the e-mail signature of the sender's domain to HTML and text",
        takes: ["signature.render"], emits: [], configuration: [.optional(ConfigurationKeys.signatures)])

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

    func handle(_ event: RelayEvent, _ context: InvocationContext) -> FunctionResult {
        do throws(FieldError) {
            let data = try ObjectReader(event.data, path: "data")
            let from = try EmailAddress(data.string("from"), path: "data.from")
            let html = try data.optionalString("html")
            let text = try data.optionalString("text")
            guard html != nil || text != nil else {
                throw data.error("html", "is missing, and so is text: there is nothing to sign")
            }
            guard let signatures = try signatures(data, event) else {
                return .failed(.unknownOrganization, "organization names none that is configured")
            }
            let chosen = try SignatureChoice.choose(from: signatures, for: from.domain, path: "data.signatures")
            let composer = chosen.map(SignatureComposer.init)
            return .done([
                "html": .optional(html.map { composer?.sign(html: $0) ?? $0 }),
                "text": .optional(text.map { composer?.sign(text: $0) ?? $0 }),
                "pattern": .optional(chosen?.pattern),
            ])
        } catch {
            return .badField(error)
        }
    }

    /// The event's own signatures, else the organization's; nil when there is no such organization.
    private func signatures(_ data: ObjectReader, _ event: RelayEvent) throws(FieldError) -> [EmailSignature]? {
        guard let own = try data.optionalObjects("signatures") else {
            return configuration.organization(named: event.organization)?[ConfigurationKeys.signatures]
        }
        var signatures: [EmailSignature] = []
        for reader in own { signatures.append(try EmailSignature(reader: reader)) }
        return signatures
    }
}
