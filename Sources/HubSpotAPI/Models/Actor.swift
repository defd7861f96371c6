import RelayCore

/// Who an actor id stands for.
package struct Actor: Sendable, Hashable {
    package let id: ActorID
    /// `AGENT`, `VISITOR`, `BOT`, `LLM`, `INTEGRATOR`, `SYSTEM`, `EMAIL`, or a value that HubSpot adds later; nil where it names none.
    package let type: String?
    package let name: String?
    package let email: String?

    init(json: JSON) throws(FieldError) {
        id = ActorID(try ObjectReader(json, path: "actor").name("id"))
        type = json["type"]?.string
        name = json["name"]?.string
        email = json["email"]?.string
    }
}
