import FoundationEssentials

/// One property of a session's custom data, or of a ticket.
package struct CustomDataEntry: Sendable, Hashable {
    /// Who gave the value, and whether the ticket has it.
    package enum Origin: String, Sendable, CaseIterable {
        /// Our side (`session.update`); not on a ticket yet.
        case session
        /// Our side, and written to the ticket; HubSpot has not told it back yet.
        case pushed
        /// HubSpot told it.
        case ticket
    }

    package var property: String
    /// nil: cleared, or withheld (``isRedacted``)
    package var value: String?
    /// What people see for the value: a stage's name for its id, for example.
    package var label: String?
    /// The ticket has a value, and HubSpot does not tell which: it withholds sensitive values. Never to be taken for a
    /// cleared one, nor written back.
    package var isRedacted: Bool
    package var origin: Origin
    /// When the property got this value: by HubSpot's account, or when it was edited on our side.
    package var occurredAt: Date

    package init(
        property: String, value: String?, label: String? = nil, isRedacted: Bool = false, origin: Origin = .ticket,
        occurredAt: Date
    ) {
        self.property = property
        self.value = isRedacted ? nil : value
        self.label = isRedacted ? nil : label
        self.isRedacted = isRedacted
        self.origin = origin
        self.occurredAt = occurredAt
    }
}

package enum PropertyOutcome: Sendable, Hashable {
    case applied
    /// A newer change to the value that stood already: its time (and label) moved on, and nothing else.
    case confirmed
    /// HubSpot told back the very value that our side gave it.
    case ownWrite
    /// A newer change stands; nothing was written.
    case stale
    /// This very change, or the same value at the same time, stands already.
    case unchanged
}

extension CustomDataEntry {
    /// Whether the ticket lacks what our side gave. Anything else must not be written to a ticket: HubSpot told it, and
    /// may have a newer value by now, or withholds it.
    package var isToBePushed: Bool { origin == .session }
}

// MARK: - What one change makes of what stands

extension CustomDataEntry {
    /// How much earlier than our write HubSpot may say that it took place, in seconds: its clock and ours differ.
    package static let clockSkew: Double = 60

    /// The rule that every engine of the store keeps: the newest change wins.
    ///
    /// Of equal times, an equal value is `unchanged` (unless it is known to have come further: written to the ticket, told
    /// back), and another one is applied. Our own write takes HubSpot's time when HubSpot tells it back, so that a person's
    /// edit right after it is not mistaken for an older one.
    /// - Returns: The outcome, and what stands from now on; nil where nothing is written.
    package func over(_ standing: CustomDataEntry?) -> (outcome: PropertyOutcome, entry: CustomDataEntry?) {
        guard let standing else { return (.applied, self) }
        guard isSameValue(as: standing) else {
            return occurredAt < standing.occurredAt ? (.stale, nil) : (.applied, self)
        }
        var kept = self
        kept.label = label ?? standing.label
        if origin == .ticket, standing.origin != .ticket, occurredAt > standing.occurredAt - Self.clockSkew {
            return (.ownWrite, kept)
        }
        if occurredAt < standing.occurredAt { return (.stale, nil) }
        if occurredAt > standing.occurredAt || origin.isFurther(than: standing.origin) { return (.confirmed, kept) }
        return (.unchanged, nil)
    }

    /// Texts are compared by their bytes: a person may turn `é` into its decomposed form. Of two withheld values nobody knows
    /// whether they are the same.
    private func isSameValue(as other: CustomDataEntry) -> Bool {
        if isRedacted, other.isRedacted { return occurredAt == other.occurredAt }
        return isRedacted == other.isRedacted && value.map { Array($0.utf8) } == other.value.map { Array($0.utf8) }
    }
}

extension CustomDataEntry.Origin {
    private var step: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    fileprivate func isFurther(than other: Self) -> Bool { step > other.step }
}

// MARK: - As a store keeps it

extension CustomDataEntry {
    /// With its time to the millisecond, so that it is compared with its like.
    package var cut: CustomDataEntry {
        var entry = self
        entry.occurredAt = Timestamp.date(milliseconds: Timestamp.milliseconds(occurredAt))
        return entry
    }

    package var toldByHubSpot: CustomDataEntry {
        var entry = self
        entry.origin = .ticket
        return entry
    }
}
