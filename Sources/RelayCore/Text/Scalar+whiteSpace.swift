extension Unicode.Scalar {
    /// White space, told without a look into Unicode's tables where it is ASCII, as most text is.
    package var isWhitespace: Bool { value < 0x80 ? value == 0x20 || 9...13 ~= value : properties.isWhitespace }
}
