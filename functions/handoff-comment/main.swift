import LiveFunction
import RelayCore

FunctionMain.runLive(HandoffComment.self)
