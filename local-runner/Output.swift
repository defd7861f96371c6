import RelayCore

/// Prints a line at once, also where the output is a file or a pipe.
func say(_ text: String) { _ = StandardStreams.write(Array("\(text)\n".utf8), to: 1) }
