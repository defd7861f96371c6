import RelayCore

FunctionMain.run(SignatureRender.self)
