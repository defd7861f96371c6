// LiveFunction
