"""What a query asks for, in the terms of one scheme: a verdict, a premium, a fact that a statement answers."""

from __future__ import annotations

import datetime as dt
import re

from assistant.answering.context import Desk
from assistant.answering.examples import names_example
from assistant.corpus.model import NoPremium, PremiumExamples, PremiumRate, PremiumTable, Scheme
from assistant.understanding.asked_for import A_COST
from assistant.understanding.intents import find_intents
from assistant.understanding.linking import Link
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.reading import costs_with_amounts

# How sure the classifiers must be. Set on questions written for that purpose, not on those of the evaluation.
ASKED_SURE, THIS_SURE, THIS_SCORE = 0.50, 0.60, 1.0
VERDICT_POSSIBLE = 0.30
VERDICT_SURE = 0.90  # although no sentence looks like a question
VERDICT_UNLIKELY = 0.10  # below it no verdict is given on an incident alone, with no cost named

_PREMIUM_NAMED = re.compile(r"保険料|掛け?金|(?:annual|yearly|insurance) premium|premiums?\b")

# One's own case, of which a printed one reminds.
_LIKE_AN_EXAMPLE = re.compile(
    r"\bexamples?\b[^.?!\n]{0,40}\b(?:similar|alike|the same|like (?:ours|this|that))\b|\b(?:similar|close|much like) to (?:the|an|your) [^.?!\n]{0,20}\bexample|"
    r"(?:例|事例)[^。!?\n]{0,12}(?:に似|と似|と同じ|みたい|そっくり)"
)

# A list of figures is asked for, not what they mean.
_EACH_LIMIT = re.compile(r"一覧|ごと|それぞれ|全部|すべて|全て|\b(?:each|every|all|list|table)\b")


def asking(q: Query, r: SchemeReading | None = None) -> str:
    """The sentences that ask (names of plans and options blanked, where a reading is given), or the whole message."""
    m = q.message
    text = r.bare if r is not None and len(r.bare) == len(m.text) else m.text
    parts = [text[s.start : s.end] for s in m.sentences if s.asks] or [text]
    return " ".join(parts)


def asks_softly(q: Query) -> bool:
    """Whether something is asked that statements answer: a meaning, a contact, a number, a date."""
    soft = {"define", "contact", "count", "deadline", "exclusions", "example"} & set(find_intents(asking(q)))
    if not any(s.asks for s in q.message.sentences) and any(
        r.items and r.likely.get("ask:verdict", 0.0) >= VERDICT_SURE for r in q.readings
    ):
        soft.discard("contact")  # 「翌朝ホットラインに電話しました」 tells of a call and asks for no number
    if _LIKE_AN_EXAMPLE.search(q.message.text):
        soft.discard("example")
    return bool(soft)


# "Does the flyer settle whether …?", 「パンフに載っていますか」.
_OF_DOCUMENT = re.compile(
    r"(?:チラシ|パンフ(?:レット)?|資料|案内|冊子|スライド|手引き)(?:に|で|の中に|には|では|のどこかに)[^。!?\n]{0,24}(?:書|載|記載|触れ|説明|定め|決ま)[^。!?、\n]{0,8}(?:ますか|ますでしょうか|るんですか|るのでしょうか|ますよね|[?？]|教え)|"
    r"\b(?:does|do|is|are|where|what) (?:it |there )?(?:\w+ ){0,4}?(?:flyer|brochure|leaflet|document|guide|overview|slides?)s?(?: \w+){0,2} (?:say|settle|mention|tell|state|stated|answer|explain|define|specify|give|list|name|lay down|set out)s?\b"
)
_WHO = re.compile(
    r"^(?:\W*(?:and|so|but|ok|well|then),? )*(?:who|whose|which (?:company|firm|organi[sz]ation|provider|body|agency|office))\b(?! (?:of|pays|will pay|bears|would pay|has to pay|foots))|"
    r"(?:どこ|どちら|誰|だれ|どなた|何)(?:の|という)?(?:会社|業者|団体|組織|機関|人)?(?:が|に)(?:[^。!?\n]{0,14}(?:運営|手配|担当|提供|対応|やって|出て|電話に出|調整|引き受け|取りまとめ))(?![^。!?\n]{0,10}(?:払|負担))"
)


def asks_of_document(q: Query) -> bool:
    """Whether it is asked what stands in the brochure."""
    return bool(_OF_DOCUMENT.search(asking(q)))


def asks_who(q: Query) -> bool:
    """Whether the name of a person or firm is asked for, and no word asks for cover."""
    text = asking(q)
    return bool(_WHO.search(text)) and "coverage" not in find_intents(text)


def asks_verdict(q: Query, r: SchemeReading, desk: Desk) -> bool:
    perils = [f for f, v in r.facts.items() if desk.scheme.facts[f].kind == "peril" and v is not False]
    if r.items:
        return q.wants("coverage", "compare", "payout") or q.followup or not asks_softly(q)
    # A cost that was not recognised must not be answered with the verdict on the peril behind it.
    if asks_for_cost(q, r):
        return False
    wanted = r.likely.get("ask:verdict", 1.0) + r.likely.get("ask:payout", 0.0)
    if wanted < VERDICT_UNLIKELY and not q.followup:
        return False
    return bool(perils or r.facts) and q.wants("coverage", "compare")


