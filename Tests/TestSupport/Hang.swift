/// When a test calls what it waits for hung. Not a measure of speed: on a small machine that does much else, a process may get
/// no turn for many seconds.
package enum Hang {
    /// In seconds. Below the limits of time of the suites, so that the test says itself what it waited for.
    package static let seconds: Double = 300
}
