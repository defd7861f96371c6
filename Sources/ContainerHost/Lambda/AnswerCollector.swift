import NIOCore
import NIOHTTP1
import RelayCore

/// One request after the other over a connection, each with its answer. Lives on the event loop of its channel.
final class AnswerCollector: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias Waiting = CheckedContinuation<Result<HTTPAnswer, LambdaAPIError>, Never>

    private var waiting: Waiting?
    private var isOpen = true
    private var status = 0
    private var headers: [String: String] = [:]
    private var body = ByteBuffer()

    func send(_ head: HTTPRequestHead, _ body: ByteBuffer, over channel: any Channel, _ waiting: Waiting) {
        guard isOpen, self.waiting == nil else { return waiting.resume(returning: .failure(.ended)) }
        self.waiting = waiting
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if body.readableBytes > 0 { channel.write(HTTPClientRequestPart.body(.byteBuffer(body)), promise: nil) }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            status = Int(head.status.code)
            headers = [:]
            for (name, value) in head.headers { headers[name.lowercased()] = value }
            body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end:
            answer(.success(HTTPAnswer(status: status, headers: headers, body: Array(body.readableBytesView))))
            body = ByteBuffer()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOpen = false
        answer(.failure(.ended))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ result: Result<HTTPAnswer, LambdaAPIError>) {
        waiting?.resume(returning: result)
        waiting = nil
    }
}

extension LambdaAPIError {
    static let ended = LambdaAPIError("the connection to the Runtime API has ended")
}
