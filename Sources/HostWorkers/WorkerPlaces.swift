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
        case worker(Worker)
        /// A worker may be started. So many ended in a row before.
        case free(deathsInARow: Int)
        case refused(Claim)
    }

    typealias Continuation = CheckedContinuation<Place, Never>

    private let limit: Int
    private let eventsAtOnce: Int
    private var workers: [(worker: Worker, events: Int)] = []
    private var starting = 0
    private var isStopping = false
    private var tickets = 0
    private(set) var waiting: [(ticket: Int, continuation: Continuation)] = []
    var deathsInARow = 0
    var restarts = 0
    /// Who waits is told, too.
    var misconfiguration: String? {
        didSet { refuseAll() }
    }

    /// - Parameters:
    ///   - limit: How many workers there are at most.
    ///   - eventsAtOnce: How many events a worker is given at once, where no other one is free.
    init(limit: Int, eventsAtOnce: Int) {
        self.limit = limit
        self.eventsAtOnce = eventsAtOnce
    }

    /// A place where there is one: the caller gives the worker back, or says that it is gone.
    mutating func take() -> Place? {
        if let refusal { return .refused(refusal) }
        // The last one that worked: what it needs is still at hand.
        if let index = workers.lastIndex(where: { $0.events == 0 }) { return give(index) }
        if workers.count + starting < limit {
            starting += 1
            return .free(deathsInARow: deathsInARow)
        }
        guard let index = workers.indices.min(by: { workers[$0].events < workers[$1].events }),
            workers[index].events < eventsAtOnce
        else { return nil }
        return give(index)
    }

    private mutating func give(_ index: Int) -> Place {
        workers[index].events += 1
        return .worker(workers[index].worker)
    }

    private var refusal: Claim? {
        if isStopping { return .stopping }
        return misconfiguration.map(Claim.misconfigured)
    }

    mutating func nextTicket() -> Int {
        tickets += 1
        return tickets
    }

    mutating func wait(_ ticket: Int, _ continuation: Continuation) { waiting.append((ticket, continuation)) }

    mutating func giveUp(_ ticket: Int) {
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
        waiting.remove(at: index).continuation.resume(returning: .refused(.cancelled))
    }

    /// Who took a free place has started this worker for its event, or none.
    mutating func started(_ worker: Worker?) {
        starting -= 1
        if let worker { workers.append((worker, 1)) }
        serveWaiting()
    }

    /// A worker did the work of one event.
    mutating func giveBack(_ worker: Worker) {
        deathsInARow = 0
        guard let index = workers.firstIndex(where: { $0.worker === worker }) else { return }
        workers[index].events -= 1
        if isStopping, workers[index].events == 0 { workers.remove(at: index) }
        serveWaiting()
    }

    /// A worker is gone; whoever has an event at it may say so.
    mutating func remove(_ worker: Worker) {
        workers.removeAll { $0.worker === worker }
        serveWaiting()
    }

    private mutating func serveWaiting() {
        while !waiting.isEmpty, let place = take() { waiting.removeFirst().continuation.resume(returning: place) }
    }

    /// - Returns: The idle workers, for the caller to end.
    mutating func stop() -> [Worker] {
        isStopping = true
        refuseAll()
        defer { workers.removeAll { $0.events == 0 } }
        return workers.filter { $0.events == 0 }.map(\.worker)
    }

    private mutating func refuseAll() {
        guard let refusal else { return }
        for waiter in waiting { waiter.continuation.resume(returning: .refused(refusal)) }
        waiting = []
    }
}
