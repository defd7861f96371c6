"""A HubSpot, and an AI, that answer anything: what the real one would, with random changes, and statuses and headers of any kind."""

import asyncio
import json
import os
import random
import re

from mutation import encoded, mutated

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
THREAD = "3624100517"


def fixture(name):
    with open(os.path.join(ROOT, "Tests", "HubSpotAPITests", "Fixtures", name), encoding="utf-8") as file:
        return json.load(file)


def answers():
    """What is answered at a path, the first that fits."""
    message = fixture("email-message.json")
    thread = dict(fixture("thread.json"), id=THREAD, status="OPEN", archived=False, assignedTo=None)
    chat = dict(message, channelId="1000", type="MESSAGE", createdAt="2026-10-01T10:00:00Z")
    record = {"id": "552100", "properties": {"email": "casey@example.com", "firstname": "Casey", "hs_pipeline_stage": "1",
                                             "subject": "Shipping", "dealname": "Shop", "hs_object_id": "552100"}}
    page = {"results": [], "paging": {"next": {"after": "2"}}}
    return [
        (r"/messages/[^/]+/original-content", message), (r"/messages/[^/]+$", chat),
        (r"/messages$", dict(page, results=[message, chat])), (r"/threads/[^/]+", thread), (r"/threads$", dict(page, results=[thread])),
        (r"/actors", {"results": [{"id": "V-552100", "name": "Casey", "email": "casey@example.com"}]}),
        (r"/inboxes|channel-accounts", {"results": [{"id": "31415", "name": "Shop", "channelId": "1002", "inboxId": "1", "active": True,
                                                     "deliveryIdentifier": {"type": "HS_EMAIL_ADDRESS", "value": "help@shop.example"}}]}),
        (r"/associations", {"results": [{"toObjectId": 18900000001, "associationTypes": []}]}),
        (r"/search|batch/read", {"total": 1, "results": [record]}),
        (r"/pipelines", {"results": [{"id": "0", "stages": [{"id": "1", "metadata": {"isClosed": "false"}}]}]}),
        (r"/properties", {"name": "subject", "label": "Subject", "options": [{"value": "a", "label": "A"}]}),
        (r"/owners", {"id": "9", "userId": 52530099, "email": "rep@shop.example"}),
        (r"access-token-info", {"hubId": 62515001, "appId": 1098266, "userId": 1}), (r"/details", {"portalId": 62515001}),
        (r"/answer", {"action": "reply", "text": "Shipping takes **2** days."}), (r"", record),
    ]


class Garbage(asyncio.Protocol):
    ANSWERS = [(re.compile(pattern), value) for pattern, value in answers()]
    POOL = [value for _, value in answers()]
    ERRORS = [400, 401, 403, 404, 404, 405, 409, 423, 429, 500, 502, 503, 504, 418, 301, 204]
    NUMBERS = ["0", "1", "-1", "nan", "1e400", "9223372036854775807", "-9223372036854775808", "9" * 30, "", "x"]

    def __init__(self, chance):
        self.chance, self.data = chance, b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.data += data
        while True:
            head, mark, rest = self.data.partition(b"\r\n\r\n")
            if not mark:
                return
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            length = int(length.group(1)) if length else 0
            if len(rest) < length:
                return
            self.data = rest[length:]
            self.answer(head.split(b" ")[1].split(b"?")[0].decode("latin-1"))

    def answer(self, path):
        chance = self.chance
        value = next(value for pattern, value in self.ANSWERS if pattern.search(path))
        if chance.random() < 0.5:
            value = mutated(chance, value, self.POOL)
        status = 200 if chance.random() < 0.85 else chance.choice(self.ERRORS)
        if status >= 300 and chance.random() < 0.5:
            value = {"message": "Contact already exists. Existing ID: 12", "category": "X", "errors": [{"code": "A", "in": "b"}]}
        body = encoded(chance, value)
        if chance.random() < 0.02:
            body = chance.choice([b"", b"<html>no</html>", b"null", b"[" * 100, b"\xff\xfe"])
        headers = ["content-type: application/json", f"content-length: {len(body)}"]
        for name in ("x-hubspot-ratelimit-max", "x-hubspot-ratelimit-remaining", "x-hubspot-ratelimit-interval-milliseconds", "retry-after"):
            if chance.random() < 0.02:
                headers.append(f"{name}: {chance.choice(self.NUMBERS)}")
        head = f"HTTP/1.1 {status} X\r\n" + "\r\n".join(headers) + "\r\n\r\n"
        self.transport.write(head.encode("latin-1") + body)
        if chance.random() < 0.01:
            self.transport.abort()


def serve(seed, ready):
    """Serves until its process is ended.

    ready: a queue that gets the port."""
    async def run():
        chance = random.Random(seed)
        server = await asyncio.get_running_loop().create_server(lambda: Garbage(chance), "127.0.0.1", 0)
        ready.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())
