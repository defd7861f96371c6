import HostCore
import HostSurface
import RelayCore

/// What a catalog has found out, for a start that need not find it out anew: made once, when an image is made.
extension FunctionCatalog {
    package static let manifestName = "functions.json"

    package var manifest: JSON { ["functions": .array(functions.map(\.json))] }

    /// - Parameter folder: Where the executables are.
    /// - Throws: ``HostError`` for anything but what ``manifest`` wrote.
    package init(manifest bytes: [UInt8], folder: String) throws(HostError) {
        do {
            let reader = try ObjectReader(try JSON.parse(bytes), path: "")
            var functions: [HostedFunction] = []
            for (index, function) in (try reader.optionalArray("functions") ?? []).enumerated() {
                functions.append(
                    try HostedFunction(try ObjectReader(function, path: "functions[\(index)]"), folder: folder))
            }
            self.init(functions)
        } catch {
            throw HostError("\(Self.manifestName) is not as function-host --manifest writes it: \(error)")
        }
    }
}

extension HostedFunction {
    fileprivate var json: JSON {
        [
            "name": .string(name), "resource": .string(settings.resource),
            "timeout": .number(JSONNumber(Int(settings.timeout))), "workers": .number(JSONNumber(settings.workers)),
            "eventsPerWorker": .number(JSONNumber(settings.eventsPerWorker)),
            "maximumReceives": .number(JSONNumber(settings.maximumReceives)),
            "period": settings.period.map { .number(JSONNumber(Int($0))) } ?? .null,
            "routes": .array(
                settings.routes.map { ["method": .string($0.method ?? "ANY"), "path": .string($0.path)] }),
            "takes": .array(takes.map { .string($0.text) }), "emits": .array(emits.map { .string($0.text) }),
            "configuration": .array(configurationKeys.map(JSON.string)),
        ]
    }

    fileprivate init(_ reader: ObjectReader, folder: String) throws {
        func texts(_ name: String) throws -> [String] { (try reader.optionalArray(name) ?? []).compactMap(\.string) }
        func number(_ name: String) throws -> Int {
            guard let number = try reader.optionalInt(name), number > 0 else { throw reader.error(name, "is missing") }
            return number
        }
        var routes: [Route] = []
        for route in try reader.optionalArray("routes") ?? [] {
            routes.append(try Route(method: route["method"]?.string ?? "", path: route["path"]?.string ?? ""))
        }
        let name = try reader.string("name")
        self.init(
            name: name, executable: "\(folder)/\(name)", takes: try texts("takes").map { EventTypePattern($0) },
            emits: try texts("emits").map { EventTypePattern($0) }, configurationKeys: try texts("configuration"),
            settings: DeploymentTemplate.Function(
                resource: try reader.string("resource"), name: name, timeout: Double(try number("timeout")),
                workers: try number("workers"), eventsPerWorker: try number("eventsPerWorker"),
                maximumReceives: try number("maximumReceives"), routes: routes,
                period: try reader.optionalInt("period").map(Double.init)))
    }
}
