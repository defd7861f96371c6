import FoundationEssentials
import RelayCore

/// What AWS Lambda's Runtime API gives for one invocation.
///
/// Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-next
struct LambdaInvocation: Sendable {
    let requestID: String
    let deadline: Date
    /// W3C's form of the trace, where there is one.
    let traceParent: String?
    let body: [UInt8]

    /// - Throws: ``LambdaAPIError`` that names the header that is missing.
    init(_ answer: HTTPAnswer) throws(LambdaAPIError) {
        guard let id = answer.headers["lambda-runtime-aws-request-id"], !id.isEmpty else {
            throw LambdaAPIError("the next invocation has no Lambda-Runtime-Aws-Request-Id")
        }
        guard let milliseconds = answer.headers["lambda-runtime-deadline-ms"].flatMap({ Int($0) }) else {
            throw LambdaAPIError("the next invocation has no Lambda-Runtime-Deadline-Ms")
        }
        requestID = id
        deadline = Timestamp.date(milliseconds: milliseconds)
        traceParent = answer.headers["lambda-runtime-trace-id"].flatMap(Self.traceParent)
        body = answer.body
    }

    /// `Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1` as W3C writes it.
    /// - Returns: nil for another form.
    /// Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader and
    /// https://www.w3.org/TR/trace-context/#traceparent-header
    static func traceParent(_ header: String) -> String? {
        var parts: [Substring: Substring] = [:]
        for part in header.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { parts[pair[0]] = pair[1] }
        }
        guard let root = parts["Root"]?.split(separator: "-"), root.count == 3, root[0] == "1", let parent = parts["Parent"]
        else { return nil }
        let trace = String(root[1] + root[2])
        guard isHex(trace, 32), isHex(String(parent), 16) else { return nil }
        return "00-\(trace)-\(parent)-\(parts["Sampled"] == "1" ? "01" : "00")"
    }

    private static func isHex(_ text: String, _ count: Int) -> Bool {
        text.utf8.count == count && text.utf8.contains { $0 != 0x30 }
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

/// The Runtime API does not answer as documented, or not at all.
struct LambdaAPIError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
