import Synchronization

/// In which form an endpoint is asked; endpoints differ in what they understand.
struct AskingForm: Hashable {
    var format = AnswerFormat.schema
    /// Whether our instructions are a message of the system; otherwise they stand at the beginning of the first one.
    var hasSystemRole = true

    /// The next form to try after one was refused, whatever the endpoint gives as its reason; nil after the last.
    func next(after complaint: Complaint) -> AskingForm? {
        if complaint == .systemRole, hasSystemRole { return AskingForm(format: format, hasSystemRole: false) }
        guard complaint == .request || complaint == .systemRole else { return nil }
        if let weaker = format.weaker { return AskingForm(format: weaker, hasSystemRole: hasSystemRole) }
        return hasSystemRole ? AskingForm(format: format, hasSystemRole: false) : nil
    }
}

/// The form that an endpoint is found to understand: no other is tried in vain twice.
final class KnownForm: Sendable {
    private let form = Mutex(AskingForm())

    var first: AskingForm { form.withLock { $0 } }

    func keep(_ form: AskingForm) { self.form.withLock { $0 = form } }
}
