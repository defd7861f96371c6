import RelayCore

extension HistoryEntry {
    /// All invocations on the same event, whichever the functions.
    package var sameEvent: HistoryFilter { HistoryFilter(organization: organization, eventID: eventID, source: source) }

    /// The deliveries of the same event to the same function.
    package var deliveries: HistoryFilter {
        var filter = sameEvent
        filter.function = function
        return filter
    }

    /// What followed from the event. A request names no organization, and what follows from it does.
    package var effects: HistoryFilter {
        HistoryFilter(organization: type == HTTPRequestEvent.type ? nil : organization, causeID: eventID)
    }
}
