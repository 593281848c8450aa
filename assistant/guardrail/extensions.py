"""What a draft adds to the answer in the answer's own words: further cover, a limit lifted, a range made wider or narrower.

"The employee is also covered for his own liability" has no word that the question or the answer lacks. What tells it apart
is its form: something is paid *as well*, there is *no* limit, *any* of ① to ④, *only* ①. Each form needs a sentence of
the answer that has it of the same things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.entailment import mask
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.harmless import ENGLISH_SYNONYMS, GENERAL_JAPANESE, JAPANESE, SINGLE, SYNONYMS
from assistant.guardrail.names import Named
from assistant.guardrail.nearness import near
from assistant.guardrail.relations import SILENT, anchors, has, negated
from assistant.guardrail.text import Sentence
from assistant.guardrail.verdicts import verdicts_in
from assistant.guardrail.words import missing_pieces, runs, words_of


def check_extensions(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that extends or narrows what the answer says."""
    yield from _further_cover(sentence, named, evidence)
    yield from _even_if(sentence, mask(sentence.text, named), evidence)
    yield from _lifted(sentence, evidence)
    yield from _spared(sentence, evidence)
    yield from _benefits(sentence, evidence)
    yield from _outsiders(sentence, evidence)
    yield from _companies(sentence, evidence)
    yield from _labels(sentence, named, evidence)


# ---------------------------------------------------------------- paid as well
_FURTHER: Final = re.compile(
    r"\b(?:also|too|as well(?! as)|likewise|plus|moreover|furthermore|in addition|additionally|even)\b|including|by contrast"
    r"|(?<!で)も[^、。]{0,14}に(?:含ま|含め|入[りるっ])|その分も|(?<!で)も(?:含め|含ま|合わせ|併せ|あわせ|対象|補償|支払|お支払|カバー|保険金)|[をもに]含め(?:て|た)|も(?:同様|同じ|一緒)|同じく|同じように|さらに|加えて|あわせて|併せて"
)


_INCLUDED: Final = re.compile(r"に(?:含ま|含め|入[りるっ])|\b(?:made up for|part of|belongs? to|counts?|counted)\b")


def _further_cover(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Something said to be paid as well that the answer's sentences do not speak of."""
    masked = mask(sentence.text, named)
    if not evidence.answer.verdicts or not _FURTHER.search(masked):
        return
    lines = evidence.statements
    for segment in sentence.segments:
        piece = masked[segment.start : segment.end]
        if not _FURTHER.search(piece) or negated(piece) or SILENT.search(piece):
            continue
        if not (any(s.paid for s in verdicts_in(segment.text, piece)) or _INCLUDED.search(piece)):
            continue
        whole = masked if _THAT_TOO.search(piece) else piece
        strange = [a for a in anchors(whole) if not any(_has(x, a) for x in lines) and not _known(a, evidence)]
        if strange:
            yield f"The answer does not say that this is paid as well: {', '.join(strange[:3])}."
            return


_EVEN_IF: Final = re.compile(
    r"([^、。]{2,30}?)(?:であっても|であって(?:も)?|でも|にも|によるもの(?:で)?も)(?!(?:、)?(?:かまい|構い|よい|同じ|確認|明記))[^。]{0,30}(?:補償|対象|支払|払わ|含ま|出ます|認め|利用|使え|加入|申し込め)"
)


def _even_if(sentence: Sentence, masked: str, evidence: Evidence) -> Iterator[str]:
    """Something said to hold in a further case of which neither the answer nor the question speaks: 「紙の印刷物でも」."""
    if negated(sentence.text) or SILENT.search(sentence.text):
        return
    places = (evidence.whole, *(q.text for q in evidence.question))
    for m in _EVEN_IF.finditer(masked):
        case = re.split(r"[はが、]", m[1])[-1]
        strange = [r for r in runs(case) if len(r) > 1 and not any(_pieces_in(r, x) for x in places)]
        if strange:
            yield f"The answer does not say that this holds for {', '.join(strange[:3])} as well."
            return


def _pieces_in(run: str, text: str) -> bool:
    return (
        run in text
        or not missing_pieces(run, (text,), frozenset(), SINGLE)
        or any(w in text for w in SYNONYMS.get(run, ()))
        or near(run, text)
    )


_THAT_TOO: Final = re.compile(
    r"(?:その分|これ|それ|そちら|こちら)も|\b(?:that|this|it|they|those) (?:is|are|will be) (?:also|covered too|paid too)"
)


def _known(anchor: str, evidence: Evidence) -> bool:
    """Whether the answer as a whole has a Japanese word in pieces, general ones aside."""
    if anchor[0].isascii():
        return False
    left = missing_pieces(anchor, (evidence.whole,), JAPANESE | GENERAL_JAPANESE, SINGLE)
    return not left or any(w in evidence.whole for w in SYNONYMS.get(left, ()))


def _has(line: str, anchor: str) -> bool:
    if has(line, anchor):
        return True
    if anchor[0].isascii():
        return bool(ENGLISH_SYNONYMS.get(anchor, frozenset()) & words_of(line).stems)
    return any(w in line for w in SYNONYMS.get(anchor, ()))


# ---------------------------------------------------------------- a limit, a deadline, a condition that there is not
_LIFTED: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("limit", r"\b(?:cap|caps|limits?|ceiling|maximum)\b|上限|限度|制限|頭打ち"),
        ("deadline", r"\b(?:deadlines?|time limits?|cut-off|due dates?)\b|期限|締め?切"),
        ("deductible", r"\b(?:deductibles?|excess)\b|免責金額|自己負担"),
        ("condition", r"\b(?:conditions?|requirements?|prerequisites?|strings)\b|条件|要件"),
        ("exception", r"\b(?:exceptions?|exclusions?|exemptions?)\b|例外|除外|適用除外"),
        ("waiting time", r"\bwaiting (?:period|time)\b|待機期間|待ち時間"),
        ("surcharge", r"\b(?:surcharges?|extra (?:cost|charge|premium))\b|割増|追加(?:の)?(?:保険料|料金|費用)"),
    )
)
_NO: Final = re.compile(
    r"\b(?:no|without(?: any)?|not|free of|neither|nor|never|lifted|removed|waived|n't have)\b|n't\b|(?:は|が|も)?(?:、)?(?:特に|一切)?(?:ありま?せん|ございません|な[いしく]|設け(?:られて|て)(?:い|お)|かかりません|課され|付きません|適用され(?:ま|な)|問われません|撤廃|無制限)"
)
_SEPARATE: Final = re.compile(r"\b(?:separate|additional|further|other|own)\b|別(?:の|に|途)|ほかの|それぞれ|ごと")
_REACH: Final = 24
"""Characters between the denial and what it denies."""


