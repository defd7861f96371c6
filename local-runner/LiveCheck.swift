import Answering
import CurlTransport
import FoundationEssentials
import FunctionHost
import HostCore
import HostDelivery
import Logging
import RelayCore
import SQLiteQueue
import SessionStore
import Setup

/// The check with the real HubSpot, AI, store and queue of a configuration.
struct LiveCheck: Sendable {
    private let configuration: Configuration
    private let tools: CheckTools

    /// - Parameters:
    ///   - environment: With the store's place.
    ///   - settingsPath: The settings file, where there is one.
    ///   - strayKeys: Of it and of the environment.
    /// - Throws: ``ConfigurationFaults``.
    init(
        _ environment: [String: String], webhookRoute: String, queuePath: String, settingsPath: String?,
        strayKeys: [StrayKey] = [],
        logger: Logger
    ) throws {
        configuration = try Configuration.load(
            Checkup.keys, environment: environment)
        let transport = CurlTransport()
        let storeURL = configuration[ConfigurationKeys.storeURL]
        var tools = CheckTools(
            transport: transport, ambient: .live, logger: logger, webhookRoute: webhookRoute,
            engine: { try EngineChoice($0, transport: transport, ambient: .live).engine() },
            store: { Self.store(storeURL) }, queue: { await Self.queue(queuePath) },
            lastWebhook: { await Self.lastWebhook($0, queuePath) }, settingsPath: settingsPath)
        tools.strayKeys = strayKeys
        self.tools = tools
    }

    /// - Parameter asksEngine: A question may cost something.
    func report(asksEngine: Bool) async -> CheckReport {
        var tools = tools
        if !asksEngine { tools.engine = nil }
        return CheckReport(await Checkup(configuration, tools).lines())
    }

    /// Whether the store is yet to be made. The check does not make it: it would belong to whoever checks, who may be root.
    static func isWithoutStore(_ environment: [String: String]) -> Bool {
        environment[ConfigurationKeys.storeURL.name].map(isWithoutFile) ?? false
    }

    private static func isWithoutFile(_ storeURL: String) -> Bool {
        SQLiteStore.path(storeURL: storeURL).map { !FileManager.default.fileExists(atPath: $0) } ?? false
    }

    private static func store(_ url: String?) -> StoreState {
        guard let url else { return .unusable("STORE_URL is not set, and without HOME it has no default") }
        if isWithoutFile(url) { return .none }
        do throws(StoreError) {
            _ = try SQLiteStore.open(storeURL: url)
            return .opens
        } catch {
            return .unusable("cannot be opened: \(error)")
        }
    }

    /// By the history: when an event of HubSpot's was taken last. A delivery without events, as the check itself sends one, is none.
    private static func lastWebhook(_ organization: String, _ queuePath: String) async -> LastWebhook {
        let path = SQLiteHistory.path(besideQueue: queuePath)
        guard FileManager.default.fileExists(atPath: path) else { return .never }
        let filter = HistoryFilter(organization: organization, typePrefix: HubSpotEvent.prefix)
        do {
            let newest = try await SQLiteHistory(path: path).entries(filter, before: nil, limit: 1).first
            return newest.map { .at($0.queued) } ?? .never
        } catch {
            return .unreadable("\(path) cannot be read: \(type(of: error))")
        }
    }

    private static func queue(_ path: String) async -> QueueState {
        guard FileManager.default.fileExists(atPath: path) else { return .none }
        do {
            let queue = try SQLiteEventQueue(path: path)
            let counts = try await queue.counts()
            let owed = try await queue.notedErasures(limit: 1000).count
            return .counts(waiting: counts.waiting - counts.leased, dead: counts.dead, owed: owed)
        } catch {
            return .unreadable("cannot be read: \(error)")
        }
    }
}
