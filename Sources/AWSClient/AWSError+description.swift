import RelayCore

extension AWSError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What went wrong, with AWS's name for it and its number of the call: no key, no text, nothing of what was sent.
    package var description: String {
        let number = requestID.map { ", request \($0)" } ?? ""
        switch reason {
        case .refused(let name, let status):
            let meaning = Self.meanings[name].map { "\($0) " } ?? ""
            return "AWS refused it: \(meaning)(\(name), \(status)\(number))"
        case .noAnswer(let error): return "AWS gave no answer: \(error)"
        case .unreadable(let status): return "AWS's answer is not one that its documents describe (\(status)\(number))"
        case .noCredentials(let problem, _): return "there are no credentials for AWS: \(problem)"
        case .settings(let problem): return problem
        case .clock(let seconds):
            return "AWS's clock is \(abs(seconds)) s \(seconds > 0 ? "ahead of" : "behind") this machine's: set this one by NTP"
        case .outOfTime: return "the time was up before AWS was asked"
        }
    }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

    /// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html
    private static let meanings = [
        "AccessDeniedException": "the credentials' role or user may not do that",
        "ExpiredTokenException": "the credentials have ended",
        "IncompleteSignatureException": "the signature is not whole",
        "InvalidClientTokenId": "it does not know the access key",
        "InvalidSignatureException": "the secret access key is not the access key's, or this machine's clock is wrong",
        "MissingAuthenticationTokenException": "the call is not signed",
        "OptInRequired": "the account has not been opened for this service",
        "UnrecognizedClientException": "it does not know the access key or the session token",
    ]
}
