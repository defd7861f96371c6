import LiveMain
import RelayCore

FunctionMain.runLive(ThreadSweep.self)
