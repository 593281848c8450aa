"""What hangs on a statement in English: its reason, exception, condition, or what is said besides of something in it.

"Not covered, because copyright is reserved for types 7 to 10": the verdict is right and the reason made up, of words that
the answer has elsewhere. "Ask the insurer, who grants them by your measures": said in passing, and a claim all the same.
Such a clause is carried where one statement of the answer holds its words, or where the question said them; not where its
words have to be gathered from all over the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.guardrail.bare import PLAIN_ENGLISH
from assistant.guardrail.conditions import JOINT
from assistant.guardrail.entailment import mask
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.harmless import GENERAL_ENGLISH
from assistant.guardrail.nearness import held
from assistant.guardrail.relations import anchors, has
from assistant.guardrail.text import Sentence, fold_text
from assistant.guardrail.words import latin
from assistant.language.stemming import ENGLISH_STOPWORDS, stem


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to hang on: the words that begin it, the least share of its telling words that one statement must hold."""

    name: str
    begins: re.Pattern[str]
    least: float
    missing: int = 1


_KINDS: Final = (
    Kind("reason", re.compile(r"\b(?:because|since(?! (?:the )?\d)|(?<!far )(?<!well )(?<!long )(?<!soon )(?<!much )as (?=(?:it|they|the|this|that|its) )|given that|for the reason that|due to|owing to)\b"), 0.6),
    Kind("exception", re.compile(r"\b(?:unless|except(?: (?:that|where|when|if|for))?|other than|apart from|save (?:for|where)|with the exception of)\b"), 0.5),
    Kind("condition", re.compile(r"\b(?:if|provided(?: that)?|on condition that|as long as|so long as|in case|where|when|once|depending on|according to)\b"), 0.4, 2),
    Kind("description", re.compile(r"(?<=, )(?:which|who|whose)\b"), 0.4, 2),
    Kind("result", re.compile(r"\b(?:which means|meaning|so that|this means|with the result)\b"), 0.4, 2),
)  # fmt: skip
_BOUNDARY: Final = re.compile(
    r"[;:.()]|\s-\s|,?\s\b(?:but|because|unless|except|while|whereas|although|though|so|which|who|then)\b"
)
_ASIDE: Final = re.compile(r"\b(?:you (?:would |may |might )?(?:like|want|wish|need|prefer|have (?:any|more|further))|in doubt|unsure|not sure|questions?)\b")  # fmt: skip


