import Deployment
import Foundation
import HostCore
import HostSurface
import RelayCore
import TestSupport
import Testing

@Suite("What is found out of functions once")
struct ManifestTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("Read again, it is what was written")
    func roundTrip() async throws {
        let template = try workspace.template(
            ["emitter", "scripted", "misconfigured"], timeout: 7, workers: 3, eventsPerWorker: 4)
        let catalog = try await FunctionCatalog(template, folder: workspace.folder)
        let read = try FunctionCatalog(manifest: catalog.manifest.canonicalBytes, folder: workspace.folder)
        #expect(read.manifest == catalog.manifest)
        for (one, other) in zip(read.functions, catalog.functions) {
            #expect(one.settings == other.settings)
            #expect(one.executable == other.executable)
            #expect(one.takes == other.takes && one.emits == other.emits)
            #expect(one.configurationKeys == other.configurationKeys)
        }
        let emitter = try #require(read.function(named: "emitter"))
        #expect(emitter.emits.map(\.text) == ["test.next"])
        #expect(emitter.configurationKeys == ["TEST_GATE", "TEST_STARTS"])
        #expect(emitter.settings.routes == [try Route(method: "ANY", path: "/webhooks/hubspot/{organization}/{token}")])
    }

    @Test(
        "Anything else is refused by the name of the field",
        arguments: [
            ("", "at byte 0"), ("[]", "object"), (#"{"functions":[{}]}"#, "functions[0].name is missing"),
            (#"{"functions":[{"name":"a","resource":"A","workers":1,"eventsPerWorker":1,"maximumReceives":1}]}"#, "timeout"),
        ])
    func bad(_ text: String, _ part: String) {
        let error = #expect(throws: HostError.self) { _ = try FunctionCatalog(manifest: Array(text.utf8), folder: "/") }
        #expect(error?.description.contains("functions.json is not as function-host --manifest writes it") == true)
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }
}
