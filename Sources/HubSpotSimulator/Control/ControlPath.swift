/// Where the simulator is spoken to about itself: none of these paths is HubSpot's.
enum ControlPath {
    static let root = "/simulator"
    /// Files of the portal, for everybody who has a signed address.
    static let files = "/simulator/files"
}
