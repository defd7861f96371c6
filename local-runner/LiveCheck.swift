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
    /// - Throws: ``ConfigurationFaults``.
    init(
        _ environment: [String: String], webhookRoute: String, queuePath: String, settingsPath: String?, logger: Logger
    ) throws {
        configuration = try Configuration.load(
            Checkup.keys, environment: environment, readFile: { Array(try Data(contentsOf: URL(filePath: $0))) })
        let transport = CurlTransport()
        let storeURL = configuration[ConfigurationKeys.storeURL]
        tools = CheckTools(
            transport: transport, ambient: .live, logger: logger, webhookRoute: webhookRoute,
            engine: { try EngineChoice($0, transport: transport, ambient: .live).engine() },
            storeProblem: { Self.storeProblem(storeURL) }, queue: { await Self.queue(queuePath) },
            lastWebhook: { await Self.lastWebhook($0, queuePath) }, settingsPath: settingsPath)
    }

    /// - Parameter asksEngine: A question may cost something.
    func report(asksEngine: Bool) async -> CheckReport {
        var tools = tools
        if !asksEngine { tools.engine = nil }
        return CheckReport(await Checkup(configuration, tools).lines())
    }

    private static func storeProblem(_ url: String?) -> String? {
        guard let url else { return "STORE_URL is not set, and without HOME it has no default" }
        do throws(StoreError) {
            _ = try SQLiteStore.open(storeURL: url)
            return nil
        } catch {
            return "cannot be opened: \(error)"
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
            let counts = try await SQLiteEventQueue(path: path).counts()
            return .counts(waiting: counts.waiting - counts.leased, dead: counts.dead)
        } catch {
            return .unreadable("cannot be read: \(error)")
        }
    }
}
