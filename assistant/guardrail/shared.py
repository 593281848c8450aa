"""What a draft says of all types, or of two of them, without a figure of its own: a shared limit, the same limit, every price.

"The costs have a limit of their own", "with the next type the liability cover is the same", "every type is within the
budget": each figure in such a sentence may be the answer's, and the scheme's tables say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.names import Named
from assistant.guardrail.relations import negated
from assistant.guardrail.text import Sentence
from assistant.guardrail.told import SECTIONS

_BOTH: Final = 2
_OF_ITS_OWN: Final = re.compile(
    r"別枠|とは別|別々|別の枠|独立|\b(?:separate(?:ly)? (?:from|to|limit|pot)|on top of|in addition to|independent(?:ly)? of|apart from)\b"
)
_DEDUCTIBLE: Final = re.compile(r"免責|自己負担|\b(?:deductible|excess)\b")
_CHARGED: Final = re.compile(r"別料金|別払い|追加料金|\b(?:extra|separate|additional) (?:charge|fee|premium)\b")
_EVERY: Final = re.compile(
    r"(?:どの|すべての|全ての|全)(?:タイプ|類型|契約類型|ランク|セット)(?:で|に)?も?|(?:いずれ|どれ)のタイプ|\b(?:every|any|all|whichever) (?:of the )?(?:contract )?(?:types?|ranks?|sets?)\b"
)
_SAME: Final = re.compile(
    r"同じ|同額|変わりません|変わらない|変わらず|そのまま|\b(?:the same|unchanged|identical|equal|stays? at|remains? at)\b"
)


def check_shared(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for what it says of several limits or types at once."""
    text = sentence.text
    if _OF_ITS_OWN.search(text) and not _OF_ITS_OWN.search(evidence.whole) and not negated(text):
        sections = sum(p.search(text) is not None for p in SECTIONS.values())
        shared = any(p.shared for scheme in evidence.schemes for p in evidence.names.printed(scheme))
        if shared and sections >= _BOTH and not _DEDUCTIBLE.search(text):
            yield f"All payments together share one limit, the draft says otherwise: “{text.strip()[:80]}”."
    if (m := _CHARGED.search(text)) and not _CHARGED.search(evidence.whole) and not negated(text):
        yield f"The answer does not speak of: {m[0]}."
    if (m := _OUT_OF.search(text)) and not _OUT_OF.search(evidence.whole) and not _SHARED.search(evidence.whole):
        yield f"The answer does not say from which limit it is paid: “{m[0]}”."
    if (m := _USES_UP.search(text)) and not _USES_UP.search(evidence.whole):
        yield f"The answer does not say what counts towards a limit: “{m[0]}”."
    if (m := _MORE_THERE.search(text)) and not _MORE_THERE.search(evidence.whole):
        yield f"The answer does not say “{m[0].strip()}”."
    yield from _without_deductible(text, named, evidence)
    yield from _multiplied(text, evidence)
    yield from _of_every(sentence, evidence)
    yield from _the_same(sentence, named, evidence)


_OUT_OF: Final = re.compile(
    r"(?:限度額?|上限|枠|円)(?:の(?:中|内|うち|範囲))?(?:から)(?:出|支払|払|賄|まかな|充て|使)|(?:限度額?|上限|枠|円)の(?:中|内|うち)(?:で|から)(?:出|支払|払|賄|まかな|充て)|\b(?:paid|met|comes?|funded) (?:out of|from) (?:the |your )?(?:\w+ ){0,3}(?:limit|pot|cap|ceiling)\b"
)
_SHARED: Final = re.compile(r"共通|合わせて|合算|内枠|\b(?:share[sd]?|combined|together|total)\b")
_USES_UP: Final = re.compile(
    r"\b(?:do(?:es)?n't|do(?:es)? not|are not|aren't|isn't|is not|never) (?:\w+ )?(?:count\w*|eat\w*|reduce|erode|use[ds]? up|charged?) (?:\w+ )?(?:towards?|against|into|to)\b[^.;]*\b(?:limit|cap|ceiling|total)\b"
    r"|\b(?:do(?:es)?n't|do(?:es)? not) (?:reduce|erode|use up|affect|touch) (?:the |your )?(?:\w+ ){0,3}(?:limit|cap)\b|\bonly used up by\b|\boutside (?:of )?(?:the |your )?(?:\w+ ){0,2}(?:limit|cap)\b"
    r"|(?:限度額?|上限額?|枠)(?:の計算)?(?:に|へ|を)(?:は|も)?(?:含[まめ]|入[りれら]|算入|数え|カウント|消費し?|使い?|減[らり])[^。]{0,6}(?:ません|ない|ず)|(?:限度額?|上限額?|枠)の外"
)


_MORE_THERE: Final = re.compile(
    r"\b(?:and|but) (?:much |even |a bit )?(?:more|higher|larger|less|lower|smaller) (?:for|with|under|in|on) (?:the )?(?=wide|basic|compre|leak|f |g |type|set|rank|plan|option)"
)
_NO_DEDUCTIBLE: Final = re.compile(
    r"(?:免責(?:金額|額|金)?|自己負担(?:額|金)?)(?:は|も|が)?(?:なし|ありません|ございません|かかりません|ない|0円|引かれません)|\bno (?:deductible|excess)\b|\b(?:deductible|excess) (?:is|does) (?:nil|zero|not apply)\b"
)


