import ArgumentParser

/// Measures the transport; built with the tests and in no product. `Tests/Benchmarks/transport` runs it beside `curl`.
@main
struct TransportBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transport-bench", abstract: "Measures the HTTP transport.",
        subcommands: [Serve.self, Endure.self, Send.self])
}
