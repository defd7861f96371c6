import Conversations
import CurlTransport
import FoundationEssentials
import Logging
import RelayCore
import StoreEngines

extension FunctionMain {
    /// Runs a function with libcurl, the configured store and the real clock. The one place that links them.
    package static func runLive<F: LiveFunction>(_ type: F.Type) -> Never {
        run(OnceForEach<F>.self) { configuration, logger throws(ConfigurationFaults) in
            let services = FunctionServices(
                configuration: configuration, stores: try openStore(configuration),
                transport: CurlTransport(), ambient: .ofProcess)
            return OnceForEach(try F(services), services)
        }
    }

    private static func openStore(_ configuration: Configuration) throws(ConfigurationFaults) -> any StateStores {
        func fault(_ problem: String) -> ConfigurationFaults {
            ConfigurationFaults([ConfigurationFault(key: ConfigurationKeys.storeURL.name, problem: problem)])
        }
        let environment = ProcessInfo.processInfo.environment
        let folder = StateFolder.path(environment)
        guard let url = configuration[ConfigurationKeys.storeURL] ?? folder.map(StateFolder.storeURL(in:)) else {
            throw fault("is missing, and without HOME it has no default")
        }
        do throws(StoreError) {
            return try StoreEngine.open(
                storeURL: url, environment: environment, retentionDays: configuration[ConfigurationKeys.claimRetention])
        } catch {
            throw fault("cannot be opened: \(error)")
        }
    }
}

extension Ambient {
    /// The real clock, and a host's worker as the owner of what it takes. In debug builds it goes ahead by `TEST_CLOCK_AHEAD` seconds: a test of what happens after a minute
    /// lets the next process live a minute later.
    fileprivate static var ofProcess: Ambient {
        let environment = ProcessInfo.processInfo.environment
        var ambient = Ambient.live
        if let presence = environment[FunctionMain.workerVariable].flatMap(WorkerPresence.init) {
            ambient.newOwner = { presence.owner(UUID().uuidString) }
            ambient.hasEnded = { presence.hasEnded(owner: $0) }
        }
        #if DEBUG
        if let text = environment["TEST_CLOCK_AHEAD"], let seconds = Double(text) { ambient.now = { Date() + seconds } }
        #endif
        return ambient
    }
}
