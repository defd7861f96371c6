import Deployment
import Foundation
import RelayCore

extension FunctionCatalog {
    /// How often each organization is swept, in seconds: as it is configured, else as the template says.
    /// - Parameter environment: What the functions' configuration is taken from. Where it cannot be read, the functions say so.
    func sweepPeriods(_ environment: [String: String]) -> [String: Double] {
        let sweep = functions.first { function in function.takes.contains { $0.matches(SweepTickEvent.type) } }
        guard let standard = sweep?.settings.period else { return [:] }
        let configuration = try? Configuration.load(
            [.optional(ConfigurationKeys.sweepEvery), .optional(ConfigurationKeys.organization)], environment: environment,
            readFile: { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) })
        let periods = configuration?.organizations.mapValues { $0[ConfigurationKeys.sweepEvery] ?? standard }
        return periods?.filter { $0.value > 0 } ?? [:]
    }
}
