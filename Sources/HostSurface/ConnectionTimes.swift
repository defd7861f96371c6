import NIOCore
import NIOHTTPTypes

/// How long a connection may take for each part of a request.
package struct ConnectionTimes: Sendable {
    /// From its beginning to its first request.
    package var head: TimeAmount
    /// From a request's head to the end of its body. HubSpot gives up after 5 seconds.
    package var body: TimeAmount
    /// From there to the end of the answer, which somebody may be slow to take.
    package var answer: TimeAmount
    /// What a body goes on for whose request is answered already; it is thrown away.
    package var remainder: TimeAmount
    /// Between two requests.
    package var idle: TimeAmount

    package init(
        head: TimeAmount = .seconds(10), body: TimeAmount = .seconds(15), answer: TimeAmount = .seconds(30),
        remainder: TimeAmount = .seconds(2), idle: TimeAmount = .seconds(60)
    ) {
        self.head = head
        self.body = body
        self.answer = answer
        self.remainder = remainder
        self.idle = idle
    }
}

/// Closes a connection that takes longer than it may. Lives on the event loop of its channel.
final class ConnectionClock: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let times: ConnectionTimes
    private let connections: Connections
    private var isReading = false
    private var unanswered = 0
    private var end = NIODeadline.distantFuture
    private var timer: (at: NIODeadline, task: Scheduled<Void>)?

    init(times: ConnectionTimes, connections: Connections) {
        self.times = times
        self.connections = connections
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let (channel, connections) = (context.channel, connections)
        connections.add(channel)
        channel.closeFuture.whenComplete { _ in connections.remove(channel) }
        limit(times.head, context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            unanswered += 1
            isReading = true
            connections.set(context.channel, waits: false)
            limit(times.body, context)
        case .body: break
        case .end:
            isReading = false
            limit(unanswered > 0 ? times.answer : times.idle, context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            unanswered -= 1
            if unanswered == 0 {
                connections.set(context.channel, waits: true)
                limit(isReading ? times.remainder : times.idle, context)
            }
        }
        context.write(data, promise: promise)
    }

    private func limit(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        end = .now() + time
        // A later end is looked at when the timer fires: few are set, however many requests there are.
        if let timer, timer.at <= end { return }
        timer?.task.cancel()
        set(context)
    }

    private func set(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = (end, context.eventLoop.scheduleTask(deadline: end) { bound.value.0.fire(bound.value.1) })
    }

    private func fire(_ context: ChannelHandlerContext) {
        timer = nil
        if end <= .now() { context.close(promise: nil) } else { set(context) }
    }
}
