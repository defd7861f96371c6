/// What a person wrote.
package struct Written: Sendable, Hashable {
    package let threadID: String
    package let messageID: String
}
