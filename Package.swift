// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "deskrelay",
    platforms: [.macOS(.v15)],
    dependencies: [
        // Exact versions: this is an application, and a newcomer builds what was tested. Why each is here:
        // GRDB: the SQLite engine of the session store, the local queue and the article search; one well-kept driver for all three.
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        // argument-parser: the command line of the local runner (functions take two flags and parse them themselves: start-up).
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        // crypto: HMAC-SHA256 and SHA-256 for webhook signatures, URL tokens and ids; constant-time comparison.
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        // http-types: the currency types that Hummingbird's requests and responses are made of.
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        // log: the logging interface of every function; our own handler writes JSON lines to stderr.
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        // nio: the event loops under Hummingbird, and on them the pipes of the workers.
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        // Hummingbird: the HTTP server of the host and of the HubSpot simulator.
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        // subprocess: starts the functions' processes, for the host, the runner and the tests.
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
        // system: the file paths and descriptors that subprocess takes.
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        // Yams: reads template.yaml.
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        // service-lifecycle: Hummingbird's applications are services; stops them in order on SIGTERM and SIGINT.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ]
)

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let httpServer: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
    nioCore,
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
]

let subprocess: [Target.Dependency] = [
    .product(name: "Subprocess", package: "swift-subprocess"),
    .product(name: "SystemPackage", package: "swift-system"),
]

