"""English nouns that a number counts, a few words after it: "30 affected customers", "three client companies"."""

from __future__ import annotations

import re
from typing import Final

from assistant.understanding.counters import Counted
from assistant.understanding.quantities import Unit

_TABLE: Final[tuple[tuple[Unit, int, str], ...]] = (
    (
        "person",
        1,
        "person people victim individual employee member customer user worker officer patient student",
    ),
    (
        "person",
        1,
        "participant subscriber consumer adult child children guest visitor staff applicant recipient head soul",
    ),
    ("resident", 1, "resident inhabitant citizen townspeople townsfolk villager"),
    (
        "corporation",
        1,
        "company companies corporation firm business businesses organisation organization enterprise",
    ),
    ("corporation", 1, "vendor supplier entity entities corporate partner contractor subcontractor"),
    (
        "device",
        1,
        "device computer pc laptop terminal server machine smartphone phone tablet notebook workstation",
    ),
    ("device", 1, "desktop endpoint"),
    ("domain", 1, "domain"),
    ("incident", 1, "incident case attack breach breaches accident time occurrence event leak"),
    ("record", 1, "record address addresses"),
    ("minute", 1, "minute min"),
    ("hour", 1, "hour hr"),
    ("day", 1, "day"),
    ("day", 7, "week"),
    ("month", 1, "month"),
    ("year", 1, "year"),
    ("percent", 1, "percent"),
    (
        "none",
        1,
        "claim client household letter email mail message page file account copy copies item piece card",
    ),
    ("none", 1, "ticket branch branches office suit lawsuit call point"),
)
_NOUNS: Final = {
    form: (unit, factor) for unit, factor, words in _TABLE for word in words.split() for form in (word, word + "s")
}
# A number does not reach over these to a noun.
_STOPS: Final = frozenset(
    ["of", "and", "or", "the", "a", "an", "in", "on", "at", "for", "to", "from", "by", "with", "is", "are", "was", "were", "be", "been", "who", "which", "that", "have", "has", "had", "than", "as", "per", "but", "not", "we", "our", "they", "if", "when", "while", "yen", "so", "because", "then", "until", "since", "each", "every", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "hundred", "thousand", "million", "billion", "more_than", "less_than", "times"]
)  # fmt: skip
_WORD: Final = re.compile(r"([ \n]{1,2}|-)([a-z]{1,20})(?:'s)?(?![a-z])", re.I)
_GLUED: Final = re.compile(r"([a-z]{2,20})(?![a-z])", re.I)
_OF_OURS: Final = re.compile(r"[ ]of[ ](?:our|the|their|these|its|my|your|those)(?=[ ])", re.I)
_OR_SO: Final = re.compile(r"[ ](?:or[ ]so|or[ ]more|odd)(?=[ ])", re.I)
_MULTIPLE: Final = re.compile(r"[ ](?:the|as|more|a|an|per|its|that|larger|higher|what|over)(?![a-z])", re.I)
_LATER: Final = re.compile(
    r"[ ](?:later|after|before|ago|earlier|from|prior|late|of[ ](?:downtime|shutdown|grace))", re.I
)


def noun_after(text: str, at: int, *, word: bool, one: bool) -> Counted | None:
    """The noun that a number counts, at most four words on; None without one.

    Args:
        text: folded text.
        at: where the number ends.
        word: whether the number is a word; "one of" and "one-hour" are then no counts.
        one: whether the number is 1.
    """
    if glued := _GLUED.match(text, at):
        known = _NOUNS.get(glued[1].lower())
        return Counted(*known, glued.end()) if known and not word else None
    start = at
    if (skipped := _OR_SO.match(text, at)) or (not word and (skipped := _OF_OURS.match(text, at))):
        at = skipped.end()
    working = False
    for _ in range(4):
        step = _WORD.match(text, at)
        if step is None or (step[1] == "-" and (word or at != start)):
            return None
        name = step[2].lower()
        following = _WORD.match(text, step.end())
        if name in ("business", "working") and following and following[2].lower() in ("day", "days"):
            working, at = True, step.end()
            continue
        if known := _NOUNS.get(name):
            return _counted(text, known, name, step.end(), working=working, hesitant=word and one)
        if name in _STOPS:
            return None
        at = step.end()
    return None


def _counted(
    text: str, known: tuple[Unit, int], name: str, end: int, *, working: bool, hesitant: bool
) -> Counted | None:
    unit, factor = known
    # "company employees", "customer records": the second noun is what is counted.
    following = _WORD.match(text, end)
    if following and following[1] == " " and not name.endswith("s"):
        second = following[2].lower()
        if second in _NOUNS and second.endswith(("s", "people", "children", "staff")):
            unit, factor, end = *_NOUNS[second], following.end()
    if working and unit == "day":
        unit = "working_day"
    if name in ("times", "time") and (hesitant or _MULTIPLE.match(text, end)):
        return None
    # "one day" is mostly "some day".
    if hesitant and unit == "day" and not _LATER.match(text, end):
        return None
    return Counted(unit, factor, end)
