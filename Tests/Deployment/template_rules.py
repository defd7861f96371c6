"""What must hold of the template beyond what cfn-lint looks at. Each rule yields what is wrong, in words."""

import environment_rules
import queue_rules
import stack_rules

ALL = [
    environment_rules.environments, queue_rules.wiring, queue_rules.queues, stack_rules.permissions, stack_rules.names,
    stack_rules.entrances, stack_rules.keeping, stack_rules.alarms, stack_rules.waits,
]


def commands(stack, described):
    """Each function of the package is deployed once, from the one image."""
    for name in sorted(set(described) ^ set(stack.functions)):
        yield f"{name}: is not in the template" if name in described else f"{name}: no such function"
    for name, (resource, properties) in stack.functions.items():
        if properties["Code"] != {"ImageUri": {"Ref": "ImageUri"}}:
            yield f"{resource}: has an image of its own"


def faults(stack, described):
    # Without them there is nothing to ask the others of.
    unknown = list(commands(stack, described))
    return unknown or [fault for rule in ALL for fault in rule(stack, described)]
