import RelayCore
import Testing

@testable import HubSpotSimulator

@Suite("Parts of a form")
struct FormPartTests {
    private static let type = "multipart/form-data; boundary=\"x-1\""

    @Test("Parts keep their bytes")
    func bytes() throws {
        let head =
            "preamble\r\n--x-1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.bin\"\r\nContent-Type: a/b\r\n\r\n"
        let bytes: [UInt8] = [0, 13, 10, 45, 45, 120, 255]
        let rest = "\r\n--x-1\r\nContent-Disposition: form-data; name=options\r\n\r\n{}\r\n--x-1--\r\n"
        let parts = try #require(FormPart.parse(Array(head.utf8) + bytes + Array(rest.utf8), contentType: Self.type))
        #expect(
            parts == [
                FormPart(name: "file", fileName: "a b.bin", bytes: bytes),
                FormPart(name: "options", fileName: nil, bytes: Array("{}".utf8)),
            ])
    }

    @Test(
        "A file keeps its name",
        arguments: [
            (#"filename="a;b.py""#, "a;b.py"), (#"filename="a %22b%22.py""#, "a \"b\".py"), (#"filename="a%0D%0Ab""#, "a\r\nb"),
            (#"filename="100%25.txt""#, "100%25.txt"), (#"filename="a=b; name=c""#, "a=b; name=c"), (#"filename="""#, ""),
            ("filename=a.py ; other=b", "a.py"), (#"other="x;filename=y"; filename="z""#, "z"),
        ])
    func fileName(_ parameter: String, _ name: String) throws {
        let body = "--x-1\r\nContent-Disposition: form-data; name=\"file\"; \(parameter)\r\n\r\nA\r\n--x-1--"
        let parts = try #require(FormPart.parse(Array(body.utf8), contentType: Self.type))
        #expect(parts == [FormPart(name: "file", fileName: name, bytes: Array("A".utf8))])
    }

    @Test(
        "What is no form is refused",
        arguments: [
            "", "--x-1", "--x-1\r\n\r\n--x-1--", "--x-1\r\nContent-Disposition: form-data\r\n\r\nA\r\n--x-1--",
            "--x-1\r\nContent-Disposition: form-data; name=a\r\n\r\nA\r\n",
        ])
    func noForm(_ body: String) {
        #expect(FormPart.parse(Array(body.utf8), contentType: Self.type) == nil)
        #expect(FormPart.parse(Array(body.utf8), contentType: "multipart/form-data") == nil)
    }
}
