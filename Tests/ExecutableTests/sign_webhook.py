"""Prints HubSpot's own v3 signature, made by its SDK, of what stands on standard input as JSON."""

import json
import sys

from hubspot.utils.signature import Signature

request = json.load(sys.stdin)
print(Signature.get_signature(
    request["secret"], request["body"], "v3",
    http_uri=request["url"], http_method="POST", timestamp=request["timestamp"]))
