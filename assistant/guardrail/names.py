"""Plans, options, types, ranks and schemes that a text names, and words for all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from pydantic import BaseModel

from assistant.corpus.model import Scheme, Text
from assistant.corpus.patterns import literal, translate
from assistant.corpus.sighting import Patterns, Sighting
from assistant.guardrail.printed import Printed, printed
from assistant.guardrail.text import fold_text
from assistant.understanding.lexicon import find_choices, translate_word

NameKind: TypeAlias = Literal["plan", "type", "rank", "scheme", "all", "none", "latter", "former", "rest"]

# Words for all plans at once; what follows 「どの」 may be another thing, hence the nouns.
_ALL: Final = re.compile(
    r"両プラン|どちらのプランの(?:ご)?(?:加入者|会員|お?客|方|契約者)(?:さま|様)?(?:でも|も)|両方(?:の(?:プラン|制度))?|双方|両者|両制度|全プラン|各プラン|(?:二つ|2つ|2種類|二種類|三つ|3つ|3種類)の?(?:プラン|制度|保険)(?:の)?(?:とも|いずれも|いずれでも|どちらも|すべて|全て)?|"
    r"(?:どちら|どっち|いずれ)(?:の(?:プラン|制度|場合|保険|契約|補償))?(?:で)?(?:も|に(?:お|つ)いても|に(?:も|せよ)|とも)|どの(?:プラン|制度|保険)(?:で)?も|(?:すべて|全て|全部)の(?:プラン|制度|保険)|プランに(?:かかわらず|関わらず|よらず)|"
    r"プランを問わず|どのプランに(?:入って|加入して)|"
    r"\bboth(?! (?:sides|parties|the (?:notice|form|premium)|of the (?:forms|notices)))\b|\beither(?:(?: one)? of the two)?(?: \w+)?(?: plan| scheme| cover| one)\b|\bunder either\b|\beither of (?:the|them)\b|"
    r"\b(?:all|each|every|any)(?: of the)?(?: two| three| four)?(?: \w+)?(?: plans?| schemes?)\b|\ball (?:two|three|four) (?:of them|plans|schemes)\b|\bwhichever(?: of the)?(?: two| three)? (?:plan|scheme|cover)s?\b|\bregardless of (?:the )?plan\b"
)
_NONE: Final = re.compile(
    r"\bneither(?: of (?:the|them)(?: two)?)?(?: plans?| schemes?| one)?\b|\bnone of (?:the|them)(?: \w+){0,2}\b|\bno plan\b"
)
_LATTER: Final = re.compile(r"後者|\bthe latter\b")
_FORMER: Final = re.compile(r"前者|\bthe former\b")
_REST: Final = re.compile(
    r"もう(?:一方|片方)(?:のプラン)?|他方のプラン|\bthe other (?:plan|one|scheme)\b|(?<!of )\bthe others?\b(?! (?:hand|side|day|reading|way|party|person|insured|cost|item|event|case|option))"
)


@dataclass(frozen=True, slots=True)
class Named:
    """Something named at a place of a folded text; `value` is its id, `scheme` the scheme that has it ("" for words)."""

    kind: NameKind
    value: str
    start: int
    end: int
    scheme: str = ""


class Names:
    """The names of all schemes of a corpus, compiled once; safe over threads."""

    def __init__(self, schemes: Mapping[str, Scheme]) -> None:
        self._schemes = schemes
        self._known = Patterns()
        self._plans: list[tuple[str, str, _Words]] = []
        self._titles: list[tuple[str, _Words]] = []
        self.plan_of_type: dict[tuple[str, str], str] = {}
        for ident, scheme in schemes.items():
            for plan, entry in scheme.plans.items():
                short = (entry.short.ja, entry.short.en) if entry.short else ()
                words = _patterns((entry.name.ja, entry.name.en, *short, *_heads(entry.name), *entry.words.aliases))
                self._plans.append((ident, plan, _Words(words, self._known)))
                for each in entry.types:
                    self.plan_of_type[ident, each] = plan
            for rider in scheme.riders.values():
                if rider.plan:
                    words = _patterns((rider.name.ja, rider.name.en, rider.plan, *rider.words.aliases))
                    self._plans.append((ident, rider.plan, _Words(words, self._known)))
            titles = (scheme.name.ja, scheme.name.en, scheme.short.ja, scheme.short.en, *scheme.words.aliases)
            self._titles.append((ident, _Words([*scheme.words.yes, *_patterns(titles)], self._known)))
        self._short = {ident: tuple(_short_names(scheme, _unlike(ident, schemes))) for ident, scheme in schemes.items()}
        self._may_choose = {ident: _choosing(scheme) for ident, scheme in schemes.items()}
        self._pairs = {ident: tuple(dict.fromkeys(_pairs(scheme))) for ident, scheme in schemes.items()}
        self.find = lru_cache(maxsize=8192)(self._find)
        self.option_word = lru_cache(maxsize=64)(self._option_word)
        self.printed = lru_cache(maxsize=64)(self._printed)

    @property
    def all_schemes(self) -> tuple[str, ...]:
        """The ids of all schemes."""
        return tuple(self._schemes)

    def _option_word(self, plan: str) -> re.Pattern[str]:
        """The first word of a plan's name, in both languages: people say "with cyber"."""
        names = (scheme.plans[plan].name for scheme in self._schemes.values() if plan in scheme.plans)
        heads = [m[0] for n in names for x in (n.ja, n.en) if (m := _HEAD.match(fold_text(x).lower()))]
        return re.compile("|".join(rf"\b{h}\b" if h.isascii() else h for h in heads) or r"(?!)")

    def no_deductible(self, scheme: str) -> bool:
        """Whether a scheme says that it has no deductible, whatever is paid."""
        found = [p for p in self.printed(scheme) if p.role == "deductible"]
        return bool(found) and all(p.value == 0 for p in found)

    def _printed(self, scheme: str) -> tuple[Printed, ...]:
        """The figures that a scheme prints."""
        return printed(self._schemes[scheme]) if scheme in self._schemes else ()

    def translations(self, text: str, within: tuple[str, ...]) -> list[str]:
        """Names in the other language, of everything in these schemes that a folded lower-case text names."""
        found = []
        for scheme in within:
            for one, other in self._pairs.get(scheme, ()):
                if one in text:
                    found.append(other)
                elif other in text:
                    found.append(one)
        return found

    def _find(self, text: str, within: tuple[str, ...]) -> tuple[Named, ...]:
        """All names in a folded lower-case text, in order; plans, types and ranks of the schemes `within` only."""
        seen = Sighting(text, self._known.possible(text))
        found: list[Named] = []
        for scheme, plan, patterns in self._plans:
            if scheme in within:
                found += [Named("plan", plan, *m, scheme) for m in patterns.find(seen)]
        for scheme in within:
            for plan, short in self._short[scheme]:
                found += [Named("plan", plan, m.start(), m.end(), scheme) for m in short.finditer(text)]
        found = _longest(found)
        for scheme in within:
            if not self._may_choose[scheme].search(text):
                continue
            choices = find_choices(self._schemes[scheme], text)
            for c in choices:
                if _MOST.search(text[c.start : c.end]) and sum(o.start == c.start for o in choices) > 1:
                    continue  # 「いちばん大きいの」 names several types, and so none
                kind: NameKind = "rank" if c.dimension == "rank" else "type"
                found.append(Named(kind, c.value or f"?{c.raw}", c.start, c.end, scheme))
        for scheme, patterns in self._titles:
            for start, end in patterns.find(seen):
                if not any(f.kind == "plan" and f.start < end and start < f.end for f in found):
                    found.append(Named("scheme", scheme, start, end, scheme))
        words: tuple[tuple[NameKind, re.Pattern[str]], ...] = (
            ("none", _NONE), ("all", _ALL), ("latter", _LATTER), ("former", _FORMER), ("rest", _REST),
        )  # fmt: skip
        for kind, pattern in words:
            found += [Named(kind, kind, m.start(), m.end()) for m in pattern.finditer(text)]
        return tuple(sorted(set(found), key=lambda n: (n.start, -n.end, n.value)))


