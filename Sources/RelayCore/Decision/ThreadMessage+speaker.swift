/// Who speaks in a message.
///
/// No single field says so: an e-mail from a colleague's own mailbox comes in as `INCOMING`, chat messages carry no address,
/// and a visitor's chat message has the client type `SYSTEM`.
extension ThreadMessage {
    /// The senders that count: those in `FROM` where a field names one, else all.
    private var speakers: [MessageParty] {
        let named = senders.filter { $0.field == .from }
        return named.isEmpty ? senders : named
    }

    /// Who wrote it; where no sender is an actor, who created it.
    var speakerActors: [ActorID] {
        let actors = speakers.compactMap(\.actorID)
        guard actors.isEmpty, let createdBy else { return actors }
        // The integration behind a custom channel brings in what a customer wrote.
        if createdBy.kind == .integration, direction == .incoming { return [] }
        return [createdBy]
    }

    var speakerKinds: Set<ActorID.Kind> { Set(speakerActors.map(\.kind)) }

    /// Where it came from, when the channel has addresses. An `E-` actor is one.
    var speakerAddresses: [String] {
        speakers.compactMap(\.emailAddress) + speakerActors.filter { $0.kind == .email }.map(\.id)
    }

    /// The address it came from, when the channel has addresses.
    package var senderAddress: String? { speakerAddresses.first }

    /// The number it came from, on channels of telephones.
    package var senderPhone: String? { speakers.lazy.compactMap(\.phoneNumber).first }

    /// What whoever wrote it is called.
    package var senderName: String? { speakers.lazy.compactMap(\.name).first }
}
