import Foundation

/// What this process holds now (Linux: read from /proc).
struct ProcessFigures {
    /// Resident memory, in MiB.
    let resident: Double
    /// Open file descriptors, but for timers: libcurl opens none, and Swift opens its own when it first has need of them.
    let descriptors: Int
    let threads: Int

    static func now() throws -> ProcessFigures {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        func value(_ name: String) -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
            return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
        }
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
            // That of the look itself has gone by now.
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)") else {
                return false
            }
            return !target.contains("timerfd")
        }
        return ProcessFigures(resident: Double(value("VmRSS")) / 1024, descriptors: descriptors, threads: value("Threads"))
    }
}
