import Foundation
import RelayCore
import TestSupport
import Testing

@testable import Setup

/// What HubSpot is asked to tell is what must be found again when a customer is erased.
@Suite("The events of our own subscriptions belong to their customer")
struct SubscriptionErasureTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)
    private static let ids = ["conversation": "7", "ticket": "55", "note": "46", "contact": "9"]
    private static let typeIDs = ["ticket": "0-5", "note": "0-46"]
    private static let erasure = Erasure(
        threadID: "7", ticketIDs: ["55"], contactIDs: ["9"], until: now + 60, wordsUntil: now + 60)

    /// As HubSpot tells it.
    private static func event(_ subscription: WebhookSubscription) throws -> RelayEvent {
        let kind = subscription.objectType ?? String(subscription.type.prefix { $0 != "." })
        var members: JSONObject = [
            "objectId": .string(try #require(ids[kind])), "occurredAt": 1_790_000_000_000, "messageId": "m",
            "propertyName": .optional(subscription.property), "propertyValue": "Zanzibar",
            "objectTypeId": .optional(typeIDs[kind]),
        ]
        members = members.filter { !$0.value.isNull }
        let reader = try ObjectReader(.object(members), path: "body[0]")
        return try HubSpotEvent.event(reader, type: subscription.type, portalID: "1", organization: nil)
    }

    /// Of what is an erasure itself, and of a note, which names nobody and holds no word.
    private static func isNobodys(_ subscription: WebhookSubscription) -> Bool {
        subscription.objectType == "note" || subscription.type.hasSuffix(".privacyDeletion")
    }

    @Test("Each is found by the thread, the ticket or the contact that it is about")
    func found() throws {
        let subscriptions = WebhookSubscription.all(properties: ["subject", "content", "customer_plan"], isTicketing: true)
        for subscription in subscriptions {
            let event = try Self.event(subscription)
            let isCovered = Self.erasure.covers(event, queued: Self.now, organization: "default")
            #expect(isCovered == !Self.isNobodys(subscription), "\(subscription.type) of \(subscription.objectType ?? "")")
        }
        #expect(subscriptions.contains { $0.type == "object.propertyChange" && $0.property == "content" })
    }
}
