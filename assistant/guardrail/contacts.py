"""Whom which people are sent to: a contact that the answer gives to all, told of one plan's members, or the reverse.

"If you are on the other plan, call the agency instead": number and agency are the answer's, and the hotline is for
either plan. A draft may tie a contact to a plan only where the answer or the question does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.names import Named
from assistant.guardrail.text import Sentence

_SENDS: Final = re.compile(
    r"\b(?:call|ring|phone|dial|contact|ask|write to|turn to|reach|get in touch)\b|(?:電話|連絡|問い?合わせ|相談)(?:し|を|に|は)"
)
_FOR_WHOM: Final = re.compile(
    r"\b(?:if|those|members?|insured|holders?|customers?|people|anyone|whoever|who|for|on the|under the|in the) (?:\w+ ){0,4}$"
)
_FOR_WHOM_JA: Final = re.compile(
    r"^(?:プラン)?(?:の)?(?:に)?(?:加入(?:者|して|の)|会員|お?客|方|契約者|ご契約|場合|とき|は|なら|だけ|のみ|専用)"
)


def check_contacts(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that sends the members of one plan elsewhere."""
    yield from _at_hours(sentence, evidence)
    plans = [n for n in named if n.kind == "plan"]
    if not plans or not _SENDS.search(sentence.text) or any(n.kind == "all" for n in named):
        return
    if not any(f.kind == "phone" for f in read_figures(sentence.text).figures) and evidence.answer.verdicts:
        return  # "ask whether the plan …" sends nobody elsewhere
    asked = {n.value for q in evidence.question for n in evidence.named(q.text) if n.kind == "plan"}
    chosen = {p for _, p in evidence.plans if len(evidence.plans) == 1}
    for n in plans:
        tied = _FOR_WHOM.search(sentence.text[: n.start]) or _FOR_WHOM_JA.match(sentence.text[n.end :])
        if not tied or n.value in asked | chosen:
            continue
        lines = [x.text for x in evidence.lines if _SENDS.search(x.text)]
        if not any(m.kind == "plan" and m.value == n.value for x in lines for m in evidence.named(x)):
            yield f"The answer does not send the members of {n.value} elsewhere: “{sentence.text.strip()[:80]}”."
            return


_HOURS: Final = re.compile(
    r"深夜|夜間|夜|土日|土曜|日曜|休日|祝日|平日|日中|昼間|\b(?:weekends?|weekdays?|nights?|evenings?|saturdays?|sundays?|holidays?|daytime|office hours|business hours)\b"
)
_OPEN: Final = re.compile(r"24時間|365日|年中|平日|\d時|\d:\d|around the clock|24/7|24 hours|weekday|\bmon")


def _at_hours(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """A number told for hours, where the answer has no hours beside it."""
    for segment in sentence.segments:
        if not _HOURS.search(segment.text):
            continue
        for figure in (f for f in read_figures(segment.text).figures if f.kind == "phone"):
            lines = [
                x.text for x in evidence.lines if any(f.value == figure.value for f in read_figures(x.text).figures)
            ]
            if lines and not any(_OPEN.search(x) for x in lines):
                yield f"The answer gives no hours for {figure.text.strip()}."
                return
