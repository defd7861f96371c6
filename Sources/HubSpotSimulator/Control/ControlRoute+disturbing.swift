import RelayCore

/// Time, settings, faults and disturbances.
extension ControlRoute {
    static let disturbing: [ControlRoute] = [
        ControlRoute("POST", "/time", ["advanceSeconds"]) { simulation, input in
            await simulation.portal.advanceTime(try input.body.seconds("advanceSeconds"))
            return ["now": .string(Timestamp.rfc3339(simulation.portal.ambient.now()))]
        },
        ControlRoute("GET", "/settings") { simulation, _ in simulation.portal.settings.json },
        ControlRoute("PATCH", "/settings", PortalSettings.fields.map(\.name)) { simulation, input in
            simulation.portal.settings = try simulation.portal.settings.changed(by: .object(input.body.members))
            return simulation.portal.settings.json
        },
        ControlRoute("POST", "/reset") { simulation, _ in
            await simulation.portal.reset()
            await simulation.webhooks?.reset()
            simulation.journal.reset()
            simulation.meter.reset()
            return done
        },
        ControlRoute("POST", "/tokens/revoke", ["token"]) { simulation, input in
            let token = Secret(try input.body.string("token"))
            guard simulation.portal.scopes(of: token) != nil else {
                throw input.body.error("token", "is not one of the portal's")
            }
            simulation.portal.revokeToken(token)
            return done
        },
        ControlRoute("POST", "/faults", FaultPlan.fields) { simulation, input in
            let plan = try FaultPlan(input.body)
            simulation.journal.plan(plan.fault, plan.match, times: plan.times)
            return done
        },
        ControlRoute("DELETE", "/faults") { simulation, _ in
            simulation.journal.forgetFaults()
            return done
        },
        ControlRoute("POST", "/delivery/fail", ["threadId", "messageId", "reason"]) { simulation, input in
            try await simulation.portal.failDelivery(
                threadID: try input.body.id("threadId"), messageID: try input.body.string("messageId"),
                reason: try input.body.string("reason"))
            return done
        },
        ControlRoute("POST", "/delivery/fail-next", ["times", "reason"]) { simulation, input in
            let times = try input.body.optionalInt("times") ?? 1
            guard 1...1000 ~= times else { throw input.body.error("times", "must be from 1 to 1000") }
            await simulation.portal.failNextSends(times, reason: try input.body.string("reason"))
            return done
        },
        ControlRoute("POST", "/webhooks/target", ["url"]) { simulation, input in
            let url = try input.body.string("url")
            guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
                throw input.body.error("url", "must be an http or https URL")
            }
            guard let webhooks = simulation.webhooks else {
                throw input.body.error("url", "needs a client secret: start the simulator with --client-secret")
            }
            await webhooks.send(to: url)
            return done
        },
        ControlRoute("POST", "/webhooks/disturb", ["kind", "type", "times"]) { simulation, input in
            let body = input.body
            guard let kind = WebhookDisturbance(rawValue: try body.string("kind")) else {
                throw body.error("kind", "must be one of \(WebhookDisturbance.allCases.map(\.rawValue))")
            }
            let type = try body.optionalString("type").map { name in
                guard let type = WebhookType(rawValue: name) else { throw body.error("type", "is not a type of webhook events") }
                return type
            }
            simulation.portal.disturbWebhooks(kind, type, times: try FaultPlan.times(body))
            return done
        },
        ControlRoute("POST", "/webhooks/hold") { simulation, _ in
            simulation.portal.holdWebhooks()
            return done
        },
        ControlRoute("POST", "/webhooks/release", ["shuffled"]) { simulation, input in
            simulation.portal.releaseWebhooks(shuffled: try input.body.optionalBool("shuffled") ?? false)
            return done
        },
        ControlRoute("POST", "/webhooks/send", ["event"]) { simulation, input in
            await simulation.portal.sendWebhook(.object(try input.body.object("event").members))
            return done
        },
    ]
}
