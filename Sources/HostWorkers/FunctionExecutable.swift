/// A function as its workers need it.
package struct FunctionExecutable: Sendable {
    package let name: String
    /// The file that is run with `--lines`.
    package let path: String
    /// The keys of the environment that a worker may see.
    package let configurationKeys: [String]
    /// Seconds for one invocation.
    package let timeout: Double
    /// How many worker processes there are at most.
    package let workers: Int
    /// How many events a worker is given at once, where no other one is free: it works on one after the other.
    package let eventsAtOnce: Int

    package init(
        name: String, path: String, configurationKeys: [String], timeout: Double, workers: Int, eventsAtOnce: Int = 1
    ) {
        self.name = name
        self.path = path
        self.configurationKeys = configurationKeys
        self.timeout = timeout
        self.workers = workers
        self.eventsAtOnce = eventsAtOnce
    }

    /// The same with another number of workers.
    package func with(workers: Int) -> FunctionExecutable {
        FunctionExecutable(
            name: name, path: path, configurationKeys: configurationKeys, timeout: timeout, workers: workers,
            eventsAtOnce: eventsAtOnce)
    }
}