def _without_deductible(text: str, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """No deductible told of a section of cover of which the scheme prints one."""
    if not _NO_DEDUCTIBLE.search(text):
        return
    schemes = {n.value for n in named if n.kind == "scheme"} or set(evidence.schemes)
    sections = [name for name, p in SECTIONS.items() if p.search(text)]
    if len(schemes) != 1 or len(sections) != 1:
        return
    (scheme,) = schemes
    table = [p for p in evidence.names.printed(scheme) if p.role == "deductible" and p.section == sections[0]]
    spared = any(name in text for p in table for name in p.exempt)
    if table and not spared and all(p.value != 0 for p in table):
        yield f"The scheme has a deductible there, the draft has none: “{text.strip()[:80]}”."


def _multiplied(text: str, evidence: Evidence) -> Iterator[str]:
    """Something doubled or halved, where no two amounts of the answer are in this proportion."""
    found = next(((m, ratio) for pattern, ratio in _TIMES if (m := pattern.search(text))), None)
    if found is None or negated(text):
        return
    m, ratio = found
    asked = " ".join(q.text for q in evidence.question)
    if any(pattern.search(place) for pattern, _ in _TIMES for place in (evidence.whole, asked)):
        return
    values = [k.figure.value for k in evidence.known if k.figure.kind == "yen" and isinstance(k.figure.value, Fraction)]
    if not any(a == ratio * b and b > 0 for a in values for b in values):
        yield f"The answer does not say “{m[0]}”."


_TIMES: Final = (
    (re.compile(r"\b(?:doubl(?:es?|ed|ing)|twice)\b|(?<![\d.数一二三四五六七八九十])倍(?!率)|2倍"), 2),
    (re.compile(r"\btripl(?:es?|ed|ing)\b|3倍"), 3),
    (
        re.compile(
            r"\bhalv(?:es?|ed|ing)\b|\bhalf (?:of )?(?:the|that|this|your|price|as much|is|will|would)\b(?! yen)|半額|半分|半減"
        ),
        2,
    ),
)


def _of_every(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """An amount told of every type, where the types differ in it."""
    text = sentence.text
    if not (m := _EVERY.search(text)):
        return
    yield from _limits_of_every(text, m[0], evidence)
    if _EVERY.search(evidence.whole):
        return
    for figure in (f for f in read_figures(text).figures if f.kind == "yen"):
        if any(_all_alike(scheme, figure.value, evidence) for scheme in evidence.schemes):
            continue
        if not evidence.schemes or (m.end() > figure.start and m.start() - figure.end > _FAR):
            continue
        yield f"The answer does not say of every one: “{m[0]}”."
        return


_FAR: Final = 24
_LIMIT: Final = re.compile(r"限度|上限|枠|\b(?:limits?|caps?|ceiling)\b")


def _limits_of_every(text: str, told: str, evidence: Evidence) -> Iterator[str]:
    """One limit told of every type, where the scheme prints several."""
    if not (_SAME.search(text) and _LIMIT.search(text)) or negated(_SAME.sub(" ", text)):
        return
    for scheme in evidence.schemes:
        for section in (name for name, p in SECTIONS.items() if p.search(text)):
            table = evidence.names.printed(scheme)
            if len({p.value for p in table if p.role == "limit" and p.section == section and p.type}) > 1:
                yield f"The limits are not the same in “{told}”."
                return


def _all_alike(scheme: str, value: object, evidence: Evidence) -> bool:
    """Whether a scheme prints an amount that is the same in every type, or that no type has part in."""
    table = evidence.names.printed(scheme)
    if any(p.value == value and p.type is None for p in table):
        return True
    for section in SECTIONS:
        values = {p.value for p in table if p.role == "limit" and p.section == section}
        if values == {value}:
            return True
    return any(k.final and k.figure.value == value and k.type is None for k in evidence.known)


def _the_same(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Limits of another type told to be those of the answer's, where the scheme prints others."""
    text = sentence.text
    if not _SAME.search(text) or negated(_SAME.sub(" ", text)):
        return
    own = set([a.type for a in evidence.answer.amounts if a.type][:1])  # the one that the answer begins with
    others = {n.value for n in named if n.kind == "type"} - own
    if len(own) != 1 or len(others) != 1:
        return
    at = _SAME.search(text)
    assert at is not None
    sections = [(m.start(), name) for name, p in SECTIONS.items() for m in p.finditer(text[: at.start()])]
    if not sections:
        return
    section = max(sections)[1]
    for scheme in evidence.schemes:
        limits = {p.type: p.value for p in evidence.names.printed(scheme) if p.role == "limit" and p.section == section}
        (mine,), (other,) = own, others
        if mine in limits and other in limits and limits[mine] != limits[other]:
            yield f"The limits of {mine} and {other} differ, the draft says that they are the same."
            return
