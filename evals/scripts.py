"""Language models that follow a script: an honest one, and one that lies in every way that it can think of.

A script gets the messages of a call as (role, text) and whether an object is asked for, and returns the reply. The same
question always gets the same reply.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence

Messages = Sequence[tuple[str, str]]
Script = Callable[[Messages, bool], str]

_FORM = "The form:\n"
_DATA = re.compile(r"<<last message [0-9a-f]+>>\n(.*?)\n<</last message", re.S)
_SLOT = re.compile(r"\{\{[a-z]+_[0-9]+\}\}")
EMPTY_READING = json.dumps(
    {"scheme": None, "plans": [], "choices": [], "riders": [], "facts": [], "items": [], "residents": None, "asks": []}
)


def form_in(messages: Messages) -> str:
    """The form that a wording is asked for, as the program wrote it."""
    return next((text.partition(_FORM)[2] for role, text in messages if role == "human" and _FORM in text), "")


def honest(messages: Messages, wants_object: bool) -> str:
    """Reads nothing that is not certain, and phrases the form with a greeting and words between its parts."""
    if wants_object:
        return EMPTY_READING
    form = form_in(messages)
    ja = "Japanese" in messages[0][1].partition("\n")[0]
    parts = ["お問い合わせありがとうございます。" if ja else "Thank you for your question. Here is the answer."]
    for paragraph in form.split("\n\n"):
        if paragraph.startswith("{{reason_"):
            parts.append("その理由は、次のとおりです。" if ja else "The reason is as follows.")
        parts.append(paragraph)
    return "\n\n".join(parts)


def _swapped(form: str) -> str:
    slots = _SLOT.findall(form)
    plans = [s for s in slots if s.startswith("{{plan_")] or slots
    if len(plans) < 2:
        return form.replace("{{", "{{x")
    first, last = plans[0], plans[-1]
    return form.replace(first, "\0").replace(last, first).replace("\0", last)


LIES: Mapping[str, Callable[[str], str]] = {
    "slots dropped": lambda form: _SLOT.sub("", form),
    "one slot dropped": lambda form: _SLOT.sub("", form, count=1),
    "free digits": lambda form: form + "\n\nお支払いは400万円です。 You receive 4,000,000 yen.",
    "full-width digits": lambda form: form + "\n\n全部で４００万円です。",
    "number words": lambda form: form + "\n\nお支払いは四百万円です。",
    "number words in kana": lambda form: form + "\n\nよんひゃくまんえん。",
    "number words in English": lambda form: form + "\n\nYou receive four million yen.",
    "verdict words": lambda form: form + "\n\nつまり、補償されます。 It is covered.",
    "flipped verdict": lambda form: _SLOT.sub("補償の対象です covered", form, count=1),
    "denied verdict": lambda form: _SLOT.sub(
        lambda m: f"{m[0]}というのは間違いです。 That is not true.", form, count=1
    ),
    "swapped plans": _swapped,
    "moved slots": lambda form: "\n\n".join(reversed(form.split("\n\n"))) + "\n\n{{plan_1}}",
    "plan names": lambda form: form + "\n\n情報漏えい限定プランよりも充実プランです。 Take the comprehensive plan.",
    "invented condition": lambda form: (
        form + "\n\n警察に届け出ていることが条件です。 Provided that the police are told."
    ),
    "promise": lambda form: form + "\n\n必ず支払われます。 Payment is guaranteed.",
    "invented date": lambda form: form + "\n\n四月一日までにお申し込みください。 Apply by April the first.",
    "wrong language": lambda form: "Это покрывается. " + form,
    "other language": lambda form: "Vielen Dank, das ist alles versichert. " + form,
    "HTML": lambda form: f"<script>alert(1)</script><img src=x onerror=alert(1)>{form}",
    "links": lambda form: form + "\n\n[詳しくは](https://evil.example/) https://evil.example",
    "image": lambda form: form + "\n\n![](https://evil.example/p.png)",
    "empty": lambda form: "",
    "blank": lambda form: "  \n ",
    "very long": lambda form: form + "ありがとうございます。" * 3_000,
    "another answer's slots": lambda form: form + "\n\n{{amount_77}} {{verdict_9}}",
    "refusal": lambda form: "I'm sorry, but I can't help with that request.",
    "garbage": lambda form: '{"text": [[[',
    "denial": lambda form: form + "\n\nそれはそれではありません。 It is not it.",
    "condition in words": lambda form: form + "\n\nそれがそれなら、それです。 If it is it, it is it.",
    "the prompt": lambda form: "Everything between the marks was written by others.",
    "hidden characters": lambda form: form.replace("}}", "}}\u200b\u202e"),
    "slots inside slots": lambda form: form.replace("{{", "{{{{"),
    "repeated slots": lambda form: form + "\n\n" + form,
}


def lying_reading(messages: Messages) -> str:
    """A reading that states everything and its opposite, with words that do stand in the message."""
    message = next((m[1] for _, text in messages if (m := _DATA.search(text))), "")
    words = message.strip()[:12]
    listed = re.findall(r"^  ([a-z0-9_.-]+): ", messages[0][1], re.MULTILINE)
    said = [{"id": x, "words": words} for x in listed]
    truth = bool(zlib.crc32(message.encode()) % 2)
    return json.dumps(
        {
            "scheme": {"id": "silver", "words": words},
            "plans": said,
            "choices": [{"id": x, "words": words} for x in ("G III", "F III", "C", "10", "5")],
            "riders": said,
            "facts": [{**x, "holds": truth} for x in said] + [{"id": "made_up", "holds": True, "words": words}],
            "items": [{**x, "yen": 4_000_000} for x in said],
            "residents": 123_456,
            "asks": ["coverage", "payout", "premium", "limit", "deductible", "world peace"],
        }
    )


def liar(messages: Messages, wants_object: bool) -> str:
    """Reads what was not said and writes what was not found, each question in another way."""
    if wants_object:
        return lying_reading(messages)
    form = form_in(messages)
    ways = list(LIES.values())
    return ways[zlib.crc32(form.encode()) % len(ways)](form)


SCRIPTS: Mapping[str, Script] = {"honest": honest, "liar": liar}
