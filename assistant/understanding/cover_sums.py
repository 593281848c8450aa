"""Sums that describe the contract and no cost: 「賠償の枠が2億あるので」, "the 50 million one", "we have 100 million of cover".

A sum beside a word for a limit or for a kind of contract says how far the cover goes. Where the word is vague (「やつ」,
"one") or the sum only stands behind the name of a part of the cover, it counts if the scheme has exactly that limit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from assistant.corpus.model import Scheme
from assistant.understanding.numbers import Figures

_LEAST: Final = 1_000_000  # yen; a smaller sum is no limit
_PART_JA: Final = (
    r"(?:(?:損害)?賠償(?:責任|損害)?|(?:事故)?(?:対応)?費用(?:損害)?|利益(?:損害)?)(?:の?(?:ほう|方|部分))?"
)
_LIMIT_JA: Final = r"(?:枠|(?:支払)?限度(?:額)?|上限(?:額)?|補償(?:金)?額|補償枠|保険金額|天井)"
_KIND_JA: Final = r"(?:(?:加入)?セット|タイプ|類型|コース|プラン|型(?![番式]))"
# 「限度額1億円」, 「賠償の枠が2億」
_BEFORE_JA: Final = re.compile(
    rf"(?:{_PART_JA}の?)?(?:{_LIMIT_JA}|(?<!への)(?<!する)補償)(?:として|が|は|も|を|で|の|:)?(?:最大|それぞれ|約|合計)?$"
)
# 「1億円の枠」, 「2億円コース」, 「2億円まで補償」
_AFTER_JA: Final = re.compile(
    rf"^(?:円)?(?:(?:まで)?の)?(?:{_PART_JA}の?)?(?:{_LIMIT_JA}|{_KIND_JA}|補償(?!さ|金?(?:を|の)?(?:求|請求|要求|迫|払|支払)))"
)
_VAGUE_JA: Final = re.compile(r"^(?:円)?の(?:やつ|もの|ほう|方(?![がをにへ]の)|に入|で入|で(?:契約|加入))")
_VAGUE_BEFORE_JA: Final = re.compile(rf"{_PART_JA}(?:が|は|の|を|も|に)?(?:最大)?$")
_HELD_JA: Final = re.compile(
    r"^(?:円)?(?:まで)?(?:も|は|が|を|で|に)?(?:付い|つい|付け|つけ|掛け|かけ|入って|入り|加入し|契約し|ある(?:ので|から|し|ん|なら|はず|のに)|あります(?:ので|から|し|よね)|あるって)"
)
# 「上限500万円の見積もり」, 「限度額1億円を超える」 aside, what comes to so much is a cost: 「最大2億円かかりそう」.
_INCURRED_JA: Final = re.compile(
    r"^(?:円)?(?:くらい|ぐらい|ほど|程度|前後)?(?:が|は|も|を|の|に|と)?(?:かか|見積|請求(?!権)|払[いうえ]?(?:まし|った|え|、|予定)?|支払[いう]?(?:まし|った|え)|要求|なっ(?:た|て)|なりまし|言われ)"
)

_PART_EN: Final = r"(?:liability|(?:response[- ]?)?costs?|profits?|third[- ]party)"
_LIMIT_EN: Final = r"(?:limits?|ceiling|cap|maximum|sum insured|insured sum|amount insured)"
_KIND_EN: Final = r"(?:plan|type|set|course|tier|level|option|version|policy|category|contract)"
# "limit of", "the liability limit is", "insured for", "the set with".
_BEFORE_EN: Final = re.compile(
    rf"(?:\b{_PART_EN} )?\b{_LIMIT_EN}(?: (?:for|on|of) (?:the )?{_PART_EN})?(?: (?:of|is|at|being|was|stands at|comes to|there is)|:|,)?(?: (?:only|just|up to|about))?\s*(?:jpy |¥)?$|"
    rf"\b(?:we|i) (?:are|'re|'m|am) (?:insured|covered|protected) (?:for|up to|to|at)(?: up to)?\s*(?:jpy |¥)?$|"
    rf"\b{_KIND_EN}s? (?:with|of|at|for|that has|that gives|having)(?: (?:the|a|an))?\s*(?:jpy |¥)?$"
)
# "the 200 million leakage plan": a word of the plan's name.
_NAMED_EN: Final = r"(?!(?:for|of|in|to|and|or|is|was|are|on|by|an?|the|we|our|this|that|from|under|with|if|claims?|costs?|bills?|damages?|loss(?:es)?)\b)[a-z]+"
_AFTER_EN: Final = re.compile(
    rf"^(?: yen)?(?: worth)?(?: (?:of|in) )?(?:[ -]{_PART_EN})?[ -](?:{_LIMIT_EN}|(?:{_NAMED_EN}[ -]){{0,2}}{_KIND_EN}|of (?:cover(?:age)?|insurance|protection)|cover(?:age)?(?! (?:the|our|all|it|this|that|my|any|for (?:the|our|this)?)\b))(?![a-z])"
)
_VAGUE_EN: Final = re.compile(
    rf"^(?: yen)?[ -](?:ones?(?![a-z])|{_PART_EN} (?:{_KIND_EN}|one)(?![a-z])|(?:of|in|for) liability(?![a-z])(?! (?:claim|suit|case)))"
)
_VAGUE_BEFORE_EN: Final = re.compile(
    r"\b(?:since|because|as|with|having|given)\b[^.;!?\d]{0,24}\bliability(?: part| side| section)? (?:is|of|at|goes up to|runs to|being)\s*(?:jpy |¥)?$"
)
# 「見積もりは上限1,200万円」: the most that a cost may come to.
ESTIMATE: Final = re.compile(
    r"(?:見積(?:もり|り|書|額)?|請求(?:額|書)?|予算|出費)(?:が|は|の|も)?(?:上限|最大|限度)(?:が|は|で|の)?$"
)
_INCURRED_EN: Final = re.compile(
    r"^(?: yen)? (?:was|were|had to|has been|have been|is|are) (?:billed|charged|paid|claimed|demanded|spent)\b"
)


@dataclass(frozen=True, slots=True)
class CoverSum:
    """A sum that describes the contract, and the place of all that says so.

    `held` says that it is told of the contract at hand (a kind of contract, a limit that one has), not supposed or wished.
    """

    value: int
    start: int
    end: int
    phrase: tuple[int, int]
    held: bool
    section: str | None


_SECTIONS: Final = (
    ("liability", re.compile(r"賠償|liabilit|third[- ]party")),
    ("response_costs", re.compile(r"費用|\bcosts?\b")),
    ("business_interruption", re.compile(r"利益|\bprofits?\b")),
)
_REACH: Final = 40
_KIND: Final = re.compile(rf"{_KIND_JA}|\b{_KIND_EN}s?\b|やつ|もの|\bones?\b|入って|加入|契約|つい|付い|かけ|掛け|ある")
_HAVE: Final = re.compile(
    r"(?:うち|当方|私ども|わたしども|当社|弊社|当会|当センター)(?:の(?:センター|町|村|会社)?)?(?:は|も|の)?[^。、!?]{0,16}$|"
    r"\b(?:since|because|as|given|having|with|(?<!can )(?<!could )(?<!do )(?<!would )(?<!should )(?<!must )(?<!if )(?:we|i)(?:'ve| have| are| am|'re|'m)|our|ours)\b[^.;!?]{0,32}$"
)
# 「枠を5億円まで上げられますか」: looked for, not held.
_WISHED: Final = re.compile(
    r"^(?:円)?(?:以上|まで|くらい|ぐらい)?(?:に|へ|は|が|を)?(?:した|しよう|する|できる|でき|上げ|引き上げ|増や|増額|欲し|ほし|必要|変え|変更|下げ)"
)
_PREMISE_JA: Final = re.compile(
    rf"^(?:円)?(?:の[^、。!?\d]{{0,8}}{_KIND_JA}|な(?:ので|んで|のに)|だから|ですから|です(?:が|けど)|で(?:す)?、|だ(?:が|けど))"
)


def cover_sums(scheme: Scheme, text: str, figures: Figures) -> tuple[CoverSum, ...]:
    """The sums of a prepared text that say how far the cover goes, in order."""
    known = limits_of(scheme)
    spans = [(a.value, a.start, a.end) for a in figures.amounts if not a.too_large]
    spans += [(b.value, b.start, b.end) for b in figures.bare if isinstance(b.value, int) and not b.too_large]
    found = [_read(value, start, end, text, known) for value, start, end in sorted(spans, key=lambda x: x[1])]
    return tuple(x for x in found if x is not None)


def limits_of(scheme: Scheme) -> frozenset[int]:
    """All limits in yen that the scheme prints for a section of its cover."""
    out: set[int] = set()
    for x in scheme.limits:
        if x.section:
            out |= {y for y in (x.yen.values() if isinstance(x.yen, dict) else (x.yen,)) if y is not None}
    return frozenset(out)


def _read(value: int, start: int, end: int, text: str, known: Set[int]) -> CoverSum | None:
    if value < _LEAST:
        return None
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if ESTIMATE.search(before) or _INCURRED_JA.match(after) or _INCURRED_EN.match(after):
        return None
    lead = _first((_BEFORE_JA, _BEFORE_EN), before, search=True)
    tail = _first((_AFTER_JA, _AFTER_EN), after, search=False)
    if lead is None and tail is None and value in known:
        tail = _first((_VAGUE_JA, _VAGUE_EN), after, search=False)
        named = _VAGUE_BEFORE_JA.search(before)
        if named is not None:
            lead, tail = (named, _HELD_JA.match(after)) if _HELD_JA.match(after) else (None, tail)
        lead = lead or _VAGUE_BEFORE_EN.search(before)
    if lead is None and tail is None:
        return None
    first = start - (len(before) - lead.start()) if lead else start
    last = end + (tail.end() if tail else 0)
    phrase = text[first:last]
    section = next((s for s, p in _SECTIONS if p.search(phrase)), None)
    if _WISHED.match(text[last : last + 24]):
        return CoverSum(value, start, end, (first, last), False, section)
    held = bool(_KIND.search(phrase)) or bool(_HAVE.search(before)) or bool(_HELD_JA.match(text[last : last + 16]))
    return CoverSum(value, start, end, (first, last), held or bool(_PREMISE_JA.match(text[last : last + 16])), section)


def _first(patterns: Sequence[re.Pattern[str]], text: str, *, search: bool) -> re.Match[str] | None:
    found = (p.search(text) if search else p.match(text) for p in patterns)
    return next((m for m in found if m), None)


def types_by_limit(scheme: Scheme, sums: Sequence[CoverSum], plans: Sequence[str]) -> tuple[str, ...]:
    """The types (of `plans`, or of all) whose limit is one of the sums: of the part named, else the liability limit first."""
    limits = [
        x for x in scheme.limits if x.section and x.by == "type" and x.certainty == "stated" and isinstance(x.yen, dict)
    ]
    own = {t for p in plans if p in scheme.plans for t in scheme.plans[p].types}
    found: list[str] = []
    for s in sums:
        for section in (s.section,) if s.section else ("liability", "response_costs", "business_interruption"):
            named = [
                t
                for x in limits
                if x.section == section and isinstance(x.yen, dict)
                for t, y in x.yen.items()
                if y == s.value and (not own or t in own)
            ]
            found += named
            if named:
                break
    return tuple(dict.fromkeys(found))
