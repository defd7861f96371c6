import Rendering

/// What was said on a thread before a mail: with it the mail's quoted lines are compared.
package struct EarlierMessages: Sendable {
    /// Of each message, how many were said before it, and its words. The newest first.
    private let messages: [(order: Int, words: [Int])]
    /// Where in them so many words in a row stand, by the row's hash.
    private let places: [Int: [Place]]
    /// How many of the messages count.
    private var count: Int

    private struct Place {
        let message: Int
        let index: Int
    }

    /// In UTF-8, of all messages together.
    private static let byteLimit = 1 << 20
    /// From so many words on, a line is looked for anywhere in what was said; a shorter one only where it is expected. A customer
    /// who picks one of the offered answers repeats a few words of the question.
    private static let rowLimit = 5
    /// How many places are kept of the same words.
    private static let placeLimit = 64

    /// - Parameter messages: Oldest first.
    package init(_ messages: [(text: String, richText: String?)]) {
        var left = Self.byteLimit
        var all: [(order: Int, words: [Int])] = []
        for (order, message) in messages.enumerated().reversed() {
            var texts = [message.text]
            if let html = message.richText, !html.isEmpty, html.utf8.count <= left { texts.append(HTMLText.text(fromHTML: html)) }
            for text in texts where text.utf8.count <= left {
                left -= text.utf8.count
                let words = text.split(whereSeparator: \.isNewline).flatMap { Self.words(of: $0.unmarked) }
                if !words.isEmpty, words != all.last?.words { all.append((order, words)) }
            }
        }
        var places: [Int: [Place]] = [:]
        for (message, words) in all.map(\.words).enumerated() where words.count >= Self.rowLimit {
            for index in 0...(words.count - Self.rowLimit) {
                let row = Self.hash(of: words[index..<index + Self.rowLimit])
                if places[row, default: []].count < Self.placeLimit {
                    places[row, default: []].append(Place(message: message, index: index))
                }
            }
        }
        self.messages = all
        self.places = places
        count = messages.count
    }

    /// The first so many of the messages.
    package func first(_ count: Int) -> EarlierMessages {
        var earlier = self
        earlier.count = count
        return earlier
    }

    private static func hash(of row: ArraySlice<Int>) -> Int {
        var hasher = Hasher()
        row.forEach { hasher.combine($0) }
        return hasher.finalize()
    }

    /// The words of a line, each as its hash: runs of letters and digits in lower case, and single characters where a language
    /// writes no spaces. Addresses that a program put in brackets behind a link do not count.
    static func words(of line: Substring) -> [Int] {
        var words: [Int] = []
        var word = ""
        func close() {
            if !word.isEmpty { words.append(word.hashValue) }
            word = ""
        }
        for scalar in withoutLinks(line).lowercased().unicodeScalars {
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                close()
                continue
            }
            if scalar.isUnspaced { close() }
            word.unicodeScalars.append(scalar)
            if scalar.isUnspaced { close() }
        }
        close()
        return words
    }

    /// Without `<https://…>`, `(https://…)`, `<mailto:…>` and `[image: …]`.
    private static func withoutLinks(_ line: Substring) -> String {
        var text = ""
        var rest = line
        while let open = rest.firstIndex(where: { "<([".contains($0) }) {
            let inside = rest[rest.index(after: open)...]
            let isLink = ["http", "mailto:", "image", "cid:"].contains { inside.hasPrefix($0) }
            let end = isLink ? inside.firstIndex { ">)]".contains($0) } : nil
            text += rest[..<open] + " "
            rest = end.map { rest[rest.index(after: $0)...] } ?? inside
        }
        return text + rest
    }
}

// MARK: - Reading along

extension EarlierMessages {
    /// Goes through the lines of a quote, and tells of each whether it stands where the message that is quoted goes on.
    struct Reader {
        private let earlier: EarlierMessages
        /// How far each message was read.
        private var ends: [Int]
        private var current: Int?
        /// How many words of the current message stood at the beginning of a line that goes on otherwise.
        private var ahead = 0

        init(_ earlier: EarlierMessages) {
            self.earlier = earlier
            ends = earlier.messages.map { _ in 0 }
        }

        /// The next line may be the first of another message.
        mutating func beginMessage() { current = nil }

        /// Whether the words stand where it goes on.
        mutating func read(_ words: [Int]) -> Bool {
            guard let place = next(words) ?? find(words) else {
                if let current { ahead = common(words, Place(message: current, index: ends[current])) }
                return false
            }
            current = place.message
            ends[place.message] = place.index + words.count
            ahead = 0
            return true
        }

        /// In the current message; where there is none, at the beginning of any.
        private func next(_ words: [Int]) -> Place? {
            let places: [Place]
            if let current {
                places = [ends[current] + ahead, ends[current]].map { Place(message: current, index: $0) }
            } else {
                places = ends.indices.filter { ends[$0] == 0 }.map { Place(message: $0, index: 0) }
            }
            return places.first { common(words, $0) == words.count }
        }

        /// Further on in a message, or in another one.
        private func find(_ words: [Int]) -> Place? {
            guard words.count >= EarlierMessages.rowLimit else { return nil }
            let places = earlier.places[EarlierMessages.hash(of: words.prefix(EarlierMessages.rowLimit))] ?? []
            return places.first { $0.index >= ends[$0.message] && common(words, $0) == words.count }
        }

        /// How many of the words stand at a place.
        private func common(_ words: [Int], _ place: Place) -> Int {
            let message = earlier.messages[place.message]
            guard message.order < earlier.count else { return 0 }
            var length = 0
            while length < words.count, place.index + length < message.words.count,
                message.words[place.index + length] == words[length]
            {
                length += 1
            }
            return length
        }
    }
}
