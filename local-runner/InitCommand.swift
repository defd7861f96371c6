import ArgumentParser
import Foundation
import RelayCore
import Setup

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes a settings file and the files of the HubSpot app.",
        discussion: """
            What is not given is asked for, where there is a terminal. Values are given with --set, secrets in the environment \
            (HUBSPOT_ACCESS_TOKEN and so on): a command line is seen by others. A settings file that is there is filled in: what \
            stands in it stays, unless --force starts it anew.
            """)

    enum App: String, CaseIterable, ExpressibleByArgument {
        case project
        case legacy
    }

    @Option(name: .customLong("set"), help: "A value of the settings file, KEY=VALUE. May be given several times.")
    var values: [String] = []

    @Option(help: "project: an app to upload with HubSpot's command line; legacy: what to click for a private app that you have.")
    var app = App.project

    @Option(help: "The folder of the app's files.")
    var appFolder = "hubspot-app"

    @Option(help: "The app's name.")
    var name = "DeskRelay"

    @Option(help: "An address for the app's page in HubSpot.")
    var supportEmail: String?

    @Option(help: "A further ticket property whose changes should come. May be given several times.")
    var watch: [String] = []

    @Option(help: "HubSpot's platform version of the app's files.")
    var platformVersion = "2026.03"

    @Flag(help: "Start the settings file anew, with a new webhook address, and write over the app's files.")
    var force = false

    @OptionGroup var options: RunnerOptions

    /// Where it is written if nothing else is said.
    static let settingsFile = "deskrelay.env"

    private var path: String { options.envFile ?? Self.settingsFile }

    func run() async throws {
        let route = try options.readTemplate().neededWebhookRoute()
        var draft = try SettingsDraft(force ? "" : standing(), name: path)
        let given = try given()
        try refuseChanges(given, draft)
        let terminal = Terminal.isThere ? Terminal() : nil
        let interview = SetupInterview(given: given) { question, problem in
            guard let answer = terminal?.answer(to: question, problem: problem) else { return nil }
            let isPath = question.key.name == ConfigurationKeys.articlesPath.name && !answer.trimmed.isEmpty
            return isPath ? Self.absolute(answer.trimmed) : answer
        }
        let open = try interview.fill(&draft, urlKey: RandomKey.make(), consoleKey: RandomKey.make())
        guard !open.contains(ConfigurationKeys.publicURL.name) else {
            let problem = "is missing, and nothing is written without it: answer the question, or give --set"
            throw ConfigurationFaults([ConfigurationFault(key: ConfigurationKeys.publicURL.name, problem: problem)])
        }
        let page = try SetupPage(draft, route: route, watch: watch)
        let files = app == .project ? appFiles(page) : [:]
        try refuseOthers(files)
        // Before anything is written: what cannot be made is known by then.
        for file in files.keys.sorted() {
            try PrivateFile.makeFolder(URL(fileURLWithPath: file).deletingLastPathComponent().path)
        }
        try PrivateFile.write(draft.text, to: path)
        say("\(path) is written, for your eyes only. Its mode is \(page.mode).")
        for (file, text) in files { try PrivateFile.write(text, to: file) }
        for doubt in SettingDoubt.all(draft.environment) { sayPlainly("Note: \(doubt)") }
        tellNext(page, open, hasConsoleKey: draft.value(ConfigurationKeys.consoleKey.name) != nil)
    }

    private func standing() throws -> String {
        guard FileManager.default.fileExists(atPath: path) else { return "" }
        guard let bytes = FileManager.default.contents(atPath: path), let text = String(validating: bytes, as: UTF8.self)
        else { throw ValidationError("\(path) cannot be read") }
        return text
    }

    /// From the command line, and from the environment what the questions ask for.
    private func given() throws -> [String: String] {
        let environment = ProcessInfo.processInfo.environment
        var given: [String: String] = [:]
        for question in SetupQuestion.all { given[question.key.name] = environment[question.key.name] }
        given = given.filter { !$0.value.isEmpty }
        for value in values {
            let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { throw ValidationError("--set must be KEY=VALUE") }
            if ConfigurationKeys.all.contains(where: { $0.name == parts[0] && $0.isSecret }) {
                throw ValidationError("--set must not hold \(parts[0]): others see a command line; set it in the environment")
            }
            given[parts[0]] = parts[1]
        }
        if let articles = given[ConfigurationKeys.articlesPath.name] {
            given[ConfigurationKeys.articlesPath.name] = Self.absolute(articles)
        }
        return given
    }

    /// The runner may be started from anywhere.
    private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }

    /// - Throws: where the command line gives another value than the file has.
    private func refuseChanges(_ given: [String: String], _ draft: SettingsDraft) throws {
        let names = values.compactMap { $0.split(separator: "=").first.map(String.init) }
        let changed = names.filter { name in draft.value(name).map { $0 != given[name] } ?? false }
        guard changed.isEmpty else {
            throw ValidationError("\(path) holds another value of \(changed.joined(separator: ", ")): change it there")
        }
    }

    private func appFiles(_ page: SetupPage) -> [String: String] {
        let app = HubSpotApp(
            name: name, targetURL: page.targetURL, subscriptions: page.subscriptions, supportEmail: supportEmail,
            platformVersion: platformVersion)
        return Dictionary(uniqueKeysWithValues: app.files.map { ("\(appFolder)/\($0.key)", "\($0.value.indented())\n") })
    }

    /// - Throws: where a file of the app stands already and is another one.
    private func refuseOthers(_ files: [String: String]) throws {
        guard !force else { return }
        for (file, text) in files.sorted(by: { $0.key < $1.key }) {
            guard let standing = FileManager.default.contents(atPath: file), standing != Data(text.utf8) else { continue }
            throw ValidationError("\(file) is there and is another one; --force writes over it")
        }
    }

    private func tellNext(_ page: SetupPage, _ open: [String], hasConsoleKey: Bool) {
        let secrets = [ConfigurationKeys.accessToken.name, ConfigurationKeys.clientSecret.name]
        let needsSecrets = !secrets.allSatisfy { !open.contains($0) }
        var steps: [String] = []
        switch app {
        case .project:
            say("\(appFolder)/ holds the HubSpot app. Its webhook address is a secret: do not publish the folder.")
            steps.append("In \(appFolder)/ run `hs account auth` and `hs project upload`, and install the app in your account.")
            if needsSecrets { steps.append("On the app's Auth tab stand the access token and the client secret.") }
        case .legacy:
            steps = LegacyApp.steps(targetURL: page.targetURL, subscriptions: page.subscriptions, needsSecrets: needsSecrets)
        }
        if !open.isEmpty {
            steps.append("Fill in \(path): \(open.joined(separator: ", ")). `local-runner init` asks for them again.")
        }
        steps.append("Run `local-runner serve --env-file \(path)`.")
        steps.append(
            "Beside it run `local-runner check --env-file \(path)`, and mend what it names. The guide is docs/hubspot.md.")
        if hasConsoleKey {
            steps.append(
                "See what happens at http://127.0.0.1:\(page.consolePort)/console?key=KEY, with the CONSOLE_KEY of \(path) as KEY."
            )
        }
        say("\nNext:")
        for (index, step) in steps.enumerated() { say("\(index + 1). \(step)") }
    }
}
