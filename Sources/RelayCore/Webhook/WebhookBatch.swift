/// One delivery of HubSpot's: an array of events, each of which becomes one event of ours. What cannot be used is
/// reported by its index and costs no other element.
package struct WebhookBatch: Sendable {
    package struct Skip: Sendable, Hashable {
        package let index: Int
        package let code: ReasonCode
        /// What is wrong, with the field's name.
        package let detail: String?
    }

    /// The largest delivery that is read, in bytes. HubSpot sends at most 100 events at once: some 50 KB.
    /// Source: https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide
    package static let byteLimit = 1024 * 1024
    /// The most elements. An event of HubSpot's takes more than 100 bytes, so that no more of them fit.
    package static let elementLimit = 10_000

    package private(set) var events: [RelayEvent] = []
    package private(set) var skipped: [Skip] = []

    /// - Parameter portalID: The organization's portal; nil takes the events of any.
    package init(_ elements: [JSON], organization: String?, portalID: String?) {
        var told: Set<String> = []
        told.reserveCapacity(min(elements.count, 1000))
        events.reserveCapacity(min(elements.count, 1000))
        for (index, element) in elements.enumerated() {
            do {
                let event = try Self.event(element, organization: organization, portalID: portalID)
                // HubSpot may tell one fact twice in one delivery: once per subscription.
                if !told.insert("\(event.source) \(event.id)").inserted {
                    throw Rejection(code: .duplicate, detail: "an earlier element is the same event")
                }
                events.append(event)
            } catch let rejection as Rejection {
                skipped.append(Skip(index: index, code: rejection.code, detail: rejection.detail))
            } catch {
                skipped.append(Skip(index: index, code: .malformedEvent, detail: "\(error)"))
            }
        }
    }

    private struct Rejection: Error {
        let code: ReasonCode
        var detail: String?
    }

    private static func event(_ element: JSON, organization: String?, portalID: String?) throws -> RelayEvent {
        let reader = try ObjectReader(element, path: "element")
        let type = try reader.string("subscriptionType")
        if let code = SubscriptionType.objection(to: type, objectTypeID: ObjectTypeID.of(element)) {
            throw Rejection(code: code)
        }
        let portal = try reader.id("portalId")
        if let portalID, portal != portalID { throw Rejection(code: .wrongPortal) }
        guard !element.isDeeper(than: depthLimit) else {
            throw FieldError(path: "element", problem: "is nested too deeply: more than \(depthLimit) levels")
        }
        return try HubSpotEvent.event(reader, type: type, portalID: portal, organization: organization)
    }

    /// Less than what JSON may have: the result, the queue and the invocation wrap the element in more levels.
    private static let depthLimit = JSON.depthLimit - 8
}
