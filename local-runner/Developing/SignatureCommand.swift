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
                environment: try options.environment())
            let signatures = try configuration.chosen(choice.organization)[ConfigurationKeys.signatures]
            let explanation: SignatureExplanation
            do throws(FieldError) {
                explanation = try SignatureExplanation(address, signatures)
            } catch {
                throw ended(error.description, ArgumentParser.ExitCode(RelayCore.ExitCode.badInput.rawValue))
            }
            if output.json { say(explanation.json) } else { explanation.lines.forEach(sayPlainly) }
            if explanation.chosen == nil { throw CommandEnd.unmet }
        }
    }
}
