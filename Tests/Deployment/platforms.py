"""The deployments beside AWS: what they say of functions, events and keys, in one form."""

import os
import re

import functions
import yaml

FOLDER = os.path.join(functions.ROOT, "functions/deploy")


def documents(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return list(yaml.safe_load_all(file))


def of_kind(found, kind):
    return {document["metadata"]["name"]: document for document in found if document["kind"] == kind}


def container(service):
    return service["spec"]["template"]["spec"]["containers"][0]


def keys():
    """Every key that README's table of the configuration has, and whether it is secret; a test compares the table with the code."""
    with open(os.path.join(functions.ROOT, "README.md"), encoding="utf-8") as file:
        rows = re.findall(r"^\| `([A-Z0-9_]+)`( \(secret\))? \|", file.read(), re.M)
    return {name: bool(secret) for name, secret in rows}


def workers(template, name):
    """Of the template: how many events a function is given at once, and its seconds for one."""
    resource = next(
        resource for resource in template.source["Resources"].values()
        if resource.get("Properties", {}).get("ImageConfig", {}).get("Command") == [name])
    own = resource["Metadata"]["DeskRelay"]
    return own["Workers"] * own.get("EventsPerWorker", 1), resource["Properties"]["Timeout"]


def pattern(condition):
    """A trigger's condition as functions write it."""
    if "exact" in condition:
        return condition["exact"]["type"]
    return condition["prefix"]["type"] + "*"
