import Foundation

/// How many files, pipes and connections this process may have open.
package enum DescriptorLimit {
    /// More than any host needs; some programs walk through all of them.
    private static let most: rlim_t = 65_536

    #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let resource = RLIMIT_NOFILE
    #endif

    /// As it is now.
    package static func current() -> Int {
        var limit = rlimit()
        return getrlimit(resource, &limit) == 0 ? Int(min(limit.rlim_cur, rlim_t(Int32.max))) : 0
    }

    /// Raises the limit as far as the system allows, and gives it.
    static func raised() -> Int {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 256 }
        let wanted = min(limit.rlim_max, most)
        if limit.rlim_cur < wanted {
            var raised = limit
            raised.rlim_cur = wanted
            if setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return Int(min(limit.rlim_cur, most))
    }

    /// How many connections there may be beside everything else: pipes of workers, files of the queue, event loops.
    package static func connections(workers: Int, atMost most: Int) -> Int {
        min(most, max(16, raised() - 200 - 8 * workers))
    }
}