def _lifted(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """There being no limit, deadline, deductible or condition, where no sentence of the answer says so."""
    if SILENT.search(sentence.text):
        return
    for name, thing in _LIFTED:
        found = next((m for m in thing.finditer(sentence.text) if _denied_near(sentence.text, m)), None)
        if found is not None and _SEPARATE.search(sentence.text):
            continue  # no separate one: there being one for all is compared with the figures
        if found is not None and not any(_says_none(x, thing) for x in evidence.statements):
            yield f"The answer does not say that there is no {name}."
            return


_SPARED: Final = re.compile(
    r"\b(?:nothing|no amount|not a yen) (?:is|will be|gets|has to be) (?:deducted|taken off|subtracted|withheld)|\bno deductions?\b|\bwithout (?:any )?deductions?\b|\bnot (?:be )?(?:deducted|taken off)\b|(?:引かれ|差し引かれ|控除され|差引かれ)(?:ません|ない|ず)"
)
_DEDUCTION: Final = re.compile(r"deduct|taken|subtract|less the|引|控除|免責")


def _spared(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Nothing said to be deducted, where the answer deducts and says of nothing that it is spared."""
    if (found := _SPARED.search(sentence.text)) and not any(
        _DEDUCTION.search(x) and (negated(x) or SILENT.search(x))
        for line in evidence.statements
        for x in re.split(r"[;。]", line)
    ):
        yield f"The answer does not say “{found[0]}”."


def _denied_near(text: str, thing: re.Match[str]) -> bool:
    if thing[0].isascii():
        return bool(re.search(r"\b(?:no|without|without any|free of|neither)(?: \w+){0,2} $", text[: thing.start()]))
    return bool(
        re.match(
            r"(?:額|金額|時間|事項|規定|期間)?(?:は|が|も)(?:、)?(?:特に|とくに|一切)?(?:あり?ません|ございません|な(?:い|く|し)|設けられてい|かかりません|課され(?:ま|な)|付きません|撤廃)|なし|無し",
            text[thing.end() : thing.end() + _REACH],
        )
    )


@lru_cache(maxsize=2048)
def _says_none(line: str, thing: re.Pattern[str]) -> bool:
    return bool(thing.search(line) and (_NO.search(line) or negated(line)))


# ---------------------------------------------------------------- those who are not
_OUTSIDERS: Final = re.compile(
    r"(?:ない|以外の|外の)(?:方|人|者|会社|企業|事業者|団体|センター|町村)[^。、]{0,6}(?:でも|も|が|は)|非会員|\b(?:non-?members?|outsiders?|those who (?:are|have|did) not|not (?:a |yet )?members?|anyone|everybody|everyone)\b"
)
_ADMITS: Final = re.compile(
    r"(?:使え|利用でき|利用いただけ|お使い|加入でき|申し込め|入れ|対象(?:に|です|と)|補償され|可能|かけられ)|\b(?:can|may|able to|open to|welcome|covered|available|accepted)\b"
)


def _outsiders(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Something said to be open to those who are not what the answer restricts it to."""
    text = sentence.text
    found = _OUTSIDERS.search(text)
    if found is None or not _ADMITS.search(text[found.start() :]) or negated(text[found.end() :]):
        return
    lines = evidence.statements
    hits = [i for i, x in enumerate(lines) if any(has(x, a) for a in anchors(text))]
    near = [x for h in hits for x in lines[h : h + 2]] or lines
    if any(_ONLY.search(x) for x in near) and not any(_OUTSIDERS.search(x) for x in near):
        yield f"The answer does not open this to others: “{text.strip()[:80]}”."


_OF_COMPANIES: Final = re.compile(
    r"(?:企業|法人|会社|取引先)(?:など|等)?の(?:情報|データ)|(?:企業|法人)情報|\b(?:compan(?:y|ies)|corporate|firms?)(?:'s|s')? (?:information|data|secrets)\b"
)
_COMPANY: Final = re.compile(r"企業|法人|(?<!保険)会社|取引先|\bcompan|\bcorporate|\bfirm")


def _companies(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Information of companies, where the answer speaks of persons' only."""
    found = _OF_COMPANIES.search(sentence.text)
    if found is None or negated(sentence.text) or not re.search(r"個人|\bpersonal\b", evidence.whole):
        return
    if not _COMPANY.search(evidence.whole):
        yield f"The answer does not speak of “{found[0]}”."


# ---------------------------------------------------------------- a discount, a gift
_BENEFITS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"割り?引|値引|割安|\b(?:discount(?:s|ed)?|rebates?|cheaper rates?|reduced rates?)\b",
        r"優遇|特典|ボーナス|還元|キャッシュバック|\b(?:bonus(?:es)?|cash-?back|rewards?|perks?|vouchers?|gifts?)\b",
        r"返金|返戻|返還|払い?戻|\b(?:refund(?:s|ed|able)?|repa(?:y|id)|money back)\b",
        r"分割(?:払|で支払|で払|でき)|月払|後払|\b(?:instal?lments?|pay monthly|monthly payments?|deferred payment)\b",
        r"上乗せ補償|補償の上乗せ|増額(?:でき|され|も可)|\b(?:top-?up|upgraded?|increased limit)\b",
        r"自動(?:的に)?(?:更新|継続)|\bautomatic(?:ally)? (?:renew\w*|continu\w*|extend\w*)",
    )
)


def _benefits(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """An advantage that the answer does not speak of; what the question asks for is no ground."""
    if negated(sentence.text) or SILENT.search(sentence.text) or _ASKS.search(sentence.text):
        return
    for pattern in _BENEFITS:
        if (found := pattern.search(sentence.text)) and not pattern.search(evidence.whole):
            yield f"The answer does not speak of “{found[0]}”."
            return


_ASKS: Final = re.compile(
    r"[?？]\s*$|か。?\s*$|ご質問|お尋ね|について|かどうか|\b(?:whether|asked|your question|ask|check|confirm|contact)\b|確認|問い合わせ"
)


# ---------------------------------------------------------------- ① to ④, only ①
_RANGE: Final = re.compile(r"〔(\d{1,2})〕\s?(?:から|ないし|~|〜|～|-|to|through)\s?〔(\d{1,2})〕")
_LABEL: Final = re.compile(r"〔(\d{1,2})〕")
_ONLY: Final = re.compile(
    r"\b(?:only|solely|exclusively|alone|limited to|restricted to)\b|だけ(?!で(?:は)?な)|のみ(?!なら)|に限(?!ら(?:ず|れません))|限定"
)


def _labels(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """A range of numbered events that the answer has not, or "only" of others than the answer."""
    text, masked = sentence.text, mask(sentence.text, named)
    if "〔" not in text:
        return
    lines = evidence.statements
    theirs = {(m[1], m[2]) for x in lines for m in _RANGE.finditer(x)}
    for m in _RANGE.finditer(text):
        members = {str(n) for n in range(int(m[1]), int(m[2]) + 1)}
        if (m[1], m[2]) not in theirs and not any(members <= set(_LABEL.findall(x)) for x in lines):
            yield f"The answer does not speak of {m[1]} to {m[2]}."
            return
    for segment in sentence.segments:
        piece = text[segment.start : segment.end]
        mine = frozenset(_LABEL.findall(piece))
        if mine and _ONLY.search(masked[segment.start : segment.end]) and not _RANGE.search(piece):
            only = [frozenset(_LABEL.findall(x)) for x in lines if _ONLY.search(x) and "〔" in x]
            if not any(mine <= each for each in only):
                yield f"The answer does not say that it is only {', '.join(sorted(mine))}."
                return