def check_dependents(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for a clause that no one statement of the answer carries."""
    if _DENIES_TRIGGER.search(sentence.text) and _is_trigger(evidence):
        yield "The answer names the trigger that this is, the draft says that it is none."
        return
    names = evidence.named(sentence.text)
    text = mask(sentence.text, tuple(n for n in names if n.kind in ("plan", "scheme")))  # numbers of types are read
    for kind in _KINDS:
        for m in kind.begins.finditer(text):
            for piece in _pieces(text, m):
                if _ASIDE.search(piece):
                    continue
                strange = _uncarried(piece, kind, evidence)
                if strange:
                    yield f"The answer gives no such {kind.name}: {', '.join(strange[:4])}."
                    return


_DENIES_TRIGGER: Final = re.compile(
    r"(?:\b(?:not|no|never|none|neither)|n't)\b(?: (?:be|one|among|amongst|a|an|any|of|the|these|its|their|insured|named|listed|part|within))* triggers?\b"
    r"|\boutside (?:the |its |their |all )?(?:\w+ )?triggers?\b"
    r"|対象(?:の)?事由(?:では|で|に(?:は)?(?:当た|該当|含ま|入))[^。、]{0,6}(?:な[いくし]|ませ|ず)"
)
_TRIGGER: Final = re.compile(r"\btrigger 〔\d|対象(?:の)?事由〔\d")


def _is_trigger(evidence: Evidence) -> bool:
    """Whether each subject that was judged is named as a trigger, and nothing is said to be outside the triggers."""
    subjects = [fold_text(v.subject).lower() for v in evidence.answer.verdicts]
    return (
        bool(subjects)
        and all(_TRIGGER.search(s) for s in subjects)
        and not any(_DENIES_TRIGGER.search(x.text) for x in (*evidence.lines, *evidence.details))
    )


def _pieces(text: str, begins: re.Match[str]) -> list[str]:
    """The joint parts of the clause that a word begins: to the comma where it comes first, else to the next boundary."""
    fronted = not text[: begins.start()].strip(" ,") or text[: begins.start()].rstrip().endswith(
        (",", ";", ":", " and", " but")
    )
    end = _BOUNDARY.search(text, begins.end())
    stop = end.start() if end else len(text)
    comma = text.find(", ", begins.end())
    of_a_thing = begins[0] in ("due to", "owing to") or text.startswith(" of ", begins.end())
    if (fronted or of_a_thing) and 0 <= comma < stop and begins[0] not in ("which", "who", "whose"):
        stop = comma
    return [p for p in JOINT.split(text[begins.end() : stop]) if p.strip()]


def _uncarried(piece: str, kind: Kind, evidence: Evidence) -> list[str]:
    """The telling words of a clause that the statement of the answer which holds the most of them has not; none where it is carried."""
    telling = [w for w in _telling(piece) if not held(w, evidence.asked.text)]
    if not telling:
        return _strange_figures(piece, evidence) if kind.name == "reason" else []
    units = _reasons(evidence) if kind.name == "reason" else _units(evidence)
    narrows = _NARROWS.search(piece)

    def there(word: str, unit: str) -> bool:
        if narrows and word == narrows["verb"]:
            return _narrowed(piece[narrows.end() :], unit)
        return held(word, unit)

    best = max(units, key=lambda u: sum(there(w, u) for w in telling), default="")
    strange = [w for w in telling if not there(w, best)]
    if len(strange) < kind.missing or len(telling) - len(strange) >= kind.least * len(telling):
        return []
    return strange


def _strange_figures(piece: str, evidence: Evidence) -> list[str]:
    """The numbers of a reason in the question's own words that no statement of the answer has together with one of them."""
    numbers = re.findall(r"(?<![\d.,])\d[\d,.]*(?<![.,])", piece)
    words = anchors(piece)
    if not numbers or any(all(n in u for n in numbers) and any(has(u, w) for w in words) for u in _units(evidence)):
        return []
    return numbers


def _telling(piece: str) -> list[str]:
    """The words of a clause that are neither grammar nor words of a verdict nor of courtesy, figures aside."""
    letters = list(piece)
    for f in read_figures(piece).figures:
        letters[f.start : f.end] = " " * (f.end - f.start)
    return [
        w
        for w in dict.fromkeys(latin("".join(letters)))
        if len(w) > 2
        and w not in ENGLISH_STOPWORDS
        and w not in PLAIN_ENGLISH
        and stem(w) not in PLAIN_ENGLISH
        and stem(w) not in GENERAL_ENGLISH
        and w not in _SMALL
    ]


_SMALL: Final = frozenset(
    ["one", "two", "three", "four", "single", "each", "all", "any", "clear", "under", "per", "even", "among", "itself", "outside", "within", "alone", "per", "rather", "you'd", "it's", "that's"]
)  # fmt: skip
"""Counts and grammar, which other checks compare."""


_NARROWS: Final = re.compile(r"\b(?P<verb>(?:limit|restrict|confin|narrow)\w*)\b[^,;]* to\b")
"""A verb of leaving the rest out: "limits the cover to", for "pays only for"; a limit of an amount is a noun."""
_NARROW: Final = re.compile(r"\b(?:only|solely|exclusively|nothing but|(?:limit|restrict|confin|narrow)\w* to)\b")


_OTHERS: Final = frozenset(("other", "others", "else", "not"))
"""Grammar that tells what is kept from what is left out."""


def _narrowed(kept: str, unit: str) -> bool:
    """Whether a clause of a statement leaves out all but what is kept: the word of restriction and what is kept stand in it."""
    words = [w for w in latin(kept) if len(w) > 2 and (w in _OTHERS or w not in ENGLISH_STOPWORDS)]
    return any(
        _NARROW.search(clause) and all(w in latin(clause) if w in _OTHERS else held(w, clause) for w in words)
        for clause in _BOUNDARY.split(unit)
    )


@lru_cache(maxsize=128)
def _units(evidence: Evidence) -> tuple[str, ...]:
    """The statements of an answer, each also with the one behind it: "… is optional. It is limited to …"."""
    return tuple(dict.fromkeys(evidence.statements))


@lru_cache(maxsize=128)
def _reasons(evidence: Evidence) -> tuple[str, ...]:
    """The statements that are no verdict: that something is not covered is no reason for it."""
    subjects = [v.subject.lower() for v in evidence.answer.verdicts]
    return tuple(
        u for u in _units(evidence) if not any(u.startswith(s[:40]) and len(u) < len(s) + 60 for s in subjects)
    )
