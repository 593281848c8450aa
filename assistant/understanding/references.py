"""What only the turn before makes clear: a mere label ("and 2?"), a plan by its price, a part of the cover alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from assistant.corpus.model import PremiumExamples, PremiumRate, PremiumTable, Scheme
from assistant.understanding.query import SchemeReading
from assistant.understanding.sizes import ladders

# What follows a label that stands alone: 「Cなら」「2だと?」「Bに落ちた」「4でした」.
_AFTER_JA: Final = r"(?=(?:番|型)?(?:なら|だと|だった|でした|です|の場合|の(?:ほう|方)|は(?!い)|では(?!な)|に(?:し(?!か)|変|か|す|上|下|落|な|訂正|直)|へ|で(?:お願い|計算|頼|、)|[?？。、]|\s*$))"
_BEFORE_EN: Final = (
    r"(?:^(?:and|or|so|ok|okay|then|no|sorry|what about|how about)?,?\s*(?:what about |how about )?(?:for |with |in |on |at |under )?(?:number |no\.? ?)?|"
    r"\b(?:to|now|it's|it is|we're|we are|was|were|meant|mean|in|make (?:it|that)|say|actually) (?:number |no\.? ?)?)"
)
_AFTER_EN: Final = r"(?=\s*(?:[?.,!]|$|then\b|instead\b|now\b|rather\b|not\b))"

_CHEAP: Final = re.compile(
    r"\bthe (?:cheaper|less expensive|lower-priced|smaller|simpler|narrower|more basic) (?:of the two|one|plan|course|option|cover)|"
    r"(?:安い|安|手頃な|保険料の低い|補償の(?:狭い|薄い))(?:ほう|方)(?:の?プラン)?(?:な|だ|で|の|に|は|も|$|[?？])"
)
_DEAR: Final = re.compile(
    r"\b(?:the|its) (?:[a-z]+ )?(?:in the )?(?:dearer|pricier|more expensive|costlier|bigger|fuller|broader|wider|larger|better) (?:of the two|one|plan|course|option|cover)|"
    r"(?:高い|高|手厚い|充実した|補償の(?:広い|厚い))(?:ほう|方)(?:の?プラン)?(?:な|だ|で|の|に|は|も|$|[?？])"
)
_OTHER: Final = re.compile(
    r"\bthe (?:other|second|alternative) (?:plan|one|of the two|cover|course)\b|もう(?:一方|片方|一つ|ひとつ|1つ)の?(?:ほう|方)?の?プラン|(?:別|他|ほか)の?(?:ほう|方)の?プラン"
)
# "… and would the other plan?": named beside one's own; with what comes from elsewhere ("their other policy") it has no part.
_BESIDE: Final = re.compile(
    r"\b(?:the|your) (?:other|second|alternative) (?:plan|cover|course|of the two)\b|\bthe two plans\b|"
    r"もう(?:一方|片方|一つ|ひとつ|1つ)の?(?:ほう|方)?の?プラン|もう(?:一方|片方)(?:の(?:ほう|方))?(?:だと|なら)|(?:別|他|ほか)の(?:ほう|方)?の?プラン"
)
# The same question is put of a plan named: "is it any different on …", "… too?", 「…でも同じですか」.
_SAME_BEFORE: Final = re.compile(
    r"\b(?:different(?:ly)?|differ|the same|same|unlike|likewise|change)(?: (?:things?|anything|much|it|that|go(?:es)?|true|holds?|answer|result|if we (?:had|were|took)))*(?: (?:on|under|with|in|for|from|of|to|than|as|had|were|the|a|our|your))* ?$"
)
_SAME_AFTER: Final = re.compile(
    r"^(?: plan| one| cover)?,? (?:too|as well|also|likewise)(?=\s*[,?])|^(?: plan| one| cover)? (?:(?:make|makes|give|gives) (?:any|a|it|the same) ?\w*|be (?:any |the )?(?:different|same)|change)|"
    r"^(?:プラン)?(?:の(?:ほう|方|場合))?(?:でも|にしても|も|だと|なら|とは|では|と)、?(?:何か|やはり|やっぱり|結果は|扱いは|答えは|話は)?(?:同じ|おんなじ|一緒|いっしょ|同様|違い|違う|違っ|異な|変わ)"
)
# "…, and what if it were …", 「…だったら」「…ならいくら」: the plan named is not the one that somebody has.
_SUPPOSED_BEFORE: Final = re.compile(
    r"\b(?:what if|what about|how about|what would|if (?:we|it|i|they|ours) (?:\w+ )?(?:had|were|was|took|chose|picked|bought|joined)|had we|suppos\w+|instead of|compared (?:to|with)|as (?:against|opposed to)|versus|vs\.?|how much (?:under|with|on|from|would))\b[^.?!\n]{0,40}$"
)
_SUPPOSED_AFTER: Final = re.compile(
    r"^(?: plan| one| cover)?,? (?:instead|pay|give|cover|have paid)\b|"
    r"^(?:プラン)?(?:に入っていたら|だったら|なら(?!び)|だと|の(?:場合|とき|ほう|方)|であれば|でしたら|では|でも|は[?？、])"
)
_BOTH_NAMED: Final = re.compile(
    r"\s*(?:型|タイプ)?(?:と|や|、|,|and|or|vs\.?|versus|,? (?:and|or)(?: (?:of|for|under|on|in|with))?)\s*(?:the |of the )?(?:type )?"
)
_NO_BREAK: Final = re.compile(r"^[^。.?!\n]*$")
_APART: Final = 8  # characters between a type and a plan that are named as one: "type F II of the wider plan"
_OF_ANOTHER: Final = re.compile(
    r"^(?:and |so |ok,? ?|then )*(?:how about|what about|what if|and|under|with|on|in|would|does|is)\b[^.!?]{0,80}\?|"
    r"^(?:じゃあ?|では|それでは|なら|逆に|一方)?[、,]?[^。!?\n]{2,30}(?:は|なら|だと|では|だったら|の(?:ほう|方)(?:は|だと|なら)?|でも?)(?:どう(?:です|なり|でしょう|なの)?か?)?[?？]?$"
)
_SECTION: Final = re.compile(
    r"^(?:じゃあ?|では|で|それなら|あと)?[、,]?(?:賠償(?:責任|損害)?|(?:事故)?(?:対応)?費用(?:損害)?|利益(?:損害)?|喪失利益)(?:の|部分|分)*(?:ほう|方)?(?:は|も|だと|なら)?(?:いくら|どう(?:です)?)?(?:ですか)?[?？]?$|"
    r"^(?:and |what about |how about |ok,? |for |the |with )*(?:liability|(?:response )?(?:costs?|expenses)|(?:lost )?profits?)(?: part| side| section| limit)?\s*\?*$"
)


def mere_label(scheme: Scheme, dimension: str, before: tuple[str, ...], cased: str) -> str | None:
    """The value that a message names by its label only, where the turn before named one of the dimension; else None.

    `cased` is the prepared message with its capitals, so that a rank is not taken for the article.
    """
    values = list(scheme.dimensions[dimension].values)
    labels: Mapping[str, str]
    if all(v.isdigit() for v in values):
        labels = {v: v for v in values}
    elif any(" " in v for v in values):
        lead = {v.split()[0] for v in before if " " in v}
        labels = {v.split()[1]: v for v in values if lead == {v.split()[0]}}
    else:
        labels = {v: v for v in values}
    if not labels or len(cased) > 80:
        return None
    any_label = "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
    found = [
        labels[m["label"]]
        for p in (
            rf"(?<![A-Za-z0-9.,])(?P<label>{any_label})(?![.,]\d){_AFTER_JA}" if re.search(r"[ぁ-ん]", cased) else "",
            rf"(?i:{_BEFORE_EN})(?<![A-Za-z0-9.])(?P<label>{any_label})(?![A-Za-z0-9]|[.,]\d){_AFTER_EN}",
        )
        if p
        for m in re.finditer(p, cased)
    ]
    return found[-1] if len(set(found)) == 1 else None


def other_plan(scheme: Scheme, before: SchemeReading, text: str) -> str | None:
    """The plan meant by "the cheaper of the two" or "the other plan"; None where that is not said or not decided."""
    offered = [p for p, x in scheme.plans.items() if x.offered]
    if len(offered) != 2:
        return None
    ordered = _by_premium(scheme, offered)
    if ordered and _CHEAP.search(text):
        return ordered[0]
    if ordered and _DEAR.search(text):
        return ordered[1]
    plans = set(before.plans) or {
        p for p in offered for t in before.choices.get("type", ()) if t in scheme.plans[p].types
    }
    if _OTHER.search(text) and len(plans) == 1:
        return next((p for p in offered if p not in plans), None)
    return None


def sets_beside(text: str, plans: Sequence[tuple[int, int]]) -> bool:
    """Whether a prepared message asks the same of another plan beside the one it is about.

    `plans` are the places (offsets in characters) of the plans that it names.
    """
    return bool(_BESIDE.search(text)) or any(
        _SAME_BEFORE.search(text, max(0, a - 60), a) or _SAME_AFTER.match(text[b : b + 24]) for a, b in plans
    )


def supposes_other_plan(text: str, own: tuple[int, int], plan: tuple[int, int], *, asked: bool) -> bool:
    """Whether a prepared message tells of a type of its own and asks what another plan would do: "F II. What if we had …?".

    `own` and `plan` are the places of the type and of the plan; `asked` says that the plan stands in a sentence that asks.
    """
    if _BOTH_NAMED.fullmatch(text, own[1], max(own[1], plan[0])):
        return True
    if plan[0] - own[1] < _APART:
        return False
    if not _NO_BREAK.match(text[own[1] : plan[0]]):
        return asked
    before = text[max(own[1], plan[0] - 70) : plan[0]]
    return bool(_SUPPOSED_BEFORE.search(before) or _SUPPOSED_AFTER.match(text[plan[1] : plan[1] + 24]))


def asks_of_another(text: str) -> bool:
    """Whether a prepared message asks the same of something else: "how about …?", 「…だとどうですか」."""
    return bool(_OF_ANOTHER.search(text))


def names_only_a_section(text: str) -> bool:
    """Whether a prepared message names a part of the cover and nothing else: "and the costs?"."""
    return bool(_SECTION.search(text))


def _by_premium(scheme: Scheme, plans: list[str]) -> list[str]:
    """Two plans, the cheaper one first; empty where the brochure's premiums do not tell."""
    rule = scheme.premium
    totals: dict[str, float] = {}
    if isinstance(rule, PremiumTable):
        totals = {p: _mean([y for t in scheme.plans[p].types for y in rule.yen.get(t, {}).values()]) for p in plans}
    elif isinstance(rule, PremiumRate):
        totals = {p: _mean([float(x) for x in rule.rates.get(p, {}).values()]) for p in plans}
    elif isinstance(rule, PremiumExamples):
        totals = {p: _mean([e.yen for e in rule.examples if e.plan == p]) for p in plans}
    if len(totals) != 2 or not all(totals.values()) or len(set(totals.values())) != 2:
        return []
    return sorted(plans, key=lambda p: totals[p])