// C libraries of the system, all of them Debian packages that ./local-runner/demo and ./local-runner/test install.
package.targets += [
    // libcurl: HTTP to HubSpot.
    .systemLibrary(name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    // libcmark: CommonMark to a syntax tree and to HTML that holds no raw HTML.
    .systemLibrary(name: "CCMark", path: "Sources/CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    // libgumbo: an HTML5 parser, for HTML to text.
    .systemLibrary(name: "CGumbo", path: "Sources/CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
    // libpq: PostgreSQL, for a store and a queue that several machines share. It is PostgreSQL's own client, in every distribution, and
    // reads the URLs, password files and TLS settings that teams have; it brings one shared library to those that libcurl brings.
    .systemLibrary(name: "CPostgres", path: "Sources/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    // The C library's pipe2(), which Swift's Glibc module leaves out.
    .systemLibrary(name: "CPipe", path: "Sources/CPipe"),
]

// Libraries. Arrows point inward: everything may import RelayCore, RelayCore imports nothing of ours.
let libraries: [(name: String, dependencies: [Target.Dependency])] = [
    ("RelayCore", [crypto, logging]),
    ("Rendering", ["RelayCore", "CCMark", "CGumbo"]),
    ("Phrases", ["RelayCore"]),
    ("MailReading", ["RelayCore", "CGumbo", "Phrases", "Rendering"]),
    ("CurlTransport", ["RelayCore", "CCurl"]),
    // Calls to AWS's services that speak JSON, over whatever transport signs them.
    ("AWSClient", ["RelayCore"]),
    ("HubSpotAPI", ["RelayCore", logging]),
    ("SessionStore", ["RelayCore", grdb]),
    ("PostgresClient", ["RelayCore", "CPostgres"]),
    ("PostgresStore", ["RelayCore", "PostgresClient"]),
    ("DynamoDBStore", ["RelayCore", "AWSClient", crypto]),
    // DynamoDB is called over libcurl, which signs.
    ("StoreEngines", ["RelayCore", "CurlTransport", "DynamoDBStore", "PostgresClient", "PostgresStore", "SessionStore"]),
    ("Answering", ["RelayCore", "Phrases", grdb]),
    ("OnceOnly", ["RelayCore", logging]),
    ("Conversations", ["RelayCore", "HubSpotAPI", "MailReading", "OnceOnly", "Phrases", "Rendering", logging]),
    // The one place that links libcurl and the engines of the store.
    ("LiveMain", ["RelayCore", "Conversations", "CurlTransport", "StoreEngines", logging]),
    // What the AI would do on a thread, without doing it.
    ("Explaining", ["RelayCore", "Conversations", "HubSpotAPI", logging]),
    // The host, in rooms: Workers, Delivery and Surface know HostCore alone, and the SQLite queue knows Delivery.
    ("HostCore", ["RelayCore", logging]),
    ("HostWorkers", ["RelayCore", "HostCore", "CPipe", logging, nioCore, nioPosix] + subprocess),
    ("HostDelivery", ["RelayCore", "HostCore", logging]),
    (
        "SQLiteQueue",
        ["RelayCore", "HostCore", "HostDelivery", grdb, .product(name: "GRDBSQLite", package: "GRDB.swift")]
    ),
    ("PostgresQueue", ["RelayCore", "HostCore", "HostDelivery", "PostgresClient"]),
    // SQS, for function-host: what is emitted goes there, and events come from there.
    ("SQSQueue", ["RelayCore", "AWSClient", "HostCore", "HostDelivery", logging]),
    ("QueueEngines", ["RelayCore", "HostCore", "HostDelivery", "PostgresClient", "PostgresQueue", "SQLiteQueue"]),
    ("HostSurface", ["RelayCore", "HostCore", logging] + httpServer),
    // Which functions there are: template.yaml, and what each function says of itself.
    (
        "Deployment",
        [
            "RelayCore", "HostCore", "HostWorkers", "HostDelivery", "HostSurface", .product(name: "Yams", package: "Yams"),
        ] + subprocess
    ),
    // One function in a container, for whatever platform.
    (
        "ContainerHost",
        [
            "RelayCore", "AWSClient", "HostCore", "HostWorkers", "HostDelivery", "HostSurface", "Deployment", "CurlTransport",
            "PostgresQueue", "SQSQueue", logging, nioPosix, nioHTTP,
        ] + httpServer
    ),
    // What people see and do: the commands and the console share it.
    ("Operations", ["RelayCore", "HostCore", "HostDelivery", crypto]),
    ("Console", ["RelayCore", "HostCore", "HostDelivery", "HostSurface", "Operations", logging]),
    (
        "FunctionHost",
        [
            "RelayCore", "CurlTransport", "HostCore", "HostWorkers", "HostDelivery", "QueueEngines", "HostSurface", "Deployment",
            "Operations", "Console", logging, nioPosix,
        ] + httpServer
    ),
    ("HubSpotSimulator", ["RelayCore", crypto, logging] + httpServer),
    // Setting up: the settings file, HubSpot's app, and the checks of both.
    ("Setup", ["RelayCore", "HubSpotAPI", logging]),
    // One event through one function, and the functions' samples.
    ("LocalInvocation", ["RelayCore", "CurlTransport", "HubSpotSimulator"] + subprocess),
]
// Folders of data that are built into the executables.
let embedded = ["Phrases": "Languages", "Operations": "Samples", "Console": "Page"]
for library in libraries {
    package.targets.append(
        .target(
            name: library.name, dependencies: library.dependencies,
            resources: embedded[library.name].map { [.embedInCode($0)] } ?? []))
}

// Functions: one executable per folder of functions/. Each links only what it needs; the first three neither libcurl nor SQLite.
let live: [Target.Dependency] = ["Conversations", "HubSpotAPI", "LiveMain", "OnceOnly", logging]
let functions: [(name: String, dependencies: [Target.Dependency], data: [String])] = [
    ("signature-render", ["Rendering"], []),
    ("webhook-receive", [], []),
    ("api-receive", [], []),
    ("message-route", live + ["Rendering"], []),
    ("ai-turn", live + ["Answering"], ["articles"]),
    ("session-control", live, []),
    ("ai-reply-post", live + ["Answering"], []),
    ("handoff-comment", live + ["Answering", "Rendering"], []),
    ("ticket-property-mirror", live, []),
    ("thread-sweep", live, []),
]
for function in functions {
    package.targets.append(
        .executableTarget(
            name: function.name, dependencies: ["RelayCore"] + function.dependencies,
            path: "functions/\(function.name)", exclude: ["events"] + function.data))
    package.products.append(.executable(name: function.name, targets: [function.name]))
}

// Hosts: what runs functions.
package.targets.append(
    .executableTarget(
        name: "local-runner",
        dependencies: [
            "RelayCore", "Answering", "Console", "CurlTransport", "Deployment", "Explaining", "FunctionHost", "HostCore",
            "HostDelivery",
            "HostSurface", "HostWorkers", "HubSpotAPI", "HubSpotSimulator", "LocalInvocation", "Operations", "QueueEngines",
            "SessionStore", "Setup", "StoreEngines", logging,
            nioCore, nioPosix,
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ] + subprocess,
        path: "local-runner", exclude: ["demo", "deskrelay.service", "release", "setup.sh", "test"]))
package.products.append(.executable(name: "local-runner", targets: ["local-runner"]))

// The entry point of the image. Not in functions/: it is none.
package.targets.append(
    .executableTarget(name: "function-host", dependencies: ["RelayCore", "ContainerHost", nioCore, nioPosix]))
package.products.append(.executable(name: "function-host", targets: ["function-host"]))

// Tools: what helps to develop and to test.
package.targets.append(
    .executableTarget(
        name: "hubspot-simulator",
        dependencies: [
            "RelayCore", "CurlTransport", "HubSpotSimulator", logging,
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        ]))
package.products.append(.executable(name: "hubspot-simulator", targets: ["hubspot-simulator"]))

let functionNames = functions.map { Target.Dependency.target(name: $0.name) }

// Tests. TestSupport holds what several of them share and is never linked into a product.
package.targets.append(
    .target(name: "TestSupport", dependencies: ["RelayCore", "PostgresClient"] + subprocess, path: "Tests/TestSupport"))
// transport-bench measures CurlTransport (Tests/Benchmarks/transport), and a test runs it.
package.targets.append(
    .executableTarget(
        name: "transport-bench",
        dependencies: ["RelayCore", "CurlTransport", .product(name: "ArgumentParser", package: "swift-argument-parser")],
        path: "Tests/Benchmarks/TransportBench"))
let tests: [(name: String, dependencies: [Target.Dependency], hasFixtures: Bool)] = [
    ("RelayCoreTests", ["Phrases"], true),
    ("RenderingTests", ["Rendering", "signature-render"], true),
    ("PhrasesTests", ["Phrases"], false),
    ("MailReadingTests", ["MailReading", "Rendering"], true),
    ("CurlTransportTests", ["CurlTransport", "CCurl", "transport-bench", crypto], false),
    ("AWSClientTests", ["AWSClient", "CurlTransport"], false),
    ("HubSpotAPITests", ["HubSpotAPI", logging], true),
    (
        "HubSpotSimulatorTests",
        ["HubSpotSimulator", "HubSpotAPI", "CurlTransport", "hubspot-simulator", crypto, logging] + httpServer, true
    ),
    ("SessionStoreTests", ["SessionStore", grdb], false),
    ("PostgresClientTests", ["PostgresClient"], false),
    ("PostgresStoreTests", ["PostgresClient", "PostgresStore"], false),
    ("DynamoDBStoreTests", ["AWSClient", "CurlTransport", "DynamoDBStore", "OnceOnly", logging], false),
    ("SetupTests", ["Setup", "HubSpotAPI", "HubSpotSimulator", "CurlTransport", "webhook-receive", logging], false),
    ("AnsweringTests", ["Answering", "CurlTransport"], true),
    (
        "FunctionHostTests",
        [
            "AWSClient", "ContainerHost", "Deployment", "FunctionHost", "HostCore", "HostDelivery", "HostSurface", "HostWorkers",
            "PostgresClient",
            "PostgresQueue",
            "SQLiteQueue",
            "SQSQueue",
            "SessionStore",
            "Operations", "Console", grdb, logging, nioCore, nioPosix,
        ],
        true
    ),
    ("OperationsTests", ["Operations", "HostCore", "HostDelivery", "SQLiteQueue", "SessionStore", crypto], false),
    // Conversations against the simulator: the handlers in process, the built functions, and the host.
    (
        "FunctionTests",
        functionNames + [
            "local-runner", "Deployment", "FunctionHost", "HostCore", "HostDelivery", "PostgresQueue", "SQLiteQueue",
            "Answering", "Conversations", "CurlTransport", "Explaining", "HubSpotAPI", "HubSpotSimulator", "OnceOnly",
            "SessionStore", "StoreEngines", crypto, grdb, logging,
        ], false
    ),
    // The built binaries, and the whole flow against the simulator.
    (
        "ExecutableTests",
        functionNames + [
            "local-runner", "function-host", "hubspot-simulator", "AWSClient", "CurlTransport", "Deployment", "FunctionHost",
            "HostCore",
            "HostDelivery", "HubSpotSimulator", "PostgresQueue", "SQLiteQueue", "SessionStore", logging,
        ],
        false
    ),
]
// Python that some tests run.
let scripts = [
    "CurlTransportTests": ["tls_server.py"],
    "ExecutableTests": ["cloudevents_peer.py", "parse_metrics.py", "parse_traces.py", "sign_webhook.py", "type_answers.py"],
    "HubSpotSimulatorTests": ["drive_with_sdk.py"],
]
// .ci/run repeats some of them as they are shipped, optimized: with RELEASE_TESTS=1 the others are not there, and nothing compiles them.
let areReleaseTests = Context.environment["RELEASE_TESTS"] == "1"
let releaseTests: Set = [
    "RelayCoreTests", "RenderingTests", "PhrasesTests", "MailReadingTests", "HubSpotAPITests", "SessionStoreTests",
    "PostgresClientTests", "PostgresStoreTests", "AnsweringTests", "CurlTransportTests",
]
for test in tests where !areReleaseTests || releaseTests.contains(test.name) {
    package.targets.append(
        .testTarget(
            name: test.name, dependencies: ["RelayCore", "TestSupport"] + test.dependencies,
            exclude: scripts[test.name] ?? [],
            resources: test.hasFixtures ? [.copy("Fixtures")] : []))
}

// .ci/run sets WARNINGS_AS_ERRORS; a newer compiler's new warning must not stop anybody else's build.
let warnings: [SwiftSetting] = Context.environment["WARNINGS_AS_ERRORS"] == "1" ? [.treatAllWarnings(as: .error)] : []
for target in package.targets where target.type != .system {
    target.swiftSettings =
        [
            .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ] + warnings
}

// As an executable is released: every symbol is bound at the start, and the table of them is read-only from then on; no symbols for a
// debugger, nor paths of the machine that built it. (local-runner/release also puts Swift's libraries in.)
for target in package.targets where target.type == .executable {
    target.linkerSettings = [
        .unsafeFlags(
            ["-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now", "-Xlinker", "-s"],
            .when(platforms: [.linux], configuration: .release))
    ]
}
