import RelayCore
import TestSupport
import Testing

@Suite("The state folder")
struct StateFolderTests {
    struct Case: NamedCase {
        let name: String
        let environment: [String: String]
        let path: String?
    }

    @Test(arguments: [
        Case(
            name: "systemd's comes first",
            environment: ["STATE_DIRECTORY": "/var/lib/relay", "XDG_STATE_HOME": "/x", "HOME": "/home/me"], path: "/var/lib/relay"
        ),
        Case(name: "the first of several", environment: ["STATE_DIRECTORY": "/var/lib/a:/var/lib/b"], path: "/var/lib/a"),
        Case(name: "then XDG's", environment: ["XDG_STATE_HOME": "/x", "HOME": "/home/me"], path: "/x/deskrelay"),
        Case(name: "then the home folder", environment: ["HOME": "/home/me"], path: "/home/me/.local/state/deskrelay"),
        Case(
            name: "empty and relative ones count as unset",
            environment: ["STATE_DIRECTORY": "", "XDG_STATE_HOME": "x", "HOME": "/home/me"],
            path: "/home/me/.local/state/deskrelay"),
        Case(name: "none", environment: ["HOME": ""], path: nil),
    ])
    func path(_ row: Case) { #expect(StateFolder.path(row.environment) == row.path) }
}
