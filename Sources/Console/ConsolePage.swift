import HostSurface
import RelayCore

/// The console's page: the files of `Page`, which are part of the executable. It asks nothing of any other place.
package struct ConsolePage: ConsoleSurface {
    /// What a host adds below `/console`, by name.
    private let additions: [String: any ConsoleSurface]

    package init(additions: [String: any ConsoleSurface] = [:]) { self.additions = additions }

    package func answer(_ request: ConsoleRequest) async -> ConsoleAnswer {
        if let name = request.path.first, let added = additions[name] { return await added.answer(request) }
        guard request.path.count <= 1, let file = Self.files[request.path.first ?? Self.index] else { return .unknownPath }
        guard request.method == "GET" || request.method == "HEAD" else {
            return .refused(405, .methodNotAllowed, "the page can only be read")
        }
        return ConsoleAnswer(
            status: 200, headers: ["content-type": file.type, "content-security-policy": Self.policy], body: .bytes(file.bytes))
    }

    /// Scripts are our own files alone, and nothing is asked elsewhere. What customers wrote stands in frames without rights, which
    /// inherit this; the styles of their mails are why inline ones are let in.
    ///
    /// Source: https://www.w3.org/TR/CSP3/
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    private static let index = "index.html"

    private static let files: [String: (bytes: [UInt8], type: String)] = [
        index: (PackageResources.index_html, "text/html; charset=utf-8"),
        "console.css": (PackageResources.console_css, "text/css; charset=utf-8"),
        "api.js": script(PackageResources.api_js), "app.js": script(PackageResources.app_js),
        "check.js": script(PackageResources.check_js), "dead-letters.js": script(PackageResources.dead_letters_js),
        "demo.js": script(PackageResources.demo_js), "dom.js": script(PackageResources.dom_js),
        "events.js": script(PackageResources.events_js), "format.js": script(PackageResources.format_js),
        "queue.js": script(PackageResources.queue_js), "report.js": script(PackageResources.report_js),
        "sessions.js": script(PackageResources.sessions_js), "story.js": script(PackageResources.story_js),
    ]

    private static func script(_ bytes: [UInt8]) -> (bytes: [UInt8], type: String) { (bytes, "text/javascript; charset=utf-8") }
}
