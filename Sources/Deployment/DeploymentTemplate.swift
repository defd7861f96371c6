import HostSurface
import Yams

/// What the hosts read of `template.yaml`, the one description of the deployment.
package struct DeploymentTemplate: Sendable {
    package struct Function: Sendable, Hashable {
        /// The resource's name in the template.
        package let resource: String
        /// The function's name: the command of its image.
        package let name: String
        /// Seconds for one invocation.
        package let timeout: Double
        /// How many worker processes there are at most.
        package let workers: Int
        /// How many events a worker is given at once.
        package let eventsPerWorker: Int
        /// After how many faulty deliveries an event goes to the dead letters.
        package let maximumReceives: Int
        /// HTTP addresses that it answers.
        package let routes: [Route]
        /// How often its timer makes an event, in seconds; nil where it has none.
        package let period: Double?
    }

    package let functions: [Function]

    /// Reads the functions out of an AWS SAM template. Intrinsic functions (`!Ref`, `!Sub`, …) are left as they are.
    ///
    /// Beyond SAM's own properties it reads `Metadata.DeskRelay`: `Workers` and `EventsPerWorker`. SAM passes metadata over.
    /// - Throws: ``TemplateError`` that names the resource and the property.
    package init(yaml: String) throws(TemplateError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw TemplateError("the template is not YAML")
        }
        guard let resources = root?["Resources"]?.mapping else { throw TemplateError("the template has no Resources") }
        let receives = Self.maximumReceives(resources)
        var functions: [Function] = []
        for (key, resource) in resources where resource["Type"]?.string == "AWS::Serverless::Function" {
            functions.append(try Self.function(key.string ?? "?", resource, receives))
        }
        guard !functions.isEmpty else { throw TemplateError("the template has no AWS::Serverless::Function") }
        self.functions = functions
    }

    private static func function(
        _ resource: String, _ node: Node, _ receives: [String: Int]
    ) throws(TemplateError) -> Function {
        let properties = node["Properties"]
        guard let name = properties?["ImageConfig"]?["Command"]?[0]?.string else {
            throw TemplateError("\(resource).Properties.ImageConfig.Command is missing")
        }
        guard let timeout = properties?["Timeout"]?.int, timeout > 0 else {
            throw TemplateError("\(resource).Properties.Timeout must be a positive whole number")
        }
        let workers = try count("Workers", of: resource, node)
        let eventsPerWorker = try count("EventsPerWorker", of: resource, node)
        var routes: [Route] = []
        var maximumReceives = 5
        var period: Double?
        for (key, event) in properties?["Events"]?.mapping ?? [:] {
            if ["HttpApi", "Api"].contains(event["Type"]?.string) {
                routes.append(try route("\(resource).Events.\(key.string ?? "?")", event["Properties"]))
            }
            if event["Type"]?.string == "ScheduleV2" {
                period = try rate("\(resource).Events.\(key.string ?? "?")", event["Properties"])
            }
            // `!GetAtt Queue.Arn`
            if let queue = event["Properties"]?["Queue"]?.string?.split(separator: ".").first {
                maximumReceives = receives[String(queue)] ?? maximumReceives
            }
        }
        return Function(
            resource: resource, name: name, timeout: Double(timeout), workers: workers,
            eventsPerWorker: eventsPerWorker, maximumReceives: maximumReceives, routes: routes, period: period)
    }

    /// `rate(2 minutes)`. Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
    private static func rate(_ name: String, _ properties: Node?) throws(TemplateError) -> Double {
        let units = ["minute": 60.0, "minutes": 60, "hour": 3600, "hours": 3600, "day": 86_400, "days": 86_400]
        guard let text = properties?["ScheduleExpression"]?.string, text.hasPrefix("rate("), text.hasSuffix(")"),
            case let parts = text.dropFirst(5).dropLast().split(separator: " "), parts.count == 2,
            let count = Int(parts[0]), count > 0, let unit = units[String(parts[1])]
        else { throw TemplateError("\(name).ScheduleExpression must be rate(N minutes), or hours, or days") }
        return Double(count) * unit
    }

    private static func count(_ name: String, of resource: String, _ node: Node) throws(TemplateError) -> Int {
        guard let value = node["Metadata"]?["DeskRelay"]?[name] else { return 1 }
        guard let count = value.int, (1...64).contains(count) else {
            throw TemplateError("\(resource).Metadata.DeskRelay.\(name) must be 1 to 64")
        }
        return count
    }

    private static func route(_ name: String, _ properties: Node?) throws(TemplateError) -> Route {
        guard let method = properties?["Method"]?.string else { throw TemplateError("\(name).Method is missing") }
        guard let path = properties?["Path"]?.string else { throw TemplateError("\(name).Path is missing") }
        do {
            return try Route(method: method.uppercased(), path: path)
        } catch {
            throw TemplateError("\(name).\(error.part.rawValue) \(error.problem)")
        }
    }

    private static func maximumReceives(_ resources: Node.Mapping) -> [String: Int] {
        var receives: [String: Int] = [:]
        for (key, resource) in resources where resource["Type"]?.string == "AWS::SQS::Queue" {
            guard let name = key.string else { continue }
            receives[name] = resource["Properties"]?["RedrivePolicy"]?["maxReceiveCount"]?.int
        }
        return receives
    }
}

/// What is wrong with a template.
package struct TemplateError: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
