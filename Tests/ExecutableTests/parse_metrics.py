"""Reads a page of metrics with Prometheus' own client, and prints the sum of each name's samples as JSON."""
import collections
import json
import sys

from prometheus_client.parser import text_string_to_metric_families

sums = collections.Counter()
for family in text_string_to_metric_families(sys.stdin.read()):
    assert family.documentation, f"{family.name} has no HELP"
    assert family.type in ("counter", "gauge", "histogram"), f"{family.name} has no TYPE"
    for sample in family.samples:
        assert sample.name.startswith(family.name), f"{sample.name} is not of {family.name}"
        sums[sample.name] += sample.value
print(json.dumps(sums))
