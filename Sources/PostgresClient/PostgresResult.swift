import CPostgres

/// What a statement gave. Belongs to the thread that runs statements on the connection.
package final class PostgresResult {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    /// How many rows a statement changed, or gave.
    package var changes: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    package var rows: [PostgresRow] { (0..<PQntuples(result)).map { PostgresRow(result: self, index: $0) } }
    package var first: PostgresRow? { PQntuples(result) > 0 ? PostgresRow(result: self, index: 0) : nil }

    /// Whether it is an error, and which.
    var failure: PostgresError? {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return nil
        default:
            // The type of the field is a character in C.
            guard let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))) else { return .broken }
            return .refused(state: String(cString: state))
        }
    }

    fileprivate func value(_ row: Int32, _ column: Int32) -> UnsafeRawBufferPointer? {
        guard column < PQnfields(result), PQgetisnull(result, row, column) == 0 else { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
    }
}

/// One row; its values are in PostgreSQL's binary form. Columns count from 0.
package struct PostgresRow {
    fileprivate let result: PostgresResult
    fileprivate let index: Int32

    package func text(_ column: Int32) -> String? {
        result.value(index, column).map { EscapedText.unescaped(String(decoding: $0, as: UTF8.self)) }
    }

    package func integer(_ column: Int32) -> Int? {
        result.value(index, column).map { bytes in
            let isNegative = (bytes.first ?? 0) >= 0x80
            return bytes.reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) }
        }
    }

    package func bytes(_ column: Int32) -> [UInt8]? { result.value(index, column).map(Array.init) }

    // What is never NULL.

    package func string(_ column: Int32) throws -> String { try some(text(column)) }
    package func number(_ column: Int32) throws -> Int { try some(integer(column)) }
    package func boolean(_ column: Int32) throws -> Bool { try some(integer(column)) != 0 }
    package func data(_ column: Int32) throws -> [UInt8] { try some(bytes(column)) }

    /// Of an array of texts.
    package func strings(_ column: Int32) throws -> [String] {
        try BinaryArray.elements(try data(column)).map { EscapedText.unescaped(String(decoding: $0, as: UTF8.self)) }
    }

    private func some<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw PostgresError.unreadable }
        return value
    }
}
