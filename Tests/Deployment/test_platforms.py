"""functions/deploy says what template.yaml and the functions say."""

import re
import unittest

import functions
import platforms
from sam import Stack

# What an event may take beside the function's own time, in seconds: it is held until it is due (10), waits for a worker (5), a worker
# that hangs is killed (2), and the sink takes what was emitted (10).
BESIDE = 27
# What a SinkBinding can bind: resources with spec.template.spec.
# Source: https://knative.dev/docs/eventing/custom-event-source/sinkbinding/
BINDABLE = {"Deployment", "Job", "DaemonSet", "StatefulSet", "Service"}


class PlatformTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.described = functions.described()
        cls.keys = platforms.keys()
        with open(functions.TEMPLATE, encoding="utf-8") as file:
            cls.template = Stack(file.read())
        cls.knative = platforms.documents("knative.yaml")

    def expect_keys(self, where, plain, secret):
        """Keys that there are, each where secrets or others belong. A PostgreSQL without a password is no secret."""
        for name in plain | secret:
            self.assertIn(name, self.keys, f"{where}: {name} is no key")
        self.assertEqual({name for name in plain if self.keys[name]} - {"STORE_URL"}, set(), f"{where}: is secret")
        self.assertEqual({name for name in secret if not self.keys[name]} - {"STORE_URL"}, set(), f"{where}: is not secret")

    def expect_required(self, where, function, given):
        required = {key["key"] for key in self.described[function]["configuration"] if key["required"]}
        self.assertEqual(required - given, set(), f"{where}: is required and not given")

    def test_knative_functions(self):
        services = platforms.of_kind(self.knative, "Service")
        self.assertEqual(set(services), set(self.described))
        bound = self.bound("Service")
        for name, service in services.items():
            with self.subTest(name):
                labels, spec = service["metadata"]["labels"], service["spec"]["template"]["spec"]
                at_once, seconds = platforms.workers(self.template, name)
                self.assertEqual(platforms.container(service)["args"], [name])
                self.assertEqual(spec["containerConcurrency"], at_once)
                self.assertGreaterEqual(spec["timeoutSeconds"], seconds + BESIDE)
                self.assertTrue(all(wanted <= labels.items() for wanted in bound), "has no K_SINK")
                is_public = labels.get("networking.knative.dev/visibility") != "cluster-local"
                self.assertEqual(is_public, "http.request" in self.described[name]["takes"])

    def bound(self, kind):
        """The labels of what gets K_SINK, of this kind."""
        subjects = [binding["spec"]["subject"] for binding in platforms.of_kind(self.knative, "SinkBinding").values()]
        for subject in subjects:
            self.assertIn(subject["kind"], BINDABLE)
        labels = [subject["selector"]["matchLabels"].items() for subject in subjects if subject["kind"] == kind]
        self.assertNotEqual(labels, [], f"no {kind} gets K_SINK")
        return labels

    def test_knative_events(self):
        """Each event that a function takes from elsewhere comes to it by its trigger, and is given up into dead letters."""
        triggers = platforms.of_kind(self.knative, "Trigger")
        broker = platforms.of_kind(self.knative, "Broker")["deskrelay"]
        for name, description in self.described.items():
            taken = set(description["takes"]) - {"http.request", "signature.render"}
            trigger = triggers.pop(name, None)
            with self.subTest(name):
                found = trigger["spec"]["filters"][0]["any"] if trigger else []
                self.assertEqual({platforms.pattern(condition) for condition in found}, taken)
                if trigger:
                    self.assertEqual(trigger["spec"]["subscriber"]["ref"]["name"], name)
                    self.assertEqual(trigger["spec"]["broker"], broker["metadata"]["name"])
        self.assertEqual(triggers, {})
        # The usual class keeps events in memory.
        kind = broker["metadata"]["annotations"]["eventing.knative.dev/broker.class"]
        self.assertIn(kind, {"Kafka", "RabbitMQBroker"})
        delivery = broker["spec"]["delivery"]
        self.assertIn("deadLetterSink", delivery)
        pauses = int(re.fullmatch(r"PT(\d+)S", delivery["backoffDelay"]).group(1)) * delivery["retry"] * (delivery["retry"] + 1) / 2
        self.assertEqual(delivery["backoffPolicy"], "linear")
        self.assertGreater(pauses, 12 * 3600, "HubSpot may be down for hours")

    def test_knative_keys(self):
        plain = set(platforms.of_kind(self.knative, "ConfigMap")["deskrelay"]["data"])
        secret = set(platforms.of_kind(self.knative, "Secret")["deskrelay"]["stringData"])
        self.expect_keys("knative.yaml", plain, secret)
        for name in self.described:
            self.expect_required(f"knative.yaml, {name}", name, plain | secret)

    def test_knative_timer(self):
        job = platforms.of_kind(self.knative, "CronJob")["sweep"]["spec"]
        minutes = re.fullmatch(r"rate\((\d+) minutes\)", self.template.properties("ThreadSweepTimer")["ScheduleExpression"]).group(1)
        self.assertEqual(job["schedule"], f"*/{minutes} * * * *")
        labels = job["jobTemplate"]["metadata"]["labels"]
        self.assertTrue(all(wanted <= labels.items() for wanted in self.bound("Job")), "the sweep has no K_SINK")
        command = " ".join(job["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]["args"])
        event = dict(re.findall(r'-H "ce-(\w+): ([^"]+)"', command))
        self.assertEqual(set(event), {"specversion", "id", "source", "type"})
        self.assertIn(event["type"], self.described["thread-sweep"]["takes"])

    def test_cloud_run(self):
        (service,) = platforms.documents("cloud-run.yaml")
        (function,) = platforms.container(service)["args"]
        at_once, seconds = platforms.workers(self.template, function)
        self.assertEqual(service["spec"]["template"]["spec"]["containerConcurrency"], at_once)
        self.assertGreaterEqual(service["spec"]["template"]["spec"]["timeoutSeconds"], seconds)
        variables = platforms.container(service)["env"]
        plain = {variable["name"] for variable in variables if "value" in variable}
        secret = {variable["name"] for variable in variables} - plain
        self.expect_keys("cloud-run.yaml", plain, secret)
        self.expect_required("cloud-run.yaml", function, plain | secret)
        self.assertLessEqual({"K_SINK", "SINK_KEY", "PUBLIC_URL"}, plain | secret)

    def test_compose(self):
        (compose,) = platforms.documents("compose.yaml")
        services = compose["services"]
        functions_of_image = {name: service["command"] for name, service in services.items() if service.get("image") == "deskrelay"}
        self.assertEqual(functions_of_image, {"webhook-receive": ["webhook-receive"]})
        for name in ("host", "webhook-receive"):
            given = set(services[name]["environment"]) - {"STATE_DIRECTORY"}
            for key in given:
                self.assertIn(key, self.keys, name)
        receiver = services["webhook-receive"]["environment"]
        self.assertEqual(receiver["K_SINK"], "http://host:8080/events")
        # The host is given the key under the same variable.
        variable = re.match(r"\$\{(\w+)", receiver["SINK_KEY"]).group(1)
        self.assertTrue(services["host"]["environment"]["EVENTS_KEY"].startswith("${" + variable))
        # Of the settings it gets what it reads, under the same names, and no file with everybody's.
        self.assertNotIn("env_file", services["webhook-receive"])
        reads = {key["key"] for key in self.described["webhook-receive"]["configuration"]} - {"RELAY_CONFIG"} | {"PUBLIC_URL"}
        given = {key: value for key, value in receiver.items() if key not in {"K_SINK", "SINK_KEY"}}
        self.assertEqual(set(given), reads)
        for key, value in given.items():
            self.assertRegex(value, r"^\$\{" + key + r":[?-][^}]*\}$")
        self.expect_required("compose.yaml", "webhook-receive", {key for key, value in given.items() if ":?" in value})

    def test_compose_settings(self):
        """A settings file that says where store and queue of other runners are (docs/operating.md) changes neither service."""
        (compose,) = platforms.documents("compose.yaml")
        settings = {"STORE_URL": "postgres://elsewhere/x", "QUEUE_URL": "postgres://elsewhere/x", "AI_API_KEY": "a secret"}
        for name, stays in (("host", {"AI_API_KEY"}), ("webhook-receive", set())):
            service = compose["services"][name]
            # What stands under environment comes before what env_file has.
            # Source: https://docs.docker.com/compose/how-tos/environment-variables/envvars-precedence/
            effective = (settings if "env_file" in service else {}) | service["environment"]
            changed = {key for key, value in settings.items() if effective.get(key) == value}
            self.assertEqual(changed, stays, name)
        self.assertNotIn("QUEUE_URL", compose["services"]["webhook-receive"]["environment"])


if __name__ == "__main__":
    unittest.main()
