import RelayCore

FunctionMain.run(WebhookReceive.self)
