"""What the functions' executables say of themselves (`--describe`), and which takes what another one emits."""

import json
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXECUTABLES = os.environ.get("EXECUTABLES", os.path.join(ROOT, ".build/debug"))
TEMPLATE = os.path.join(ROOT, "template.yaml")

# Nobody of ours takes it: it is for whoever watches.
FOR_OTHERS = {"session.updated"}
# What comes by HTTP, by the timer or by hand, and not from a queue.
DIRECT = {"http.request", "sweep.tick", "signature.render"}


def names():
    folder = os.path.join(ROOT, "functions")
    return sorted(name for name in os.listdir(folder) if os.path.exists(os.path.join(folder, name, "main.swift")))


def described():
    """By function: `takes`, `emits` and `configuration`, as its executable says."""
    descriptions = {}
    for name in names():
        command = [os.path.join(EXECUTABLES, name), "--describe"]
        descriptions[name] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return descriptions


def meet(one, other):
    """Whether a type can fit both patterns: names, or beginnings of names that end with *."""
    if one.endswith("*") and other.endswith("*"):
        return one[:-1].startswith(other[:-1]) or other[:-1].startswith(one[:-1])
    if one.endswith("*"):
        return other.startswith(one[:-1])
    if other.endswith("*"):
        return one.startswith(other[:-1])
    return one == other


def takers(descriptions, emitted):
    """The functions that take an event of this type, or of one of these, from a queue."""
    return {
        name for name, description in descriptions.items()
        if any(meet(emitted, taken) for taken in description["takes"] if taken not in DIRECT)}


def with_queue(descriptions):
    return {name for name, description in descriptions.items() if set(description["takes"]) - DIRECT}


def targets(descriptions, name):
    """The functions whose queues the function must reach: those that take what it emits, and itself for what waits."""
    following = {taker for emitted in descriptions[name]["emits"] for taker in takers(descriptions, emitted)}
    return following | ({name} & with_queue(descriptions))


def keys(descriptions, name):
    return {key["key"] for key in descriptions[name]["configuration"]}
