import HTTPTypes
import HostCore
import Hummingbird
import NIOCore
import RelayCore

/// How a host takes events from outside.
package enum EventIntake: Sendable {
    /// `POST /events` stores them: 202 once they are. Without a key there is no such address.
    case stored(keys: [Secret])
    /// `POST /` and `POST /events` answer when the work is done. Without a key (nil) whoever reaches the host may send.
    case performed(keys: [Secret]?, EventPerformer, PerformedEventsRules)
    /// None.
    case closed
}

/// Takes the events of a request.
protocol EventsDoor: Sendable {
    func isOpen(_ request: Request) -> Bool
    func respond(to request: Request, body: ByteBuffer) async -> Response
}
