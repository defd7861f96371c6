import FoundationEssentials
import RelayCore

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
        /// A worker may be started, from then on.
        case free(notBefore: Date?)
        case refused(Claim)
    }

    typealias Continuation = CheckedContinuation<Place, Never>

    /// The longest pause before a start, in seconds.
    private static let longestPause: Double = 10

    private let limit: Int
    private let eventsAtOnce: Int
    private var workers: [(worker: Worker, build: ExecutableBuild?, events: Int)] = []
    /// The workers of another one are given no more events, and end when they have none.
    private var build: ExecutableBuild?
    private var starting = 0
    private var isStopping = false
    private var tickets = 0
    private(set) var waiting: [(ticket: Int, continuation: Continuation)] = []
    private var deathsInARow = 0
    /// When a worker may be started again, after one that died.
    private var notBefore: Date?
    private(set) var restarts = 0
    /// Who waits is told, too.
    var misconfiguration: String? {
        didSet { refuseAll() }
    }
    /// The same, key by key, where the function said so.
    var configurationFaults: [ConfigurationFault] = []

    /// - Parameters:
    ///   - limit: How many workers there are at most.
    ///   - eventsAtOnce: How many events a worker is given at once, where no other one is free.
    init(limit: Int, eventsAtOnce: Int) {
        self.limit = limit
        self.eventsAtOnce = eventsAtOnce
    }

    /// Which build stands in the function's file now. A file that is still being written is none.
    /// - Returns: Whether it has taken the place of another one.
    mutating func found(_ found: ExecutableBuild, at date: Date) -> Bool {
        guard found != build, build == nil || found.isWhole(at: date) else { return false }
        defer { build = found }
        if build == nil { return false }
        workers.removeAll { $0.events == 0 }
        // It may be well where the former one was not.
        (deathsInARow, notBefore, configurationFaults, misconfiguration) = (0, nil, [], nil)
        return true
    }

    /// A place where there is one: the caller gives the worker back, or says that it is gone.
    mutating func take() -> Place? {
        if let refusal { return .refused(refusal) }
        // The last one that worked: what it needs is still at hand.
        if let index = workers.lastIndex(where: { $0.events == 0 && $0.build == build }) { return give(index) }
        if workers.count + starting < limit {
            starting += 1
            return .free(notBefore: notBefore)
        }
        let usable = workers.indices.filter { workers[$0].build == build && workers[$0].events < eventsAtOnce }
        return usable.min { workers[$0].events < workers[$1].events }.map { give($0) }
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
    mutating func started(_ worker: Worker?, _ build: ExecutableBuild? = nil) {
        starting -= 1
        if let worker { workers.append((worker, build, 1)) }
        serveWaiting()
    }

    /// Who took a free place could not start a worker.
    mutating func couldNotStart(at date: Date) {
        died(at: date)
        started(nil)
    }

    /// A function that keeps dying is started ever more slowly. The pause is counted from the death and not from the next event,
    /// which may have less time than the pause is long.
    private mutating func died(at date: Date) {
        deathsInARow += 1
        notBefore = date + min(0.1 * Double(1 << min(deathsInARow, 7)), Self.longestPause)
    }

    /// A worker did the work of one event.
    mutating func giveBack(_ worker: Worker) {
        (deathsInARow, notBefore) = (0, nil)
        guard let index = workers.firstIndex(where: { $0.worker === worker }) else { return }
        workers[index].events -= 1
        if workers[index].events == 0, isStopping || workers[index].build != build { workers.remove(at: index) }
        serveWaiting()
    }

    /// A worker is gone; each that has an event at it says so, and one of them that it was in the middle of theirs.
    /// - Parameters:
    ///   - inEvent: Whether it was lost in the middle of the event.
    ///   - death: When it ended by its own fault; nil where it did not.
    mutating func lost(_ worker: Worker, inEvent: Bool, death: Date?) {
        workers.removeAll { $0.worker === worker }
        restarts += inEvent ? 1 : 0
        if let death { died(at: death) }
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