_MOST: Final = re.compile(r"一番|いちばん|もっとも|最も|最[大小高低安]|\b(?:\w+est|most|least)\b")


_HEAD: Final = re.compile(r"[ァ-ヶー]{2,}|[a-z]{3,}")


class _Words:
    """Ways to name one thing, looked for among names alone: a message's thousand other patterns need not be tried."""

    def __init__(self, patterns: Iterable[str], known: Patterns) -> None:
        self._sources = tuple(dict.fromkeys(tuple(map(translate, p.split(" && "))) for p in patterns))
        self._firsts = frozenset(parts[0] for parts in self._sources)
        for source in (s for parts in self._sources for s in parts):
            known.add(source)

    def find(self, seen: Sighting) -> list[tuple[int, int]]:
        """All places, in order; of a joined pattern that of its first part."""
        if self._firsts.isdisjoint(seen.possible):
            return []
        sources = tuple(parts[0] for parts in self._sources if all(seen.first(p) for p in parts))
        return [place for place in seen.places(sources) if place[1] > place[0]] if sources else []


def _choosing(scheme: Scheme) -> re.Pattern[str]:
    """What every mention of a type, rank or set has a part of; where it is not found, nothing is chosen."""
    parts = ["型"]
    for dimension in scheme.dimensions.values():
        parts += [
            translate_word(w) for w in (dimension.words.yes or (literal(dimension.name.ja), literal(dimension.name.en)))
        ]
        for choice in dimension.values.values():
            parts += [
                translate(p) for w in (*choice.words.yes, *map(literal, choice.words.aliases)) for p in w.split(" && ")
            ]
        letters = "".join(sorted({v.split()[0].lower() for v in dimension.values if " " in v}))
        if letters:
            parts.append(rf"(?<![a-z])[{letters}](?=[^a-z]|[ivx]|$)")
    return re.compile("|".join(dict.fromkeys(parts)))


