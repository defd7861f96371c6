/// A ticket pipeline and its stages.
package struct SimulatedPipeline: Sendable, Hashable {
    package struct Stage: Sendable, Hashable {
        package var id: String
        package var label: String
        package var isClosed: Bool

        package init(id: String, label: String, isClosed: Bool = false) {
            self.id = id
            self.label = label
            self.isClosed = isClosed
        }
    }

    package var id: String
    package var label: String
    package var stages: [Stage]

    package init(id: String, label: String, stages: [Stage]) {
        self.id = id
        self.label = label
        self.stages = stages
    }

    /// The pipeline that every portal starts with.
    package static let support = SimulatedPipeline(
        id: "0", label: "Support Pipeline",
        stages: [
            Stage(id: "1", label: "New"), Stage(id: "2", label: "Waiting on contact"), Stage(id: "3", label: "Waiting on us"),
            Stage(id: "4", label: "Closed", isClosed: true),
        ])

    /// That of deals.
    static let sales = SimulatedPipeline(
        id: "default", label: "Sales Pipeline",
        stages: [
            Stage(id: "appointmentscheduled", label: "Appointment Scheduled"),
            Stage(id: "closedwon", label: "Closed Won", isClosed: true),
            Stage(id: "closedlost", label: "Closed Lost", isClosed: true),
        ])
}
