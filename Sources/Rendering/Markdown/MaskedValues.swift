/// Stars and underscores that hide something (`c****l@g****.com`, `**** 1234`, `J**n`), told from those of emphasis.
///
/// While CommonMark is read, other characters stand for them: a backslash would be shown within code.
enum MaskedValues {
    private static let star = UInt8(ascii: "*")
    private static let underscore = UInt8(ascii: "_")
    /// Of Unicode's private use area.
    private static let (starSign, underscoreSign) = (Array("\u{E02A}".utf8), Array("\u{E05F}".utf8))

    static func protect(_ markdown: String) -> String {
        let bytes = Array(markdown.utf8)
        guard bytes.contains(star) || bytes.contains(underscore) else { return markdown }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.startIndex > 0 { output.append(UInt8(ascii: "\n")) }
            let isRule = line.allSatisfy { [star, underscore, 0x20, 0x09].contains($0) }
            if isRule {
                output += line
            } else {
                protect(line, &output)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    static func reveal(_ html: String) -> String {
        let bytes = Array(html.utf8)
        guard bytes.contains(starSign[0]) else { return html }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: starSign) {
                output.append(star)
                index += starSign.count
            } else if bytes[index...].starts(with: underscoreSign) {
                output.append(underscore)
                index += underscoreSign.count
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func protect(_ line: ArraySlice<UInt8>, _ output: inout [UInt8]) {
        var index = line.startIndex
        while index < line.endIndex {
            let end = line[index...].firstIndex { $0 == 0x20 || $0 == 0x09 } ?? line.endIndex
            let word = MaskedWord(line[index..<end])
            for byte in word.runs {
                if byte.isHidden {
                    let sign = line[byte.range.lowerBound] == star ? starSign : underscoreSign
                    for _ in byte.range { output += sign }
                } else {
                    output += line[byte.range]
                }
            }
            if end < line.endIndex { output.append(line[end]) }
            index = end + 1
        }
    }
}

/// One word of a line, with its runs of stars and underscores.
private struct MaskedWord {
    private let bytes: ArraySlice<UInt8>
    /// The whole word, run by run.
    private(set) var runs: [(range: Range<Int>, isHidden: Bool)] = []

    /// The longest run that means emphasis.
    private static let longestEmphasis = 3

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            let end =
                Self.isMark(byte)
                ? bytes[index...].firstIndex { $0 != byte } ?? bytes.endIndex
                : bytes[index...].firstIndex(where: Self.isMark) ?? bytes.endIndex
            runs.append((index..<end, false))
            index = end
        }
        guard runs.contains(where: { Self.isMark(bytes[$0.range.lowerBound]) }), !holdsTargetOrCode else { return }
        let isAddress = bytes.contains(UInt8(ascii: "@"))
        let hasDigit = bytes.contains { (0x30...0x39).contains($0) }
        var stars: [Int: Int] = [:]
        for run in runs where bytes[run.range.lowerBound] == UInt8(ascii: "*") { stars[run.range.count, default: 0] += 1 }
        let edges = [runs.first, runs.last].compactMap(\.self).filter { bytes[$0.range.lowerBound] == UInt8(ascii: "*") }
            .map(\.range.count)
        for index in runs.indices {
            let length = runs[index].range.count
            guard Self.isMark(bytes[runs[index].range.lowerBound]) else { continue }
            if length > Self.longestEmphasis {
                runs[index].isHidden = true
            } else if bytes[runs[index].range.lowerBound] == UInt8(ascii: "*"), isInside(runs[index].range, isAddress) {
                // Emphasis within a word is closed there, by as many stars; numbers and addresses hold none. Where words are not
                // parted by spaces, what stands around tells nothing.
                let isLatin = isASCII(around: runs[index].range)
                let isPaired =
                    isLatin && (hasDigit || length == Self.longestEmphasis) ? edges.contains(length) : (stars[length] ?? 0) > 1
                runs[index].isHidden = (isLatin && isAddress) || !isPaired
            }
        }
    }

    /// Addresses of the web, links and code are left as they are.
    private var holdsTargetOrCode: Bool {
        bytes.contains(UInt8(ascii: "`"))
            || zip(bytes, bytes.dropFirst()).contains {
                ($0 == UInt8(ascii: "/") && $1 == UInt8(ascii: "/")) || ($0 == UInt8(ascii: "]") && $1 == UInt8(ascii: "("))
            }
    }

    /// Whether a run stands between letters or digits, or before the `@` of an address.
    private func isInside(_ range: Range<Int>, _ isAddress: Bool) -> Bool {
        guard range.upperBound < bytes.endIndex else { return false }
        let next = bytes[range.upperBound]
        if next == UInt8(ascii: "@") { return true }
        guard range.lowerBound > bytes.startIndex else { return false }
        return isInWord(bytes[range.lowerBound - 1], isAddress) && isInWord(next, isAddress)
    }

    private func isASCII(around range: Range<Int>) -> Bool {
        (range.lowerBound == bytes.startIndex || bytes[range.lowerBound - 1] < 0x80) && bytes[range.upperBound] < 0x80
    }

    private func isInWord(_ byte: UInt8, _ isAddress: Bool) -> Bool {
        if byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) { return true }
        return isAddress && [UInt8(ascii: "@"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
    }

    private static func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") }
}
