import ArgumentParser
import Foundation
import RelayCore
import SystemPackage

/// Opens the file; `-` is standard input.
func openInput(_ file: String) throws -> FileDescriptor {
    if file == "-" {
        if isatty(STDIN_FILENO) == 1 { StandardStreams.writeError("Reading standard input; Ctrl-D ends it.\n") }
        return .standardInput
    }
    guard let descriptor = try? FileDescriptor.open(file, .readOnly) else { throw ValidationError("\(file) cannot be read") }
    return descriptor
}
