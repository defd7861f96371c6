import FoundationEssentials
import RelayCore

/// The credentials that are good now: the environment's, or a container endpoint's, which are asked for again before they end.
package actor AWSCredentialsSource {
    /// So long before their end others are asked for, in seconds; AWS tells new ones earlier than that.
    private static let early: Double = 300
    private static let timeout: Double = 5
    /// So long after a question that failed the old ones are used without another, in seconds.
    private static let patience: Double = 30

    private let fixed: AWSCredentials?
    private let endpoint: AWSCredentialsEndpoint?
    private let transport: any HTTPTransport
    private let ambient: Ambient
    private var kept: AWSCredentials?
    private var failed: Date?
    private var asking: Task<Result<AWSCredentials, AWSError>, Never>?

    /// - Throws: ``AWSError`` where the environment names neither.
    package init(environment: [String: String], transport: any HTTPTransport, ambient: Ambient) throws(AWSError) {
        fixed = AWSCredentials(environment: environment)
        endpoint = fixed == nil ? try AWSCredentialsEndpoint(environment: environment) : nil
        self.transport = transport
        self.ambient = ambient
        guard fixed != nil || endpoint != nil else {
            let names = "\(AWSVariables.accessKeyID) and \(AWSVariables.secretAccessKey), or \(AWSVariables.credentialsPath)"
            throw AWSError(.noCredentials("\(names) must be set", isForNow: false))
        }
    }

    /// - Parameter seconds: For how long they may be asked for at most.
    package func current(within seconds: Double = .infinity) async throws(AWSError) -> AWSCredentials {
        if let fixed { return fixed }
        let now = ambient.now()
        if let kept, kept.endsAt.map({ now < $0 - Self.early }) ?? true { return kept }
        // The old ones are good until their end.
        let old = kept.flatMap { kept in kept.endsAt.flatMap { now < $0 ? kept : nil } }
        if let old, let failed, now < failed + Self.patience { return old }
        do throws(AWSError) {
            return try await ask(within: seconds)
        } catch {
            failed = ambient.now()
            if let old { return old }
            throw error
        }
    }

    /// AWS says that these have ended.
    func forget(_ credentials: AWSCredentials) { if kept == credentials { kept = nil } }

    /// One question for all who wait for its answer.
    private func ask(within seconds: Double) async throws(AWSError) -> AWSCredentials {
        let running =
            asking
            ?? Task { [endpoint, transport] in
                guard let endpoint else { return .failure(AWSError(.noCredentials("nobody tells them", isForNow: false))) }
                do throws(AWSError) {
                    return .success(try await endpoint.ask(transport, timeout: min(Self.timeout, seconds)))
                } catch {
                    return .failure(error)
                }
            }
        asking = running
        let result = await running.value
        if asking == running { asking = nil }
        if case .success(let credentials) = result { kept = credentials }
        return try result.get()
    }
}
