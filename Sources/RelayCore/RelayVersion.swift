/// The version of DeskRelay: what commands, logs and requests say. The one place where it stands.
package enum RelayVersion {
    package static let text = "0.2.0"
}
