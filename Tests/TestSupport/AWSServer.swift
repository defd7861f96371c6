import Foundation

/// A stand-in of AWS (`Tests/AWS/server`), which ends with this process at the latest. It checks signatures as AWS does.
package final class AWSServer: Sendable {
    /// Without the packages of PyPI that the tests use there is none.
    package static let isWanted = python != nil
    private static let python = ProcessInfo.processInfo.environment["TEST_PYTHON"]

    /// The one that tests share. Each has tables and queues of its own, and nobody ends it.
    package static let shared = Task { try AWSServer() }

    package let url: String
    private let input = Pipe()

    /// What the server did not do.
    package struct Failure: Error {}

    package init() throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: Self.python ?? "python3")
        process.arguments = [Executable.root.appendingPathComponent("Tests/AWS/server").path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A { line.append(byte) }
        url = String(decoding: line, as: UTF8.self)
        guard url.hasPrefix("http") else { throw Failure() }
    }

    deinit { stop() }

    package func stop() { try? input.fileHandleForWriting.close() }

    /// What a program needs to find it, with AWS's own example of a key.
    package var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL": url, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        ]
    }

    /// The same with a temporary key.
    package var temporaryEnvironment: [String: String] {
        environment.merging([
            "AWS_ACCESS_KEY_ID": "ASIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "sJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "AWS_SESSION_TOKEN": "IQoJb3JpZ2luX2VjEXAMPLE//==",
        ]) { $1 }
    }
}