def asks_for_cost(q: Query, r: SchemeReading) -> bool:
    """Whether some particular cost is asked about, by its amount, by a word for costs or by name; known or not."""
    return bool(q.figures.amounts or r.unknown or A_COST.search(asking(q, r)))


def surely(q: Query, r: SchemeReading, desk: Desk, best: Link | None) -> bool:
    """Whether the classifiers are sure that a statement is asked for, and which one; nothing is to be worked out then."""
    if best is None or q.followup or (q.wants("compare") and len(r.plans) > 1) or costs_with_amounts(r):
        return False
    if q.wants("premium") and (q.residents is not None or r.choices):
        return False
    if r.likely.get("ask:verdict", 0.0) >= VERDICT_POSSIBLE and asks_verdict(q, r, desk):
        return False
    if (
        "limit" in q.intents
        and r.choices.get("type")
        and ((r.sections and not r.items) or (r.typed_by_limit and r.items))
    ):
        return False  # the limit of one part of the cover under a type that is told is a figure
    if "limit" in q.intents and r.limits and _EACH_LIMIT.search(q.message.text):
        return False
    asked, this = r.likely.get("ask:statement", 0.0), r.likely.get(f"{r.scheme}:{best.id}", 0.0)
    return asked >= ASKED_SURE and this >= THIS_SURE and best.score >= THIS_SCORE


def asks_premium(q: Query, r: SchemeReading, desk: Desk) -> bool:
    rule = desk.scheme.premium
    if "limit" in q.intents and "premium" not in q.intents:
        return False
    untold = not (r.items or any(r.facts.values()))
    if isinstance(rule, PremiumExamples) and names_example(rule, q.topic) and (q.wants("premium", "payout") or untold):
        return True
    if fills_in_premium(q, r, desk):
        return True
    if not q.wants("premium", "payout", "difference", "sum"):
        return False
    if costs_with_amounts(r) and "payout" in q.intents:
        return False
    about_incident = any(desk.scheme.facts[f].kind == "peril" and v is not False for f, v in r.facts.items()) or any(
        not desk.scheme.stands_for_section(i) for i in r.items
    )
    if isinstance(rule, PremiumRate) and q.residents is not None and any(r.choices.values()) and not about_incident:
        return True
    named = any(r.choices.values()) or q.residents is not None or q.bad_residents or bool(q.needs)
    said = re.search(
        r"保険料|掛け?金|分担金|負担金|年額|premium|contribution|cost|fee|price|年間|年いくら|a year|per year",
        q.topic,
    )
    if isinstance(rule, NoPremium):
        named = False
        if "premium" in q.intents and _PREMIUM_NAMED.search(q.message.text) and not any(r.facts.values()):
            return True
    if isinstance(rule, PremiumTable) and all(r.choices.get(d) for d in rule.by) and not about_incident:
        return True
    return "premium" in q.intents and bool(said) and (named or not about_incident)


def fills_in_premium(q: Query, r: SchemeReading, desk: Desk) -> bool:
    """Whether nothing is told but what a premium is looked up or reckoned by (type and rank, type and residents)."""
    rule = desk.scheme.premium
    if isinstance(rule, PremiumRate):
        given = q.residents is not None and bool(r.choices.get(rule.by))
    elif isinstance(rule, PremiumTable):
        given = all(len(r.choices.get(d, ())) == 1 for d in rule.by) and bool(r.choices)
    else:
        return False
    return (
        given
        and set(q.intents) <= {"coverage"}  # "cyber included" asks for no verdict on anything
        and not (r.items or any(r.facts.values()) or r.unknown or q.figures.amounts)
        and (isinstance(rule, PremiumRate) or not q.intents)
    )


def compares_premiums(q: Query, r: SchemeReading) -> bool:
    """Whether printed premiums of two plans or types are set against each other: "goes up" is then no other year's."""
    several = len(r.plans) > 1 or any(len(v) > 1 for v in r.choices.values())
    return q.wants("difference") and several and bool(r.choices)


def compares_limits(q: Query, r: SchemeReading) -> bool:
    """Whether the limits of two types are set against each other: what a change of type does to them is printed."""
    told = any(r.facts.values()) or costs_with_amounts(r)
    return q.wants("limit") and len(r.choices.get("type", ())) == _SIDES and not told


_SIDES = 2  # of a comparison


def beyond_period(q: Query, scheme: Scheme) -> bool:
    """Whether a year is named that lies outside the period that the brochure is for."""
    if scheme.period is None:
        return False
    start, end = scheme.period.start.date(), scheme.period.end.date()
    for year, month in re.findall(r"(20\d\d)年?度?(?:\s*[/年-]?\s*(\d{1,2})月)?", q.message.text):
        first = dt.date(int(year), min(12, max(1, int(month or start.month))), 1)
        if first >= end.replace(day=1) or first < start.replace(day=1):
            return True
    return False
