/// Something that goes wrong with a call.
package struct Fault: Sendable, Hashable {
    /// What the caller gets; nil: the connection is dropped without an answer.
    let refusal: Refusal?
    /// Whether the call takes effect all the same.
    let takesEffect: Bool

    package static func refuse(_ refusal: Refusal) -> Fault { Fault(refusal: refusal, takesEffect: false) }

    /// The call takes effect, and the caller is told otherwise: what a gateway does that lost patience.
    package static func actThenRefuse(_ refusal: Refusal) -> Fault { Fault(refusal: refusal, takesEffect: true) }

    /// The connection is dropped before anything happens.
    package static let dropBeforeActing = Fault(refusal: nil, takesEffect: false)

    /// The call takes effect, and its answer is lost.
    package static let dropAfterActing = Fault(refusal: nil, takesEffect: true)
}
