import RelayCore

/// Where AWS is, by the environment.
package struct AWSSettings: Sendable {
    package let region: String
    private let environment: [String: String]

    /// - Throws: ``AWSError`` where the environment names no region.
    package init(environment: [String: String]) throws(AWSError) {
        let named = [AWSVariables.region, AWSVariables.defaultRegion].lazy.compactMap { environment.filled($0) }.first
        guard let region = named else { throw AWSError(.settings("\(AWSVariables.region) is missing")) }
        let isName = region.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        guard isName, region.utf8.count <= 40 else {
            throw AWSError(.settings("\(AWSVariables.region) must be a region, as eu-west-1"))
        }
        self.region = region
        self.environment = environment
    }

    /// The service's address, without a slash at its end.
    ///
    /// Plain http goes to this machine alone, for a stand-in of AWS: what is sent may be a customer's words.
    /// - Throws: ``AWSError`` for an address that is none.
    package func endpoint(of service: AWSService) throws(AWSError) -> String {
        for name in [AWSVariables.endpoint(of: service.name), AWSVariables.endpoint] {
            guard let given = environment.filled(name) else { continue }
            let url = given.hasSuffix("/") ? String(given.dropLast()) : given
            guard let address = PlainURL(url), address.path.isEmpty else {
                throw AWSError(.settings("\(name) must be http(s)://host, without a path"))
            }
            guard address.isEncrypted || address.isLoopback else {
                throw AWSError(.settings("\(name) must begin with https: http is for this machine alone"))
            }
            return url
        }
        // Source: https://docs.aws.amazon.com/general/latest/gr/ddb.html and .../sqs-service.html
        return "https://\(service.name).\(region).amazonaws.com\(region.hasPrefix("cn-") ? ".cn" : "")"
    }
}

extension [String: String] {
    /// The variable's value; nil where it is empty, too.
    func filled(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }
}
