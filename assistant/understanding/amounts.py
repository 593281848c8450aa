"""Which figure belongs to what: costs to their items, a head count to residents, a sum to a need or a budget."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.corpus.model import Scheme
from assistant.understanding.lexicon import Mention
from assistant.understanding.numbers import Figures
from assistant.understanding.quantities import Amount
from assistant.understanding.query import Cost
from assistant.understanding.text import Message

_SUPPOSED_AFTER = re.compile(
    r"^(?:くらい|ぐらい|程度|ほど)?(?:(?:で|に|と)?(?:す|なり|いう|いい|合)[^。?!]{0,10}|でしょう[^。?!]{0,3}|か|だ)?\s*[?？]"
)
_SUPPOSED_BEFORE = re.compile(
    r"(?:なら|では|だと|じゃあ|なので|だから|つまり|so (?:is it|that's|it's|we get)?|is it|would it be)\s*$"
)
_NEED_NEAR = re.compile(
    r"(?:の?コース|の?タイプ|のプラン|限度|上限|以上|まで(?:確保|カバー|備え|欲し|ほし)|確保|の補償|cover\b|limit|at least|or more)"
)
_NEED_BEFORE = re.compile(
    r"(?:限度額?(?:が|は|を)?|上限(?:が|は|を)?|賠償(?:が|は|を)?|最低(?:でも)?|少なくとも|at least|limit of|cover of|limit)\s*$"
)
_BUDGET_NEAR = re.compile(
    r"予算|以内|以下|まで(?:で|しか|なら)|までに(?:収|抑)|しか(?:出せ|払え)|budget|afford|no more than|at most|within|under\b|up to|less than"
)
_NO_COST_BEFORE = re.compile(r"(?:免責(?:金額?)?|控除|自己負担(?:額)?|deductible|excess)[^。.!?\n]{0,18}$")
_NO_COST_AFTER = re.compile(r"^(?:ずつ)?(?:を|が)?(?:差し?引|控除)|^\s*(?:deductible|excess)")
# "損害賠償2億円を請求された": what somebody demands is no limit that is wished for.
_DEMANDED = re.compile(r"\s*(?:を|の)?\s*(?:請求|求め|要求|払え|支払)|\s*(?:is|was|are|were) (?:claimed|demanded)")
_COSTS_SECTION = re.compile(r"費用|cost|expense")
_INCIDENTS = re.compile(
    r"2件の|二件の|2回|二回|別々の|それぞれ別|1回目|一回目|1件目|一件目|最初の(?:事故|漏えい|漏洩)|two (?:unrelated|separate|different|distinct|incidents|leaks|attacks|events)|second (?:incident|leak|attack|one)|the first .{0,60}the second|another (?:incident|leak) later|独立した"
)
_ANOTHER = re.compile(r"もう一?1?(?:つ|件|回)|second|2(?:回|件)目|二(?:回|件)目")
_RESIDENT_WORDS = re.compile(r"住民|人口|町民|村民|市民|population|resident|inhabitant|people|町|村|town|village")


BARE_YEN = 10_000


def attach_amounts(message: Message, figures: Figures, mentions: Sequence[Mention], scheme: Scheme) -> tuple[Cost, ...]:
    """Costs in the order of the message: each amount with the nearest cost named in or beside its sentence."""
    supposed = set(supposed_spans(figures, message))
    used_as_need = {a.start for a in figures.amounts if _is_need(a, message) or _is_budget(a, message)}
    costs: list[Cost] = []
    taken: set[str] = set()
    seen_ends: dict[str, int] = {}
    several = bool(_INCIDENTS.search(message.text))
    heads = [c for c in figures.counts if c.unit in ("person", "resident") and isinstance(c.value, int)]
    corporations = [c for c in figures.counts if c.unit == "corporation" and isinstance(c.value, int)]
    # A bare "48 million" beside a cost is an amount; a bare small number is not.
    bare = [
        Amount(int(b.value), b.start, b.end, b.text)
        for b in figures.bare
        if b.value >= BARE_YEN and isinstance(b.value, int) and not b.too_large
    ]
    for amount in sorted([*figures.amounts, *bare], key=lambda a: a.start):
        if amount.start in supposed or amount.start in used_as_need or amount.too_large or amount.range == "low":
            continue
        if _NO_COST_BEFORE.search(message.text[max(0, amount.start - 32) : amount.start]) or _NO_COST_AFTER.match(
            message.text[amount.end :]
        ):
            continue
        mention = _nearest(amount, message, mentions)
        if mention is None:
            continue
        item = scheme.items[mention.id]
        yen, count = amount.value, None
        if item.unit == "victim" and heads:
            count = int(heads[0].value)
            if amount.per == "victim":
                yen *= count
        elif item.unit == "corporation" and corporations:
            count = int(corporations[0].value)
            if amount.per == "corporation":
                yen *= count
        elif item.unit and amount.per:
            count = 1
        incident = seen_ends.get(mention.id, 0) + 1 if several else 1
        seen_ends[mention.id] = incident
        costs.append(Cost(mention.id, yen, count, incident))
        taken.add(mention.id)
    for mention in mentions:
        if mention.id not in taken:
            taken.add(mention.id)
            costs.append(Cost(mention.id))
    return tuple(costs)


def _nearest(amount: Amount, message: Message, mentions: Sequence[Mention]) -> Mention | None:
    """The mention nearest to the amount; in its own sentence first, a mention just before it before one after it."""
    here = message.sentence_at(amount.start)
    best: tuple[int, int, Mention] | None = None
    for m in mentions:
        away = abs(message.sentence_at(m.start) - here)
        if away > 1:
            continue
        if m.end <= amount.start:
            gap = amount.start - m.end
            between = message.text[m.end : amount.start]
            # "A, 500万円" across a comma belongs less to A than "500万円のB" to B
            gap += 6 * len(re.findall(r"[、,;]", between))
        elif m.start >= amount.end:
            gap = m.start - amount.end
            between = message.text[amount.end : m.start]
            gap += 6 * len(re.findall(r"[、,;]", between)) + 1
            if re.match(r"\s*(?:の|of\b|for\b|in\b|on\b)", message.text[amount.end :]):
                gap = max(0, gap - 8)
        else:
            gap = 0
        key = (away, gap)
        if best is None or key < best[:2]:
            best = (*key, m)
    return best[2] if best else None


def supposed_spans(figures: Figures, message: Message) -> list[int]:
    """Starts of amounts that the person merely supposes as the answer ("…なら130万円？")."""
    out = []
    for a in figures.amounts:
        after, before = message.text[a.end : a.end + 20], message.text[max(0, a.start - 14) : a.start]
        if _SUPPOSED_AFTER.match(after) and (
            _SUPPOSED_BEFORE.search(before) or re.match(r"^\s*[?？]|^(?:です|でしょう|に)", after)
        ):
            out.append(a.start)
    return out


def supposed_amounts(figures: Figures, message: Message) -> tuple[int, ...]:
    """The yen of the amounts that are merely supposed."""
    starts = set(supposed_spans(figures, message))
    return tuple(a.value for a in figures.amounts if a.start in starts)


def _is_need(a: Amount, message: Message) -> bool:
    if _DEMANDED.match(message.text[a.end : a.end + 16]):
        return False
    after, before = message.text[a.end : a.end + 10], message.text[max(0, a.start - 14) : a.start]
    return a.value >= 1_000_000 and bool(_NEED_NEAR.match(after.strip()) or _NEED_BEFORE.search(before))


def _is_budget(a: Amount, message: Message) -> bool:
    near = message.text[max(0, a.start - 16) : a.end + 12]
    return a.value < 1_000_000 and bool(_BUDGET_NEAR.search(near))


def find_needs(figures: Figures, message: Message) -> tuple[dict[str, int], int | None]:
    """Limits that are wanted, in yen by section of cover, and the budget for the premium, in yen."""
    needs: dict[str, int] = {}
    budget: int | None = None
    for a in figures.amounts:
        if a.too_large or a.value <= 0:
            continue
        if _is_need(a, message):
            near = message.text[max(0, a.start - 14) : a.start]
            section = "response_costs" if _COSTS_SECTION.search(near) else "liability"
            needs[section] = max(needs.get(section, 0), a.value)
        elif _is_budget(a, message):
            budget = a.value
    return needs, budget


def residents_of(figures: Figures, message: Message) -> tuple[int | None, bool]:
    """The number of residents, and whether a number was given that no town can have (negative, zero, fractional)."""
    about = [c for c in figures.counts if c.unit == "resident"]
    if not about and _RESIDENT_WORDS.search(message.text):
        about = [c for c in figures.counts if c.unit == "person"]
    if not about:
        near = [
            b
            for b in figures.bare
            if re.search(
                r"(?:住民数?|人口|population|residents?)[^0-9]{0,12}$", message.text[max(0, b.start - 24) : b.start]
            )
        ]
        about = list(near)
    for c in about:
        if c.too_large or c.value <= 0 or not isinstance(c.value, int):
            return None, True
        return c.value, False
    return None, False
