import ArgumentParser
import SystemPackage

/// Opens the file; `-` is standard input.
func openInput(_ file: String) throws -> FileDescriptor {
    if file == "-" { return .standardInput }
    guard let descriptor = try? FileDescriptor.open(file, .readOnly) else { throw ValidationError("\(file) cannot be read") }
    return descriptor
}
