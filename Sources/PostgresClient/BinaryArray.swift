/// Arrays in PostgreSQL's binary form: no quoting, and bodies at their own size.
///
/// Source: array_send in https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/arrayfuncs.c
enum BinaryArray {
    /// The elements' types by their fixed numbers.
    /// Source: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat
    enum Element: Int32 {
        case bytes = 17
        case integer = 20
        case text = 25
    }

    static func of(_ elements: [[UInt8]?], type: Element) -> [UInt8] {
        var array: [UInt8] = []
        array.reserveCapacity(20 + elements.reduce(0) { $0 + 4 + ($1?.count ?? 0) })
        // Dimensions, whether there are NULLs, the elements' type; then length and first index of the one dimension.
        array += bigEndian(Int32(elements.isEmpty ? 0 : 1))
        array += bigEndian(Int32(elements.contains { $0 == nil } ? 1 : 0))
        array += bigEndian(type.rawValue)
        if !elements.isEmpty { array += bigEndian(Int32(elements.count)) + bigEndian(Int32(1)) }
        for element in elements {
            array += bigEndian(element.map { Int32($0.count) } ?? -1)
            if let element { array += element }
        }
        return array
    }

    /// The elements of an array of one dimension; NULLs are left out.
    static func elements(_ array: [UInt8]) throws -> [ArraySlice<UInt8>] {
        var rest = array[...]
        func number() throws -> Int {
            guard rest.count >= 4 else { throw PostgresError.unreadable }
            defer { rest = rest.dropFirst(4) }
            return Int(Int32(truncatingIfNeeded: rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }))
        }
        let dimensions = try number()
        _ = (try number(), try number())
        if dimensions == 0 { return [] }
        let count = try number()
        _ = try number()
        var elements: [ArraySlice<UInt8>] = []
        for _ in 0..<count {
            let length = try number()
            if length < 0 { continue }
            guard rest.count >= length else { throw PostgresError.unreadable }
            elements.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return elements
    }

    static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
