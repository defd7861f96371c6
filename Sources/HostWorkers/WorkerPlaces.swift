/// The places of a pool's workers, and who waits for one. Pure bookkeeping: starts and ends no process.
struct WorkerPlaces {
    /// What a pool can do for an event.
    enum Claim: Sendable {
        case worker(Worker)
        case misconfigured(String)
        case notStarted
        case stopping
        case cancelled
    }

    enum Place: Sendable {
        case idle(Worker)
        /// A worker may be started. So many ended in a row before.
        case free(deathsInARow: Int)
        case refused(Claim)
    }

    typealias Continuation = CheckedContinuation<Place, Never>

    let limit: Int
    private var idle: [Worker] = []
    /// Idle, working, and being started.
    private var count = 0
    private var isStopping = false
    private var tickets = 0
    var waiting: [(ticket: Int, continuation: Continuation)] = []
    var deathsInARow = 0
    var restarts = 0
    /// Who waits is told, too.
    var misconfiguration: String? {
        didSet { refuseAll() }
    }

    init(limit: Int) { self.limit = limit }

    /// A place where there is one: the caller gives it back, or frees it.
    mutating func take() -> Place? {
        if let refusal { return .refused(refusal) }
        if let worker = idle.popLast() { return .idle(worker) }
        guard count < limit else { return nil }
        count += 1
        return .free(deathsInARow: deathsInARow)
    }

    private var refusal: Claim? {
        if isStopping { return .stopping }
        return misconfiguration.map(Claim.misconfigured)
    }

    mutating func nextTicket() -> Int {
        tickets += 1
        return tickets
    }

    mutating func giveUp(_ ticket: Int) {
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
        waiting.remove(at: index).continuation.resume(returning: .refused(.cancelled))
    }

    /// A worker that did its work: for who waits longest, or for later.
    mutating func giveBack(_ worker: Worker) {
        deathsInARow = 0
        if isStopping {
            count -= 1
        } else if waiting.isEmpty {
            idle.append(worker)
        } else {
            waiting.removeFirst().continuation.resume(returning: .idle(worker))
        }
    }

    /// A place whose worker is gone.
    mutating func free() {
        count -= 1
        guard !waiting.isEmpty, let place = take() else { return }
        waiting.removeFirst().continuation.resume(returning: place)
    }

    /// - Returns: The idle workers, for the caller to end.
    mutating func stop() -> [Worker] {
        isStopping = true
        refuseAll()
        defer { idle = [] }
        return idle
    }

    private mutating func refuseAll() {
        guard let refusal else { return }
        for waiter in waiting { waiter.continuation.resume(returning: .refused(refusal)) }
        waiting = []
    }
}
