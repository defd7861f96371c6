import HubSpotAPI
import Synchronization

/// What is learnt of each organization's portal, for as long as the process lives.
final class PortalMemories: Sendable {
    private let memories = Mutex<[String: PortalMemory]>([:])

    func memory(of organization: String) -> PortalMemory {
        memories.withLock { memories in
            if let known = memories[organization] { return known }
            let memory = PortalMemory()
            memories[organization] = memory
            return memory
        }
    }
}
