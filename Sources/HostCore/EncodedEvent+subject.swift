import RelayCore

extension EncodedEvent {
    /// What the history knows an event by, read without the rest of it.
    package struct Origin: Sendable, Hashable {
        package var causeID: String?
        package var subject: EventSubject

        package init(causeID: String?, subject: EventSubject) {
            self.causeID = causeID
            self.subject = subject
        }
    }

    /// What cannot be read is about nothing.
    package var origin: Origin {
        var causeID: String?
        var data: JSONObject = [:]
        try? JSONScanner.scan(bytes) { scanner in
            try scanner.object { scanner, name in
                switch name {
                case "causationid": causeID = try scanner.optionalString()
                case "data":
                    guard scanner.isAtObject else { return try scanner.skip() }
                    try scanner.object { scanner, name in
                        let name = try name.text()
                        guard EventSubject.members.contains(name) else { return try scanner.skip() }
                        data[name] = try scanner.value()
                    }
                default: try scanner.skip()
                }
            }
        }
        return Origin(
            causeID: causeID,
            subject: EventSubject(type: type, data: .object(data), eventID: id, organization: key.organization))
    }
}
