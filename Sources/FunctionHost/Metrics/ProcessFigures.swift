import Foundation
import HostSurface

/// What the host's own process uses, under the names that every Prometheus client gives it.
///
/// Source: https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
enum ProcessFigures {
    private static let cpu = MetricFamily.counter(
        "process_cpu_seconds_total", "Total user and system CPU time spent in seconds.")
    private static let memory = MetricFamily.gauge("process_resident_memory_bytes", "Resident memory size in bytes.")
    private static let virtual = MetricFamily.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.")
    private static let open = MetricFamily.gauge("process_open_fds", "Number of open file descriptors.")
    private static let most = MetricFamily.gauge("process_max_fds", "Maximum number of open file descriptors.")
    private static let start = MetricFamily.gauge(
        "process_start_time_seconds", "Start time of the process since unix epoch in seconds.")

    static let families = [cpu, memory, virtual, open, most, start]

    /// Adds what the system tells; nothing where it has no `/proc`.
    static func add(to table: inout MetricTable) {
        guard let fields = stat(), let boot = bootTime() else { return }
        let (ticks, page) = (Double(sysconf(Int32(_SC_CLK_TCK))), Double(sysconf(Int32(_SC_PAGESIZE))))
        // Numbers as in proc(5), less the three before the state.
        table.set((fields[11] + fields[12]) / ticks, of: cpu)
        table.set(boot + fields[19] / ticks, of: start)
        table.set(fields[20], of: virtual)
        table.set(fields[21] * page, of: memory)
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            table.set(Double(files.count), of: open)
        }
        table.set(Double(DescriptorLimit.current()), of: most)
    }

    /// The fields behind the program's name, the first of which is the state.
    private static func stat() -> [Double]? {
        guard let text = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8), let end = text.lastIndex(of: ")") else {
            return nil
        }
        let fields = text[text.index(after: end)...].split(separator: " ").map { Double($0) ?? 0 }
        return fields.count > 21 ? fields : nil
    }

    private static func bootTime() -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8) else { return nil }
        return text.split(separator: "\n").first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
    }
}