def _patterns(names: Iterable[str]) -> list[str]:
    return [literal(n) for n in dict.fromkeys(x.strip().lower() for x in names) if len(n) > 1]


def _pairs(model: object) -> Iterator[tuple[str, str]]:
    """The names of a scheme in both languages, folded and in lower case."""
    if isinstance(model, Text):
        one, other = fold_text(model.ja).lower(), fold_text(model.en).lower()
        if one != other and 3 <= len(one) <= _LONGEST_NAME and len(other) <= 2 * _LONGEST_NAME:
            yield one, other
    elif isinstance(model, BaseModel):
        for value in model.__dict__.values():
            yield from _pairs(value)
    elif isinstance(model, Mapping):
        for value in model.values():
            yield from _pairs(value)
    elif isinstance(model, tuple | list):
        for value in model:
            yield from _pairs(value)


_LONGEST_NAME: Final = 40
"""Letters of a Japanese name; what is longer is a sentence."""


def _heads(name: Text) -> Iterator[str]:
    """The telling part of a plan's name: what stands before プラン or "plan"."""
    for text, end in ((name.ja, "プラン"), (name.en, " plan")):
        head = text.removesuffix(end)
        if head != text and len(head) > 2:
            yield head


_NOUN: Final = r"(?:insurance|cover|plan|policy|option|rider|add-on)"
_ENGLISH_NOUN: Final = re.compile(r" (?:insurance|cover|plan|policy)(?: \(option\))?$")
_JAPANESE_NOUN: Final = re.compile(r"(?:プラン|保険|補償)(?:\(特約\))?$")
_OTHERS: Final = ("corporate", "company", "business", "companies'")
_SIDE: Final = r"の?(?:ほう|方|側)(?=[はもでがな、:=]|だけ|のみ|$)"
_BEHIND: Final = r"[はもなら]|で(?:は|も|す|、)|の(?:ほう|方|み|契約|加入|まま|[〔①-⑳])|だけ|と(?!のこと)|型|[、・:=→/)。]| ?[:=→/○×]|$"
"""What stands behind a short name that is a common word besides: 「充実は」, "限定:"."""
_GRADES: Final = (
    r"\b(?:narrow(?:er)?|small(?:er)?|lesser|slim(?:mer)?|cheap(?:er)?) plan\b|\bnarrow(?:er)? one\b|(?:安い|狭い|小さい)(?:ほう|方)のプラン",
    r"\b(?:full(?:er)?|broad(?:er)?|larger?|bigg?(?:er)?|dear(?:er)?|wider|richer) plan\b|\b(?:full|broad|wid)er one\b|(?:高い|広い|大きい|手厚い)(?:ほう|方)のプラン",
)
"""The two plans of a scheme by their size, the smaller one first, as schemes list them."""


