/// What `local-runner`, `local-runner --help` and `local-runner help` print: every command, on one screen of 80 by 24.
enum RunnerHelp {
    static let text = """
        Runs DeskRelay's functions on this machine.

          local-runner COMMAND [OPTIONS]      local-runner COMMAND --help says more

        run     init, check     sets up HubSpot and the settings; checks both
                serve           receives webhooks and runs the functions
                demo            plays conversations against a simulated HubSpot
                webhook-url     prints the target URL for HubSpot
        see     events          what was run, and how it ended; --follow goes on
                trace ID        the story of a thread, message, session or event
                explain THREAD  what the AI would do now, and by which rule
                sessions        the conversations;  session ID  shows one
                report          answered, handed over, and how fast
        act     pause, resume, close, handoff SESSION
                replay EVENT    does an event again, under a new id
                dead-letters    what could not be delivered: list, retry, drop
                send FILE       puts an event into the queue
                forget          erases what is kept of a customer
        build   invoke          runs one event through one function
                trigger SAMPLE  sends a signed webhook to any address
                sign, verify    a webhook's signature, and why one is wrong
                signature       which e-mail signature an address gets

        """
}
