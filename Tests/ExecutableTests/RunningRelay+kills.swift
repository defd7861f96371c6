import Foundation

extension RunningRelay {
    /// Kills every worker of the runner.
    /// - Returns: How many.
    func killWorkers() -> Int {
        let workers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        let mark = Data("RELAY_WORKER=\(queuePath).workers/".utf8)
        return workers.count { process in
            guard let environment = try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/environ")),
                environment.range(of: mark) != nil
            else { return false }
            return kill(process, SIGKILL) == 0
        }
    }
}
