import FunctionHost
import Logging
import RelayCore
import Setup

/// The check beside a running host: once at its start, and again while there are faults. What it finds stands in the log, and the
/// names of the faults in `/readyz`.
struct CheckWatch: Sendable {
    let check: LiveCheck
    let host: LocalHost
    let logger: Logger
    let ambient: Ambient

    /// Seconds until what was wrong is looked at again.
    private static let pause: Double = 900

    /// Runs until all is well, or the task is cancelled.
    func run() async {
        var asksEngine = true
        while !Task.isCancelled {
            let report = await check.report(asksEngine: asksEngine)
            if Task.isCancelled { return }
            tell(report)
            host.setCheckFaults(report.faults)
            if report.faults.isEmpty { return }
            // An engine that answered is not asked again: each question may cost something.
            asksEngine = report.lines.contains { $0.name == CheckReport.engine && $0.verdict == .fault }
            await ambient.sleep(Self.pause)
        }
    }

    private func tell(_ report: CheckReport) {
        for line in report.lines where line.verdict != .ok {
            logger.log(
                level: line.verdict == .fault ? .error : .warning, "the check found something",
                metadata: [
                    "verdict": "\(line.verdict.rawValue)", "check": "\(line.name)", "organization": "\(line.organization ?? "")",
                    "detail": "\(line.says)", "fix": "\(line.fix ?? "")",
                ])
        }
        logger.notice(
            "the check is done",
            metadata: ["faults": "\(report.count(.fault))", "warnings": "\(report.count(.warning))"])
    }
}
