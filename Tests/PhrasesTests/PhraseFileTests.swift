import Phrases
import TestSupport
import Testing

@Suite("The format of the files")
struct PhraseFileTests {
    struct Fault: NamedCase {
        let name: String
        let text: String
        /// What is said, with the line.
        let expected: String
    }

    @Test(
        "A fault is named with its line",
        arguments: [
            Fault(name: "unknown key", text: "# A\n[wroted]\na\n", expected: "line 2: unknown key “wroted”"),
            Fault(name: "key in capitals", text: "[Wrote]\na\n", expected: "line 1: unknown key “Wrote”"),
            Fault(
                name: "key twice", text: "[wrote]\na\n\n[opening]\nb\n[wrote]\nc\n",
                expected: "line 6: the key appears twice"),
            Fault(name: "open bracket", text: "[wrote\na\n", expected: "line 1: no ] after the key"),
            Fault(name: "no key", text: "\na\n[wrote]\nb\n", expected: "line 2: no key above the first entry"),
            Fault(
                name: "key without entries", text: "[wrote]\n# none\n[opening]\na\n", expected: "line 3: no entry above this key"),
            Fault(name: "last key without entries", text: "[wrote]\n", expected: "line 2: no entry below the last key"),
            Fault(name: "comma at the end", text: "[wrote]\na,\n", expected: "line 2: nothing before or after a comma"),
            Fault(name: "two commas", text: "[wrote]\na,, b\n", expected: "line 2: nothing before or after a comma"),
            Fault(name: "two sentences", text: "[thanks line]\nOne.\nTwo.\n", expected: "line 3: a sentence must be on one line"),
        ])
    func fault(_ row: Fault) throws {
        let error = #expect(throws: PhraseFileError.self) { try Language(tag: "xx", file: Array(row.text.utf8)) }
        #expect(error?.description == row.expected)
    }

    @Test("Entries are parted by commas and line ends; sentences keep their commas; blanks around them go")
    func entries() throws {
        let text = "\u{23} A\r\n\r\n[wrote]\r\n  a , b c\r\nd\r\n[thanks line]\r\n\tYes, you.  \r\n"
        let language = try Language(tag: "xx", file: Array(text.utf8))
        #expect(language[.wrote] == ["a", "b c", "d"])
        #expect(language[.thanksLine] == ["Yes, you."])
        #expect(language[.opening] == [])
    }

    struct Entry: NamedCase {
        let name: String
        let form: Topic.Form
        let text: String
        let isGood: Bool
    }

    @Test(
        "The check of entries finds what the matcher could not match",
        arguments: [
            Entry(name: "a word", form: .words, text: "j'ai", isGood: true),
            Entry(name: "a capital", form: .words, text: "Wrote", isGood: false),
            Entry(name: "two words", form: .words, text: "has written", isGood: false),
            Entry(name: "a bracket", form: .words, text: "napisał(a", isGood: false),
            Entry(name: "a phrase", form: .phrases, text: "e mail below", isGood: true),
            Entry(name: "a hyphen", form: .phrases, text: "e-mail below", isGood: false),
            Entry(name: "two spaces", form: .phrases, text: "see  below", isGood: false),
            Entry(name: "a beginning", form: .beginnings, text: "de retour*", isGood: true),
            Entry(name: "a star within", form: .beginnings, text: "de*retour", isGood: false),
            Entry(name: "a capital in a text", form: .text, text: "Re:", isGood: false),
            Entry(name: "composed", form: .words, text: "\u{E9}crit", isGood: true),
            Entry(name: "decomposed", form: .words, text: "e\u{301}crit", isGood: false),
            Entry(name: "decomposed, as written", form: .written, text: "E\u{301}", isGood: false),
        ])
    func forms(_ row: Entry) { #expect((row.form.fault(in: row.text) == nil) == row.isGood) }

    @Test("A beginning with a star is cut; a whole word takes its space")
    func beginnings() {
        let beginnings = Language.beginnings(.backOn)
        #expect(beginnings.contains("bis "))
        #expect(beginnings.contains("zurück"))
        #expect(!beginnings.contains { $0.contains("*") })
    }
}
