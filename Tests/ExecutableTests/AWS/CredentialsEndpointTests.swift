import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("Credentials of a container", .timeLimit(.minutes(5)))
struct CredentialsEndpointTests {
    @Test("Their endpoint is asked through no proxy, whatever the environment says of one")
    func proxy() async throws {
        let endpoint = try LoopbackServer { _ in
            .answer("200 OK", #"{"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"example","Expiration":"2099-01-01T00:00:00Z"}"#)
        }
        let proxy = try LoopbackServer { _ in .answer("400 Bad Request", #"{"__type":"x#AccessDeniedException"}"#) }
        let event = RelayEvent(id: "e", source: "/test", type: SessionDeleteEvent.type, data: ["threadId": "7"])
        let run = try await Executable.run(
            "session-control", input: event.json.canonicalBytes,
            environment: [
                "HUBSPOT_ACCESS_TOKEN": "pat-na1-example", "HUBSPOT_USER_ID": "52530071", "STORE_URL": "dynamodb:relay",
                "AWS_REGION": "eu-west-1", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(endpoint.url)/keys",
                "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "http_proxy": proxy.url, "LOG_LEVEL": "off",
            ])
        #expect(run.results.first??.code == .storeUnavailable, "\(run.errors)")
        #expect(endpoint.requests.map(\.target) == ["/keys"])
        // What goes to AWS itself may take it.
        #expect(!proxy.requests.isEmpty && proxy.requests.allSatisfy { $0.headers["x-amz-target"] != nil })
    }
}
