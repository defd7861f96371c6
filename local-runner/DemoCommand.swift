import ArgumentParser
import CurlTransport
import Foundation
import FunctionHost
import HostWorkers
import HubSpotSimulator
import Logging
import RelayCore

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Plays a chat, an e-mail, a handoff and a ticket edit against a simulated HubSpot.",
        discussion:
            "Everything runs on this machine. HubSpot is simulated; the functions, the queue and the store are the real ones.")

    @Flag(help: "Exit after the conversation, with 0 or 1, instead of staying up.")
    var once = false

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("deskrelay-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let demo = DemoRun(
            template: try installation.readTemplate(), executables: installation.executablesFolder,
            articles: "\(try installation.root())/functions/ai-turn/articles", folder: folder.path)
        let stayUp = !once
        try await StopSignal.exiting {
            try await demo.play { script in
                try await script.run()
                say("\nAll of it worked.")
                guard stayUp else { return }
                say(
                    "Everything stays up. Play the customer and the team yourself at \(script.consoleURL); HubSpot's simulator is at \(script.hubSpotURL)."
                )
                say("Stop with Ctrl-C.")
                while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
            }
        }
    }
}
