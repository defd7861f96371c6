import Foundation
import RelayCore
import TestSupport
import Testing

@testable import FunctionHost

@Suite("How often is swept")
struct SweepPeriodTests {
    struct Row: NamedCase {
        let name: String
        let environment: [String: String]
        var file: String?
        let periods: [String: Double]
    }

    @Test(
        "How often is swept: as configured, else as the template says",
        arguments: [
            Row(name: "as the template says", environment: [:], periods: ["default": 120]),
            Row(name: "configured", environment: ["SWEEP_EVERY": "30", "ORGANIZATION": "shop"], periods: ["shop": 30]),
            Row(name: "never", environment: ["SWEEP_EVERY": "0"], periods: [:]),
            Row(
                name: "by organization", environment: [:],
                file: #"{"organizations":{"one":{"SWEEP_EVERY":60},"two":{"SWEEP_EVERY":0},"three":{}}}"#,
                periods: ["one": 60, "three": 120]),
            Row(name: "a configuration that cannot be read", environment: ["SWEEP_EVERY": "often"], periods: [:]),
        ])
    func configured(_ row: Row) async throws {
        let folder = try TemporaryFolder()
        var environment = row.environment
        if let file = row.file {
            environment["RELAY_CONFIG"] = folder.path("config.json")
            try file.write(toFile: folder.path("config.json"), atomically: true, encoding: .utf8)
        }
        #expect(try await Conversation.catalog().sweepPeriods(environment) == row.periods)
    }
}
