import CurlTransport
import DynamoDBStore
import RelayCore
import TestSupport
import Testing

@Suite(
    "DynamoDB: the contract of the state store", .timeLimit(.minutes(20)),
    .enabled(if: AWSServer.isWanted, "TEST_PYTHON is not set"))
struct ContractTests {
    @Test("DynamoDB keeps the contract", arguments: StateStoreContract.all)
    func dynamoDB(_ check: StateStoreCheck) async throws {
        try await FewAtOnce.run { try await check.run(try await TestTable().store()) }
    }

    /// Every answer to a change that may be made again is lost once, after DynamoDB has carried it out.
    @Test("DynamoDB keeps the contract where answers are lost", arguments: StateStoreContract.all)
    func lost(_ check: StateStoreCheck) async throws {
        try await FewAtOnce.run {
            let transport = LosingTransport(CurlTransport())
            var ambient = Ambient.live
            ambient.sleep = { _ in }
            try await check.run(try await TestTable().store(transport, ambient: ambient))
            #expect(transport.lost == transport.changes)
        }
    }
}
