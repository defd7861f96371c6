import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("Rate limits")
struct RateLimitTests {
    private static func settings(_ change: (inout RateLimits) -> Void) -> PortalSettings {
        var settings = PortalSettings()
        change(&settings.rateLimits)
        return settings
    }

    private static let search = "\(Edition.v3.tickets)/search"

    @Test("Every answer tells what is left")
    func headers() async throws {
        try await withSimulator { _, client in
            let first = try await client.get(Edition.v3.owners)
            #expect(first.headers["x-hubspot-ratelimit-max"] == "190")
            #expect(first.headers["x-hubspot-ratelimit-remaining"] == "189")
            #expect(first.headers["x-hubspot-ratelimit-interval-milliseconds"] == "10000")
            #expect(first.headers["x-hubspot-ratelimit-daily"] == "625000")
            let refused = try await client.get("\(Edition.v3.owners)/1")
            #expect(refused.status == 404)
            #expect(refused.headers["x-hubspot-ratelimit-daily-remaining"] == "624998")
            let search = try await client.post(Self.search, [:])
            #expect(!search.headers.keys.contains { $0.hasPrefix("x-hubspot-ratelimit") })
        }
    }

    @Test("The limit of ten seconds rolls")
    func tenSeconds() async throws {
        let clock = TestClock()
        try await withSimulator(Self.settings { $0.tenSecondly = 3 }, clock: clock) { server, client in
            for second in 0..<3 {
                #expect(try await client.get(Edition.v3.owners).status == 200, "call \(second)")
                clock.advance(2)
            }
            let refused = try await client.get(Edition.v3.owners)
            #expect(refused.status == 429)
            #expect(refused.json["policyName"] == "TEN_SECONDLY_ROLLING")
            #expect(refused.json["message"] == "You have reached your ten_secondly_rolling limit.")
            #expect(refused.headers["x-hubspot-ratelimit-remaining"] == "0")
            #expect(refused.headers["retry-after"] == nil)
            clock.advance(4)
            #expect(try await client.get(Edition.v3.owners).status == 200)
            #expect(try await client.get(Edition.v3.owners).status == 429)
            #expect(server.calls.map(\.status) == [200, 200, 200, 429, 200, 429])
        }
    }

    struct Crossing: NamedCase {
        let name: String
        /// How far the clock goes back between two calls, in seconds.
        let back: Double
        let status: Int
    }

    @Test(
        "Calls at the same time count in whatever order they come; only a clock that was set back starts anew",
        arguments: [
            Crossing(name: "the same time", back: 0, status: 429),
            Crossing(name: "a call that was overtaken", back: 0.01, status: 429),
            Crossing(name: "a clock that was set back", back: 11, status: 200),
        ])
    func crossing(_ crossing: Crossing) async throws {
        let clock = TestClock()
        try await withSimulator(Self.settings { $0.tenSecondly = 2 }, clock: clock) { _, client async throws in
            for _ in 0..<2 { #expect(try await client.get(Edition.v3.owners).status == 200) }
            clock.advance(-crossing.back)
            #expect(try await client.get(Edition.v3.owners).status == crossing.status)
        }
    }

    @Test("The limit of a day ends at midnight")
    func day() async throws {
        let clock = TestClock()
        let settings = Self.settings {
            $0.daily = 2
            $0.sendsRetryAfter = true
        }
        try await withSimulator(settings, clock: clock) { _, client in
            let usage = "/account-info/v3/api-usage/daily/private-apps"
            #expect(try await client.get(usage).results.first?["currentUsage"] == 1)
            #expect(try await client.get(Edition.v3.owners).status == 200)
            let refused = try await client.get(Edition.v3.owners)
            #expect(refused.json["policyName"] == "DAILY")
            let wait = try #require(refused.headers["retry-after"].flatMap { Double($0) })
            clock.advance(wait)
            let again = try await client.get(usage)
            #expect(again.results.first?["currentUsage"] == 1)
            #expect(again.results.first?["usageLimit"] == 2)
        }
    }

    @Test("Searches have a limit of their own")
    func searches() async throws {
        let clock = TestClock()
        try await withSimulator(clock: clock) { _, client in
            for _ in 0..<5 { #expect(try await client.post(Self.search, [:]).status == 200) }
            let refused = try await client.post(Self.search, [:])
            #expect(refused.status == 429)
            #expect(refused.json["message"] == "You have reached your secondly limit.")
            #expect(!refused.headers.keys.contains { $0.hasPrefix("x-hubspot-ratelimit") })
            #expect(try await client.get(Edition.v3.owners).status == 200)
            clock.advance(1)
            #expect(try await client.post(Self.search, [:]).status == 200)
        }
    }

    @Test("Calls are counted even where no limit is enforced")
    func unlimited() async throws {
        var settings = PortalSettings()
        settings.rateLimits = .unlimited
        settings.rateLimits.tenSecondly = 1
        try await withSimulator(settings) { _, client in
            for _ in 0..<3 { #expect(try await client.get(Edition.v3.owners).status == 200) }
            let last = try await client.get(Edition.v3.owners)
            #expect(last.headers["x-hubspot-ratelimit-daily-remaining"] == "624996")
        }
    }
}
