"""Drives a headless Chromium by its DevTools protocol over two pipes. Needs Python's standard library and a Chromium.

Source of the protocol: https://chromedevtools.github.io/devtools-protocol/ and, for the pipes, Chromium's --remote-debugging-pipe:
messages are JSON that ends with a zero byte; the browser reads descriptor 3 and writes descriptor 4.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# When something that is waited for hangs, in seconds.
PATIENCE = 90


def executable():
    """The path of a Chromium, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


class Fault(Exception):
    pass


class Browser:
    """One page."""

    def __init__(self, path):
        self.profile = tempfile.mkdtemp(prefix="deskrelay-browser-")
        to_browser, self.to_browser = os.pipe()
        self.from_browser, from_browser = os.pipe()

        def place():
            os.dup2(to_browser, 3)
            os.dup2(from_browser, 4)

        # Away from 3 and 4, or placing one end would close the other.
        to_browser, from_browser = (self._high(each) for each in (to_browser, from_browser))
        self.process = subprocess.Popen(
            [path, "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-extensions", "--hide-scrollbars", f"--user-data-dir={self.profile}", "about:blank"],
            pass_fds=(3, 4, to_browser, from_browser), preexec_fn=place, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.rest, self.number, self.events, self.session = b"", 0, [], None
        page = next(each for each in self.call("Target.getTargets")["targetInfos"] if each["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    @staticmethod
    def _high(descriptor):
        import fcntl
        high = fcntl.fcntl(descriptor, fcntl.F_DUPFD, 20)
        os.close(descriptor)
        os.set_inheritable(high, True)
        return high

    def close(self):
        try:
            self.call("Browser.close")
        except Fault:
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session and not method.startswith(("Browser.", "Target.")):
            message["sessionId"] = self.session
        os.write(self.to_browser, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + PATIENCE
        while True:
            answer = self._next(end - time.monotonic())
            if answer is None:
                raise Fault(f"no answer to {method}")
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise Fault(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def _next(self, seconds):
        while b"\0" not in self.rest:
            if not select.select([self.from_browser], [], [], max(0, seconds))[0]:
                return None
            read = os.read(self.from_browser, 1 << 20)
            if not read:
                raise Fault("the browser ended")
            self.rest += read
        line, _, self.rest = self.rest.partition(b"\0")
        return json.loads(line)

    def evaluate(self, expression):
        """The value of an expression of JavaScript; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise Fault(answer["exceptionDetails"].get("exception", {}).get("description", "an error on the page"))
        return answer["result"].get("value")

    def open(self, url):
        self.call("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'", f"{url} is loaded")

    def until(self, expression, what):
        """Waits until an expression of JavaScript holds; a promise is waited for."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            # An element has no value here: whether there is one has.
            if self.evaluate(f"Promise.resolve({expression}).then(Boolean)"):
                return
            time.sleep(0.05)
        raise Fault(f"never: {what}")

    def key(self, name):
        """Presses a key of the keyboard: a character, Enter or Escape."""
        code = {"Enter": 13, "Escape": 27}.get(name, ord(name.upper()) if len(name) == 1 else 0)
        text = {"text": "\r"} if name == "Enter" else {"text": name} if len(name) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=name, windowsVirtualKeyCode=code, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code)

    def screen(self, width, height, is_dark=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}])

    def picture(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def faults(self):
        """What the page said of itself as errors since it was opened."""
        for event in iter(self._pending, None):
            self.events.append(event)
        said = []
        for event in self.events:
            if event["method"] == "Runtime.exceptionThrown":
                said.append(event["params"]["exceptionDetails"].get("exception", {}).get("description", "an exception"))
            elif event["method"] == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
                entry = event["params"]["entry"]
                said.append(f"{entry['text']} {entry.get('url', '')}")
        return said

    def requests(self):
        """The addresses that the page asked for."""
        return [each["params"]["request"]["url"] for each in self.events if each["method"] == "Network.requestWillBeSent"]

    def _pending(self):
        return self._next(0.2)
