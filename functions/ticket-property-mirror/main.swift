import LiveMain
import RelayCore

FunctionMain.runLive(TicketPropertyMirror.self)
