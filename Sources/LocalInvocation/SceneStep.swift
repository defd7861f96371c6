/// One step of a scene: a control call of the simulator (docs/simulator.md) without its `/simulator`, and its body; or a
/// sample, with its function before it where that is another one.
///
///     /customer/chat {"text": "Where is my parcel?"}
///     message-route/new-message
enum SceneStep: Hashable, Sendable {
    case call(path: String, body: String)
    case sample(function: String, name: String)

    /// - Throws: ``SampleError`` that holds the line.
    init(_ line: String, function: String) throws(SampleError) {
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        if line.hasPrefix("/") {
            self = .call(path: parts[0], body: parts.count > 1 ? parts[1] : "{}")
            return
        }
        let names = line.split(separator: "/").map(String.init)
        guard parts.count == 1, let name = names.last, names.count <= 2 else {
            throw SampleError("the scene of \(function) has an invalid step: \(line)")
        }
        self = .sample(function: names.count == 2 ? names[0] : function, name: name)
    }
}
