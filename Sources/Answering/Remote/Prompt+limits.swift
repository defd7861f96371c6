import RelayCore

extension Prompt {
    /// How much of a conversation the model is given, in characters.
    struct Limits {
        /// The longest text of one entry.
        var entry = 8000
        /// The newest part of the history.
        var history = 60_000

        /// Entries shorter than this say nothing any more.
        private static let leastEntry = 250

        /// The newest entries that fit.
        func recent(_ history: [TimelineEntry]) -> ArraySlice<TimelineEntry> {
            var left = self.history
            var start = history.endIndex
            while start > history.startIndex {
                left -= size(history[start - 1])
                guard left >= 0 else { break }
                start -= 1
            }
            return history[start...]
        }

        /// For half of the history; without any, for half of each text. nil where nothing is left to leave out.
        func halved(for request: AnswerRequest) -> Limits? {
            let given = recent(request.history).reduce(0) { $0 + size($1) }
            if given > 0 { return Limits(entry: entry, history: given / 2) }
            let longest = request.messages.map(size).max() ?? 0
            guard longest / 2 >= Self.leastEntry else { return nil }
            return Limits(entry: longest / 2, history: history)
        }

        private func size(_ entry: TimelineEntry) -> Int { min(entry.text.scalarCount, self.entry) }
    }
}