def _mean(values: list[int] | list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


_MOVES_TO: Final = re.compile(
    r"(?:に|へ)(?:引き?)?(?:上げ|上が|下げ|下が|変え|変わ|変更|替え|換え|移[るりしっす]|切り?替え|落と|乗り?換え|乗り?替え)|"
    r"\b(?:mov|switch|chang|upgrad|downgrad|go|rais|step|shift)\w* (?:it |us |up |down |over |ours )*to\b"
)


def moves_to(text: str) -> bool:
    """Whether a prepared text speaks of a move to what it names: 「7番に上げたら」, "if we moved up to type 7"."""
    return bool(_MOVES_TO.search(text))


_STEP: Final = re.compile(
    r"\b(?:one|a|the next) (?:size|type|step|level|tier|notch)s? (?P<en>up|down|higher|lower|bigger|smaller)\b|\bthe next (?P<next>bigger|larger|higher|smaller|lower) (?:type|one|size|level)\b|"
    r"(?:一つ|1つ|ひとつ|一段階?|1段階?|ワンランク)(?P<ja>上|下)(?:の(?:タイプ|もの|やつ|コース|類型|セット)|げ|だと|なら|は|に|$|[?？])"
)
_UP: Final = frozenset({"up", "higher", "bigger", "larger", "上"})


def next_type(scheme: Scheme, before: SchemeReading, text: str) -> str | None:
    """The type next to the one spoken of before, where a message names it so: "one size up"; None at the end of the row.

    The row is that of the plan's types by their liability limits.
    """
    types, m = before.choices.get("type", ()), _STEP.search(text)
    if m is None or len(types) != 1:
        return None
    row = next((own for own in ladders(scheme, before.plans) if types[0] in own), [])
    if not row:
        return None
    at = row.index(types[0]) + (1 if (m["en"] or m["next"] or m["ja"]) in _UP else -1)
    return row[at] if 0 <= at < len(row) else None
