import RelayCore

/// Prints a line at once, also where the output is a file or a pipe.
func say(_ text: String) { _ = StandardStreams.write(Array("\(text)\n".utf8), to: 1) }

/// As ``say(_:)``, for a line in which strangers have a word: no character of theirs moves the cursor or ends the line.
func sayPlainly(_ text: String) { say(PrintedText.escaped(text)) }

/// As ``say(_:)``, for JSON in one line: a program reads what stands there, and a terminal obeys none of it.
func say(_ json: JSON) { say(PrintedText.json(json)) }
