import Foundation
import RelayCore

/// The sample events of one function, and what they run with: `functions/FUNCTION/events`.
struct SampleFolder: Sendable {
    private let function: String
    private let url: URL

    /// - Parameter root: The folder that holds `functions`.
    init(root: String, function: String) {
        self.function = function
        url = URL(fileURLWithPath: root).appendingPathComponent("functions/\(function)/events")
    }

    /// In alphabetical order; empty where there are none.
    var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "json" }.map { $0.deletingPathExtension().lastPathComponent }.sorted()
    }

    /// - Throws: ``SampleError``, with the names that there are.
    func event(_ name: String) throws(SampleError) -> [UInt8] {
        let names = names
        guard !names.isEmpty else { throw SampleError("no samples in \(url.path)") }
        guard names.contains(name), let data = try? Data(contentsOf: url.appendingPathComponent("\(name).json")) else {
            throw SampleError("\(function) has no sample \(name); its samples are \(names.joined(separator: ", "))")
        }
        return Array(data)
    }

    /// The configuration of the samples: `KEY=value`, one a line.
    var environment: [String: String] {
        lines("environment").reduce(into: [:]) { environment, line in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            environment[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
    }

    /// What happens before a sample, in the simulated HubSpot and here, one step a line.
    ///
    /// A sample that is a step of the scene itself takes that step's place: what follows it does not happen.
    func scene(before sample: String) throws(SampleError) -> [SceneStep] {
        var steps: [SceneStep] = []
        for line in lines("scene") {
            let step = try SceneStep(line, function: function)
            if step == .sample(function: function, name: sample) { break }
            steps.append(step)
        }
        return steps
    }

    /// Without comments and empty lines; none where there is no such file.
    private func lines(_ file: String) -> [String] {
        let text = (try? String(contentsOf: url.appendingPathComponent(file), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }
}

/// Why a sample cannot be run.
package struct SampleError: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
