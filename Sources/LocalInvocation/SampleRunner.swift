import CurlTransport
import Foundation
import HubSpotSimulator
import RelayCore
import Subprocess

/// Runs samples with the configuration that lies beside them, and nothing that a real deployment is configured by.
package struct SampleRunner: Sendable {
    private let root: String
    private let executables: String
    private let environment: [String: String]

    /// - Parameters:
    ///   - root: The folder that holds `functions`, with the samples. The functions run in it.
    ///   - executables: The folder of the functions' executables.
    ///   - environment: What every function gets: what any process may need, and how to log.
    package init(root: String, executables: String, environment: [String: String]) {
        self.root = root
        self.executables = executables
        self.environment = environment
    }

    /// - Parameter storeURL: Where the sample's state is kept; nil for functions that keep none.
    package func run(_ function: String, _ sample: String, storeURL: String?) async throws -> FunctionRun {
        try await run(function, sample, storeURL.map { ["STORE_URL": $0] } ?? [:])
    }

    /// Plays the scene of the function up to the sample in a HubSpot that is simulated for this one run, then runs the sample.
    /// - Throws: ``SampleError``, also when a step of the scene fails.
    package func runSimulated(_ function: String, _ sample: String) async throws -> FunctionRun {
        let steps = try folder(of: function).scene(before: sample)
        let state = FileManager.default.temporaryDirectory.appendingPathComponent("deskrelay-sample-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: state) }
        let simulator = SimulatorServer(portal: SimulatedPortal())
        let url = try await simulator.start()
        let simulated = [
            "STORE_URL": StateFolder.storeURL(in: state.path), "HUBSPOT_API_BASE": url,
            "HUBSPOT_ACCESS_TOKEN": simulator.portal.settings.accessToken.reveal(),
        ]
        let outcome: Result<FunctionRun, any Error>
        do {
            for step in steps { try await play(step, url, simulated) }
            outcome = .success(try await run(function, sample, simulated))
        } catch {
            outcome = .failure(error)
        }
        await simulator.stop()
        return try outcome.get()
    }

    private func folder(of function: String) -> SampleFolder { SampleFolder(root: root, function: function) }

    private func run(_ function: String, _ sample: String, _ changes: [String: String]) async throws -> FunctionRun {
        let folder = folder(of: function)
        return try await FunctionRun(
            "\(executables)/\(function)", input: .array(try folder.event(sample)),
            environment: environment.merging(folder.environment) { $1 }.merging(changes) { $1 }, folder: root)
    }

    private func play(_ step: SceneStep, _ url: String, _ simulated: [String: String]) async throws {
        switch step {
        case .call(let path, let body):
            let answer = try await CurlTransport().send(
                HTTPCall(method: "POST", url: "\(url)/simulator\(path)", body: Array(body.utf8), isWrite: true))
            guard answer.status == 200 else {
                throw SampleError("the simulator refused \(path): \(String(decoding: answer.body, as: UTF8.self))")
            }
        case .sample(let function, let name):
            // Its log would hide the sample's own.
            let run = try await run(function, name, simulated.merging(["LOG_LEVEL": "error"]) { $1 })
            guard run.exitCode == 0 else {
                throw SampleError(
                    "\(function)/\(name), a step of the scene, failed: \(String(decoding: run.output, as: UTF8.self))")
            }
        }
    }
}
