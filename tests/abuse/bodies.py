"""Bodies that no honest client sends: made from good ones by a seeded generator, the same on every machine."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator, Mapping
from typing import Any

SEED = 9
_INVISIBLE = "\u200b\u200d\u2060\ufeff\u202e\u2066\u00ad\U000e0041\ufe0f"
TEXTS = (
    "", " ", "\u3000\n", "保険料は？", "Is it covered?", "'; DROP TABLE rules; --", "{{7*7}}${7*7}<%= 7*7 %>", "../../etc/passwd",
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "%s%n%x%d{0}{}", "\x00", "\x1b[31m", "\r\nSet-Cookie: a=b", "\ud800",
    "\udfff円", "1e400円", "９" * 40 + "円", "-1円", "1,2,3,4円", "一億二千三百四十五万六千七百八十九円", "٣٤٥円", "é" + "\u0301" * 300, "ﷺ" * 50, "👩‍👩‍👧‍👦" * 20,
    _INVISIBLE, f"保{_INVISIBLE}険料{_INVISIBLE}は？", "2026年13月45日", "0000-00-00", "平成99年2月30日", "(" * 200, "「" * 200, "| a " * 100, "```\n" * 50,
    "[x](javascript:alert(1))", "data:text/html;base64,AA==", "http://169.254.169.254/", "file:///etc/passwd", "null", "true", "NaN",
    "silver\u0000", "SILVER", "silver ", "G\u00a0II", "G II", "leakage-only", "comprehensive", "chosonkai", "jcci", "damages", "investigation",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53 + 1, -(2**63), 10**17, 10**30, 1.5, -0.0, 1e308, [], {}, [[]], [{}], [None], {"": ""},
    {"a": {"b": {"c": [1, 2, {"d": None}]}}}, {"$gt": ""}, {"__proto__": {"x": 1}}, ["x"] * 50, list(range(200)), {str(n): n for n in range(60)},
)  # fmt: skip
KEYS = (
    "question",
    "scheme",
    "plan",
    "history",
    "facts",
    "costs",
    "items",
    "yen",
    "",
    "__class__",
    "constructor",
    "x" * 300,
    "質問",
    "a.b",
    "a/b",
    "~0",
    "\u202e",
)
TYPES = (
    "application/json", "application/json; charset=utf-8", "application/json;charset=latin-1", "text/plain", "application/xml", "", "application/json\t;",
    "multipart/form-data; boundary=--", "application/x-www-form-urlencoded", "application/vnd.api+json", "*/*", "application/json, text/html",
)  # fmt: skip


def generated(good: Mapping[str, list[Any]], count: int, seed: int = SEED) -> Iterator[tuple[str, bytes, str]]:
    """So many (path, body, content type), from good bodies by path; three quarters are JSON with something odd in it.

    In every eighth body only words are odd, so that it is answered and not refused.
    """
    chance = random.Random(seed)
    paths = sorted(good)
    for _ in range(count):
        path = chance.choice(paths)
        body = copy.deepcopy(chance.choice(good[path]))
        words = chance.random() < 0.125 and [k for k in ("question", "draft", "text", "comment") if k in body]
        if words:
            body[chance.choice(words)] += chance.choice(TEXTS[:-10]).replace("\ud800", "").replace("\udfff", "")
        else:
            for _ in range(chance.choice((1, 1, 1, 2, 4))):
                body = _changed(body, chance)
        raw = json.dumps(body, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
        kind = "application/json"
        if not words and chance.random() < 0.25:
            raw = _broken(raw, chance)
        if chance.random() < 0.05:
            kind = chance.choice(TYPES)
        yield path, raw, kind


def _changed(body: Any, chance: random.Random) -> Any:
    """The value with one place in it changed."""
    places = list(_places(body))
    if not places:
        return chance.choice(VALUES)
    holder, key = chance.choice(places)
    what = chance.randrange(8)
    if what <= 2:
        holder[key] = chance.choice(TEXTS)
    elif what <= 4:
        holder[key] = copy.deepcopy(chance.choice(VALUES))
    elif what == 5 and isinstance(holder, dict):
        del holder[key]
    elif what == 6 and isinstance(holder, dict):
        holder[chance.choice(KEYS)] = copy.deepcopy(chance.choice((*VALUES, *TEXTS)))
    elif isinstance(holder[key], str):
        text = holder[key]
        at = chance.randrange(len(text) + 1)
        holder[key] = text[:at] + chance.choice(TEXTS) + text[at:]
    else:
        holder[key] = [copy.deepcopy(holder[key])] * chance.choice((1, 2, 30))
    return body


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _broken(raw: bytes, chance: random.Random) -> bytes:
    """The bytes cut, flipped, doubled, in another encoding, or with a key that stands twice."""
    at = chance.randrange(len(raw) + 1)
    what = chance.randrange(8)
    if what == 0:
        return raw[:at]
    if what == 1:
        return raw[:at] + bytes(chance.randrange(256) for _ in range(chance.randrange(1, 8))) + raw[at:]
    if what == 2:
        return raw + raw
    if what == 3:
        return raw.decode("utf-8", "replace").encode(
            chance.choice(("utf-16", "utf-16-le", "utf-32", "utf-7")), "replace"
        )
    if what == 4:
        return raw[:1] + b'"question":"twice",' + raw[1:]
    if what == 5:
        return b"[" * chance.choice((1, 20, 5000)) + raw
    if what == 6:
        return raw.replace(b'"', b"'")
    return raw.replace(
        b"}", b',"n":' + chance.choice((b"NaN", b"-Infinity", b"1e999", b"0x10", b"9" * 400, b"01", b".5")) + b"}"
    )
