import RelayCore
import Testing

/// The client and the simulator share these words, so nothing but this test would see a slip of the pen in one.
@Suite("The words of HubSpot's conversations")
struct ConversationWordsTests {
    @Test("Each word is written as HubSpot's API writes it")
    func written() {
        check([
            MessageType.message: "MESSAGE", .comment: "COMMENT", .welcomeMessage: "WELCOME_MESSAGE",
            .assignment: "ASSIGNMENT", .threadStatusChange: "THREAD_STATUS_CHANGE", .threadInboxChange: "THREAD_INBOX_CHANGE",
        ])
        check([MessageDirection.incoming: "INCOMING", .outgoing: "OUTGOING"])
        check([ThreadStatus.open: "OPEN", .closed: "CLOSED"])
        check([DeliveryStatus.sent: "SENT", .received: "RECEIVED", .read: "READ", .failed: "FAILED"])
        check([ClientType.hubSpot: "HUBSPOT", .integration: "INTEGRATION", .system: "SYSTEM"])
        check([
            TruncationStatus.notTruncated: "NOT_TRUNCATED", .truncated: "TRUNCATED",
            .truncatedToMostRecentReply: "TRUNCATED_TO_MOST_RECENT_REPLY",
        ])
        check([RecipientField.from: "FROM", .to: "TO", .cc: "CC", .bcc: "BCC"])
        check([
            DeliveryIdentifierType.email: "HS_EMAIL_ADDRESS", .phone: "HS_PHONE_NUMBER",
            .channelSpecificOpaqueID: "CHANNEL_SPECIFIC_OPAQUE_ID",
        ])
    }

    private func check<Word: HubSpotWord>(_ words: [Word: String]) {
        for (word, text) in words { #expect(word.rawValue == text) }
    }
}
