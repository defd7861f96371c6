import RelayCore

FunctionMain.run(APIReceive.self)
