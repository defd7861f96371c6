/// A sentence that announces the writer's answers in the quote: “my answers in red”, “I filled in the form below”.
///
/// A word for an answer and a place or a colour stand close together there. People thank for an answer as well, wait for one, and
/// want a jacket in red: so more words may stand between them only where the answer is the writer's own.
enum MailAnnouncement {
    static func stands(in sentence: some StringProtocol) -> Bool {
        // “My answers to 1, 2 and 3 are below.”
        if stands(in: sentence.words, isWhole: true) { return true }
        return sentence.split { ",;，；".contains($0) }.contains { stands(in: $0.words, isWhole: false) }
    }

    private static func stands(in words: [String], isWhole: Bool) -> Bool {
        if !isWhole, MailPhrases.below.contains(words.joined(separator: " ")) { return true }
        var isOfThanks = false
        for (index, word) in words.enumerated() {
            if MailPhrases.thanks.contains(word) { isOfThanks = true }
            let isAnswering = begins(word, MailPhrases.answering)
            let isOwn = isAnswering && words[max(0, index - 2)...index].contains(where: MailPhrases.ownWords.contains)
            // “je” is yours in one language and mine in another.
            let isAmbiguous = index > 0 && MailPhrases.ownWords.contains(words[index - 1])
            let isOthers = isOfThanks || (index > 0 && !isAmbiguous && MailPhrases.othersWords.contains(words[index - 1]))
            let spot = Spot(words: words, index: index)
            if isWhole {
                if isOwn, !isOthers, spot.isNear(MailPhrases.placesBelow, ahead: 8, behind: 4) { return true }
            } else if isOwn, !isOthers {
                if spot.isNear(MailPhrases.colours, ahead: 4, behind: 2) { return true }
                if spot.isNear(MailPhrases.placesInMail, ahead: 5, behind: 4) { return true }
            } else if isOthers {
                continue
            } else if isAnswering {
                let all = [MailPhrases.placesBelow, MailPhrases.placesInMail, MailPhrases.colours]
                if all.contains(where: { spot.isNear($0, ahead: 1, behind: 0) }) { return true }
            } else if begins(word, MailPhrases.filling) {
                let all = [MailPhrases.placesBelow, MailPhrases.placesInMail]
                if all.contains(where: { spot.isNear($0, ahead: 4, behind: 0) }) { return true }
            } else if begins(word, MailPhrases.looking) {
                if spot.isNear(MailPhrases.placesBelow, ahead: 1) || spot.isNear(MailPhrases.colours, ahead: 0) { return true }
            }
        }
        return false
    }

    private static func begins(_ word: String, _ beginnings: [String]) -> Bool {
        let word = "\(word) "
        return beginnings.contains(where: word.hasPrefix)
    }

    /// A word in its sentence.
    private struct Spot {
        /// Of a place, in words.
        private static let longest = 4
        let words: [String]
        let index: Int

        /// Whether one of the places stands beside the word, with at most so many words between.
        func isNear(_ places: MailPhrases.Places, ahead: Int, behind: Int? = nil) -> Bool {
            let following = index + 1..<min(index + 2 + ahead, words.count)
            if following.contains(where: { !lengths(of: places, at: $0).isEmpty }) { return true }
            guard let behind else { return false }
            return (max(0, index - behind - Self.longest)..<index).contains { start in
                lengths(of: places, at: start).contains { (index - behind...index).contains(start + $0) }
            }
        }

        /// How many words the places have that begin there.
        private func lengths(of places: MailPhrases.Places, at start: Int) -> [Int] {
            (places[words[start]] ?? []).filter { words[start...].starts(with: $0) }.map(\.count)
        }
    }
}
