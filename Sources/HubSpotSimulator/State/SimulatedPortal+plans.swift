import FoundationEssentials
import RelayCore

/// What happens later by itself. It happens as soon as anybody looks after its time has come.
extension SimulatedPortal {
    func plan(after seconds: Double, _ act: @escaping @Sendable (isolated SimulatedPortal) -> Void) {
        guard seconds > 0 else { return act(self) }
        plans.append((ambient.now() + seconds, act))
    }

    /// Does what is due.
    func catchUp() {
        let now = ambient.now()
        let due = plans.filter { $0.at <= now }.sorted { $0.at < $1.at }
        plans.removeAll { $0.at <= now }
        for plan in due { plan.act(self) }
    }

    /// Does what becomes due, for as long as the task runs: webhooks come even if nobody looks.
    package func keepUp() async {
        while !Task.isCancelled {
            catchUp()
            await ambient.sleep(min(0.25, max(0.01, plans.map(\.at).min()?.timeIntervalSince(ambient.now()) ?? 0.25)))
        }
    }

    /// Moves the portal's time ahead, and does what becomes due.
    package func advanceTime(_ seconds: Double) {
        clock.advance(seconds)
        catchUp()
    }

    /// Forgets everything that happened. Settings and time stay; ids go on from where they were, so that nothing new is
    /// taken for something old.
    package func reset() {
        threads = [:]
        objects = [:]
        links = []
        merged = [:]
        files = [:]
        plans = []
        sendFailures = []
        definitions = Dictionary(uniqueKeysWithValues: ObjectType.allCases.map { ($0, PropertyDefinition.builtIn($0)) })
        groups = Dictionary(uniqueKeysWithValues: ObjectType.allCases.map { ($0, PropertyGroup.builtIn($0)) })
        acceptRevokedTokens()
        outbox.reset()
    }
}
