/// A queue that tickets can be given to: an owner that is no user.
package struct SimulatedQueue: Sendable, Hashable {
    package var ownerID: Int
    package var name: String

    package init(ownerID: Int, name: String) {
        self.ownerID = ownerID
        self.name = name
    }
}
