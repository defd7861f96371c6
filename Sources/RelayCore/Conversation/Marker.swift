/// The texts by which the integration that people migrate from marks its own posts. Written so that both recognize
/// them; never trusted when read, since anybody can paste them.
package enum Marker {
    /// In the HTML of an answer: an HTML comment, which nobody sees.
    package static let aiResponse = "<!-- OpenCX-AI-Response -->"
    /// In the first line of a handoff comment.
    package static let handoff = "🔄 AI decided to handoff"
    /// The same, where a person of the team decided it. The other integration has no such comment.
    package static let handoffByHand = "🔄 Handed over by hand"
}
