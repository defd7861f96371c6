import LiveMain
import RelayCore

FunctionMain.runLive(AIReplyPost.self)
