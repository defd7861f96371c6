import FoundationEssentials

/// A queue as a host has it, and as other processes look after it.
package protocol HostQueue: EventQueue, DeadLetterQueue, VisibleQueue, ErasureNotes, Leading {
    /// Makes this process a host of the queue, as long as this object lives: lets its functions' events not wait on for what its start
    /// may have mended, and hears (``EventQueue/arrivals``) what others add. The only host lets nothing wait on.
    /// - Throws: ``HostError`` where the queue takes one host at a time and has one.
    func host(of functions: [String], now: Date) async throws

    /// Since when the event that has waited longest could have been done, by function: since it was due first, or, where it was
    /// tried already, since it was queued. None of what is not due yet, or dead.
    func oldest(now: Date) async throws -> [String: Date]

    /// Wakes the hosts, for who has added or revived events beside them; does nothing where none runs.
    func ring() async
}
