/// Telephone numbers as the search compares them: by their digits, with or without the country's code.
enum PhoneNumber {
    static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (left.filter(\.isNumber), right.filter(\.isNumber))
        guard min(left.count, right.count) >= 7 else { return left == right && !left.isEmpty }
        return left.hasSuffix(right) || right.hasSuffix(left)
    }
}
