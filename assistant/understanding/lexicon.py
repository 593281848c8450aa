"""The words of one scheme, compiled: which facts, costs, plans and options a message mentions, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Protocol

from assistant.corpus.model import Scheme, Words
from assistant.corpus.patterns import Match, PatternSet, literal
from assistant.understanding.asides import without_asides
from assistant.understanding.denials import NEGATION, affirmed_all_the_same, taken_back
from assistant.understanding.option_names import core_patterns, is_attached
from assistant.understanding.pending import is_pending
from assistant.understanding.plan_words import called
from assistant.understanding.polarity import polarity
from assistant.understanding.rows import in_a_row
from assistant.understanding.sizes import sized
from assistant.understanding.text import Message


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept mentioned at a place of the message; `truth` is what the message says of it."""

    id: str
    start: int
    end: int
    truth: bool | None


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    yes: PatternSet
    no: PatternSet
    open: PatternSet
    beats: tuple[str, ...]


class Lexicon:
    """Compiled words of a scheme; one instance serves all threads."""

    def __init__(self, scheme: Scheme) -> None:
        """Compile all patterns.

        Raises:
            SchemeError: a pattern is no valid regular expression.
        """
        self.scheme = scheme
        where = f"{scheme.scheme}"
        self.facts = [_entry(i, f.words, (), where) for i, f in scheme.facts.items()]
        self.items = [_entry(i, x.words, (x.name.ja, x.name.en), where) for i, x in scheme.items.items()]
        by_word = called(scheme.plans, lambda word: bool(self._facts(word)))
        self.plans = [
            _entry(
                i,
                p.words.model_copy(update={"yes": (*p.words.yes, *by_word.get(i, ()))}),
                (p.name.ja, p.name.en, *((p.short.ja, p.short.en) if p.short else ())),
                where,
            )
            for i, p in scheme.plans.items()
        ]
        self.riders = [_option(i, r.words, (r.name.ja, r.name.en), where) for i, r in scheme.riders.items()]
        self.sections = [_entry(i, s.words, (), where) for i, s in scheme.sections.items()]
        self.limits = [_entry(x.id, x.words, (x.name.ja, x.name.en), where) for x in scheme.limits]
        self.speakers = PatternSet(scheme.speakers, f"{where}: speakers")
        self.names = _entry(
            scheme.scheme,
            scheme.words,
            (scheme.name.ja, scheme.name.en, scheme.short.ja, scheme.short.en),
            where,
        )

    def find_plans(self, text: str) -> list[Mention]:
        """Plans named in the text, longest name first where names overlap; truth False where one is left out."""
        return [replace(m, truth=not is_left_out(text, m.start, m.end)) for m in _longest(_mentions(self.plans, text))]

    def find_riders(self, text: str) -> list[Mention]:
        """Options named in the text, longest name first where names overlap; truth False where the contract has none."""
        found = _longest(_mentions(self.riders, text))
        return [replace(m, truth=is_attached(text, m.start, m.end, m.truth)) for m in found]

    def names_scheme(self, text: str) -> bool:
        """Whether the scheme itself is named."""
        return bool(self.names.yes.find(text))

    def tells_speaker(self, text: str) -> bool:
        """Whether the person speaks as a member of this scheme."""
        return bool(self.speakers.find(text))

    def find_sections(self, text: str) -> list[Mention]:
        """Sections of cover named in the text."""
        return _mentions(self.sections, text)

    def find_limits(self, text: str) -> list[Mention]:
        """Limits named in the text."""
        return _longest(_mentions(self.limits, text))

    def find_items(self, text: str) -> list[Mention]:
        """Costs and losses mentioned. One that beats another replaces it, unless figures set the two apart."""
        found = [m for m in _mentions(self.items, text) if m.truth is not False or _denies_payment(text, m)]
        short = without_asides(text)
        if short is not None:
            known = {m.id for m in found}
            beyond = [m for m in _mentions(self.items, short.text) if m.id not in known]
            beyond = [m for m in beyond if m.truth is not False or _denies_payment(short.text, m)]
            spans = [(m, short.span(m.start, m.end)) for m in beyond]
            found = sorted(
                [*found, *(replace(m, start=a, end=b) for m, (a, b) in spans)],
                key=lambda m: (m.start, -(m.end - m.start), m.id),
            )
        winners = {e.id: e.beats for e in self.items if e.beats}
        strong = [m for m in found if m.id in winners]
        # By id first: a message may name one cost thousands of times.
        over = {ident: [s for s in strong if ident in winners[s.id]] for ident in {m.id for m in found}}
        # A section of cover that stands in a row with other costs is asked about itself.
        rows = in_a_row(text, ((m.id, m.start, m.end) for m in found)) if strong else frozenset()
        apart = {(i, a) for i, a, _ in rows if self.scheme.stands_for_section(i)}
        return [
            m
            for m in found
            if not any(_overlap(s, m) if (m.id, m.start) in apart else _same_cost(text, s, m) for s in over[m.id])
        ]

    def beats(self, item: str) -> frozenset[str]:
        """The costs that do not count where the given one is found."""
        return frozenset(i for e in self.items if e.id == item for i in e.beats)

    def find_facts(self, message: Message, text: str) -> dict[str, tuple[bool | None, tuple[Match, ...]]]:
        """Facts that the message states: id → (true, false or "not known", where).

        What is said across a remark in brackets is found as well.
        """
        found = self._facts(text)
        short = without_asides(text)
        if short is not None:
            for ident, (truth, places) in self._facts(short.text).items():
                if ident not in found:
                    spans = [short.span(m.start, m.end) for m in places]
                    found[ident] = (truth, tuple(Match(a, b) for a, b in spans))
        return found

    def _facts(self, text: str) -> dict[str, tuple[bool | None, tuple[Match, ...]]]:
        found: dict[str, tuple[bool | None, tuple[Match, ...]]] = {}
        # "We think that we were attacked" tells of a suspicion, and of no attack.
        beaten = {loser: entry.yes.find(text) for entry in self.facts for loser in entry.beats}
        for entry in self.facts:
            unsettled = entry.open.find(text)
            denied = [m for m in entry.no.find(text) if not _inside(m, unsettled)]
            denied = [m for m in denied if not taken_back(text, m.start, m.end)]
            affirmed = [(m, _said(entry, text, m)) for m in entry.yes.find(text)]
            # A mention inside an explicit denial ("身代金は払わず") is no affirmation, nor is one inside a doubt.
            without = [*denied, *unsettled, *beaten.get(entry.id, ())]
            affirmed = [(m, p) for m, p in affirmed if not _inside(m, without)]
            if not affirmed and not denied and not unsettled:
                continue
            values = [p for _, p in affirmed]
            values += [None if polarity(text, m.start, m.end) is None else False for m in denied]
            values += [None for _ in unsettled]
            refused = [m for m, p in affirmed if p is False] + denied
            truth: bool | None
            if self.scheme.facts[entry.id].one_suffices and True in values:
                truth = True  # "nothing in the press, but the letters of apology went out"
            elif (
                self.scheme.facts[entry.id].kind == "requirement"
                and True not in values
                and (None in values or all(is_pending(text, m.start, m.end) for m in refused))
            ):
                # "It has not been published yet, and we have not decided": what may still be done is open.
                truth = None
            elif any(v is False for v in values) and (denied or not any(v is True for v in values)):
                truth = False
            elif any(v is None for v in values) and not any(v is False for v in values):
                truth = None
            else:
                truth = True
            found[entry.id] = (truth, (*(m for m, _ in affirmed), *denied, *unsettled))
        return found


