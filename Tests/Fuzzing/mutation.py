"""JSON values, changed at random into what a stranger might send. All chance comes from the generator that is given."""

import copy
import json

MARKS = "a" + "\u0301\u0323" * 200
HTML = "<blockquote type=cite>" * 40 + "<p " + " ".join(f"a{n}" for n in range(200)) + ">" + "&#x301;" * 50

HOSTILE = [
    None, True, False, 0, -1, 1, 0.1, 1e308, -1e308, 9223372036854775807, -9223372036854775808, 9223372036854775808, 10**30,
    "", " ", ".", "..", "../..", "a/b", "a?b#c", "%2e%2e", "0", "-0", "-1", "1e400", "nan", "inf", "9" * 40, "0x10", "true",
    "\u0000", "\r\nBcc: x@example.com", "\u202e\u2066", "\x1b[2J", "\ud800", MARKS, HTML, "A" * 5000, "\u200d" * 500,
    "\U0001f1e9" * 300, "👩‍👩‍👧" * 50, "On Monday, Casey wrote:\n> hi\n-- \nCasey", "From: a\nSent: b\nTo: c\nSubject: d\n\nhi",
    "@", "@@", "a@b", "<a@b>", "a@b\r\nc@d", "A-", "A-1", "V-1", "E-a/b@example.com", "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z", "0000-01-01T00:00:00Z", "300000-01-01T00:00:00Z", "-292277022657-01-27T08:29:52Z", [], {},
    [[[[[[[[]]]]]]]], {"": {"": {"": {}}}}, [None], ["", 0, {}], {"id": ".."}, {"id": -1}, "{\"action\":\"reply\"}",
]


def places(value):
    """Every container with each of its keys or indices."""
    found, waiting = [], [value]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else []
        for key in keys:
            found.append((one, key))
            waiting.append(one[key])
    return found


def text(chance, value):
    """A text with one change."""
    if not value:
        return chance.choice(["x", "\n", "<"])
    at = chance.randrange(len(value))
    kind = chance.randrange(6)
    if kind == 0:
        return value[:at]
    if kind == 1:
        return value[:at] + chr(chance.choice([0, 9, 10, 13, 34, 47, 60, 62, 92, 127, 0x301, 0x2028, 0x202e, 0xfeff])) + value[at:]
    if kind == 2:
        return value[:at] + value[at + 1:]
    if kind == 3:
        return value + value[at:]
    if kind == 4:
        return value[at:] + value[:at]
    return value[:at] + value[at:at + 8] * chance.choice([2, 50, 300]) + value[at:]


def number(chance, value):
    return chance.choice([-value, value + 1, value - 1, value * 10, value * 10**12, value / 3, str(value), 0])


def mutated(chance, seed, pool):
    """A copy of a value with a few changes; parts of it may come from others of the pool."""
    value = copy.deepcopy(seed)
    for _ in range(chance.choice([1, 1, 1, 2, 2, 3, 6])):
        spots = places(value)
        if not spots:
            return chance.choice(HOSTILE)
        holder, key = chance.choice(spots)
        old = holder[key]
        kind = chance.randrange(10)
        if kind < 3:
            holder[key] = copy.deepcopy(chance.choice(HOSTILE))
        elif kind < 6 and isinstance(old, str):
            holder[key] = text(chance, old)
        elif kind < 6 and isinstance(old, (int, float)) and not isinstance(old, bool):
            holder[key] = number(chance, old)
        elif kind == 6:
            del holder[key]
        elif kind == 7:
            other = chance.choice(pool)
            spots = places(other)
            holder[key] = copy.deepcopy(chance.choice(spots)[0] if spots else other)
        elif kind == 8 and isinstance(holder, dict):
            holder[text(chance, str(key))] = old
        else:
            holder[key] = [old] * chance.choice([1, 2, 40])
    return value


def encoded(chance, value):
    """The value as JSON, now and then with broken bytes; never with a line end."""
    try:
        data = bytearray(json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass"))
    except (ValueError, OverflowError):
        data = bytearray(b"{}")
    if data and chance.random() < 0.08:
        for _ in range(chance.choice([1, 1, 4])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)):]
    return bytes(data).replace(b"\n", b" ").replace(b"\r", b" ")
