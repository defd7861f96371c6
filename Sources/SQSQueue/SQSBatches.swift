/// Which messages go together.
enum SQSBatches {
    /// In order, as many together as SQS takes: by their count, and by their bytes.
    /// - Parameter sizes: None above ``SQSLimits/bytes``.
    static func split(_ sizes: [Int]) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var start = 0
        var bytes = 0
        for (index, size) in sizes.enumerated() {
            if index > start, index - start == SQSLimits.batchCount || bytes + size > SQSLimits.bytes {
                batches.append(start..<index)
                start = index
                bytes = 0
            }
            bytes += size
        }
        if start < sizes.count { batches.append(start..<sizes.count) }
        return batches
    }
}
