"""Plans called by the one word that sets them apart: "the leakage one", "and wide?", 「限定にしたら？」, 「じゃあ充実は？」."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from assistant.corpus.model import Plan

_KIND_EN: Final = re.compile(r"[ -]?(?:plan|insurance|cover|option|only)$")
_KIND_JA: Final = re.compile(r"(?:プラン|保険|補償|コース|特約)+$")
_NOUN_EN: Final = "(?:one|version|plan|policy|cover|course|side|alternative|part|share)"
_LEAD_EN: Final = (
    r"(?:and |or |so |ok(?:ay)?,? |then |what about |how about |but )+(?:(?:the|in|for|under|with|on|of) )*"
)
_LEAD_JA: Final = r"(?:^|(?<=[。、!?\s]))(?:じゃあ?|では|で|それなら|なら|一方|逆に)?[、,]?"
# What is done with a plan, or said of it in a follow-up: "if we took it", "in that case".
_AFTER_JA: Final = (
    r"(?:の(?:ほう|方|場合|とき)|に(?:しか|だけ|も(?!っ)|は|し(?:たら|た場合|ても|て)|する(?:と|なら)|変え|替え|換え|切り?替え|乗り換え|落と|下げ|上げ|戻|入っ|加入)|"
    r"だ(?:と|った(?:ら|場合))|なら|でも?(?=(?:いくら|どう|同じ|出|対象|補償))|では(?=[?？、]))"
)
_ENDS_JA: Final = r"(?:のほうは|の方は|のは|は|って|も)?\s*(?=[?？]|$)"


def called(plans: Mapping[str, Plan], states_something: Callable[[str], bool]) -> dict[str, tuple[str, ...]]:
    """Patterns for each of two or more plans, made of the words that only its own names have.

    `states_something` says of a word whether it tells of an incident by itself (「個人情報漏えい」): such a word names a
    plan only with a noun behind it.
    """
    offered = {p: x for p, x in plans.items() if x.offered}
    if len(offered) < 2:
        return {}
    latin = {p: _latin(x) for p, x in offered.items()}
    kana = {p: _japanese(x) for p, x in offered.items()}
    out: dict[str, tuple[str, ...]] = {}
    for p in offered:
        found = []
        for word in sorted(latin[p] - set().union(*(latin[o] for o in offered if o != p))):
            found.append(rf"(?:the |our |your )?{word}(?:-only)? {_NOUN_EN}(?![a-z])")
            if not states_something(word.replace("[ -]", " ")):
                found.append(rf"(?:(?<=\A)|(?<=[.!?] )){_LEAD_EN}{word}(?: then| too| as well)?(?=\s*[?]|\s*$)")
                found.append(rf"(?<=does ){word}(?= (?:cost|pay|cover|include))")
        for word in sorted(kana[p] - set().union(*(kana[o] for o in offered if o != p))):
            if not states_something(word):
                found += [rf"(?<![一-龥ァ-ヺー]){word}(?={_AFTER_JA})", rf"{_LEAD_JA}{word}{_ENDS_JA}"]
            else:
                found.append(rf"{word}(?=の(?:ほう|方)(?:の|は|だと|なら|に|で))")
        out[p] = tuple(found)
    return out


def _latin(plan: Plan) -> set[str]:
    found = set()
    for name in (x.en.lower() for x in (plan.name, plan.short) if x):
        word = name
        while (shorter := _KIND_EN.sub("", word)) != word:
            word = shorter
        words = re.findall(r"[a-z]+", word)
        if not re.search(r"[^a-z -]", word):
            # Of "personal data leakage" people say the first two words.
            found |= {"[ -]".join(words), "[ -]".join(words[:2])}
    return found


def _japanese(plan: Plan) -> set[str]:
    return {w for x in (plan.name, plan.short) if x and (w := _KIND_JA.sub("", x.ja)) and not re.search(r"\W", w)}
