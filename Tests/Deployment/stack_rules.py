"""Nobody may do more than is needed, and somebody hears when something is wrong."""

import json
import os
import re

import functions
from sam import arn_of, index_of, listed, texts

NAMES = {"Name", "QueueName", "TableName", "FunctionName", "RoleName", "LogGroupName"}


def permissions(stack, _described):
    """Nobody may do more than is needed: one role for each function, named actions, named resources."""
    roles = [arn_of(properties["Role"]) for _, properties in stack.functions.values()]
    for role in sorted(set(roles), key=str):
        if role is None or roles.count(role) > 1:
            yield f"{role}: is not the role of one function"
            continue
        for statement in stack.statements(role):
            for action in listed(statement["Action"]):
                if "*" in action:
                    yield f"{role}: allows {action}"
            for target in listed(statement["Resource"]):
                if arn_of(target) not in stack.resources:
                    yield f"{role}: allows {statement['Action']} on {json.dumps(target)}"
    for name, (resource, properties) in stack.functions.items():
        reads_store = "STORE_URL" in properties["Environment"]["Variables"]
        role = arn_of(properties["Role"])
        if role and ("Table" in stack.allowed(role, "dynamodb:PutItem")) != reads_store:
            yield f"{resource}: has a store and may not write to the table, or may write to it and has none"
        if role and reads_store:
            yield from _unread_indexes(stack, resource, role)
        if role and stack.allowed(role, "logs:PutLogEvents") != {"Logs"}:
            yield f"{resource}: may not write to its log group alone"


def _unread_indexes(stack, resource, role):
    read = {
        index_of(target)[1] for statement in stack.statements(role) if "dynamodb:Query" in listed(statement["Action"])
        for target in listed(statement["Resource"]) if index_of(target)}
    declared = {index["IndexName"] for index in stack.properties("Table").get("GlobalSecondaryIndexes", [])}
    for index in sorted(read ^ declared):
        yield f"{resource}: may not look into the index {index}, or may and there is none"


def names(stack, _described):
    """Two stacks can stand beside each other: no name is fixed."""
    for path, text in texts(stack.resources):
        if path[1] == "Properties" and len(path) == 3 and path[-1] in NAMES:
            yield f"{path[0]}: has the fixed name {text}"


def entrances(stack, described):
    """What comes by HTTP and by the timer fits what the functions take."""
    routed = set()
    for api in stack.of_type("AWS::ApiGatewayV2::Api").values():
        for path, methods in api["Body"]["paths"].items():
            for operation in methods.values():
                integration = operation["x-amazon-apigateway-integration"]
                routed |= set(re.findall(r"\$\{(\w+)\.Arn\}", json.dumps(integration["uri"])))
                if integration["payloadFormatVersion"] != "2.0":
                    yield f"{path}: has another form of event than 2.0"
    for name, (resource, _) in stack.functions.items():
        if ("http.request" in described[name]["takes"]) != (resource in routed):
            yield f"{resource}: takes requests and has no route, or has one and takes none"
    timed = set()
    for timer, schedule in stack.of_type("AWS::Scheduler::Schedule").items():
        target = arn_of(schedule["Target"]["Arn"])
        event = json.loads(schedule["Target"]["Input"])
        timed.add(event["type"])
        takes = next((described[name]["takes"] for name, (resource, _) in stack.functions.items() if resource == target), [])
        if event["type"] not in takes or not {"specversion", "id", "source", "data"} <= set(event):
            yield f"{timer}: sends what its function does not take"
        if stack.allowed(arn_of(schedule["Target"]["RoleArn"]), "lambda:InvokeFunction") != {target}:
            yield f"{timer}: may call other functions than its own"
    if timed != {"sweep.tick"}:
        yield "nothing sends sweep.tick"


