import Deployment
import Foundation
import HostSurface
import RelayCore
import TestSupport
import Testing

@Suite("The deployment template")
struct DeploymentTemplateTests {
    /// The file that SAM deploys is the one that the local runner runs.
    @Test("The template of the repository is read")
    func repository() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../template.yaml")
        let template = try DeploymentTemplate(yaml: String(contentsOf: file, encoding: .utf8))
        #expect(
            template.functions.map(\.name).sorted() == [
                "ai-reply-post", "ai-turn", "api-receive", "handoff-comment", "message-route", "session-control",
                "signature-render", "thread-sweep", "ticket-property-mirror", "webhook-receive",
            ])
        let receive = try #require(template.functions.first { $0.name == "webhook-receive" })
        #expect(receive.routes.map(\.path) == ["/webhooks/hubspot/{organization}/{token}"])
        #expect(template.functions.filter { $0.period != nil }.map(\.name) == ["thread-sweep"])
        let period = template.functions.compactMap(\.period).first
        #expect(period.map { "\(Int($0))" } == ConfigurationKeys.sweepEvery.definition.shownDefault)
        #expect(
            template.functions.allSatisfy {
                $0.maximumReceives == 5 && $0.timeout >= 10 && $0.workers >= 1
            })
    }

    @Test("Queue, time-out and workers are read beside intrinsic functions")
    func settings() throws {
        let template = try DeploymentTemplate(
            yaml: """
                Resources:
                  Mirror:
                    Type: AWS::Serverless::Function
                    Metadata: {DeskRelay: {Workers: 3, EventsPerWorker: 4}}
                    Properties:
                      ImageUri: !Ref ImageUri
                      ImageConfig: {Command: [mirror]}
                      Timeout: 7
                      Environment: {Variables: {A: !Sub "${B}-c"}}
                      Events:
                        FromQueue: {Type: SQS, Properties: {Queue: !GetAtt MirrorQueue.Arn}}
                        Web: {Type: HttpApi, Properties: {Method: post, Path: "/a/{b}"}}
                        Old: {Type: Api, Properties: {Method: ANY, Path: /a}}
                        Timer: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(3 hours)}}
                  MirrorQueue:
                    Type: AWS::SQS::Queue
                    Properties: {RedrivePolicy: {maxReceiveCount: 9}}
                """)
        let mirror = try #require(template.functions.first)
        #expect(mirror.name == "mirror")
        #expect(mirror.timeout == 7)
        #expect(mirror.workers == 3)
        #expect(mirror.eventsPerWorker == 4)
        #expect(mirror.maximumReceives == 9)
        #expect(mirror.period == 10_800)
        #expect(mirror.routes == [try Route(method: "POST", path: "/a/{b}"), try Route(method: "ANY", path: "/a")])
    }

    struct Bad: NamedCase {
        let name: String
        let yaml: String
        let problem: String
    }

    private static func address(_ properties: String) -> String {
        """
        Resources: {F: {Type: AWS::Serverless::Function, Properties: {Timeout: 1, ImageConfig: {Command: [f]},
          Events: {Web: {Type: HttpApi, Properties: \(properties)}}}}}
        """
    }

    private static func timer(_ expression: String) -> String {
        """
        Resources: {F: {Type: AWS::Serverless::Function, Properties: {Timeout: 1, ImageConfig: {Command: [f]},
          Events: {T: {Type: ScheduleV2, Properties: {ScheduleExpression: "\(expression)"}}}}}}
        """
    }

    private static let rateProblem = "F.Events.T.ScheduleExpression must be rate(N minutes), or hours, or days"

    @Test(
        "What is wrong with a template is named",
        arguments: [
            Bad(name: "no method", yaml: address("{Path: /a}"), problem: "F.Events.Web.Method is missing"),
            Bad(name: "no path", yaml: address("{Method: GET}"), problem: "F.Events.Web.Path is missing"),
            Bad(
                name: "a method that is none", yaml: address("{Method: FETCH, Path: /a}"),
                problem: "F.Events.Web.Method must be an HTTP method in capitals, or ANY"),
            Bad(
                name: "the rest of a path", yaml: address("{Method: GET, Path: '/a/{proxy+}'}"),
                problem: "F.Events.Web.Path must have letters and digits between { and }"),
            Bad(name: "a timer without a rate", yaml: timer("cron(0 12 * * ? *)"), problem: rateProblem),
            Bad(name: "a rate of nothing", yaml: timer("rate(0 minutes)"), problem: rateProblem),
            Bad(name: "a rate in seconds", yaml: timer("rate(30 seconds)"), problem: rateProblem),
            Bad(name: "not YAML", yaml: "a: [", problem: "the template is not YAML"),
            Bad(name: "no resources", yaml: "a: b", problem: "the template has no Resources"),
            Bad(
                name: "no function", yaml: "Resources: {Q: {Type: AWS::SQS::Queue}}",
                problem: "the template has no AWS::Serverless::Function"),
            Bad(
                name: "no command", yaml: "Resources: {F: {Type: AWS::Serverless::Function, Properties: {Timeout: 1}}}",
                problem: "F.Properties.ImageConfig.Command is missing"),
            Bad(
                name: "no timeout",
                yaml: "Resources: {F: {Type: AWS::Serverless::Function, Properties: {ImageConfig: {Command: [f]}}}}",
                problem: "F.Properties.Timeout must be a positive whole number"),
            Bad(
                name: "no workers",
                yaml: """
                    Resources: {F: {Type: AWS::Serverless::Function, Metadata: {DeskRelay: {Workers: 0}},
                      Properties: {Timeout: 1, ImageConfig: {Command: [f]}}}}
                    """, problem: "F.Metadata.DeskRelay.Workers must be 1 to 64"),
            Bad(
                name: "a number of events that is none",
                yaml: """
                    Resources: {F: {Type: AWS::Serverless::Function, Metadata: {DeskRelay: {EventsPerWorker: many}},
                      Properties: {Timeout: 1, ImageConfig: {Command: [f]}}}}
                    """, problem: "F.Metadata.DeskRelay.EventsPerWorker must be 1 to 64"),
        ])
    func bad(_ bad: Bad) {
        let error = #expect(throws: TemplateError.self) { try DeploymentTemplate(yaml: bad.yaml) }
        #expect(error?.description == bad.problem)
    }
}
