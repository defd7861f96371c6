"""The template, and that each rule would see what it is there for."""

import unittest

import functions
import template_rules
from sam import Stack

# By name: what is changed in the template, and the fault that must be found. cfn-lint passes every one of them.
MISTAKES = {
    "a command that is no function": ("Command: [ai-turn]", "Command: [ai-turns]", "ai-turns: no such function"),
    "an image of its own": (
        "ImageUri: !Ref ImageUri\n      ImageConfig:\n        Command: [signature-render]",
        "ImageUri: example.com/other\n      ImageConfig:\n        Command: [signature-render]",
        "SignatureRender: has an image of its own"),
    "a key that is not passed": (
        "          AI_MODEL: !Ref AiModel\n", "", "AiTurn: AI_MODEL is read, and cannot be set"),
    "a key that is not read": (
        "          AI_MODEL: !Ref AiModel\n", "          AI_MODEL: !Ref AiModel\n          PORT: !Ref AiModel\n",
        "AiTurn: PORT is not read"),
    "a key from another's parameter": (
        "          AI_MODEL: !Ref AiModel\n", "          AI_MODEL: !Ref AiUrl\n",
        "AiTurn: AI_MODEL is not the parameter AiModel"),
    "a required key with a default": (
        "  AiEngine: {Type: String}", '  AiEngine: {Type: String, Default: ""}',
        "AiTurn: AI_ENGINE is required, but its parameter has a default"),
    "a default beside the function's own": (
        '  AiTimeout: {Type: String, Default: ""}', '  AiTimeout: {Type: String, Default: "20"}',
        "AiTurn: AI_TIMEOUT has a default beside the function's own"),
    "faults of a timer that are never in a row": (
        "{Period: 300, Stat: Sum, Metric: {Namespace: AWS/Lambda, MetricName: Errors,\n"
        "            Dimensions: [{Name: FunctionName, Value: !Ref ThreadSweep}]}}",
        "{Period: 60, Stat: Sum, Metric: {Namespace: AWS/Lambda, MetricName: Errors,\n"
        "            Dimensions: [{Name: FunctionName, Value: !Ref ThreadSweep}]}}",
        "ErrorsAlarm: looks so often that a timer's faults are never in a row"),
    "no address for the signature": (
        "          PUBLIC_URL: !Ref PublicUrl\n", "", "ApiReceive: PUBLIC_URL is read, and cannot be set"),
    "a secret from a parameter": (
        '          WEBHOOK_URL_KEY: !Sub "{{resolve:secretsmanager:${SecretName}:SecretString:WEBHOOK_URL_KEY}}"',
        "          WEBHOOK_URL_KEY: !Ref SecretName", "WebhookReceive: WEBHOOK_URL_KEY does not come from the secret"),
    "a secret under another's name": (
        "SecretString:WEBHOOK_URL_KEY", "SecretString:RELAY_API_KEY",
        "WebhookReceive: WEBHOOK_URL_KEY does not come from the secret"),
    "no queue to write to": (
        '          QUEUE_URL: !Sub "https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${AWS::StackName}-{function}"\n',
        "", "AiTurn: has no QUEUE_URL and emits events, or has one and emits none"),
    "a parameter for nothing": (
        "Conditions:", '  Left: {Type: String, Default: ""}\nConditions:', "Left: is a parameter that nothing refers to"),
    "an event that must not be sent": (
        "                  - !GetAtt AiReplyPostQueue.Arn\n", "", "AiTurn: may not send to the queue of ai-reply-post"),
    "an event that nobody is sent": (
        "                  - !GetAtt AiTurnDeadLetters.Arn\n",
        "                  - !GetAtt AiTurnDeadLetters.Arn\n                  - !GetAtt TicketPropertyMirrorQueue.Arn\n",
        "AiTurn: may send to TicketPropertyMirrorQueue, and never does"),
    "a queue of another name": (
        'QueueName: !Sub "${AWS::StackName}-ai-turn"\n', 'QueueName: !Sub "${AWS::StackName}-turns"\n',
        "MessageRoute: its QUEUE_URL does not lead to the queue of ai-turn"),
    "dead letters of another name": (
        'QueueName: !Sub "${AWS::StackName}-ai-turn-dead"\n', 'QueueName: !Sub "${AWS::StackName}-dead-turns"\n',
        "AiTurn: its dead letters are not where function-host looks for them"),
    "dead letters that must not be sent to": (
        "                  - !GetAtt AiTurnDeadLetters.Arn\n", "", "AiTurn: may not send to its dead letters"),
    "no way to wait": (
        "                  - !GetAtt AiTurnQueue.Arn\n", "", "AiTurn: may not send to the queue of ai-turn"),
    "the address of another stack's queues": (
        "${AWS::StackName}-{function}", "relay-{function}", "AiTurn: its QUEUE_URL is not that of the stack's queues"),
    "a queue that must not be received from": (
        "Resource: !GetAtt AiTurnQueue.Arn", "Resource: !GetAtt AiReplyPostQueue.Arn",
        "AiTurn: may not receive from its queue, or from more than that"),
    "dead letters that an erasure does not reach": (
        "                  - !GetAtt AiReplyPostDeadLetters.Arn\n                  - !GetAtt HandoffCommentDeadLetters.Arn\n",
        "                  - !GetAtt AiReplyPostDeadLetters.Arn\n",
        "SessionControl: may not receive from its queue, or from more than that"),
    "another function's queue": (
        "Queue: !GetAtt AiTurnQueue.Arn", "Queue: !GetAtt AiReplyPostQueue.Arn",
        "AiTurn: may not receive from its queue, or from more than that"),
    "a queue by its URL": (
        "Queue: !GetAtt AiTurnQueue.Arn", "Queue: !Ref AiTurnQueue", "AiTurn: its queue is not named by its ARN"),
    "dead letters by their URL": (
        "deadLetterTargetArn: !GetAtt AiTurnDeadLetters.Arn", "deadLetterTargetArn: !Ref AiTurnDeadLetters",
        "AiTurnQueue: has no dead letters by ARN, or gives up before the fifth time"),
    "an event hidden for too short a time": (
        "VisibilityTimeout: 360", "VisibilityTimeout: 300", "AiTurnQueue: hides an event for less than six times 60 seconds"),
    "failures that are deleted": (
        "FunctionResponseTypes: [ReportBatchItemFailures]", "FunctionResponseTypes: []",
        "AiTurn: what fails of a batch would be deleted"),
    "any number at once": (
        "            ScalingConfig: {MaximumConcurrency: 10}\n", "", "AiTurn: has no maximum of what runs at once"),
    "dead letters that are soon gone": (
        '-ai-turn-dead"\n      SqsManagedSseEnabled: true\n      MessageRetentionPeriod: 1209600',
        '-ai-turn-dead"\n      SqsManagedSseEnabled: true\n      MessageRetentionPeriod: 86400',
        "AiTurnDeadLetters: does not keep dead letters for two weeks"),
    "every queue": (
        "Resource: !GetAtt AiTurnQueue.Arn", 'Resource: "*"',
        'AiTurnRole: allows [\'sqs:ReceiveMessage\', \'sqs:DeleteMessage\', \'sqs:ChangeMessageVisibility\', '
        '\'sqs:GetQueueAttributes\'] on "*"'),
    "every action": ('Action: "sqs:SendMessage"', 'Action: "sqs:*"', "AiTurnRole: allows sqs:*"),
    "another function's role": (
        "Role: !GetAtt AiTurnRole.Arn", "Role: !GetAtt ApiReceiveRole.Arn", "ApiReceiveRole: is not the role of one function"),
    "a table that a function does not know": (
        "      ManagedPolicyArns: [!Ref WritesLogs]",
        '      ManagedPolicyArns: [!Ref WritesLogs, !If [MakesTable, !Ref UsesTable, !Ref "AWS::NoValue"]]',
        "SignatureRender: has a store and may not write to the table, or may write to it and has none"),
    "an index that nobody may look into": (
        ', !Sub "${Table.Arn}/index/ByGroup"]', "]",
        "AiTurn: may not look into the index ByGroup, or may and there is none"),
    "a timer's fixed name": (
        "            OmitName: true\n", "", "ThreadSweepTimer: has the fixed name ThreadSweepTimer"),
    "another form of HTTP event": (
        "{ApiId: !Ref Api, Method: ANY,", '{ApiId: !Ref Api, PayloadFormatVersion: "1.0", Method: ANY,',
        "/webhooks/hubspot/{organization}/{token}: has another form of event than 2.0"),
    "an event that the timer's function does not take": (
        '"type": "sweep.tick"', '"type": "sweep.tock"', "ThreadSweepTimer: sends what its function does not take"),
    "a table that goes with its stack": (
        "    DeletionPolicy: Retain\n", "    DeletionPolicy: Delete\n", "Table: would be deleted with the stack"),
    "a table that only grows": (
        "{AttributeName: expires, Enabled: true}", "{AttributeName: expires, Enabled: false}", "Table: keeps what is over"),
    "a function that no alarm looks at": (
        "Dimensions: [{Name: FunctionName, Value: !Ref AiTurn}]", "Dimensions: [{Name: FunctionName, Value: !Ref ApiReceive}]",
        "AiTurn: no alarm looks at its Errors, or one looks at what is not there"),
    "a line that is not logged": (
        "an event has waited for long", "an event waits for long", "LongWaits: looks for what no function logs"),
    "waits that are counted for nobody": (
        "      MetricName: LongWaits\n", "      MetricName: Waits\n",
        "LongWaits: is counted and no alarm looks at it, or the other way round"),
    "an alarm that ends between two tries": (
        "Period: 1200", "Period: 300", "LongWaitsAlarm: would end and ring again while the same event waits"),
    "an alarm on a queue's URL": (
        "Value: !GetAtt AiTurnQueue.QueueName", "Value: !Ref AiTurnQueue",
        "AiTurnQueue: no alarm looks at its ApproximateAgeOfOldestMessage, or one looks at what is not there"),
}


class TemplateTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.described = functions.described()
        with open(functions.TEMPLATE, encoding="utf-8") as file:
            cls.template = file.read()

    def test_template(self):
        self.assertEqual(template_rules.faults(Stack(self.template), self.described), [])

    def test_mistakes(self):
        """Each mistake is seen."""
        for name, (right, wrong, fault) in MISTAKES.items():
            with self.subTest(name):
                self.assertIn(right, self.template)
                changed = Stack(self.changed(right, wrong))
                self.assertIn(fault, template_rules.faults(changed, self.described))

    def changed(self, right, wrong):
        """The template with the mistake in it, in ai-turn where it could stand in several."""
        start = self.template.find(right, self.template.index("\n  AiTurn:\n"))
        start = start if start >= 0 else self.template.rindex(right)
        return self.template[:start] + wrong + self.template[start + len(right):]


if __name__ == "__main__":
    unittest.main()
