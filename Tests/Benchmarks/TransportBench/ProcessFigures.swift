import Foundation

/// What this process holds now (Linux: read from /proc).
struct ProcessFigures {
    /// Resident memory, in MiB.
    let resident: Double
    /// Open file descriptors, that of the look itself not counted.
    let descriptors: Int
    let threads: Int

    static func now() throws -> ProcessFigures {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        func value(_ name: String) -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
            return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
        }
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count - 1
        return ProcessFigures(resident: Double(value("VmRSS")) / 1024, descriptors: descriptors, threads: value("Threads"))
    }
}
