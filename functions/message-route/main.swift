import LiveFunction
import RelayCore

FunctionMain.runLive(MessageRoute.self)
