"""The template as AWS SAM makes CloudFormation of it, and what can be asked of the result."""

import copy
import logging
import os
import re

# Counts of its own, which it would send to nobody here.
logging.getLogger("samtranslator.metrics").setLevel(logging.ERROR)
os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")

from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402


class _NoManagedPolicies:
    """The template names no policy of AWS's, so SAM need not ask AWS for their list."""

    def load(self):
        return {}

    def get_bundled_managed_policy_map(self, _partition=None):
        return {}


class Stack:
    def __init__(self, text):
        self.source = yaml_parse(text)
        # SAM changes what it is given.
        self.resources = transform(copy.deepcopy(self.source), {}, _NoManagedPolicies())["Resources"]

    def of_type(self, kind):
        return {name: resource.get("Properties", {}) for name, resource in self.resources.items() if resource["Type"] == kind}

    def properties(self, name):
        return self.resources.get(name, {}).get("Properties", {})

    @property
    def functions(self):
        """By the function's own name, which is its command: the resource and its properties."""
        return {
            properties["ImageConfig"]["Command"][0]: (resource, properties)
            for resource, properties in self.of_type("AWS::Lambda::Function").items()}

    @property
    def mappings(self):
        """By the function's resource: what feeds it from a queue."""
        mappings = self.of_type("AWS::Lambda::EventSourceMapping").values()
        return {properties["FunctionName"]["Ref"]: properties for properties in mappings}

    def statements(self, role):
        """What a role's policies and those that it shares allow."""
        properties = self.properties(role)
        documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
        for shared in properties.get("ManagedPolicyArns", []):
            shared = shared["Fn::If"][1] if "Fn::If" in shared else shared
            documents.append(self.properties(shared["Ref"])["PolicyDocument"])
        return [statement for document in documents for statement in document["Statement"]]

    def allowed(self, role, action):
        """The resources, by name, on which a role may do something."""
        return {
            target for statement in self.statements(role) if action in listed(statement["Action"])
            for target in map(arn_of, listed(statement["Resource"]))}


def listed(value):
    return value if isinstance(value, list) else [value]


def arn_of(value):
    """The resource whose ARN a value is, or the table whose index's; None where it is anything else."""
    index = index_of(value)
    if index:
        return index[0]
    target = value.get("Fn::GetAtt") if isinstance(value, dict) else None
    return target[0] if target and target[1] in ("Arn", "LogGroupArn") else None


def index_of(value):
    """The table and the name of the index whose ARN a value is."""
    text = value.get("Fn::Sub") if isinstance(value, dict) else None
    match = re.fullmatch(r"\$\{(\w+)\.Arn\}/index/(\w+)", text) if isinstance(text, str) else None
    return match.groups() if match else None


def texts(value, path=()):
    """Every text in a value, with where it stands."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from texts(child, (*path, key))
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from texts(child, (*path, number))
    elif isinstance(value, str):
        yield path, value
