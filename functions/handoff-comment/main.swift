import LiveMain
import RelayCore

FunctionMain.runLive(HandoffComment.self)
