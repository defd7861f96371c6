import Foundation
import Phrases

extension Topic.Form {
    /// What is wrong with an entry; nil: nothing.
    func fault(in entry: String) -> String? {
        if Array(entry.utf8) != Array(entry.precomposedStringWithCanonicalMapping.utf8) { return "is not in composed form" }
        switch self {
        case .words: return isWords(entry, limit: 1) ? nil : "is no single word in lower case"
        case .phrases: return isWords(entry) ? nil : "must be words in lower case with one space between them"
        case .beginnings:
            let beginning = entry.hasSuffix("*") ? String(entry.dropLast()) : entry
            return isWords(beginning) ? nil : "must be words in lower case, and a * at most at the end"
        case .text: return entry == entry.lowercased() ? nil : "must be in lower case"
        case .written: return entry.contains(where: \.isLetter) ? nil : "holds no letter"
        case .sentence: return entry.count >= 5 ? nil : "is no sentence"
        }
    }

    /// As messages are cut into words; digits stand in none.
    private func isWords(_ text: String, limit: Int = .max) -> Bool {
        let words = text.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }
        return !words.isEmpty && words.count <= limit && words.joined(separator: " ") == text
    }
}
