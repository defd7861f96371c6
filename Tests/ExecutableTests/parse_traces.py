"""Reads OTLP requests in JSON, one a line, with OpenTelemetry's own protocol, and prints how many spans they hold.

OTLP's JSON has ids in hexadecimal where ProtoJSON has base64: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""
import base64
import json
import sys

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

sizes = {"traceId": 16, "spanId": 8, "parentSpanId": 8}
count = 0
for line in sys.stdin:
    request = json.loads(line)
    for resource in request["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            for span in scope["spans"]:
                for name, size in sizes.items():
                    if name in span:
                        value = bytes.fromhex(span[name])
                        assert len(value) == size, f"{name} has {len(value)} bytes"
                        span[name] = base64.b64encode(value).decode()
    # Unknown fields and wrong types are errors.
    message = json_format.ParseDict(request, ExportTraceServiceRequest())
    for resource in message.resource_spans:
        names = {attribute.key: attribute.value.string_value for attribute in resource.resource.attributes}
        assert names["service.name"] == "deskrelay" and names["service.version"], names
        for scope in resource.scope_spans:
            for span in scope.spans:
                assert span.name and 0 < span.start_time_unix_nano <= span.end_time_unix_nano, span
                count += 1
print(count)
