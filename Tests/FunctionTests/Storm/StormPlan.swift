import Foundation

/// How long a storm lasts and how hard it blows. By hand: `STORM_MESSAGES=2000 STORM_SEED=7 swift test --filter StormTests`.
struct StormPlan: Sendable {
    var messages: Int
    var seed: UInt64
    /// How likely it is that a worker is killed on an event.
    var kills = 0.12
    /// How likely it is that somebody acts in the middle of a worker's work.
    var crossings = 0.1
    /// How likely it is that a call of HubSpot is about to fail, at each message.
    var faults = 0.2

    /// How likely it is that an event of HubSpot's never comes.
    var losses = 0.0
    /// Of those that tell of a message alone. In the end the threads are swept.
    var lostMessages = 0.0

    static let short = StormPlan(messages: 150, seed: 1)

    /// As the environment asks for it.
    static var asked: StormPlan {
        let environment = ProcessInfo.processInfo.environment
        var plan = short
        if let text = environment["STORM_MESSAGES"], let messages = Int(text) { plan.messages = messages }
        if let text = environment["STORM_SEED"], let seed = UInt64(text) { plan.seed = seed }
        return plan
    }
}
