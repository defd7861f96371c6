import RelayCore
import Setup
import TestSupport
import Testing

@Suite("A file of settings")
struct EnvironmentFileTests {
    struct Line: NamedCase {
        let name: String
        let text: String
        var values: [String: String] = [:]
        /// What is said of it; nil: it is read.
        var fault: String?
    }

    @Test(
        "Each line is read as systemd reads it, or refused by its number",
        arguments: [
            Line(name: "plain", text: "AI_ENGINE=http", values: ["AI_ENGINE": "http"]),
            Line(name: "spaces around it", text: "  AI_ENGINE = http \r", values: ["AI_ENGINE": "http"]),
            Line(name: "empty", text: "AI_URL=", values: ["AI_URL": ""]),
            Line(name: "an equals sign in the value", text: "A=b=c", values: ["A": "b=c"]),
            Line(name: "single quotes keep everything", text: #"A='a "b" \" # $c'"#, values: ["A": #"a "b" \" # $c"#]),
            Line(name: "double quotes with guards", text: #"A="a \"b\" \\ \$c \n it's""#, values: ["A": #"a "b" \ $c \n it's"#]),
            Line(name: "a sign that is no comment", text: "A=b # c", values: ["A": "b # c"]),
            Line(name: "comments and empty lines", text: "# A=1\n; B=2\n\n   \nC=3", values: ["C": "3"]),
            Line(name: "lines as Windows ends them", text: "A=1\r\nB='2'\r\n", values: ["A": "1", "B": "2"]),
            Line(
                name: "a mark of the byte order", text: "\u{FEFF}A=1\nB=2",
                fault: "line 1 begins with a mark of the byte order: save the file as UTF-8 without one"),
            Line(
                name: "a line that systemd takes for half a line", text: "A=1\nB=c:\\\nC=3",
                fault: "line 2 ends with a backslash, by which systemd joins the next line to it"),
            Line(
                name: "the same as a comment", text: "# c:\\\nC=3",
                fault: "line 1 ends with a backslash, by which systemd joins the next line to it"),
            Line(name: "a backslash in quotes at the end", text: #"A='c:\'"#, values: ["A": #"c:\"#]),
            Line(name: "a NUL", text: "A=1\u{0}2", fault: "line 1 has a NUL character"),
            Line(name: "no assignment", text: "A=1\nAI_ENGINE http", fault: "line 2 must be NAME=VALUE"),
            Line(name: "a name that is none", text: "export A=1", fault: "line 1 must be NAME=VALUE"),
            Line(name: "a digit first", text: "1A=1", fault: "line 1 must be NAME=VALUE"),
            Line(name: "a quote without an end", text: "A='b", fault: "line 1 has a quote without an end, or something after it"),
            Line(
                name: "something after a quote", text: "A='b' c",
                fault: "line 1 has a quote without an end, or something after it"),
            Line(name: "twice", text: "A=1\nA=2", fault: "line 2 sets A a second time"),
        ])
    func parses(_ row: Line) throws {
        guard let fault = row.fault else {
            #expect(try EnvironmentFile.parse(row.text, name: "x.env") == row.values)
            return
        }
        let faults = #expect(throws: ConfigurationFaults.self) { try EnvironmentFile.parse(row.text, name: "x.env") }
        #expect(faults?.description == "x.env \(fault)")
    }

    @Test(
        "What is written is read as it was",
        arguments: [
            "", "http", "https://relay.example.com/x?a=b&c=d", "two words", #"[{"to":"owner:7","language":"nl"}]"#, "it's",
            #"it's "both" \ $HOME `x`"#, "#not a comment", "'quoted'", "ünï", " spaces ", #"\"#, "a\\'b",
        ])
    func roundTrip(_ value: String) throws {
        let line = EnvironmentFile.line("KEY", value)
        #expect(!line.contains("\n"))
        #expect(try EnvironmentFile.parse(line, name: "x.env") == ["KEY": value], "\(line)")
    }
}
