import CGumbo
import Rendering

/// A forwarded message is what the customer sends: it is not quoted conversation.
enum ForwardedMail {
    /// Whether a subject says that the mail was forwarded: its first prefix counts, so that the answer to a forwarded mail is an
    /// answer.
    static func isSubject(_ subject: String) -> Bool {
        guard let colon = subject.prefix(12).firstIndex(where: { $0 == ":" || $0 == "：" }) else { return false }
        return MailPhrases.forwardPrefixes.contains(subject[..<colon].bare.lowercased())
    }

    /// Whether the first words in an element say so: `---------- Forwarded message ---------`.
    static func begins(in element: HTMLTree.Node) -> Bool {
        var isMark = false
        HTMLTree.walk(element) { step in
            guard case .enter(let node) = step, node.pointee.type == GUMBO_NODE_TEXT else { return .goOn }
            let line = HTMLTree.text(of: node)[...].bare
            guard !line.isEmpty else { return .goOn }
            isMark = MailSeparator.isForward(line)
            return .stop
        }
        return isMark
    }
}
