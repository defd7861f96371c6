import LiveFunction
import RelayCore

FunctionMain.runLive(TicketPropertyMirror.self)
