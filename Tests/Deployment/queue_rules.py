"""Events find their way: what a function emits reaches who takes it, by queues that lose nothing."""

import functions
from sam import arn_of

RECEIVING = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"}
# Who takes it erases customers' data.
ERASURE = "session.delete"
# For function-host: where what a function emits goes. {function} stands for one that takes the event, and for itself and -dead behind it
# for what waits and for dead letters.
QUEUE_URL = "https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${AWS::StackName}-{function}"


def wiring(stack, described):
    """What a function emits reaches a queue that it may send to, and from which the one that takes it may receive."""
    for name in sorted(set(described) & set(stack.functions)):
        resource, properties = stack.functions[name]
        role = arn_of(properties["Role"])
        for emitted in described[name]["emits"]:
            if not functions.takers(described, emitted) and emitted not in functions.FOR_OTHERS:
                yield f"{name}: emits {emitted}, which no function takes"
        queues = {taker: _queue(stack, taker) for taker in functions.targets(described, name)}
        reachable = stack.allowed(role, "sqs:SendMessage")
        for taker, queue in sorted(queues.items()):
            if queue not in reachable:
                yield f"{resource}: may not send to the queue of {taker}"
            if stack.properties(queue).get("QueueName") != {"Fn::Sub": "${AWS::StackName}-" + taker}:
                yield f"{resource}: its QUEUE_URL does not lead to the queue of {taker}"
        own = _queue(stack, name)
        dead = arn_of(stack.properties(own).get("RedrivePolicy", {}).get("deadLetterTargetArn"))
        for queue in sorted(filter(None, reachable - set(queues.values()) - {dead})):
            yield f"{resource}: may send to {queue}, and never does"
        if own and dead not in reachable:
            yield f"{resource}: may not send to its dead letters"
        if dead and stack.properties(dead).get("QueueName") != {"Fn::Sub": "${AWS::StackName}-" + name + "-dead"}:
            yield f"{resource}: its dead letters are not where function-host looks for them"
        url = properties["Environment"]["Variables"].get("QUEUE_URL")
        if url and url != {"Fn::Sub": QUEUE_URL}:
            yield f"{resource}: its QUEUE_URL is not that of the stack's queues"
        if (name in functions.with_queue(described)) != (own is not None):
            yield f"{resource}: takes events and has no queue, or has one and takes none"
        wanted = {own} if own else set()
        # What it erases lies in everybody's dead letters.
        if ERASURE in described[name]["takes"]:
            wanted |= _dead_letters(stack)
        if any(stack.allowed(role, action) != wanted for action in RECEIVING):
            yield f"{resource}: may not receive from its queue, or from more than that"


def _queue(stack, name):
    """The resource of the queue that feeds a function."""
    mapping = stack.mappings.get(stack.functions[name][0]) if name in stack.functions else None
    return arn_of(mapping["EventSourceArn"]) if mapping else None


def _dead_letters(stack):
    redrives = (queue.get("RedrivePolicy", {}) for queue in stack.of_type("AWS::SQS::Queue").values())
    return {arn_of(redrive.get("deadLetterTargetArn")) for redrive in redrives} - {None}


def queues(stack, _described):
    """A queue waits long enough, gives up into dead letters, and tells single failures."""
    for resource, mapping in stack.mappings.items():
        timeout = stack.properties(resource)["Timeout"]
        queue = arn_of(mapping["EventSourceArn"])
        if queue is None:
            yield f"{resource}: its queue is not named by its ARN"
            continue
        properties = stack.properties(queue)
        if properties.get("VisibilityTimeout", 30) < 6 * timeout:
            yield f"{queue}: hides an event for less than six times {timeout} seconds"
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{resource}: what fails of a batch would be deleted"
        if mapping.get("ScalingConfig", {}).get("MaximumConcurrency", 0) < 2:
            yield f"{resource}: has no maximum of what runs at once"
        redrive = properties.get("RedrivePolicy", {})
        dead = arn_of(redrive.get("deadLetterTargetArn"))
        if dead is None or not 5 <= redrive.get("maxReceiveCount", 0):
            yield f"{queue}: has no dead letters by ARN, or gives up before the fifth time"
        elif stack.properties(dead).get("MessageRetentionPeriod", 0) != 1_209_600:
            yield f"{dead}: does not keep dead letters for two weeks"
