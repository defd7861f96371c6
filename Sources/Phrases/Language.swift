/// What is known of a language: the words of its file in `Languages`, which is part of the executable.
package struct Language: Sendable {
    /// BCP 47, without a region.
    package let tag: String
    private let entries: [Topic: [String]]

    /// - Parameter file: What the file holds.
    package init(tag: String, file: [UInt8]) throws(PhraseFileError) {
        self.tag = tag
        entries = try PhraseFile.read(file)
    }

    /// In the order of the file; empty where the file does not have the topic.
    package subscript(topic: Topic) -> [String] { entries[topic] ?? [] }
}

// MARK: - All of them

extension Language {
    /// English, which stands in where nothing else fits; then by tag.
    package static let all: [Language] = files.map { tag, file in
        do throws(PhraseFileError) {
            return try Language(tag: tag, file: file)
        } catch {
            // A test reads every file, so that none with a fault is shipped.
            preconditionFailure("\(tag).txt, \(error)")
        }
    }

    private static let files: [(tag: String, file: [UInt8])] = [
        ("en", PackageResources.en_txt), ("ar", PackageResources.ar_txt), ("bg", PackageResources.bg_txt),
        ("ca", PackageResources.ca_txt), ("cs", PackageResources.cs_txt), ("da", PackageResources.da_txt),
        ("de", PackageResources.de_txt), ("el", PackageResources.el_txt), ("es", PackageResources.es_txt),
        ("et", PackageResources.et_txt), ("fi", PackageResources.fi_txt), ("fr", PackageResources.fr_txt),
        ("he", PackageResources.he_txt), ("hr", PackageResources.hr_txt), ("hu", PackageResources.hu_txt),
        ("id", PackageResources.id_txt), ("it", PackageResources.it_txt), ("ja", PackageResources.ja_txt),
        ("ko", PackageResources.ko_txt), ("lt", PackageResources.lt_txt), ("lv", PackageResources.lv_txt),
        ("nb", PackageResources.nb_txt), ("nl", PackageResources.nl_txt), ("pl", PackageResources.pl_txt),
        ("pt", PackageResources.pt_txt), ("ro", PackageResources.ro_txt), ("ru", PackageResources.ru_txt),
        ("sk", PackageResources.sk_txt), ("sl", PackageResources.sl_txt), ("sv", PackageResources.sv_txt),
        ("th", PackageResources.th_txt), ("tr", PackageResources.tr_txt), ("uk", PackageResources.uk_txt),
        ("vi", PackageResources.vi_txt), ("zh", PackageResources.zh_txt),
    ]

    /// What all languages together have; once each.
    package static func words(_ topic: Topic) -> Set<String> { Set(all.lazy.flatMap { $0[topic] }) }

    /// What all languages together have, in the form that a word and the space behind it begin with: `bis` stands for itself,
    /// `zurück*` for whatever begins so.
    package static func beginnings(_ topic: Topic) -> [String] {
        words(topic).map { $0.hasSuffix("*") ? String($0.dropLast()) : "\($0) " }
    }

    /// What is said in a language, of whatever region; nil where the language is not known, or has no such sentence.
    package static func sentence(_ topic: Topic, in tag: String) -> String? {
        let primary = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
        return all.first { $0.tag == primary }?[topic].first
    }

    /// The same in English.
    package static func englishSentence(_ topic: Topic) -> String { all[0][topic].first ?? "" }
}