def keeping(stack, _described):
    """State outlives a mistake with the stack, and what is over goes by itself."""
    for name, table in stack.of_type("AWS::DynamoDB::Table").items():
        resource = stack.resources[name]
        if {resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")} != {"Retain"}:
            yield f"{name}: would be deleted with the stack"
        if not table.get("TimeToLiveSpecification", {}).get("Enabled"):
            yield f"{name}: keeps what is over"
        if not table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
            yield f"{name}: cannot be brought back"


def alarms(stack, _described):
    """Every function, queue and heap of dead letters is looked at, often enough that a timer's faults are seen one after the other."""
    watched = {}
    minutes = {
        arn_of(timer["Target"]["Arn"]): int(re.fullmatch(r"rate\((\d+) minutes?\)", timer["ScheduleExpression"]).group(1))
        for timer in stack.of_type("AWS::Scheduler::Schedule").values()}
    for name, alarm in stack.of_type("AWS::CloudWatch::Alarm").items():
        looks = [metric["MetricStat"] for metric in alarm.get("Metrics", []) if "MetricStat" in metric]
        metrics = [look["Metric"] for look in looks]
        for look in looks:
            rate = minutes.get(look["Metric"]["Dimensions"][0]["Value"].get("Ref"), 0)
            # Where nothing happened there is nothing to see, and the periods before do not count any more.
            if look["Period"] < 120 * rate:
                yield f"{name}: looks so often that a timer's faults are never in a row"
        # Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html
        if len(metrics) > 10:
            yield f"{name}: looks at more than ten metrics"
        for metric in metrics:
            value = metric["Dimensions"][0]["Value"]
            target = value["Ref"] if metric["Namespace"] == "AWS/Lambda" else value.get("Fn::GetAtt", [None, ""])
            if isinstance(target, list):
                # A queue's Ref is its URL.
                target = target[0] if target[1] == "QueueName" else None
            watched.setdefault(metric["MetricName"], set()).add(target)
    dead = {arn_of(stack.properties(arn_of(mapping["EventSourceArn"])).get("RedrivePolicy", {}).get("deadLetterTargetArn"))
            for mapping in stack.mappings.values()}
    feeding = {arn_of(mapping["EventSourceArn"]) for mapping in stack.mappings.values()}
    everything = {resource for resource, _ in stack.functions.values()}
    expected = {
        "ApproximateNumberOfMessagesVisible": dead, "ApproximateAgeOfOldestMessage": feeding, "Errors": everything,
        "Throttles": everything}
    for metric, targets in expected.items():
        for target in sorted(targets ^ watched.get(metric, set()), key=str):
            yield f"{target}: no alarm looks at its {metric}, or one looks at what is not there"


# A message of SQS is held back for no longer, in seconds.
# Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
LONGEST_DELAY = 900


def waits(stack, _described):
    """What waits for long stands in the log alone: it is counted there, and looked at for as long as it waits."""
    with open(os.path.join(functions.ROOT, "Sources/SQSQueue/SQSSource.swift"), encoding="utf-8") as file:
        told = re.findall(r'logger\.warning\(\s*"([^"]+)"', file.read())
    counted = set()
    for name, look in stack.of_type("AWS::Logs::MetricFilter").items():
        if look["LogGroupName"] != {"Ref": "Logs"} or look["FilterPattern"] not in [f'"{line}"' for line in told]:
            yield f"{name}: looks for what no function logs"
        counted |= {(change["MetricName"], json.dumps(change["MetricNamespace"])) for change in look["MetricTransformations"]}
    watched = set()
    for name, alarm in stack.of_type("AWS::CloudWatch::Alarm").items():
        if "MetricName" in alarm:
            watched.add((alarm["MetricName"], json.dumps(alarm["Namespace"])))
            if alarm["Period"] <= LONGEST_DELAY:
                yield f"{name}: would end and ring again while the same event waits"
    for metric, _ in sorted(counted ^ watched):
        yield f"{metric}: is counted and no alarm looks at it, or the other way round"
    if "LongWaits" not in {metric for metric, _ in counted}:
        yield "nothing counts what waits for long"
