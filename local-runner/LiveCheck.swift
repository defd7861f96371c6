import Answering
import CurlTransport
import FoundationEssentials
import FunctionHost
import HostCore
import HostDelivery
import Logging
import QueueEngines
import RelayCore
import Setup
import StoreEngines

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
        let place = QueuePlace(environment, queuePath: queuePath)
        let storeURL = configuration[ConfigurationKeys.storeURL]
        var tools = CheckTools(
            transport: transport, ambient: .live, logger: logger, webhookRoute: webhookRoute,
            engine: { try EngineChoice($0, transport: transport, ambient: .live).engine() },
            store: { await Self.store(storeURL, environment) }, queue: { await Self.queue(place) },
            lastWebhook: { await Self.lastWebhook($0, place) }, settingsPath: settingsPath)
        tools.strayKeys = strayKeys
        tools.leftHistory = place.leftHistory
        self.tools = tools
    }

    /// - Parameter asksEngine: A question may cost something.
    func report(asksEngine: Bool) async -> CheckReport {
        var tools = tools
        if !asksEngine { tools.engine = nil }
        return CheckReport(await Checkup(configuration, tools).lines())
    }

    /// Whether the store's file is yet to be made. The check does not make it: it would belong to whoever checks, who may be root.
    static func isWithoutStore(_ environment: [String: String]) -> Bool {
        environment[ConfigurationKeys.storeURL.name].map { StoreEngine.missingFile(storeURL: $0) != nil } ?? false
    }

    private static func store(_ url: String?, _ environment: [String: String]) async -> StoreState {
        guard let url else { return .unusable("STORE_URL is not set, and without HOME it has no default") }
        if StoreEngine.missingFile(storeURL: url) != nil { return .none }
        do throws(StoreError) {
            try await StoreEngine.open(storeURL: url, environment: environment).probe()
            return .opens
        } catch {
            return .unusable("cannot be opened: \(error)", isOnServer: StoreEngine.isOnServer(storeURL: url))
        }
    }

    /// By the history: when an event of HubSpot's was taken last. A delivery without events, as the check itself sends one, is none.
    private static func lastWebhook(_ organization: String, _ place: QueuePlace) async -> LastWebhook {
        if place.missingHistory != nil { return .never }
        let filter = HistoryFilter(organization: organization, typePrefix: HubSpotEvent.prefix)
        do {
            let newest = try await place.history().entries(filter, before: nil, limit: 1).first
            return newest.map { .at($0.queued) } ?? .never
        } catch {
            return .unreadable("the history cannot be read: \(error.logDetail)")
        }
    }

    private static func queue(_ place: QueuePlace) async -> QueueState {
        if place.missingQueue != nil { return .none }
        do {
            let queue = try place.queue()
            let counts = try await queue.counts()
            let owed = try await queue.notedErasures(limit: 1000).count
            return .counts(waiting: counts.waiting - counts.leased, dead: counts.dead, owed: owed)
        } catch {
            return .unreadable("cannot be read: \(error)", isOnServer: place.isOnServer)
        }
    }
}
