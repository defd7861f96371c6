import ContainerHost
import Foundation
import NIOCore
import NIOPosix

// The function's processes need the other processors.
NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount / 2)
exit(
    await ContainerCommand.run(
        Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment))
