import LiveMain
import RelayCore

FunctionMain.runLive(MessageRoute.self)
