"""The ways to name an option by what is left of its name: quoted, beside the word "option", hyphens and plurals as one likes.

"The narrow option" is also the option "leak only", the rider for leaks only and 「情報漏えいのみ」の特約. The heart of
a name counts only where a quotation or a word for options makes it one: "it leaks only on Mondays" names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_KIND_EN = r"(?:options?|riders?|extensions?|endorsements?|clauses?|add-?ons?|supplements?)"
_KIND_JA = r"(?:オプション|特約|追加補償|付帯補償)"
_QUOTE = "[\"'`“”‘’«»「」『』<>〈〉《》【】]"
_ENDING_EN = re.compile(r"[\s-]+(?:option|rider|extension|cover|add-on)$")
_ENDING_JA = re.compile(r"(?:オプション|特約)$")
_SHORTEST_EN, _SHORTEST_JA = 6, 4  # hearts shorter than this ("IT") say too little
_QUOTED_WORDS, _QUOTED_JA = 2, 6  # from this length on a quotation alone makes it a name


def core_patterns(names: Iterable[str]) -> tuple[str, ...]:
    """Patterns for the hearts of an option's names and aliases, over prepared text."""
    found: list[str] = []
    for name in names:
        plain = name.lower().strip()
        if plain.isascii():
            core = _ENDING_EN.sub("", plain)
            if core != plain and len(core) >= _SHORTEST_EN:
                found += _english(core)
        else:
            core = _ENDING_JA.sub("", plain)
            if core != plain and len(core) >= _SHORTEST_JA:
                found += _japanese(core)
    return tuple(dict.fromkeys(found))


def _english(core: str) -> list[str]:
    words = [w for w in re.split(r"[\s-]+", core) if w]
    heart = r"[\s-]+".join(_word(w) for w in words)
    patterns = [
        rf"{_KIND_EN},? ?(?:(?:called|named|entitled|of|for|with|about|that is|which is|:|-|=) ?)?(?:the )?{_QUOTE}?{heart}{_QUOTE}?(?![a-z])",
        rf"(?<![a-z]){_QUOTE}?{heart}{_QUOTE}?,?[\s-]+(?:\w+ )?{_KIND_EN}(?![a-z])",
    ]
    if len(words) >= _QUOTED_WORDS:
        patterns.append(rf"{_QUOTE}{heart}{_QUOTE}")
    return patterns


def _word(word: str) -> str:
    """A word in singular or plural, possessive or not."""
    stem = word.rstrip("'’")
    stem = stem[:-1] if stem.endswith("s") and not stem.endswith("ss") and len(stem) > 3 else stem
    return re.escape(stem) + "['’]?s?['’]?"


def _japanese(core: str) -> list[str]:
    hearts = dict.fromkeys([core, core.removesuffix("担保"), core.removesuffix("補償")])
    patterns = []
    for heart in (re.escape(h) for h in hearts if len(h) >= _SHORTEST_JA):
        patterns.append(
            rf"{_QUOTE}?{heart}(?:担保|補償)?{_QUOTE}?(?:という|とかいう|っていう|って|の|=|:)?{_QUOTE}?{_KIND_JA}"
        )
        patterns.append(rf"{_KIND_JA}(?:の|は|で|名は|[:=])?{_QUOTE}{heart}(?:担保|補償)?{_QUOTE}")
        if len(heart) >= _QUOTED_JA:
            patterns.append(rf"{_QUOTE}{heart}(?:担保|補償)?{_QUOTE}")
    return patterns


# An option that is named as one that the contract does not have.
_LACKED_AFTER_JA = re.compile(
    r"^[」』\"'”’]?(?:オプション|特約)?(?:の(?:契約|付帯|方|ほう))?(?:を|は|が|も|には?|へは|から|って)?、?(?:まだ|今は|特に|一切|全く|まったく)?"
    r"(?:外(?:し|す|れ|せ)|はず(?:し|す|れ)|抜(?:い|き|く|け)|な[しい](?!か[?？。]?$)|無(?:し|い)|なく|無く|ナシ|なかった|なければ|"
    r"(?:付|つ|附)(?:け|い)(?:て(?:い)?|られて(?:い)?)?(?:な|ませ|ず|おら)|付帯し(?:て(?:い)?)?(?:な|ませ|ず|おら)|やめ|止め|辞め|断(?:り|っ|る)|解約|取りやめ|削|除[いきく]|"
    r"(?:契約|加入|選択|セット|追加|付加|購入|付保)し(?:て(?:い)?)?(?:な|ませ|ず|おら)|入(?:って|れて)?(?:い)?(?:な|ませ|ら(?:な|ず)|おら)|買(?:って|わ|い)(?:い)?(?:な|ませ|ず)|"
    r"選(?:ば|んで|び)(?:い)?(?:な|ませ|ず)|持って(?:い)?(?:な|ませ|おら)|見送|要(?:らな|りませ)|いら(?:な|ん)|不要|以外|(?:では|じゃ|で)(?:な(?:い|く)|あ))"
)
_LACKED_AFTER_EN = re.compile(
    r"^[\"'”’]? ?(?:option |rider )?(?:was|is|were|has been|had been|got) (?:since )?(?:cancel|dropped|removed|declined|refused|turned down|left out|missing|given up|not (?:attached|included|taken|on|part|in)|never)"
)
_LACKED_BEFORE_EN = re.compile(
    r"\b(?:without|decided against|drop(?:s|ped|ping)?|cancel(?:l?ed|l?ing|s)?|decline[sd]?|refuse[sd]?|reject(?:s|ed)?|turned down|g[ai]ve up|remov(?:e|es|ed|ing)|le(?:ft|ave|aving) out|lack(?:s|ed|ing)?|"
    r"opt(?:ed)? out of|d(?:o|id|oing) without|minus|(?:no|not|never|n['’]t)\b[^.;?!\n]{0,40}\b(?:such as|like|including)) (?:the |our |a |an |any |this |that |its )?[\"'“‘]?(?:\w+ )?$"
)
# "Not excluded under the option", "no other than the option": what is denied there is not the option.
_OTHER_DENIED_EN = re.compile(
    r"(?<!\bnot)(?<!\bno)(?<!\bnor)(?<!n['’]t) (?:under|with|by|through|in|on|within|given|than|but) (?:the |our |this |that |an? )?[\"'“‘]?$"
)


def is_attached(text: str, start: int, end: int, told: bool | None) -> bool | None:
    """Whether the option named at `text[start:end]` is one that the contract has; `told` is what its clause says of it.

    None where that is left open.
    """
    before, after = text[max(0, start - 70) : start], text[end : end + 30]
    if _LACKED_AFTER_JA.match(after) or _LACKED_AFTER_EN.match(after) or _LACKED_BEFORE_EN.search(before):
        return False
    if told is False and _OTHER_DENIED_EN.search(before):
        return True
    return told
