/// What lines of a handoff comment begin with, where they are read again.
package enum HandoffLabel {
    /// What the AI would have said.
    package static let suggestedReply = "Suggested reply"
    /// The session's id; the line after the suggested reply.
    package static let session = "Session"
}
