"""Light stemming of English: inflections meet, words of different sense do not.

Plurals, -ed and -ing are taken off, and a final e, so that claim, claims, claimed and claiming are one token.
Nothing is derived further (insure, insured and insurer stay apart from insurance): in a policy these are
different persons and things.
"""

from __future__ import annotations

import functools

_FUNCTION_WORDS = """
a an the this that these those and or but if then than so of to in on at by for from with without
into onto about as is are was were be been being am do does did doing have has had having will would
shall should can could may might must i i'm i've me my mine we we're we've us our you you're your he
him his she her it it's its they them their what what's which who whom whose when where how why
there there's here any some such same other own just also only very too please tell explain get got
gets let's don't doesn't didn't isn't aren't won't can't s t someone somebody anyone anybody
everyone everybody nobody something anything nothing everything thing things want wants wanted need
needs needed know knows knew like happen happens happened much many more most else ever still yet
already now again able whether while because since over out up down off however really maybe sure
"""
ENGLISH_STOPWORDS = frozenset(_FUNCTION_WORDS.split())

_VOWELS = frozenset("aeiouy")
_IRREGULAR = {
    "paid": "pay",
    "sent": "send",
    "lost": "lose",
    "stole": "steal",
    "stolen": "steal",
    "leaked": "leak",
    "leakage": "leak",
    "leakages": "leak",
    "bought": "buy",
    "broke": "break",
    "broken": "break",
    "wrote": "write",
    "written": "write",
    "gave": "give",
    "given": "give",
    "took": "take",
    "taken": "take",
    "went": "go",
    "came": "come",
    "made": "make",
    "said": "say",
    "told": "tell",
    "found": "find",
    "kept": "keep",
    "left": "leave",
    "met": "meet",
    "people": "person",
    "staff": "employee",
    "data": "data",
    "means": "means",
    "news": "news",
    "business": "business",
    "address": "address",
    "process": "process",
    "access": "access",
    "loss": "loss",
    "losses": "loss",
}


@functools.lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a lower-case English word; numbers and words of up to three letters stay as they are."""
    word = word.removesuffix("'s").replace("'", "")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.isalpha():
        return word
    word = _singular(word)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for suffix in ("ing", "ed"):
        base = word.removesuffix(suffix)
        if base != word and len(base) >= 3 and _VOWELS & set(base):
            word = base[:-1] if base[-1] == base[-2] and base[-1] not in "lsz" else base
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") and word[-2] not in _VOWELS else word


def _singular(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
