import FoundationEssentials
import Logging
import RelayCore

/// Typed calls of HubSpot's API over a transport.
package struct HubSpotClient: Sendable {
    package struct Settings: Sendable {
        package var baseURL: String
        package var edition: HubSpotEdition
        /// In the order they are tried; a second one during rotation.
        package var accessTokens: [Secret]
        /// Seconds for one request.
        package var requestTimeout: Double
        package var retry: RetryPolicy

        package init(
            baseURL: String, edition: HubSpotEdition, accessTokens: [Secret], requestTimeout: Double = 15,
            retry: RetryPolicy = RetryPolicy()
        ) {
            self.baseURL = baseURL
            self.edition = edition
            self.accessTokens = accessTokens
            self.requestTimeout = requestTimeout
            self.retry = retry
        }
    }

    package let settings: Settings
    let paths: HubSpotPaths
    private let transport: any HTTPTransport
    let ambient: Ambient
    let memory: PortalMemory
    private let logger: Logger

    /// - Parameter memory: What is known of the portal from earlier calls; shared by every client of one portal.
    package init(
        transport: any HTTPTransport, settings: Settings, ambient: Ambient, logger: Logger, memory: PortalMemory = PortalMemory()
    ) {
        self.transport = transport
        self.memory = memory
        self.settings = settings
        self.ambient = ambient
        self.logger = logger
        paths = HubSpotPaths(edition: settings.edition)
    }

    static let userAgent = "DeskRelay/0.1"

    /// Sends a request, within the retry policy, and reads the answer.
    func send(_ request: Request) async throws(HubSpotError) -> JSON {
        var attempt = 0
        while true {
            do throws(HubSpotError) {
                return try await sendWithTokens(request)
            } catch {
                guard !Task.isCancelled,
                    let delay = settings.retry.delay(after: error, attempt: attempt, isWrite: request.isWrite)
                else { throw error }
                logger.debug(
                    "HubSpot is asked again",
                    metadata: ["operation": "\(request.operation)", "code": "\(error.reasonCode.rawValue)"])
                await ambient.sleep(delay)
                attempt += 1
            }
        }
    }

    /// As ``send(_:)``; nil where HubSpot has no such object.
    func find(_ request: Request) async throws(HubSpotError) -> JSON? {
        do throws(HubSpotError) {
            return try await send(request)
        } catch {
            if error.category == .notFound { return nil }
            throw error
        }
    }

    /// Two tokens may be configured during rotation: a refused one is followed by the next.
    private func sendWithTokens(_ request: Request) async throws(HubSpotError) -> JSON {
        var refusal = HubSpotError(.unauthorized, operation: request.operation, detail: "no access token is configured")
        for token in settings.accessTokens {
            do throws(HubSpotError) {
                return try await sendOnce(request, token: token)
            } catch {
                guard error.category == .unauthorized else { throw error }
                refusal = error
            }
        }
        throw refusal
    }

    private func sendOnce(_ request: Request, token: Secret) async throws(HubSpotError) -> JSON {
        let base = settings.baseURL.hasSuffix("/") ? String(settings.baseURL.dropLast()) : settings.baseURL
        // HubSpot reads the token of this one call from the body, beside the header.
        let json: JSON? = request.path == paths.tokenInfo ? ["tokenKey": .string(token.reveal())] : request.body
        var headers = [
            ("Authorization", "Bearer \(token.reveal())"), ("Accept", "application/json"), ("User-Agent", Self.userAgent),
        ]
        if let form = request.form {
            headers.append(("Content-Type", form.contentType))
        } else if json != nil {
            headers.append(("Content-Type", "application/json"))
        }
        let call = HTTPCall(
            method: request.method, url: base + request.path + URLText.query(request.query), headers: headers,
            body: request.form?.bytes ?? json?.canonicalBytes, timeout: settings.requestTimeout, isWrite: request.isWrite)
        let answer: HTTPAnswer
        do throws(TransportError) {
            answer = try await transport.send(call)
        } catch {
            throw Self.error(of: error, request)
        }
        guard (200..<300).contains(answer.status) else { throw HubSpotError(answer: answer, operation: request.operation) }
        if answer.body.isEmpty { return [:] }
        guard let json = try? JSON.parse(answer.body) else {
            throw HubSpotError(
                .unexpectedAnswer, operation: request.operation, status: answer.status, detail: "the answer is not JSON")
        }
        return json
    }

    private static func error(of error: TransportError, _ request: Request) -> HubSpotError {
        let category: HubSpotError.Category =
            switch error.kind {
            case .notSent: .connectionFailed
            case .interrupted, .timedOut: .ambiguous
            case .answerTooLarge: .unexpectedAnswer
            case .cancelled: .cancelled
            }
        return HubSpotError(category, operation: request.operation, detail: error.detail)
    }

    /// Reads an answer; a field that is not as documented becomes an error that names it.
    func read<Value>(_ operation: String, _ decode: () throws(FieldError) -> Value) throws(HubSpotError) -> Value {
        do throws(FieldError) {
            return try decode()
        } catch {
            throw HubSpotError(.unexpectedAnswer, operation: operation, detail: error.description)
        }
    }
}
