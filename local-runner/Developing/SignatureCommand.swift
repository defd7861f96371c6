import ArgumentParser
import Foundation
import Operations
import RelayCore

struct SignatureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signature", abstract: "Says which e-mail signature an address gets, and why.",
        subcommands: [Explain.self])

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: "Says which e-mail signature a sending address gets, and why.",
            discussion: "By SIGNATURES. Ends with 1 where no signature is for the address.")

        @Argument(help: "The address that a mail is sent from, with or without a display name.")
        var address: String

        @OptionGroup var choice: OrganizationChoice
        @OptionGroup var output: OutputOptions
        @OptionGroup var options: RunnerOptions

        func run() async throws {
            let configuration = try Configuration.load(
                [.optional(ConfigurationKeys.organization), .optional(ConfigurationKeys.signatures)],
                environment: try options.environment(), readFile: { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) })
            let name = choice.organization ?? configuration[ConfigurationKeys.organization]
            guard let signatures = configuration.organizations[name]?[ConfigurationKeys.signatures] else {
                throw ValidationError("no organization \(name) is configured")
            }
            let explanation: SignatureExplanation
            do throws(FieldError) {
                explanation = try SignatureExplanation(address, signatures)
            } catch {
                throw ended(error.description, ArgumentParser.ExitCode(RelayCore.ExitCode.badInput.rawValue))
            }
            if output.json { say(explanation.json.canonical) } else { explanation.lines.forEach(sayPlainly) }
            if explanation.chosen == nil { throw CommandEnd.unmet }
        }
    }
}
