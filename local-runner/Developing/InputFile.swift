import ArgumentParser
import Foundation

/// Reads a file whole; `-` is standard input.
enum InputFile {
    static func bytes(_ file: String) throws -> [UInt8] {
        if file == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: file) else { throw ValidationError("\(file) cannot be read") }
        return Array(data)
    }
}
