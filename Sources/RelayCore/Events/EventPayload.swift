import FoundationEssentials

/// What an event says, as a type: its name, what makes it one fact, its fields.
///
/// One file for each type of event. Nobody else writes an event's members by hand.
package protocol EventPayload: Sendable {
    /// The `type` attribute.
    static var type: String { get }
    /// What `docs/events.md` says of it.
    static var description: EventDescription { get }
    /// What makes it one fact: two events of one such id are one event.
    /// - Parameter unique: What to take where nothing in the payload does so: the id of the event that it follows from.
    func factID(orElse unique: String) -> String
    /// The `subject` attribute.
    var subject: String? { get }
    /// The `notbefore` attribute: the host delivers the event no earlier.
    var notBefore: Date? { get }
    /// The `data` attribute; what is not known is left out.
    var data: JSON { get }
    /// Reads an event of the type.
    /// - Throws: ``FieldError`` that names the field.
    init(_ event: RelayEvent) throws(FieldError)
}

extension EventPayload {
    package var notBefore: Date? { nil }
    package static var pattern: EventTypePattern { EventTypePattern(type) }
}

extension RelayEvent {
    /// An event that follows from no other one.
    package init(_ payload: some EventPayload, organization: String, unique: String) {
        self.init(
            id: payload.factID(orElse: unique), source: Self.source(organization: organization),
            type: Swift.type(of: payload).type,
            subject: payload.subject, data: payload.data, organization: organization, notBefore: payload.notBefore)
    }

    /// The event that follows from this one: of the same organization, with this one as its cause, in the same trace.
    /// - Parameters:
    ///   - isRepeat: A deliberate repeat of what this event's own first form had followed by: it gets an id of its own, so that
    ///     what was skipped the first time has its chance again.
    ///   - organization: Where this event does not name it.
    ///   - id: In the place of the payload's own.
    package func following(
        _ payload: some EventPayload, isRepeat: Bool = false, organization: String? = nil, id: String? = nil
    ) -> RelayEvent {
        let organization = organization ?? self.organization ?? RelayEvent.defaultOrganization
        let repetition = isRepeat ? ":\(ShortHash.of(self.id))" : ""
        return RelayEvent(
            id: (id ?? payload.factID(orElse: self.id)) + repetition, source: Self.source(organization: organization),
            type: Swift.type(of: payload).type, subject: payload.subject, data: payload.data, organization: organization,
            notBefore: payload.notBefore, causationID: self.id, traceParent: traceParent)
    }

    /// Whether this event is a deliberate repeat of what the payload says: it has an id of its own.
    package func isRepeat(of payload: some EventPayload) -> Bool { id != payload.factID(orElse: id) }

    /// The `source` of events that our own functions make.
    package static func source(organization: String) -> String { "/relay/\(organization)" }

    /// - Throws: A wait (`not-before`) when the event came before its time.
    package func checkDue(now: Date) throws(Stop) {
        guard let notBefore, notBefore > now else { return }
        throw Stop(.retry(.notBefore, "the event is not due yet", after: WaitTime.seconds(notBefore.timeIntervalSince(now))))
    }

    /// Reads the members of `data`.
    /// - Throws: ``FieldError`` when `data` is no object.
    func reader() throws(FieldError) -> ObjectReader { try ObjectReader(data, path: "data") }
}

extension JSON {
    /// An object without the members that are null.
    package static func present(_ members: JSONObject) -> JSON { .object(members.filter { !$0.value.isNull }) }
}
