import RelayCore

extension AWSError {
    /// What an answer that is none of success says.
    ///
    /// The name stands in the header `x-amzn-errortype` or in the body's `__type`, with a namespace before it (`…#Name`) or an
    /// address behind it (`Name:http://…`). Source: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html#operation-error-serialization
    init(_ answer: HTTPAnswer) {
        let body = try? JSON.parse(answer.body)
        let given = answer.headers["x-amzn-errortype"] ?? body?["__type"]?.string ?? body?["code"]?.string ?? ""
        let name = given.prefix { $0 != ":" }.split(separator: "#").last.map(String.init) ?? ""
        self.init(
            .refused(name: Self.isWord(name) ? name : "no name", status: answer.status), requestID: Self.requestID(answer),
            answer: body)
    }

    static func requestID(_ answer: HTTPAnswer) -> String? {
        answer.headers["x-amzn-requestid"].flatMap { isWord($0) ? $0 : nil }
    }

    /// So that nothing else of an answer gets into a description.
    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 100
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
                default: false
                }
            }
    }
}
