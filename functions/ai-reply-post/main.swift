import LiveFunction
import RelayCore

FunctionMain.runLive(AIReplyPost.self)