def _said(entry: _Entry, text: str, m: Match) -> bool | None:
    """Whether a mention of a fact is affirmed; one that holds a "not" which its pattern could do without is denied."""
    truth = polarity(text, m.start, m.end)
    if truth is False and affirmed_all_the_same(text, m.start, m.end):
        return True
    start = max(m.start, text.rfind(". ", m.start, m.end) + 1)
    if truth is not True or not NEGATION.search(text, start, m.end):
        return truth
    bare = NEGATION.sub("", text[start : m.end])
    rest = text[m.end : m.end + 60]
    return not any(x.start < len(bare) for x in entry.yes.find(bare + rest))


def _inside(m: Match, places: Iterable[Match]) -> bool:
    return any(p.start <= m.start and m.end <= p.end for p in places)


class Span(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def mask(text: str, spans: Iterable[Span]) -> str:
    """The text with these places blanked, so that a plan's name is not read as an incident."""
    chars = list(text)
    for span in spans:
        for i in range(span.start, min(span.end, len(chars))):
            chars[i] = "\u3000"
    return "".join(chars)


def _entry(ident: str, words: Words, names: tuple[str, ...], where: str) -> _Entry:
    aliases = [literal(n) for n in (*words.aliases, *names) if n.strip()]
    place = f"{where}: words of {ident}"
    return _Entry(
        ident,
        PatternSet([*words.yes, *aliases], place),
        PatternSet(words.no, place),
        PatternSet(words.open, place),
        words.beats,
    )


def _option(ident: str, words: Words, names: tuple[str, ...], where: str) -> _Entry:
    hearts = core_patterns((*names, *words.aliases))
    return _entry(ident, words.model_copy(update={"yes": (*words.yes, *hearts)}), names, where)


def _mentions(entries: list[_Entry], text: str) -> list[Mention]:
    found = []
    for e in entries:
        named = e.yes.find(text)
        # Named within what says that it is not meant: "she has instructed a solicitor" is no fee of ours.
        other = e.no.find(text) if named else ()
        found += [Mention(e.id, m.start, m.end, polarity(text, m.start, m.end)) for m in named if not _inside(m, other)]
    return sorted(found, key=lambda m: (m.start, -(m.end - m.start), m.id))


# "Without cyber insurance", 「サイバーを外したら」: a plan that is named to be left out.
_LEFT_OUT_AFTER = re.compile(
    r"^(?:保険|特約|プラン|オプション)?(?:を|は|が)?(?:外|はず|抜(?:き|い)|なし|無し|(?:付け|つけ)(?:な|ず|ま(?:せ|へ)|て(?:は)?(?:い)?(?:な|ま(?:せ|へ))|ておら|てへん)|やめ|止め|除|ではな|じゃな|でな|以外|入らな|に(?:は|も)?入(?:り|って)?(?:い)?(?:な|ま(?:せ|へ))|に(?:は|も)?加入し(?:な|ま(?:せ|へ))|に(?:は|も)?入っておら|に(?:は|も)?加入して(?:い)?(?:な|ま(?:せ|へ)|おら))"
)
_LEFT_OUT_BEFORE = re.compile(
    r"(?:without|not|instead of|excluding|minus|except|drop(?:ping|s)?|leav(?:e|ing) out|no)\s+(?:the |a |any |our )?(?:\w+ )?$|"
    # "We never took the cyber option", "we did not buy wide"
    r"(?:never|n['’]t|\bnot|declined to|refused to)\s+(?:actually |yet |even |ever )?(?:take|took|taken|buy|bought|add|added|have|had|get|got|choose|chose|chosen|pick|picked|join|joined|tick|ticked|sign(?:ed)? up for|go for|went for)\s+(?:up |out |for )?(?:the |a |any |our )?(?:\w+ )?$"
)


def is_left_out(text: str, start: int, end: int) -> bool:
    """Whether a plan that is named at a place of a prepared text is named to be left out."""
    after, before = text[end : end + 14], text[max(0, start - 30) : start]
    return bool(_LEFT_OUT_AFTER.match(after) or _LEFT_OUT_BEFORE.search(before))


# "Isn't overtime covered?", 「交通費は出ないんですか」: the payment is denied, not the cost.
_PAYMENT_DENIED_AFTER = re.compile(
    r"^[^、。!?\n]{0,16}(?:出(?!席|張|勤)|払(?!って(?:は)?(?:い)?(?:な(?:い|く)|ま(?:せ|へ)|おら|へん)|わず)|補償|対象|下り|おり|もらえ|いただけ|カバー|見て|みて|含ま|戻|認め|請求|無理|ダメ|だめ|使え)|"
    r"^[^.!?\n]{0,40}\b(?:paid|pay|payable|covered|cover|included|include|reimburs\w*|insured|claim\w*|eligible|part of)\b"
)
_PAYMENT_DENIED_BEFORE = re.compile(
    r"\b(?:pay|cover|include|reimburse|insure)s?\s+(?:for\s+)?(?:\w+\s+){0,3}$|^\s*(?:isn't|aren't|won't|doesn't|don't|can't|is|are)\b[^.?!]{0,30}$"
)


def _denies_payment(text: str, m: Mention) -> bool:
    return bool(
        _PAYMENT_DENIED_AFTER.match(text[m.end : m.end + 60])
        or _PAYMENT_DENIED_BEFORE.search(text[max(0, m.start - 60) : m.start])
    )


SAME_COST_WITHIN = 40
# A number of days or people sets no two costs apart.
_A_FIGURE = re.compile(
    r"(?<![\d,.])\d+(?![\d,.]*\s*(?:[かヶケカ箇]月|日|週間|名|人|時間|年|回|台|通|件|社|days?\b|weeks?\b|months?\b|years?\b|hours?\b|people\b|persons?\b))"
)


def _overlap(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end


def _same_cost(text: str, a: Mention, b: Mention) -> bool:
    """Whether two mentions mean one cost: they overlap, or no figure of their own stands between them."""
    if _overlap(a, b):
        return True
    between = text[min(a.end, b.end) : max(a.start, b.start)]
    return len(between) <= SAME_COST_WITHIN and not _A_FIGURE.search(between)


def _longest(found: list[Mention]) -> list[Mention]:
    """Of overlapping mentions the longest."""
    kept: list[Mention] = []
    for m in sorted(found, key=lambda m: (-(m.end - m.start), m.start, m.id)):
        # One phrase may name two plans at once ("Basic or Wide"); then neither is the longer one.
        if all(m.end <= k.start or m.start >= k.end or (m.start, m.end) == (k.start, k.end) for k in kept):
            kept.append(m)
    return sorted(kept, key=lambda m: m.start)


def lexicons(schemes: Mapping[str, Scheme]) -> dict[str, Lexicon]:
    """A lexicon for each scheme, in the given order."""
    return {ident: Lexicon(scheme) for ident, scheme in schemes.items()}


_ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ROMAN = r"(?:viii|vii|vi|iv|ix|iii|ii|i|v|x)"
_NUMBER_WORDS = {
    w: i for i, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)
}
_KANJI = {k: i for i, k in enumerate("一二三四五六七八九十", 1)}


def ordinal(token: str) -> int | None:
    """The number that a type's label ends in: "ii", "2", "two", "二", "〔2〕" → 2."""
    token = token.strip("〔〕 ")
    if token.isdigit():
        return int(token) if len(token) < 10 else None
    return _ORDINALS.get(token) or _NUMBER_WORDS.get(token) or _KANJI.get(token)


@cache
def _choice_patterns(patterns: tuple[str, ...]) -> PatternSet:
    """The patterns of one choice, compiled once."""
    return PatternSet(patterns)


@dataclass(frozen=True, slots=True)
class ChoiceMention:
    """A value of a dimension named in a message; `value` is None where no such value exists (type G IV)."""

    dimension: str
    value: str | None
    start: int
    end: int
    raw: str


@lru_cache(maxsize=64)
def _either(words: tuple[str, ...]) -> str:
    """Any of these words of a corpus, as a pattern."""
    return "|".join(map(translate_word, words))


@lru_cache(maxsize=64)
def _lettered(words: str, letters: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Types that are a letter and a number, with the letter and without it."""
    number = rf"(?:{_ROMAN}|10|[0-9]|〔\d〕)"
    # the F and the i of "Wi-Fi" name no type
    lettered = rf"(?<![a-z])(?<![a-z][-‐–])([{letters}])\s*(?:プラン|plan)?[,、]?\s*(?:の|type|タイプ|[-‐–・ー－/])?\s*({number})(?![a-z0-9万円億%]|[,.]\d)(?:型|タイプ)?"
    bare = rf"(?:{words})\s*(?:no\.?|番号|の)?\s*({number})(?![a-z0-9万円億%]|[,.]\d)|(?<![\d.,])({number}|[一二三])型"
    return re.compile(lettered), re.compile(bare)


@lru_cache(maxsize=64)
def _numbered(words: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Types that are a number, told as one ("type 3") and as a place in the row (「3番目のセット」)."""
    named = rf"(?:{words})\s*(?:no\.?|number|番号|(?:の|は|が|を|も)?(?:[一二1-3]つ(?:上|下)の?)?|#|[-‐–](?=\d))?\s*(\d{{1,4}}|〔\d+〕|{_ROMAN}(?![a-z])|{'|'.join(_NUMBER_WORDS)}|[一二三四五六七八九十](?![一-龥つ]))(?![\d,.]*(?:百|千|万|億|円|%|人|名|年|million))"
    counted = rf"(?<![\d.])(?:(\d{{1,2}})\s*(?:番目?の?)?|(?:第|(?<![一-龥])(?=[^の]番))([一二三四五六七八九十])(?:番目?の)?)(?:{words})(?![\d])"
    return re.compile(named), re.compile(counted)


@lru_cache(maxsize=64)
def _by_letter(words: str, labels: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Values that are letters ("rank B"), and letters that are none of them ("rank D")."""
    named = rf"(?:{words})\s*(?:は|が|の|を|:|[-‐–]|is|of|{_CAME_FROM})?\s*[「『\"']?({labels})(?![a-z0-9])|(?<![a-z0-9])({labels})\s*[-‐–]?\s*(?:{words})(?!\s*[-‐–]?\s*(?:{labels})(?![a-z]))"
    odd = rf"(?:{words})\s*([d-z])(?![a-z0-9]|[-‐–]?\d)|(?<![a-z])([d-z])(?:{words})"
    return re.compile(named), re.compile(odd)


def find_choices(scheme: Scheme, message: str, plans: tuple[str, ...] = ()) -> list[ChoiceMention]:
    """Types, ranks, sets … named in the prepared text, also those that do not exist.

    `plans` are the plans in question: a bare "type 2" means the second type of that plan.
    """
    found: list[ChoiceMention] = []
    for ident, dimension in scheme.dimensions.items():
        words = _either(dimension.words.yes or (literal(dimension.name.ja), literal(dimension.name.en)))
        labels = list(dimension.values)
        for value, choice in dimension.values.items():
            for m in _choice_patterns((*choice.words.yes, *map(literal, choice.words.aliases))).find(message):
                found.append(ChoiceMention(ident, value, m.start, m.end, message[m.start : m.end]))
        lettered = sorted({v.split()[0].lower() for v in labels if " " in v})
        if lettered:
            lettered_type, bare_type = _lettered(words, "".join(lettered))
            for r in lettered_type.finditer(message):
                n = ordinal(r[2])
                match = [v for v in labels if v.split()[0].lower() == r[1] and ordinal(v.split()[1].lower()) == n]
                found.append(ChoiceMention(ident, match[0] if match else None, r.start(), r.end(), r.group().strip()))
            for r in bare_type.finditer(message):
                if any(c.start <= r.start() < c.end or r.start() <= c.start < r.end() for c in found):
                    continue
                n = ordinal(r[1] or r[2])
                own = [
                    v
                    for v in labels
                    if ordinal(v.split()[1].lower()) == n
                    and (not plans or any(v in scheme.plans[p].types for p in plans))
                ]
                named: list[str | None] = [*own] or [None]
                for which in named:
                    found.append(ChoiceMention(ident, which, r.start(), r.end(), r.group().strip()))
        elif all(v.isdigit() for v in labels):
            named_number, counted = _numbered(words)
            for r in named_number.finditer(message):
                n = ordinal(r[1])
                exists = str(n) if n is not None and str(n) in dimension.values else None
                found.append(ChoiceMention(ident, exists, r.start(), r.end(), r.group().strip()))
            for r in counted.finditer(message):
                at = r.start(1) if r[1] else r.start(2)
                if not any(c.start <= at < c.end for c in found):
                    n = ordinal(r[1] or r[2])
                    exists = str(n) if str(n) in dimension.values else None
                    found.append(ChoiceMention(ident, exists, r.start(), r.end(), r.group()))
            for r in re.finditer(_TAKEN_BY_NUMBER, message):
                if r[1] in dimension.values and not any(c.start <= r.start() < c.end for c in found):
                    found.append(ChoiceMention(ident, r[1], r.start(), r.end(), r.group()))
        else:
            labels_pattern = "|".join(re.escape(v.lower()) for v in labels)
            lettered_value, odd = _by_letter(words, labels_pattern)
            for r in lettered_value.finditer(message):
                if r[2] and _is_article(message, r.start(2), r.end(2)):
                    continue
                token = r[1] or r[2]
                value = next(v for v in labels if v.lower() == token)
                found.append(ChoiceMention(ident, value, r.start(), r.end(), r.group()))
            for r in odd.finditer(message):
                if not any(c.start < r.end() and r.start() < c.end for c in found):
                    found.append(ChoiceMention(ident, None, r.start(), r.end(), r.group()))
    found += [x for c in found for x in _listed(scheme, message, c, found)]
    if "type" in scheme.dimensions:
        spoken = [x for x in sized(scheme, message, plans) if not any(c.start < x[2] and x[1] < c.end for c in found)]
        found += [ChoiceMention("type", value, start, end, message[start:end]) for value, start, end in spoken]
    return sorted(found, key=lambda c: c.start)


# 「6番で入っていますが7番に上げようかと」: what one is in, or moves to, by its number alone.
_TAKEN_BY_NUMBER = r"(?<![\d.第])(\d{1,2})番(?=(?:で|に)(?:入っ|入る|入り|加入|契約)|(?:に|へ)(?:引き?)?(?:上げ|上が|下げ|下が|変え|変わ|変更|替え|換え|移|切り?替|落と|乗り?換え|乗り?替え)|から\d{1,2}番)"


# "Our rank went from A to C": the one before is named as well as the one after.
_CAME_FROM = r"(?:(?:has |have |had |was |is |will be )?(?:chang|mov|rais|lower|upgrad|downgrad|go|went|fall|fell|r[io]s|drop|shift|cut)\w* (?:up |down )?)?from"


# "A rank", "without a rank": the article, unless a number or "an" stands before it ("an A rank centre").
_NO_ARTICLE = re.compile(r"(?:\b(?:an|the|one|two|three|four|five|six|we are|we're|our)|\d)\s+$")


def _is_article(text: str, start: int, end: int) -> bool:
    """Whether a label is the English article of the word after it."""
    return (
        text[start:end] == "a"
        and text[end : end + 1] == " "
        and not _NO_ARTICLE.search(text[max(0, start - 12) : start])
    )


_LIST_JOINER = r"\s*(?:・|、|,|/|と|や|&|か(?!ら|も)|から|→|⇒|,?\s*and(?![a-z])|or(?![a-z])|(?:up |down )?to(?![a-z])|(?:vs|versus|against)(?![a-z])\.?)\s*"
# "Sets 1 to 4", 「類型3〜6」: all between as well, unless one is left for the other ("from 1 to 4").
_SPAN_JOINER = re.compile(r"\s*(?:[〜~–‐-]|から|(?:up )?to(?![a-z])|through(?![a-z])|thru(?![a-z]))\s*")
_MOVES = re.compile(
    r"変え|変更|上げ|下げ|移|切り?替|替え|差|違|増え|減|高く|安く|\b(?:from|going|moving|switch\w*|chang\w*|upgrad\w*|mov\w*|rais\w*|go|move|more|extra|less|differ\w*|increase\w*|rise\w*|rises)\b"
)
_NO_LABEL = (
    r"(?![\d,.]*\s*(?:万|億|千|円|人|名|年|社|件|か所|カ所|箇所|つ|月|町|村|団体|センター|towns?|villages?|cent(?:er|re)s?|"
    r"municipalit|members?|resid|inhab|people|million|thousand|yen|%))(?![\d,.]*\d)"
)


def _listed(scheme: Scheme, text: str, first: ChoiceMention, found: Sequence[ChoiceMention]) -> list[ChoiceMention]:
    """Further values in one breath with the first: "ranks A, B and C", 「類型7と9」, "F I, II"."""
    if first.value is None:
        return []
    values = list(scheme.dimensions[first.dimension].values)
    lead = f"{first.value.split()[0]} " if " " in first.value else ""
    token = (
        r"(ii|iii)(?![a-z])"
        if lead
        else r"([a-z])(?![a-z0-9])"
        if first.value.isalpha()
        else r"(?:セット|類型|タイプ|set |type )?(\d{1,2})" + _NO_LABEL
    )
    out: list[ChoiceMention] = []
    at = first.end
    if not lead and first.value.isdigit() and (last := _span_end(text, at, token)) is not None:
        between = [v for v in values if v.isdigit() and int(first.value) < int(v) <= int(last[1])]
        if last[1] in values and between:
            return [ChoiceMention(first.dimension, v, last.start(1), last.end(1), v) for v in between]
    while m := re.compile(_LIST_JOINER + token).match(text, at):
        label = m[1].upper()
        value = lead + label if lead else label
        article = label == "A" and re.match(r"\s+(?!and|or|cent|pay|take)[a-z]", text[m.end() :])
        if value not in values or article or any(c.start <= m.start(1) < c.end for c in found):
            break
        out.append(ChoiceMention(first.dimension, value, m.start(1), m.end(1), m[1]))
        at = m.end()
    return out


def _span_end(text: str, at: int, token: str) -> re.Match[str] | None:
    """The last number of a span that begins before `at`; None where there is no span, or one end is left for the other."""
    joiner = _SPAN_JOINER.match(text, at)
    if joiner is None or _MOVES.search(text):
        return None
    return re.compile(r"(?:セット|類型|タイプ|set|type)?\s*" + token).match(text, joiner.end())


def translate_word(word: str) -> str:
    """A dimension's word ("ランク", "rank") as a pattern."""
    return rf"(?<![a-z]){word}s?" if word[:1].isascii() and word[:1].isalpha() else word
