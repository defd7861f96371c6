import HostDelivery
import PostgresQueue
import SQLiteQueue
import TestSupport

/// The engines of queue and history, for tests that are the same over each.
enum QueueUnderTest: String, CaseIterable, NamedCase {
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"

    var name: String { rawValue }

    /// Those that are here.
    static var all: [QueueUnderTest] { PostgresServer.isWanted ? allCases : [.sqlite] }

    /// An empty queue.
    func queue(_ workspace: Workspace) async throws -> any HostQueue {
        switch self {
        case .sqlite: try SQLiteEventQueue(path: workspace.path("queue.sqlite"))
        case .postgres: try PostgresEventQueue(url: try await PostgresServer.schema())
        }
    }

    /// An empty history.
    func history(_ workspace: Workspace) async throws -> any InvocationHistory {
        switch self {
        case .sqlite: try SQLiteHistory(path: workspace.path("history.sqlite"))
        case .postgres: try PostgresHistory(url: try await PostgresServer.schema())
        }
    }
}
