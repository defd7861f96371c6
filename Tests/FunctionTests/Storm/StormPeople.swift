import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport

/// The customers who write, and the team that acts on their threads.
actor StormPeople {
    enum Act: Sendable, CaseIterable {
        case write, take, answer, giveBack, giveToAI, close, edit
    }

    private let portal: SimulatedPortal
    private var chance: Chance
    /// What the team does now and then.
    private let team: [(weight: Double, value: Act)]
    private(set) var threads: [String] = []
    private var written: [String: Int] = [:]
    private(set) var messages = 0

    init(_ portal: SimulatedPortal, seed: UInt64, team: [(weight: Double, value: Act)] = StormPeople.team) {
        self.portal = portal
        self.team = team
        chance = Chance(seed: seed)
    }

    /// A customer writes, on a new thread or on one that there is; now and then somebody of the team acts.
    func message() async {
        let isNew = chance.happens(0.3)
        let thread = isNew || threads.isEmpty ? nil : threads[chance.number(max(0, threads.count - 20)..<threads.count)]
        await write(on: thread)
        if chance.happens(0.4), let thread = threads.randomElement(using: &chance) {
            await act(chance.one(of: team), on: thread)
        }
    }

    /// Something happens on a thread while a worker is at it.
    func cross(_ thread: String) async { await act(chance.one(of: team + [(4, .write)]), on: thread) }

    static let team: [(weight: Double, value: Act)] = [
        (3, .take), (2, .answer), (6, .giveBack), (2, .giveToAI), (2, .close), (2, .edit),
    ]

    private func act(_ act: Act, on thread: String) async {
        do {
            switch act {
            case .write: await write(on: thread)
            case .take: try await portal.assign(threadID: thread, to: portal.settings.rep.userID)
            case .answer: try await portal.repReplies(threadID: thread, text: "This is Riley.")
            case .giveBack: try await portal.assign(threadID: thread, to: nil)
            case .giveToAI: try await portal.assign(threadID: thread, to: portal.settings.aiUser.userID)
            case .close: try await portal.closeThread(thread)
            case .edit:
                guard let ticket = await portal.thread(thread)?.ticketID else { return }
                let value = ["LOW", "MEDIUM", "HIGH"].randomElement(using: &chance) ?? "LOW"
                try await portal.editTicketProperty(ticketID: ticket, name: "hs_ticket_priority", value: value)
            }
        } catch {
            // What is gone cannot be acted on.
        }
    }

    /// Each message has a mark of its own: `Q17.3`, the third on the seventeenth thread.
    private func write(on known: String?) async {
        let number = known.flatMap { threads.firstIndex(of: $0) } ?? threads.count
        let count = known.map { written[$0, default: 0] } ?? 0
        let mark = "Q\(number).\(count)"
        let text = chance.happens(0.12) ? "A person please, \(mark)" : "A question, \(mark)"
        do {
            let thread =
                if number.isMultiple(of: 3) {
                    try await portal.customerWritesEmail(
                        from: "customer\(number)@customer.example", name: "Casey \(number)", subject: "Order \(number)",
                        text: text, threadID: known
                    ).threadID
                } else {
                    try await portal.customerWritesChat(
                        text: text, threadID: known, name: "Casey \(number)", email: "customer\(number)@customer.example"
                    ).threadID
                }
            if known == nil { threads.append(thread) }
            written[thread] = count + 1
            messages += 1
        } catch {
            // The thread is gone.
        }
    }
}

extension String {
    /// The marks of customers' messages in a text.
    var marks: [String] { matches(of: /Q\d+\.\d+/).map { String($0.output) } }
}
