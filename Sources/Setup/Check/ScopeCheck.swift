import HubSpotAPI

/// Which scopes the token has, one line each.
enum ScopeCheck {
    static func lines(_ scopes: [String]) -> [CheckLine] {
        let granted = Set(scopes)
        return ScopeTable.all.map { need in
            let name = "scope \(need.scope)"
            if need.isGranted(by: granted) { return .ok(name, need.feature) }
            let fix = "Add \(need.scope) to the app, upload or save it, and allow it in the account."
            return need.isVital ? .fault(name, need.stopsWithout, fix: fix) : .warning(name, need.stopsWithout, fix: fix)
        }
    }
}
