import Logging
import RelayCore

extension HubSpotClient {
    /// Sends a request, within the retry policy and the time there is, and reads the answer. Where HubSpot does not have the dated
    /// path of a conversation, which did nothing, the one of the beta is tried; which of them it has is remembered.
    func send(_ request: Request) async throws(HubSpotError) -> JSON {
        guard let beta = HubSpotPaths.inBeta(request.path) else { return try await sendAsItIs(request) }
        var other = request
        other.path = beta
        switch memory.conversationsEdition {
        case .dated: return try await sendAsItIs(request)
        case .beta: return try await sendAsItIs(other)
        case nil: break
        }
        do throws(HubSpotError) {
            let answer = try await sendAsItIs(request)
            memory.conversationsEdition = .dated
            return answer
        } catch {
            guard error.category == .notFound else { throw error }
            do throws(HubSpotError) {
                let answer = try await sendAsItIs(other)
                memory.conversationsEdition = .beta
                return answer
            } catch let second {
                // What is missing under both is missing.
                throw second.category == .notFound ? error : second
            }
        }
    }

    private func sendAsItIs(_ request: Request) async throws(HubSpotError) -> JSON {
        try await trying(request.operation, isWrite: request.isWrite, isOfTheMoment: request.isOfTheMoment) {
            budget throws(HubSpotError) in
            try await waitForTurn(request, budget)
            return try json(of: try await sendWithTokens(request, budget), to: request)
        }
    }

    /// Something between may answer with a page of its own: that passes. HubSpot may have done the write all the same.
    private func json(of answer: HTTPAnswer, to request: Request) throws(HubSpotError) -> JSON {
        // A write may be answered without a word, a read not.
        if answer.body.isEmpty, request.isWrite { return [:] }
        guard let json = try? JSON.parse(answer.body) else {
            throw HubSpotError(
                request.isWrite ? .ambiguous : .unavailable, operation: request.operation, status: answer.status,
                detail: "the answer is not JSON")
        }
        return json
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

    /// Tries again as long as that helps, may be done, and there is time for it.
    func trying<Value>(
        _ operation: String, isWrite: Bool, isOfTheMoment: Bool = false, _ once: (CallBudget) async throws(HubSpotError) -> Value
    ) async throws(HubSpotError) -> Value {
        let budget = CallBudget(
            settings.retry, isWrite: isWrite, isOfTheMoment: isOfTheMoment, begun: ambient.now(), deadline: deadline)
        var attempt = 0
        while true {
            do throws(HubSpotError) {
                return try await once(budget)
            } catch {
                guard !isOfTheMoment, !Task.isCancelled,
                    let delay = settings.retry.delay(after: error, attempt: attempt, isWrite: isWrite),
                    delay <= budget.longestWait(at: ambient.now())
                else { throw error }
                logger.debug(
                    "HubSpot is asked again",
                    metadata: ["operation": "\(operation)", "code": "\(error.reasonCode.rawValue)"])
                await ambient.sleep(delay)
                attempt += 1
            }
        }
    }

    /// Waits as the rate limits demand; gives up at once when that takes longer than there is time.
    private func waitForTurn(_ request: Request, _ budget: CallBudget) async throws(HubSpotError) {
        let now = ambient.now()
        let turn = await rateLimits.takeTurn(isSearch: request.isSearch, now: now, longestWait: budget.longestWait(at: now))
        switch turn {
        case .now: return
        case .after(let seconds):
            logger.debug(
                "a call waits for the rate limit", metadata: ["operation": "\(request.operation)", "seconds": "\(seconds)"])
            await ambient.sleep(seconds)
            if Task.isCancelled { throw HubSpotError(.outOfTime, operation: request.operation) }
        case .tooLate(let seconds, let limit):
            throw HubSpotError(
                .rateLimited, operation: request.operation,
                retryAfterSeconds: WaitTime.seconds(seconds), detail: "not asked: the limit is known to be reached", limit: limit)
        }
    }

    /// Two tokens may be configured during rotation: a refused one is followed by the next, and the one that HubSpot takes
    /// is the first to be tried from then on.
    private func sendWithTokens(_ request: Request, _ budget: CallBudget) async throws(HubSpotError) -> HTTPAnswer {
        let tokens = settings.accessTokens
        let first = memory.token(among: tokens.count)
        var refusal: HubSpotError?
        for step in tokens.indices {
            let index = (first + step) % tokens.count
            do throws(HubSpotError) {
                let answer = try await sendOnce(request, token: tokens[index], budget)
                if step > 0 { preferToken(index) }
                return answer
            } catch {
                guard error.category == .unauthorized else {
                    // Any other answer is one to somebody whom HubSpot knows.
                    if step > 0, error.status != nil { preferToken(index) }
                    throw error
                }
                refusal = refusal ?? error
            }
        }
        throw refusal ?? HubSpotError(.unauthorized, operation: request.operation, detail: "no access token is configured")
    }

    private func preferToken(_ index: Int) {
        memory.preferToken(index)
        logger.notice(
            "HubSpot refuses an access token and takes another one, which is used from now on",
            metadata: ["token": "\(index + 1) of \(settings.accessTokens.count)"])
    }

    private func sendOnce(_ request: Request, token: Secret, _ budget: CallBudget) async throws(HubSpotError) -> HTTPAnswer {
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
        let answer = try await exchange(
            HTTPCall(
                method: request.method, url: settings.base + request.path + URLText.query(request.query), headers: headers,
                body: request.form?.bytes ?? json?.canonicalBytes, isWrite: request.isWrite), request.operation, budget)
        await rateLimits.note(answer.headers, now: ambient.now())
        guard (200..<300).contains(answer.status) else {
            let error = HubSpotError(answer: answer, operation: request.operation)
            if let limit = error.limit {
                await rateLimits.noteRefusal(limit, retryAfter: Double(error.retryAfterSeconds ?? 1), now: ambient.now())
            }
            throw error
        }
        return answer
    }
}
