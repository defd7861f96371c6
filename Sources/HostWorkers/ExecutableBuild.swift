import Foundation

/// Which build of a function stands in its file.
struct ExecutableBuild: Sendable, Hashable {
    private let device: UInt64
    private let file: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// For so long after it was written last a file may not be whole, in seconds.
    private static let writing: Double = 1

    /// nil where there is no such file.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        #if canImport(Darwin)
        let modified = status.st_mtimespec
        #else
        let modified = status.st_mtim
        #endif
        device = UInt64(truncatingIfNeeded: status.st_dev)
        file = UInt64(status.st_ino)
        size = Int64(status.st_size)
        seconds = Int(modified.tv_sec)
        nanoseconds = Int(modified.tv_nsec)
    }

    /// Whether nobody is writing it any more.
    func isWhole(at date: Date) -> Bool {
        let age = date.timeIntervalSince1970 - Double(seconds) - Double(nanoseconds) / 1_000_000_000
        return age < 0 || age >= Self.writing
    }
}