def _unlike(ident: str, schemes: Iterable[str]) -> str:
    """A look-behind for what makes "the … cyber cover" that of another scheme."""
    owners = (w for other in schemes if other != ident for w in (other.split("-")[0], other.split("-")[0] + "'s"))
    return "".join(rf"(?<!{re.escape(w)} )" for w in (*_OTHERS, *owners))


def _short_names(scheme: Scheme, unlike: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """What people call the plans of a scheme for short: "the cyber cover", 「充実だけ」, "the fuller plan"."""
    grades = [*scheme.plans] if all(e.name.ja.endswith("プラン") for e in scheme.plans.values()) else []
    for plan, entry in scheme.plans.items():
        ways = []
        for name in dict.fromkeys((entry.name.en.lower(), (entry.short or entry.name).en.lower())):
            head = _ENGLISH_NOUN.sub("", name)
            if head == name:
                continue
            words = [re.escape(w) for w in head.split()]
            first = rf"{words[0]}[ -]{words[1]}" if len(words) > 1 else words[0]
            rest = "".join(rf"(?:[ -]{w[:4]}\w*)?" for w in words[2:])
            ways.append(rf"{unlike}\b{first}{rest} {_NOUN}(?: (?:option|rider))?\b")
            if len(words) > 1:
                ways.append(rf"\b{first}(?= (?:one|side)\b)")
        for name in dict.fromkeys((fold_text(entry.name.ja), fold_text((entry.short or entry.name).ja))):
            head = _JAPANESE_NOUN.sub("", name)
            if head == name:
                continue
            ways.append(rf"(?<![一-龥ァ-ヶー]){head}{_SIDE}")
            if head.endswith("漏えい"):  # what happens, and no plan: 「個人情報漏えいは」
                ways.append(rf"(?<![一-龥ァ-ヶー]){head[:-3]}の?(?:保険|ほう|方)(?=[はもでがな、:=]|だけ|のみ|$)")
            else:
                ways.append(rf"(?<![一-龥ァ-ヶーに]){head}(?={_BEHIND})")
        if len(grades) == len(_GRADES):
            ways.append(_GRADES[grades.index(plan)])
        if ways:
            yield plan, re.compile("|".join(dict.fromkeys(ways)))


def _longest(found: list[Named]) -> list[Named]:
    kept: list[Named] = []
    for n in sorted(found, key=lambda n: (-(n.end - n.start), n.start)):
        if all(n.end <= k.start or n.start >= k.end or (n.start, n.end) == (k.start, k.end) for k in kept):
            kept.append(n)
    return sorted(kept, key=lambda n: n.start)
