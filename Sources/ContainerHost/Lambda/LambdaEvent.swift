import RelayCore
import SQSQueue

/// What an invocation is about, told by the shape of its event.
enum LambdaEvent: Sendable {
    case request(LambdaRequest)
    case records([SQSMessage])
    case event(RelayEvent)

    /// Reads what is used, and passes over the rest.
    /// - Parameter organization: Whose tick a schedule is.
    /// - Throws: ``LambdaFailure`` for another shape, or a field that is wrong.
    init(_ bytes: [UInt8], organization: String) throws(LambdaFailure) {
        let json: JSON
        do {
            json = try JSON.parse(bytes)
        } catch {
            throw LambdaFailure(.notJSON, error.description)
        }
        let event: LambdaEvent?
        do throws(FieldError) {
            event = try Self.read(json, organization)
        } catch {
            let result = FunctionResult.badField(error)
            throw LambdaFailure(result.code ?? .badField, result.message)
        }
        guard let event else { throw .unknownShape }
        self = event
    }

    private static func read(_ json: JSON, _ organization: String) throws(FieldError) -> LambdaEvent? {
        if json["version"]?.string == "2.0", json["requestContext"]?["http"] != nil {
            return .request(try LambdaRequest(json))
        }
        if json["Records"]?.array?.first?["eventSource"]?.string == "aws:sqs" { return .records(try SQSMessage.records(json)) }
        if json["specversion"] != nil { return .event(try RelayEvent(json: json)) }
        if json["detail-type"]?.string == "Scheduled Event", json["source"]?.string == "aws.events" {
            return .event(try tick(json, organization))
        }
        return nil
    }

    /// A rule's schedule, as EventBridge sends it where it is given no event of ours.
    ///
    /// Source: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
    private static func tick(_ json: JSON, _ organization: String) throws(FieldError) -> RelayEvent {
        let reader = try ObjectReader(json, path: "")
        guard let time = try reader.optionalTime("time") else { throw reader.error("time", "is missing") }
        return RelayEvent(SweepTickEvent(at: time), organization: organization, unique: try reader.string("id"))
    }
}
