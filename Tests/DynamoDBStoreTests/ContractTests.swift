import CurlTransport
import DynamoDBStore
import RelayCore
import TestSupport
import Testing

@Suite(
    "DynamoDB: the contract of the state store", .timeLimit(.minutes(20)),
    .enabled(if: AWSServer.isWanted, "TEST_PYTHON is not set"))
struct ContractTests {
    /// Of each kind the first two, a look at nothing and a change as a rule: with lost answers all changes are checked.
    private static let some = Dictionary(grouping: StateStoreContract.all) { $0.name.prefix { $0 != ":" } }.values
        .flatMap { $0.prefix(2) }.sorted { $0.name < $1.name }

    @Test("DynamoDB keeps the contract", arguments: some)
    func dynamoDB(_ check: StateStoreCheck) async throws {
        try await FewAtOnce.run { try await check.run(try await TestTable().store()) }
    }

    /// Checks that change nothing, or only what may not be changed again: no answer to them can be lost.
    private static let unlosable: Set = [
        "turn: none before one is recorded", "effect: none before it is started", "effect: a look at nothing makes nothing",
        "session: none before it is created", "session: an update of none is refused and makes none",
        "timeline: empty before the first entry", "ticket: no session before one is linked", "property: none before one is set",
    ]

    /// Every answer to a change that may be made again is lost once, after DynamoDB has carried it out.
    @Test("DynamoDB keeps the contract where answers are lost", arguments: StateStoreContract.all)
    func lost(_ check: StateStoreCheck) async throws {
        try await FewAtOnce.run {
            let transport = LosingTransport(CurlTransport())
            var ambient = Ambient.live
            ambient.sleep = { _ in }
            try await check.run(try await TestTable().store(transport, ambient: ambient))
            #expect((transport.lost > 0) != Self.unlosable.contains(check.name))
        }
    }
}
