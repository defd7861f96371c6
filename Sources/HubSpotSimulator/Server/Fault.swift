/// Something that goes wrong with a call.
package struct Fault: Sendable, Hashable {
    /// What becomes of an answer on its way.
    package enum Spoiling: Sendable, Hashable {
        /// In its place comes a page of HTML, with status 200.
        case malformed
        /// It breaks off in the middle, and with it the connection.
        case truncated
        /// Its second half comes that many seconds after the first.
        case slow(seconds: Double)
    }

    /// What the caller gets; nil: the connection is dropped without an answer.
    let refusal: Refusal?
    /// Whether the call takes effect all the same.
    let takesEffect: Bool
    /// Seconds before anything happens.
    var delay: Double?
    /// nil for an answer that arrives as it is, if one does.
    var spoiling: Spoiling?
    /// Whether the caller gets something else than the call's own answer.
    private(set) var isFailure = true

    package static func refuse(_ refusal: Refusal) -> Fault { Fault(refusal: refusal, takesEffect: false) }

    /// The call takes effect, and the caller is told otherwise: what a gateway does that lost patience.
    package static func actThenRefuse(_ refusal: Refusal) -> Fault { Fault(refusal: refusal, takesEffect: true) }

    /// The connection is dropped before anything happens.
    package static let dropBeforeActing = Fault(refusal: nil, takesEffect: false)

    /// The call takes effect, and its answer is lost.
    package static let dropAfterActing = Fault(refusal: nil, takesEffect: true)

    /// The call takes effect, and its answer arrives spoiled.
    package static func spoil(_ spoiling: Spoiling) -> Fault {
        Fault(refusal: nil, takesEffect: true, spoiling: spoiling, isFailure: false)
    }

    /// The call is answered late, and otherwise as it should be.
    package static func delay(seconds: Double) -> Fault {
        Fault(refusal: nil, takesEffect: true, delay: seconds, isFailure: false)
    }

    /// The same, after some seconds.
    package func after(seconds: Double) -> Fault {
        var fault = self
        fault.delay = seconds
        return fault
    }
}
