"""Which of two is dearer, and by how much: the direction of a comparison against the amounts of the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence, Known
from assistant.guardrail.figures import Value
from assistant.guardrail.names import Named
from assistant.guardrail.text import Sentence

_UP_JA: Final = r"高(?:い|く|額|め)|割高|上回|多(?:い|く|め)|大き(?:い|く)|増(?:え|額|し)|上乗せ|プラス|余計|上が"
_DOWN_JA: Final = r"安(?:い|く|価|め|上が)|割安|下回|少な(?:い|く|め)|小さ(?:い|く)|減(?:る|り|額|っ)|お得|得(?:です|に|で|な)|節約|抑え|低(?:い|く)|浮(?:く|き)|マイナス|下が"
_UP_EN: Final = r"\b(?:more(?! than one)(?! information)|higher|dearer|dearest|pricier|costlier|expensive|exceeds?|larger|greater|bigger|above(?= (?:that|those|the (?:other|price|premium|contribution)|[¥\d＿]))|extra|additional|increase[sd]?|up by|on top|outstrips|tops)\b"
_DOWN_EN: Final = r"\b(?:less(?! the)(?! than one)|lower|cheaper|cheapest|smaller|below(?= (?:that|those|the (?:other|price|premium|contribution|limit)|[¥\d＿]))|sav(?:e|es|ing|ings)|saved|under(?= (?:that|those|[¥\d]))|reduc\w+|decrease[sd]?|down by|undercuts?|beats?|bargain|better deal|economical)\b"
_UP: Final = re.compile(f"{_UP_JA}|{_UP_EN}")
_DOWN: Final = re.compile(f"{_DOWN_JA}|{_DOWN_EN}")
_THAN_JA: Final = re.compile(r"^(?:\([^)]*\))?(?:[^、。がは]{0,12}?)(?:より|に比べ|と比べ|比で|と比較)")
_THAN_EN: Final = re.compile(
    r"(?:\bthan|compared (?:with|to)|versus|vs\.?|over|against|relative to|instead of)\s+(?:[¥\d,.]+(?: yen)?(?: (?:a|per) year)? (?:for|with|under|in) (?:the )?)?(?:that of |those of |for |the |type |rank |under |with |in |plan )*$"
)
_SUBJECT_EN: Final = re.compile(r"^(?:for|with|under|in|on)?\s*(?:the )?")


def check_direction(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a comparison that the amounts of the answer contradict."""
    finals = [k for k in evidence.known if k.final and _label(k)]
    compared = next(
        (g for role in ("premium", "limit", "payout", "other") if (g := [k for k in finals if k.role == role])), []
    )
    if len({_label(k) for k in compared}) < 2 or len({k.figure.value for k in compared}) < 2:
        return
    text = sentence.text
    ups = [m for m in _UP.finditer(text)]
    downs = [m for m in _DOWN.finditer(text)]
    rises, falls = bool(ups or _RISES.search(text)), bool(downs or _FALLS.search(text))
    if not rises and not falls:
        return
    mentions = [n for n in _told(named) if n.kind in ("type", "plan", "rank") and _values(n, compared)]
    distinct = _distinct(mentions, compared)
    if not distinct:
        yield from _moved(text, rises, falls, compared, evidence)
        return
    for word, up in [(m, True) for m in ups] + [(m, False) for m in downs]:
        subject = _subject(text, word, distinct)
        if subject is None:
            if len({frozenset(_values(n, compared)) for n in distinct}) > 1:
                yield f"It is not clear which one the draft calls {word[0]}."
            continue
        mine = _values(subject, compared)
        others = {v for n in distinct if n is not subject for v in _values(n, compared)} - mine
        others = others or {k.figure.value for k in compared} - mine
        if not mine or not others or (len(mine) > 1 and len(others) > 1):
            continue
        right = all(a > b for a in mine for b in others) if up else all(a < b for a in mine for b in others)  # type: ignore[operator]
        if not right:
            yield f"The direction is reversed: “{text[:90]}”."


def _moved(text: str, up: bool, down: bool, compared: list[Known], evidence: Evidence) -> Iterator[str]:
    """A difference told without names: its direction is that of the move from the first to the last that is asked about."""
    if up == down or not any(_MOVES.search(q.text) for q in evidence.question):
        return
    names = [n for q in evidence.question for n in evidence.named(q.text) if n.kind in ("type", "rank")]
    sides = [(n.value, v) for n in names if len(v := _values(n, compared)) == 1]
    if len(sides) != len({name for name, _ in sides}) or len({v for _, values in sides for v in values}) < _TWO:
        return
    (first,), (last,) = sides[0][1], sides[-1][1]
    if first != last and (last > first) != up:  # type: ignore[operator]
        yield f"The direction is reversed: “{text[:90]}”."


