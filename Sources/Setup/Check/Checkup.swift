import HubSpotAPI
import RelayCore

/// Asks HubSpot, the webhook address, the engine and this machine how they are, and judges what they say. Makes
/// nothing and writes nothing, except that opening a store of a former version brings it up to date.
package struct Checkup: Sendable {
    private let configuration: Configuration
    private let tools: CheckTools

    /// Everything that it reads; what is required is the functions' matter.
    package static let keys: [KeyUse] = ConfigurationKeys.all.map { KeyUse(definition: $0, isRequired: false) }

    /// - Parameter configuration: Loaded with ``keys``.
    package init(_ configuration: Configuration, _ tools: CheckTools) {
        self.configuration = configuration
        self.tools = tools
    }

    package func lines() async -> [CheckLine] {
        var lines: [CheckLine] = []
        for (name, organization) in configuration.organizations.sorted(by: { $0.key < $1.key }) {
            let own = await OrganizationCheckup(organization, configuration, tools).lines()
            lines += own.map { line in
                var line = line
                line.organization = name
                return line
            }
        }
        return lines + (await machine())
    }

    private func machine() async -> [CheckLine] {
        let queue = await tools.queue()
        var lines = [StateCheck.store(await tools.store()), StateCheck.queue(queue)]
        if let line = StateCheck.history(queue) { lines.append(line) }
        if let path = tools.leftHistory { lines.append(CheckReport.leftHistory(path)) }
        if let path = tools.settingsPath, let isOpen = PrivateFile.isOpenToOthers(path) {
            lines.append(StateCheck.settings(path, isOpen: isOpen))
        }
        return lines + tools.strayKeys.map { CheckLine.warning("settings", $0.says, fix: $0.fix) }
    }
}
