"""Who does it, and to whom, in Japanese: what the answer has one person or body do, told of another.

"The agency enters the day" for "the member enters the day", "tell the agency" for "tell the insurer": the words are the
answer's, the persons are exchanged. Where the answer names who does a thing, or to whom it is done, a draft that does
name somebody must name the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.harmless import SYNONYMS
from assistant.guardrail.relations import SILENT, negated
from assistant.guardrail.text import Sentence

Part: TypeAlias = Literal["doer", "receiver"]

_BODIES: Final[dict[str, str]] = {
    "insurer": r"(?:引受)?(?:幹事)?保険会社|損保ジャパン|東京海上日動(?!の)|引受会社",
    "agency": r"(?:取扱|募集)?代理店|全福サービス|(?:株式会社)?千里",
    "hotline": r"(?:緊急時)?ホットライン|コールセンター",
    "chamber": r"(?:所属の)?商工会議所",
    "member": r"加入者|契約者|被保険者|会員|センター|町村|貴社|貴会|お客様|ご自身|申込者",
    "staff": r"職員|従業員|社員|使用人",
    "police": r"警察",
    "authority": r"公的機関|官公庁|行政機関|監督官庁",
    "contractor": r"委託先|委託業者|受託者",
    "risk management": r"sompoリスクマネジメント",
    "lawyer": r"弁護士",
    "victim": r"被害者|住民|本人",
}
_BODY: Final = re.compile("|".join(f"(?P<b{i}>{p})" for i, p in enumerate(_BODIES.values())))
_NAMES: Final = tuple(_BODIES)
_DOER: Final = re.compile(
    r"(?:\([^)]*\))?(?:様|さん|側|自身|の(?:側|方|人))?(?:が(?!、?対象)|は(?!、?対象)|より|による|によって|から(?:の)?|の(?=(?:書面による|事前の)?(?:通報|通知|連絡|報告|同意|承認|判断|請求|確認)))"
)
_RECEIVER: Final = re.compile(r"(?:\([^)]*\))?(?:様|さん|側)?(?:に(?!よ|対|つい|限|関|お[いけ])|へ(?:の)?|宛|あて)")
_ACTS: Final = re.compile(
    r"記入(?![例欄])|書き入れ|連絡|通知|通報|報告|届け?出|相談|問い?合わ|提出|郵送|送[らりるっ付]|申し?込|申請|振り?込|払い?込|調整|手配|決め|判断|発見|見つけ|見つか|気づ|気付|(?<!加入)依頼(?!書)|発注|請求|同意|承認|承諾|公表|謝罪|選[びぶばん]|確認|計算|見積"
)
_STOP: Final = re.compile(r"[。;]|(?<=[すたんるい])が、|(?<=[てしくりけみき])、")
_GROUPS: Final = (
    frozenset(("連絡", "通知", "通報", "報告", "届出", "届け出")),
    frozenset(("発見", "見つけ", "見つか", "気づ", "気付")),
    frozenset(("決め", "判断")),
    frozenset(("同意", "承認", "承諾")),
    frozenset(("郵送", "提出", "送付", "送ら", "送り", "送る", "送っ")),
    frozenset(("振込", "振り込", "払込", "払い込")),
    frozenset(("申込", "申し込", "申請")),
    frozenset(("依頼", "発注")),
)
_ALIKE: Final = ({"hotline", "insurer"}, {"staff", "member"})


def check_actors(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for the person or body that does a thing, or to whom it is done."""
    if SILENT.search(sentence.text):
        return
    theirs = _known(evidence)
    for act, part, body, denied in parts(sentence.text):
        same = [(b, d) for a, p, b, d in theirs if p == part and _same(a, act)]
        bodies = {b for b, d in same if d == denied}
        if not bodies or body in bodies or denied:
            continue
        if any({body} | bodies <= group for group in _ALIKE) and part == "doer":
            continue
        yield f"The answer does not say that {'the ' + body + ' does' if part == 'doer' else 'it goes to the ' + body}: “{act}”."
        return


def _same(a: str, b: str) -> bool:
    return a == b or any(a in g and b in g for g in _GROUPS) or b in SYNONYMS.get(a, ())


@lru_cache(maxsize=8192)
def parts(text: str) -> tuple[tuple[str, Part, str, bool], ...]:
    """The acts of a folded text, each with a body that has part in it and whether it is denied."""
    if not _ACTS.search(text):
        return ()
    found: dict[tuple[str, Part, str, bool], None] = {}
    start = 0
    for stop in (*(m.end() for m in _STOP.finditer(text)), len(text)):
        clause = text[start:stop]
        start = stop
        bodies = list(_BODY.finditer(clause))
        for at, m in enumerate(bodies):
            part: Part | None = (
                "receiver" if _RECEIVER.match(clause, m.end()) else "doer" if _DOER.match(clause, m.end()) else None
            )
            if part is None:
                continue
            act = _ACTS.search(clause, m.end(), bodies[at + 1].start() if at + 1 < len(bodies) else len(clause))
            if act is None:
                continue
            body = _NAMES[int((m.lastgroup or "b0")[1:])]
            found[act[0], part, body, negated(clause[act.start() :])] = None
    return tuple(found)


@lru_cache(maxsize=128)
def _known(evidence: Evidence) -> tuple[tuple[str, Part, str, bool], ...]:
    return tuple(
        dict.fromkeys(
            each for line in (*evidence.lines, *evidence.details, *evidence.question) for each in parts(line.text)
        )
    )
