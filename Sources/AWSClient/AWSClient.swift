import FoundationEssentials
import RelayCore

/// Calls one service of AWS: signs, sends, reads, and makes a call again where that may help.
package struct AWSClient: Sendable {
    private let service: AWSService
    private let endpoint: String
    private let region: String
    private let credentials: AWSCredentialsSource
    private let transport: any HTTPTransport
    private let ambient: Ambient
    private let pauses: AWSPauses
    private let needsClock: Bool

    /// Operations that may answer with nothing.
    private static let silent: Set = ["ChangeMessageVisibility", "DeleteMessage"]

    /// - Parameters:
    ///   - environment: Names region, credentials and, for a stand-in of AWS, its address (``AWSVariables``).
    ///   - transport: Signs (``HTTPCall/signing``).
    ///   - needsClock: Whether a clock of this machine that differs from AWS's is an error (``ClockDifference``).
    /// - Throws: ``AWSError`` where the environment lacks something.
    package init(
        _ service: AWSService, environment: [String: String], transport: any HTTPTransport, ambient: Ambient = .live,
        pauses: AWSPauses = AWSPauses(), needsClock: Bool = false
    ) throws(AWSError) {
        let settings = try AWSSettings(environment: environment)
        self.service = service
        region = settings.region
        endpoint = try settings.endpoint(of: service)
        credentials = try AWSCredentialsSource(environment: environment, transport: transport, ambient: ambient)
        self.transport = transport
        self.ambient = ambient
        self.pauses = pauses
        self.needsClock = needsClock
    }

    /// - Parameters:
    ///   - operation: As in `GetItem`.
    ///   - deadline: When the whole call must have ended, pauses and repetitions included.
    ///   - timeout: Of one try, in seconds; longer than the service may let the call wait.
    ///   - isHarmless: Whether it may be made again where it is not known if AWS has done it.
    package func call(
        _ operation: String, _ input: JSON, until deadline: Date? = nil, timeout: Double = 10, isHarmless: Bool
    ) async throws(AWSError) -> JSON {
        let body = input.canonicalBytes
        var number = 0
        while true {
            number += 1
            do throws(AWSError) {
                return try await once(operation, body, until: deadline, timeout: timeout, isHarmless: isHarmless)
            } catch {
                let mayHelp = error.isForNow && (isHarmless || !error.mayHaveActed)
                guard mayHelp, number < pauses.tries, !Task.isCancelled else { throw error }
                let pause = pauses.pause(number, after: error)
                if let deadline, ambient.now() + pause >= deadline { throw error }
                await ambient.sleep(pause)
            }
        }
    }

    private func once(
        _ operation: String, _ body: [UInt8], until deadline: Date?, timeout: Double, isHarmless: Bool
    ) async throws(AWSError) -> JSON {
        func left() throws(AWSError) -> Double {
            let left = deadline.map { $0.timeIntervalSince(ambient.now()) } ?? timeout
            guard left > 0 else { throw AWSError(.outOfTime) }
            return min(left, timeout)
        }
        let signer = try await credentials.current(within: try left())
        let time = try left()
        // The transport re-sends no write on a connection that died, and takes a new connection for each.
        let call = HTTPCall(
            method: "POST", url: endpoint,
            headers: [
                (name: "Content-Type", value: "application/x-amz-json-1.0"),
                (name: "X-Amz-Target", value: "\(service.target).\(operation)"),
            ], body: body, timeout: time,
            signing: AWSSigning(
                region: region, service: service.name, accessKeyID: signer.accessKeyID, secretAccessKey: signer.secretAccessKey,
                sessionToken: signer.sessionToken), isWrite: !isHarmless)
        let asked = ambient.now()
        let answer: HTTPAnswer
        do throws(TransportError) { answer = try await transport.send(call) } catch { throw AWSError(.noAnswer(error)) }
        if needsClock, let seconds = difference(answer, asked) { throw AWSError(.clock(seconds: seconds)) }
        guard answer.status == 200 else {
            let error = AWSError(answer)
            if error.isOfEndedCredentials { await credentials.forget(signer) }
            throw error
        }
        if answer.body.isEmpty, Self.silent.contains(operation) { return [:] }
        guard let result = try? JSON.parse(answer.body), result.object != nil else {
            throw AWSError(.unreadable(status: answer.status), requestID: AWSError.requestID(answer))
        }
        return result
    }

    /// By the header `Date`, which has whole seconds.
    private func difference(_ answer: HTTPAnswer, _ asked: Date) -> Int? {
        answer.headers["date"].flatMap(HTTPDate.parse).flatMap {
            ClockDifference.seconds($0...($0 + 1), between: asked, and: ambient.now())
        }
    }
}
