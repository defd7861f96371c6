import LiveMain
import RelayCore

FunctionMain.runLive(SessionControl.self)
