"""Answer the further requests of a message that asks several things, beside what answers the message as a whole.

A further answer stands only where it is sure: a figure that its own words ask for, a statement that its own words name, a
date, or a verdict on a cost or incident that it names itself where no verdict was given yet. What the first answer says
already is not said again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.answering.joining import together
from assistant.understanding.intents import Intent, find_intents
from assistant.understanding.query import Query

if TYPE_CHECKING:
    from assistant.answering.engine import Answerer

_FIGURES: frozenset[Intent] = frozenset(("premium", "limit", "deductible"))
_ONE_FIGURE: frozenset[Intent] = frozenset(("choose", "compare", "difference", "sum"))
# 「定義があれば知りたいです」, "and the details, please": more on the same, of which nothing is named.
_NO_SUBJECT = re.compile(
    r"(?:その|この|あと|また|できれば|、)*(?:定義|意味|詳細|内容|理由|根拠|説明|条件|範囲|詳しく)?(?:など|等)?(?:が|は|も|を|の|について)?(?:あれば|あったら|できれば|可能なら|あわせて|併せて)?(?:も|、)*(?:知りたい|教えて|お願い|聞かせて|示して|伺いたい)[^、。!?]*[。!?]*|"
    r"\W*(?:(?:and|also|please|what is|what are|tell me|give me|if there is|if any|too) ?)*(?:the |a |an |its |any |some )?(?:definition|meaning|details?|reasons?|grounds?|conditions?|scope)s?(?: of it)?(?: too| as well| please|,? if any)*\W*"
)
NAMED_SURE = 0.70  # score of a statement that is asked for beside another answer
NAMED_BESIDE_SILENCE = 1.0  # … beside the answer that the brochure does not say


@dataclass(frozen=True, slots=True)
class Further:
    """A request of a message, read after the whole of it, with its answer.

    `named` says that it names a cost or an incident itself, `elliptic` that its words lean on what was said before.
    """

    query: Query
    answer: Answer
    named: bool
    elliptic: bool


def with_further(answerer: Answerer, whole: Query, first: Answer, further: Iterable[Further]) -> Answer:
    """The first answer, of the `whole` message, and below it those of the further requests that are sure and new."""
    kept = [first]
    weighs = whole.wants(*_ONE_FIGURE) or whole.budget is not None or bool(whole.needs)
    for one in further:
        if weighs and one.answer.kind == "amount":
            continue  # figures that are compared, added up or chosen from are one request
        if _new(one.answer, kept) and _sure(answerer, one, kept):
            kept.append(one.answer)
    return together(kept)


def _new(answer: Answer, kept: Iterable[Answer]) -> bool:
    lead = answer.text.split("\n\n", 1)[0]
    return not any(lead in x.text for x in kept)


def _sure(answerer: Answerer, one: Further, kept: list[Answer]) -> bool:
    q, answer = one.query, one.answer
    own = set(find_intents(q.message.text)) or (set(q.intents) if one.elliptic else set())
    first = kept[0]
    if _NO_SUBJECT.fullmatch(q.message.text.strip()):
        return False
    if first.abstained and not first.citations:
        return False
    if answer.verdicts:
        return one.named and "coverage" in own and not any(x.verdicts for x in kept) and not first.abstained
    if first.abstained and answer.kind == "amount" and answerer.names_statement(q, NAMED_SURE, first):
        return False  # "Can the premium be deducted?" is what the brochure is silent on; its amount is not asked for
    if answer.kind == "amount" and answer.amounts:
        told = {a.yen for x in kept for a in x.amounts}
        return bool(own & _FIGURES) and bool({a.yen for a in answer.amounts} - told)
    if answer.kind == "fact" and not answer.passages:
        if _names_a_plan_alone(q, own) and any(x.verdicts for x in kept):
            return False  # "And under the other plan?" asks for the verdict there, which is given, and not what the plan is made of
        least = NAMED_BESIDE_SILENCE if first.abstained else NAMED_SURE
        return "deadline" in own or answerer.names_statement(q, least, answer)
    if answer.kind == "abstention" and not first.abstained:
        return bool(own & _FIGURES) or (not one.elliptic and answerer.names_statement(q, NAMED_SURE, answer))
    return False


def _names_a_plan_alone(q: Query, own: set[Intent]) -> bool:
    """Whether a request names a plan and nothing else that it asks about: 「上のプランは？」, "what would the other plan pay?"."""
    plans = [r for r in q.readings if r.plans_from in ("text", "type") or r.choices]
    return bool(plans) and own <= {"coverage", "compare", "payout"} and not any(r.riders for r in q.readings)
