import Foundation

/// A stand-in of AWS (`Tests/AWS/server`), which ends with this process at the latest. It checks signatures as AWS does.
package actor AWSServer {
    /// Without the packages of PyPI that the tests use there is none.
    package static let isWanted = python != nil
    private static let python = ProcessInfo.processInfo.environment["TEST_PYTHON"]

    /// The one that tests share. Each has tables and queues of its own, and nobody ends it.
    package static let shared = Task { try await AWSServer() }

    package nonisolated let url: String
    private let process: LineProcess
    private var tables = 0

    /// What the server did not do.
    package struct Failure: Error {}

    package init() async throws {
        process = try LineProcess(
            URL(fileURLWithPath: Self.python ?? "python3"), [Executable.root.appendingPathComponent("Tests/AWS/server").path])
        url = try await process.line()
        guard url.hasPrefix("http") else { throw Failure() }
    }

    /// The name of a new, empty table of DynamoDB, as `template.yaml` declares it.
    package func table() async throws -> String {
        tables += 1
        let name = "relay-\(tables)"
        guard try await process.answer(to: name) == "done" else { throw Failure() }
        return name
    }

    /// What a program needs to find it, with AWS's own example of a key.
    package nonisolated var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL": url, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        ]
    }

    /// The same with a temporary key.
    package nonisolated var temporaryEnvironment: [String: String] {
        environment.merging([
            "AWS_ACCESS_KEY_ID": "ASIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "sJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "AWS_SESSION_TOKEN": "IQoJb3JpZ2luX2VjEXAMPLE//==",
        ]) { $1 }
    }
}
