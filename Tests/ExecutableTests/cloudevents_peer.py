"""CloudEvents' own SDK as the other side. `write` prints the event on standard input as HTTP, by headers and as one document; `read`
prints the event of each HTTP message, one a line."""

import json
import sys

from cloudevents.core.bindings.http import HTTPMessage, from_http_event, to_binary_event, to_structured_event
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

if sys.argv[1] == "write":
    event = JSONFormat().read(lambda attributes, data: CloudEvent(attributes=attributes, data=data), sys.stdin.read())
    for message in (to_binary_event(event), to_structured_event(event)):
        print(json.dumps({"headers": dict(message.headers), "body": message.body.decode()}))
else:
    for line in sys.stdin:
        message = json.loads(line)
        event = from_http_event(HTTPMessage(headers=message["headers"], body=message["body"].encode()))
        print(JSONFormat().write(event).decode())
