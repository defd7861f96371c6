import LiveMain
import RelayCore

FunctionMain.runLive(AITurn.self)
