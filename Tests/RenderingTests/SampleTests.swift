import Foundation
import Logging
import RelayCore
import TestSupport
import Testing

@testable import signature_render

/// A file of `functions/signature-render/events`.
struct Sample: NamedCase {
    let file: URL

    var name: String { file.lastPathComponent }

    static func all() throws -> [Sample] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "functions/signature-render/events")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.map(Sample.init)
    }
}

@Suite("The samples of signature-render")
struct SampleTests {
    @Test("The samples are there")
    func present() throws { #expect(try Sample.all().count >= 8) }

    @Test("A sample ends as its name says", arguments: try Sample.all())
    func ends(_ sample: Sample) throws {
        let event = try InvocationInput(Array(Data(contentsOf: sample.file))).event
        #expect(SignatureRender.description.takes.contains { $0.matches(event.type) })
        let configuration = try Configuration.load(
            SignatureRender.description.configuration, environment: [:], readFile: { _ in [] })
        let function = try SignatureRender(configuration: configuration)
        let result = FunctionResult.of {
            try function.handle(event, InvocationContext(deadline: nil, logger: Logger(label: "test")))
        }
        #expect(ExitCode(result) == (sample.name.hasPrefix("bad-") ? .badInput : .ok))
    }
}
