"""A function gets the keys that it reads, and no others; each can be set."""

import re

import functions
from sam import texts

# Lambda's, for all variables of a function. Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
ENVIRONMENT_BYTES = 4096
# Of the keys that function-host itself reads, the one for functions that are called by HTTP.
PUBLIC_URL = {"key": "PUBLIC_URL", "required": False, "secret": False}


def parameter(key):
    """WEBHOOK_URL_KEY is the parameter WebhookUrlKey."""
    return "".join({"HUBSPOT": "HubSpot"}.get(word, word.capitalize()) for word in key.split("_"))


def environments(stack, described):
    parameters, used = stack.source["Parameters"], set()
    for name, (resource, properties) in stack.functions.items():
        variables = dict(properties["Environment"]["Variables"])
        if bool(functions.targets(described, name)) != (variables.pop("QUEUE_URL", None) is not None):
            yield f"{resource}: has no QUEUE_URL and emits events, or has one and emits none"
        is_called = "http.request" in described[name]["takes"]
        read = functions.keys(described, name) | ({PUBLIC_URL["key"]} if is_called else set())
        for key in sorted(set(variables) ^ read):
            yield f"{resource}: {key} is " + ("not read" if key in variables else "read, and cannot be set")
        for key in described[name]["configuration"] + ([PUBLIC_URL] if is_called else []):
            fault = _value_fault(variables.get(key["key"]), key, parameters)
            if key["key"] in variables and fault:
                yield f"{resource}: {key['key']} {fault}"
        if sum(len(key) for key in variables) > ENVIRONMENT_BYTES / 2:
            yield f"{resource}: the names of its keys leave too little of {ENVIRONMENT_BYTES} bytes for their values"
    for _, text in texts(stack.source):
        used |= set(re.findall(r"\$\{(\w+)\}", text)) | {text}
    for unused in sorted(set(parameters) - used):
        yield f"{unused}: is a parameter that nothing refers to"


def _value_fault(value, key, parameters):
    name, own = parameter(key["key"]), {"Ref": parameter(key["key"])}
    if key["key"] == "STORE_URL":
        expected = {"Fn::If": ["MakesTable", {"Fn::Sub": "dynamodb:${Table}"}, own]}
        return None if value == expected else "is neither the table nor StoreUrl"
    if key["secret"]:
        stored = {"Fn::Sub": "{{resolve:secretsmanager:${SecretName}:SecretString:%s}}" % key["key"]}
        allowed = [stored] if key["required"] else [{"Fn::If": [f"Reads{name}", stored, ""]}]
        return None if value in allowed else "does not come from the secret"
    if value != own:
        return f"is not the parameter {name}"
    default = parameters.get(name, {}).get("Default")
    if key["required"] != (default is None):
        return "is required, but its parameter has a default" if key["required"] else "has no default"
    return None if default in (None, "") else "has a default beside the function's own"
