import FoundationEssentials
import HubSpotAPI
import RelayCore

/// The calls of a check for one organization; each part hands what it got to the judgement of its name.
struct OrganizationCheckup {
    let organization: OrganizationConfiguration
    let configuration: Configuration
    let tools: CheckTools

    /// For all calls to HubSpot of one part, in seconds.
    private static let patience: Double = 20

    init(_ organization: OrganizationConfiguration, _ configuration: Configuration, _ tools: CheckTools) {
        self.organization = organization
        self.configuration = configuration
        self.tools = tools
    }

    /// For one part, whose time begins now.
    private func client() -> HubSpotClient { Self.client(organization[ConfigurationKeys.accessToken], organization, tools) }

    private static func client(
        _ tokens: [Secret], _ organization: OrganizationConfiguration, _ tools: CheckTools
    ) -> HubSpotClient {
        var settings = HubSpotClient.Settings(organization)
        settings.accessTokens = tokens
        settings.retry = RetryPolicy(delays: [0.3])
        return HubSpotClient(transport: tools.transport, settings: settings, ambient: tools.ambient, logger: tools.logger)
            .hurried(patience)
    }

    func lines() async -> [CheckLine] {
        let account = try? await client().accountDetails()
        let (ofTokens, info) = await tokens(account)
        var lines = ofTokens + (info.map { ScopeCheck.lines($0.scopes) } ?? [])
        if let id = organization[ConfigurationKeys.userID] { lines.append(await user(id, info)) }
        lines += await inboxes()
        if organization[ConfigurationKeys.ticketing] { lines += await tickets() }
        lines += await assignees()
        lines += await webhooks()
        if let line = await clock() { lines.append(line) }
        let last = await tools.lastWebhook(organization.name)
        let zone = account?.timeZone.flatMap(TimeZone.init(identifier:))
        lines.append(ArrivalCheck.line(last, now: tools.ambient.now(), zone: zone))
        if let line = await engine() { lines.append(line) }
        return lines + [ModeCheck.line(organization)]
    }

    // MARK: HubSpot

    /// Each token by itself: during rotation one of the two may be refused.
    private func tokens(_ account: AccountDetails?) async -> (lines: [CheckLine], info: TokenInfo?) {
        var lines: [CheckLine] = []
        var first: TokenInfo?
        for (index, token) in organization[ConfigurationKeys.accessToken].enumerated() {
            let answer = await result { () async throws(HubSpotError) -> TokenInfo in
                try await Self.client([token], organization, tools).tokenInfo()
            }
            lines.append(
                TokenCheck.line(index == 0 ? "token" : "second token", answer, account: account, configured: organization))
            first = first ?? (try? answer.get())
        }
        return (lines, first)
    }

    private func user(_ id: String, _ info: TokenInfo?) async -> CheckLine {
        let hubSpot = client()
        do throws(HubSpotError) {
            guard let owner = try await hubSpot.owner(userID: id) else {
                return UserCheck.line(id, try await otherKind(id, info, hubSpot))
            }
            return UserCheck.line(id, owner, actor: try await hubSpot.actors([.agent(userID: id)]).first)
        } catch {
            return .unread(UserCheck.name, error)
        }
    }

    private func otherKind(
        _ id: String, _ info: TokenInfo?, _ hubSpot: HubSpotClient
    ) async throws(HubSpotError) -> UserCheck.OtherKind {
        if id == info?.portalID { return .portal }
        if id == info?.appID { return .app }
        if let owner = try await hubSpot.owner(id: id) { return .owner(userID: owner.userID) }
        if try await hubSpot.formerOwner(userID: id) != nil { return .formerUser }
        if try await hubSpot.contact(id: id) != nil { return .contact }
        return .nothing
    }

    private func inboxes() async -> [CheckLine] {
        let hubSpot = client()
        do throws(HubSpotError) {
            return InboxCheck.lines(
                try await hubSpot.inboxes(), try await hubSpot.channelAccounts(inboxID: nil),
                autopilot: organization[ConfigurationKeys.autopilot], isAssisting: organization[ConfigurationKeys.assistMode])
        } catch {
            return [.unread("inbox", error)]
        }
    }

    private func tickets() async -> [CheckLine] {
        let hubSpot = client()
        do throws(HubSpotError) {
            return PipelineCheck.lines(try await hubSpot.ticketPipelines(), organization)
                + PropertyCheck.lines(try await hubSpot.ticketProperties(), organization)
        } catch {
            return [.unread("pipeline", error)]
        }
    }

    private func assignees() async -> [CheckLine] {
        let places = AssigneeCheck.places(organization)
        if places.isEmpty { return [AssigneeCheck.none] }
        let hubSpot = client()
        let resolver = AssigneeResolver(hubSpot: hubSpot)
        var lines: [CheckLine] = []
        var owners: [Owner]?
        for place in places {
            do {
                lines.append(AssigneeCheck.line(place, try await resolver.owner(place.assignee, place.name)))
            } catch let error as HubSpotError {
                lines.append(.unread("assignee \(place.name)", error))
            } catch {
                if owners == nil { owners = try? await hubSpot.owners() }
                lines.append(
                    AssigneeCheck.line(
                        place, problem: FunctionResult(ending: error).message ?? "is nobody", owners: owners ?? []))
            }
        }
        return lines
    }

    // MARK: The way to us, and the AI

    private func webhooks() async -> [CheckLine] {
        let secret = WebhookCheck.secret(organization)
        guard let base = configuration[ConfigurationKeys.publicURL],
            let key = configuration[ConfigurationKeys.webhookURLKey].first
        else { return [secret, WebhookCheck.noAddress] }
        let url = base + WebhookToken.path(tools.webhookRoute, organization: organization.name, key: key)
        let call = WebhookCheck.call(
            url, secret: organization[ConfigurationKeys.clientSecret].first, now: tools.ambient.now())
        let answer = await result { () async throws(TransportError) -> HTTPAnswer in try await tools.transport.send(call) }
        return [secret] + (WebhookCheck.scheme(base).map { [$0] } ?? []) + [WebhookCheck.line(answer, base: base)]
    }

    /// nil where HubSpot does not answer, which the token's line says.
    private func clock() async -> CheckLine? {
        let call = HTTPCall(method: "GET", url: HubSpotClient.Settings(organization).baseURL, isWrite: false)
        guard let answer = try? await tools.transport.send(call) else { return nil }
        return ClockCheck.line(
            answer.headers["date"], now: tools.ambient.now(), window: organization[ConfigurationKeys.webhookWindow])
    }

    private func engine() async -> CheckLine? {
        guard let make = tools.engine else { return nil }
        let begun = tools.ambient.now()
        do {
            let engine = try make(organization)
            let answer = await result { () async throws(AnswerError) -> AnswerAction in
                try await engine.answer(EngineCheck.request(organization, now: begun))
            }
            return EngineCheck.line(
                answer, seconds: tools.ambient.now().timeIntervalSince(begun), organization: organization)
        } catch {
            return EngineCheck.line(.failure(AnswerError("\(error)")), seconds: 0, organization: organization)
        }
    }

    private func result<Value, Failure: Error>(
        _ work: () async throws(Failure) -> Value
    ) async -> Result<Value, Failure> {
        do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
    }
}