_TWO: Final = 2
_RISES: Final = re.compile(r"\b(?:rises?|goes up|climbs?)\b")
_FALLS: Final = re.compile(r"\b(?:falls? by|drops?|goes down)\b")
_MOVES: Final = re.compile(
    r"(?:から|を)[^。]*(?:替え|変え|換え|切り?替|移|上げ|下げ|変更|乗り換)|\bfrom\b[^.?]* to\b|\b(?:switch|mov|chang|upgrad|downgrad|go)\w*\b[^.?]* to\b"
)


def _label(k: Known) -> tuple[str | None, str | None, str | None] | None:
    label = (k.plan, k.type, k.rank)
    return label if any(label) else None


def _values(n: Named, compared: list[Known]) -> set[Value]:
    own = [(k, getattr(k, n.kind) or "") for k in compared]
    return {k.figure.value for k, label in own if label == n.value or (n.kind == "type" and label.endswith(n.value))}


def _told(named: tuple[Named, ...]) -> Iterator[Named]:
    """The names, "the latter" and "the former" taken for what was named last and first."""
    sides = [n for n in named if n.kind == "type"] or [n for n in named if n.kind == "plan"]
    for n in named:
        if n.kind in ("latter", "former") and sides:
            side = sides[-1 if n.kind == "latter" else 0]
            yield Named(side.kind, side.value, n.start, n.end, side.scheme)
        else:
            yield n


def _distinct(mentions: list[Named], compared: list[Known]) -> list[Named]:
    """Mentions that tell the sides apart: those with one amount each, where there are any."""
    single = [n for n in mentions if len(_values(n, compared)) == 1]
    return single or [n for n in mentions if len(_values(n, compared)) < len({k.figure.value for k in compared})]


_OF: Final = r"(?:the |type |rank |set |plan )*"
_FROM: Final = re.compile(rf"\bfrom {_OF}$")
_ONTO: Final = re.compile(rf"(?: plan| cover)? (?:up |down )?to {_OF}")


def _moved_to(text: str, mentions: list[Named]) -> Named | None:
    """What one moves to: "from G III to G II"."""
    for one in mentions:
        other = next((n for n in mentions if n.start >= one.end and n.value != one.value), None)
        if other and _FROM.search(text[: one.start]) and _ONTO.fullmatch(text[one.end : other.start]):
            return other
    return None


def _subject(text: str, word: re.Match[str], mentions: list[Named]) -> Named | None:
    """What the word of comparison is said of."""
    japanese = not word[0].isascii()
    if moved := _moved_to(text, mentions):
        return moved  # "by moving from the one to the other you save"
    than = [n for n in mentions if (_THAN_JA.match(text[n.end :]) if japanese else _THAN_EN.search(text[: n.start]))]
    rest = [n for n in mentions if n not in than and n.value not in {t.value for t in than}] or (
        [n for n in mentions if n not in than]
    )
    if japanese and re.match(r"[^、。]{0,4}のは", text[word.start() :]):  # 高いのはG IIのほう
        after = [n for n in rest if n.start > word.start()]
        if after:
            return after[0]
    if not japanese:
        tail = text[word.end() :]
        following = [n for n in rest if n.start >= word.end()]
        if following and re.match(
            r"\s*(?:\w+ ){0,3}?(?:for|with|under|in|is)\s+(?:the |type |rank )?$",
            tail[: following[0].start - word.end()],
        ):
            return following[0]
    marked = [
        n for n in rest if n.end <= word.start() and re.match(r"(?:\([^)]*\))?(?:の?(?:ほう|方)|が|は)", text[n.end :])
    ]
    if japanese and marked:
        hou = [n for n in marked if re.match(r"(?:\([^)]*\))?(?:の)?(?:ほう|方|が)", text[n.end :])]
        return (hou or marked)[-1]
    before = [n for n in rest if n.end <= word.start()]
    if before:
        if not japanese and len({n.value for n in before}) > 1:
            clause = max(
                text.rfind(",", 0, word.start()), text.rfind(";", 0, word.start()), text.rfind(" so ", 0, word.start())
            )
            near = [n for n in before if n.start > clause]
            return near[0] if near else before[-1]
        return before[-1]
    return rest[0] if rest and than else None
