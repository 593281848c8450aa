"""The deductible: how often it is taken, what it comes off, and whether there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.exchanges import ASIDE
from assistant.guardrail.figures import read_figures
from assistant.guardrail.relations import anchors, means, negated
from assistant.guardrail.text import Sentence, fold_text

_ONCE: Final = re.compile(r"\bonce\b|一度|1回|一回|合計から|\bsum\b")
_EACH: Final = re.compile(
    r"\b(?:each|every|per)\b(?! (?:claim|incident|accident|event|case|policy))|それぞれ|ごと|費目別|個別に(?!判断)"
)
_NOT_EACH: Final = re.compile(
    r"[^、。]*(?:ごと|それぞれ|個別に?|費目別に?)(?:に)?(?:では|で)?(?:なく|はな)|\b(?:not|rather than)(?: \w+){0,2} (?:each|every|per)\b"
)
_DEDUCTIBLE: Final = re.compile(r"免責(?:金額|は?なし|ゼロ)|自己負担額|\bdeductible\b|\bexcess\b")
_HAS_DEDUCTIBLE: Final = re.compile(r"免責金額|自己負担額|\bdeductible\b")
_NO_DEDUCTIBLE: Final = re.compile(
    r"免責金額[^。]{0,16}(?:ありません|なし|ない)|\bno deductible\b|\b(?:not|neither|nothing|none)\b[^.;]*\bdeductible\b|書かれて"
)
_OF_TIME: Final = re.compile(
    r"\b(?:once|one time|only|taken|due|applies|charged) (?:only )?(?:a|per|every|each) (?:policy )?(?:year|month|period)\b|\bannual(?:ly)?\b|年に?(?:1|一)回|年間(?:で)?(?:1|一)回|毎年|期間中(?:に)?(?:1|一)回"
)


def check_deductions(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for how often a deductible is taken, from what, or that there is one."""
    text = sentence.text
    if not _DEDUCTIBLE.search(text):
        return
    if found := _EACH.search(_NOT_EACH.sub(" ", text)):
        lines = [_NOT_EACH.sub(" ", x.text) for x in (*evidence.lines, *evidence.details) if _DEDUCTIBLE.search(x.text)]
        once = any(_ONCE.search(x) for x in lines) or _from_sum(evidence)
        if once and not any(_EACH.search(x) for x in lines):
            yield f"The deductible is taken once, the draft says “{found[0]}”."
    if (found := _OF_TIME.search(text)) and not _OF_TIME.search(evidence.whole):
        yield f"The answer does not say of the deductible: “{found[0]}”."
    if (found := _NONE_TAKEN.search(text)) and _sizes(evidence):
        yield f"The answer takes a deductible, the draft says “{found[0]}”."
    if _HAS_DEDUCTIBLE.search(text) and not negated(text.replace("免責", "")) and not ASIDE.search(text):
        lines = [x for x in evidence.statements if _DEDUCTIBLE.search(x)]
        if lines and all(_NO_DEDUCTIBLE.search(x) for x in lines):
            yield "The answer knows of no deductible, the draft does."
    yield from _taken_from(sentence, evidence)


_NONE_TAKEN: Final = re.compile(
    r"免責(?:金額)?(?:は|も|が)?(?:なし|無し|ゼロ|0円|あり?ません|ございません|引かれません)|\b(?:no|without (?:a|any)) (?:deductible|excess)\b"
)


def _sizes(evidence: Evidence) -> bool:
    """Whether the answer says how large the deductible is, and nowhere that there is none."""
    lines = [x for x in evidence.statements if _DEDUCTIBLE.search(x)]
    return any(f.kind == "yen" for x in lines for f in read_figures(x).figures) and not any(
        _NO_DEDUCTIBLE.search(x) or _NONE_TAKEN.search(x) for x in lines
    )


def _from_sum(evidence: Evidence) -> bool:
    """Whether the answer's computation takes one deductible off a sum."""
    steps = [[s.label.lower() for s in a.steps] for a in evidence.answer.amounts]
    return any(
        sum(bool(_DEDUCTIBLE.search(x)) for x in labels) == 1 and any(_SUM.search(x) for x in labels)
        for labels in steps
    )


_SUM: Final = re.compile(r"合計|小計|\bsum\b|\btotal\b")


def _taken_from(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """A deductible said to come off something of which the answer's sentences on the deductible do not speak."""
    text = sentence.text
    if negated(text.replace("免責", "")):
        return
    steps = " ".join(s.label for a in evidence.answer.amounts for s in a.steps)
    lines = [x for x in evidence.statements if _OFF.search(x)]
    for m in _FROM.finditer(text):
        telling = anchors(m[1] or m[2])
        places = (*lines, fold_text(steps).lower(), *(q.text for q in evidence.question))
        if telling and not any(means(x, a) for x in places for a in telling):
            yield f"The answer does not take the deductible off “{(m[1] or m[2]).strip()}”."
            return


_OFF: Final = re.compile(
    r"免責|自己負担|差し?引|控除|\b(?:deductible|excess|deducted|taken off|comes? off|less|minus)\b"
)
_FROM: Final = re.compile(
    r"\b(?:deduct\w*|tak\w+|comes?|subtract\w*)(?: \w+)? (?:off|from) (?:the |your |any )?([a-z' -]{3,40})|([一-龥ァ-ヶー]{2,12})から(?:は|も)?(?:、)?(?:差し)?引"
)
