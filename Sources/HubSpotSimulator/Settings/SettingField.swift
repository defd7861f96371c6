import RelayCore

/// One member of the settings as JSON: how it is read and written.
struct SettingField: Sendable {
    let name: String
    /// nil for what is never shown.
    let read: (@Sendable (PortalSettings) -> JSON)?
    let write: @Sendable (inout PortalSettings, ObjectReader) throws -> Void

    static func flag(_ name: String, _ path: any WritableKeyPath<PortalSettings, Bool> & Sendable) -> SettingField {
        SettingField(name: name, read: { .bool($0[keyPath: path]) }) { settings, reader in
            guard let value = try reader.optionalBool(name) else { throw reader.error(name, "must be a boolean") }
            settings[keyPath: path] = value
        }
    }

    static func number(_ name: String, _ path: any WritableKeyPath<PortalSettings, Int> & Sendable) -> SettingField {
        SettingField(name: name, read: { .number(JSONNumber($0[keyPath: path])) }) { settings, reader in
            guard let value = try reader.optionalInt(name), value >= 0 else {
                throw reader.error(name, "must be a whole number that is not negative")
            }
            settings[keyPath: path] = value
        }
    }

    /// null for none.
    static func optionalNumber(_ name: String, _ path: any WritableKeyPath<PortalSettings, Int?> & Sendable) -> SettingField {
        SettingField(name: name, read: { .optional($0[keyPath: path]) }) { settings, reader in
            settings[keyPath: path] = try reader.optionalInt(name)
        }
    }

    static func seconds(_ name: String, _ path: any WritableKeyPath<PortalSettings, Double> & Sendable) -> SettingField {
        SettingField(name: name, read: { (try? JSON.parse("\($0[keyPath: path])")) ?? .null }) { settings, reader in
            settings[keyPath: path] = try reader.seconds(name)
        }
    }

    static func text(_ name: String, _ path: any WritableKeyPath<PortalSettings, String> & Sendable) -> SettingField {
        SettingField(name: name, read: { .string($0[keyPath: path]) }) { settings, reader in
            settings[keyPath: path] = try reader.id(name)
        }
    }

    /// null for none.
    static func optionalText(_ name: String, _ path: any WritableKeyPath<PortalSettings, String?> & Sendable) -> SettingField {
        SettingField(name: name, read: { .optional($0[keyPath: path]) }) { settings, reader in
            settings[keyPath: path] = try reader.optionalString(name)
        }
    }

    /// A list of texts; null for none.
    static func optionalTexts(
        _ name: String, _ path: any WritableKeyPath<PortalSettings, Set<String>?> & Sendable
    ) -> SettingField {
        SettingField(name: name, read: { $0[keyPath: path].map { .array($0.sorted().map(JSON.string)) } ?? .null }) {
            settings, reader in
            settings[keyPath: path] = reader.value(name) == nil ? nil : Set(try reader.texts(name))
        }
    }

    /// A list of objects.
    static func list<Element>(
        _ name: String, _ path: any WritableKeyPath<PortalSettings, [Element]> & Sendable,
        json: (@Sendable (Element) -> JSON)?, element: @escaping @Sendable (ObjectReader) throws -> Element
    ) -> SettingField {
        var read: (@Sendable (PortalSettings) -> JSON)?
        if let json { read = { settings in .array(settings[keyPath: path].map(json)) } }
        return SettingField(name: name, read: read) { settings, reader in
            guard let elements = try reader.optionalObjects(name) else { throw reader.error(name, "must be an array") }
            settings[keyPath: path] = try elements.map(element)
        }
    }

    /// An object.
    static func object<Value>(
        _ name: String, _ path: any WritableKeyPath<PortalSettings, Value> & Sendable, json: @escaping @Sendable (Value) -> JSON,
        value: @escaping @Sendable (ObjectReader) throws -> Value
    ) -> SettingField {
        SettingField(name: name, read: { json($0[keyPath: path]) }) { settings, reader in
            settings[keyPath: path] = try value(try reader.object(name))
        }
    }
}

extension ObjectReader {
    /// An array of texts.
    func texts(_ name: String) throws -> [String] {
        let values = try optionalArray(name) ?? []
        let texts = values.compactMap(\.string)
        guard texts.count == values.count else { throw error(name, "must be an array of strings") }
        return texts
    }

    /// A number that is not negative.
    func seconds(_ name: String) throws -> Double {
        guard case .number(let number) = value(name), let seconds = number.double, seconds >= 0, seconds.isFinite else {
            throw error(name, "must be a number of seconds that is not negative")
        }
        return seconds
    }

    /// Refuses members that nobody reads: a misspelt one would otherwise do nothing, and say nothing.
    func allow(_ names: [String]) throws(FieldError) {
        guard let unknown = members.keys.sorted().first(where: { !names.contains($0) }) else { return }
        throw error(unknown, "is not known here")
    }
}
