import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("Files")
struct FileTests {
    @Test("An upload is a private file in a form", arguments: HubSpotEdition.allCases)
    func upload(_ edition: HubSpotEdition) async throws {
        let transport = StubTransport([.json(["id": 31, "url": "https://cdn.example.com/f"], status: 201)])
        let file = try await client(transport, edition: edition).uploadFile(
            name: "a \"b\"\r\n.txt", bytes: [0, 255, 13, 10], contentType: "text/plain\r\nX: y")
        #expect(file.id == "31")
        #expect(file.url == "https://cdn.example.com/f")
        let call = try #require(transport.calls.first)
        #expect(call.method == "POST" && call.isWrite)
        #expect(call.url == base + (edition == .v3 ? "/files/v3/files" : "/files/2026-09/files"))
        #expect(call.header("content-type") == "multipart/form-data; boundary=deskrelay-id-1")
        let expected =
            Array(
                """
                --deskrelay-id-1\r
                Content-Disposition: form-data; name="options"\r
                \r
                {"access":"PRIVATE"}\r
                --deskrelay-id-1\r
                Content-Disposition: form-data; name="folderPath"\r
                \r
                /deskrelay\r
                --deskrelay-id-1\r
                Content-Disposition: form-data; name="file"; filename="a %22b%22%0D%0A.txt"\r
                Content-Type: text/plainX:y\r
                \r

                """.utf8) + [0, 255, 13, 10] + Array("\r\n--deskrelay-id-1--\r\n".utf8)
        #expect(call.body == expected)
    }

    @Test("A file may have no address")
    func noAddress() async throws {
        let file = try await client(StubTransport([.json(["id": "31"], status: 201)])).uploadFile(
            name: "a", bytes: [], contentType: "text/plain")
        #expect(file.id == "31" && file.url == nil)
    }

    @Test("A message carries the ids of its files")
    func attached() async throws {
        let transport = StubTransport([.json(["id": "m"], status: 201)])
        let message = OutgoingMessage(
            text: "", richText: "", senderActorID: .agent(userID: "77"), channelID: "1000", channelAccountID: "300",
            recipients: [], attachments: ["31", "32"])
        _ = try await client(transport).send(message, threadID: "55")
        #expect(
            transport.calls.first?.json?["attachments"] == [
                ["type": "FILE", "fileId": "31"], ["type": "FILE", "fileId": "32"],
            ])
    }

    @Test(
        "Files are read from HubSpot's hosts and the API itself, without the token",
        arguments: [
            "https://f.hubspotusercontent00.net/hubfs/1/a.pdf?Expires=1", "https://123.fs1.hubspotusercontent-na1.net/a",
            "https://x.hubspotusercontent-eu1.com/a", "https://hubspotusercontent40.net", "https://cdn2.hubspot.net/a",
            "https://api-eu1.hubapi.com/a", "HTTPS://APP.HUBSPOT.COM/a", "\(base)/files/a",
        ])
    func allowed(_ url: String) async throws {
        let transport = StubTransport([.success(HTTPAnswer(status: 200, body: [1, 2, 3]))])
        #expect(try await client(transport).download(url) == [1, 2, 3])
        let call = try #require(transport.calls.first)
        #expect(call.url == url)
        #expect(call.header("authorization") == nil)
        #expect(!call.isWrite)
    }

    static let foreign = [
        "https://example.com/a", "http://cdn2.hubspot.net/a", "https://hubspot.net.example.com/a",
        "https://user@evil.example/https://cdn2.hubspot.net", "https://cdn2.hubspot.net@evil.example/a",
        "https://evil.example#.hubspot.net/", "https://evil.example\\.hubspot.net/", "https://evil.example?.hubspot.net",
        "https://myhubspot.com/a", "https://hubspotusercontent-evil.net/a", "https://hubspotusercontent123.net/a",
        "https://hubspotusercontent.example/a", "https://.hubspot.com/a", "https://hubspot.com./a", "ftp://cdn2.hubspot.net/a",
        "file:///etc/passwd", "cdn2.hubspot.net/a", "", "https:///a", "https://cdn2.hubspot.net/a b", "https://hubspöt.com/a",
        "http://api.example.com/a", "https://api.example.com:8443/a", "https://169.254.169.254/latest",
    ]

    @Test("No other host is asked", arguments: foreign)
    func refused(_ url: String) async throws {
        let transport = StubTransport([])
        let error = try await failure { () throws(HubSpotError) in try await client(transport).download(url) }
        #expect(error.category == .validation)
        #expect(error.detail == "the address is not one of HubSpot's")
        #expect(transport.calls.isEmpty)
    }

    @Test("A redirect is followed to HubSpot's hosts alone")
    func redirect() async throws {
        let hop = "https://cdn2.hubspot.net/b"
        let transport = StubTransport([
            .status(302, headers: ["location": hop]), .success(HTTPAnswer(status: 200, body: [7])),
        ])
        #expect(try await client(transport).download("https://app.hubspot.com/a") == [7])
        #expect(transport.calls.map(\.url) == ["https://app.hubspot.com/a", hop])

        let away = StubTransport([.status(302, headers: ["location": "https://evil.example/b"])])
        let error = try await failure { () throws(HubSpotError) in
            try await client(away).download("https://app.hubspot.com/a")
        }
        #expect(error.category == .validation)
        #expect(away.calls.count == 1)

        let round = StubTransport { _ throws(TransportError) in HTTPAnswer(status: 302, headers: ["location": hop]) }
        let endless = try await failure { () throws(HubSpotError) in try await client(round).download(hop) }
        #expect(endless.category == .unexpectedAnswer)
        #expect(round.calls.count == 4)
    }

    @Test("A refused address has expired or its file is gone, whatever the token", arguments: [401, 403, 404, 410])
    func gone(_ status: Int) async throws {
        let transport = StubTransport([.status(status)])
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport).download("https://cdn2.hubspot.net/secret-name")
        }
        #expect(error.category == .notFound)
        #expect(error.status == status)
        #expect(error.description.contains("the address has expired or the file is gone"))
        #expect(!error.description.contains("secret-name"))
        #expect(transport.calls.count == 1)
    }

    @Test("A file that is too large is an error, and one that is late is asked for again")
    func unread() async throws {
        let transport = StubTransport([
            .success(HTTPAnswer(status: 200, body: [1, 2, 3])), .status(503),
            .success(HTTPAnswer(status: 200, body: [1])),
        ])
        let client = client(transport)
        let url = "https://cdn2.hubspot.net/secret-name"
        let large = try await failure { () throws(HubSpotError) in try await client.download(url, limit: 2) }
        #expect(large.category == .unexpectedAnswer)
        #expect(large.detail == "more than 2 bytes")
        #expect(try await client.download(url) == [1])
    }
}
