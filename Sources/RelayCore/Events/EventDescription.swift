/// What `docs/events.md` says of a type of event. A test compares the two.
package struct EventDescription: Sendable {
    /// One field of `data`.
    package struct Field: Sendable {
        package let name: String
        /// `text`, `id`, `time`, …
        package let kind: String
        package let isRequired: Bool
        package let meaning: String

        package static func required(_ name: String, _ kind: String, _ meaning: String) -> Field {
            Field(name: name, kind: kind, isRequired: true, meaning: meaning)
        }

        package static func optional(_ name: String, _ kind: String, _ meaning: String) -> Field {
            Field(name: name, kind: kind, isRequired: false, meaning: meaning)
        }
    }

    /// One sentence: what has happened, or what is asked for.
    package let summary: String
    /// What the id is made of.
    package let id: String
    package let fields: [Field]

    package init(_ summary: String, id: String, _ fields: [Field]) {
        self.summary = summary
        self.id = id
        self.fields = fields
    }
}
