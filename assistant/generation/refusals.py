"""Why a draft cannot be used: slots left out, repeated or moved, figures, words and signs outside the closed list.

Reasons are sentences for the model, which gets one chance to mend its draft; they name what is wrong, never a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer import Language
from assistant.generation.slots import SLOT, Form
from assistant.generation.vocabulary import Vocabulary, figures

_MOST_EXTRA = 400  # characters of free text besides those of the form
_SHOWN = 8


_OF_CHOICE = re.compile(r"(\{\{(?:plan|type|rank|scheme)_[0-9]+\}\})の場合(?=は|に|、|：|:|）|$)")
"""「{{plan_1}}の場合」 names whose value it is, and is no condition."""


def refusals(draft: str, form: Form, vocabulary: Vocabulary) -> list[str]:
    """The reasons against a draft, none where it may be filled in."""
    return list(_refusals(draft, form, vocabulary))


def _refusals(draft: str, form: Form, vocabulary: Vocabulary) -> Iterator[str]:
    found = SLOT.findall(draft)
    wanted = [*(s for line in form.lines for s in line.slots), *form.blocks]
    unknown = [s for s in found if s not in wanted]
    if unknown:
        yield f"These slots do not exist: {_names(unknown)}."
    missing = [s for s in wanted if s not in found]
    if missing:
        yield f"These slots are missing: {_names(missing)}."
    repeated = [s for s in dict.fromkeys(found) if found.count(s) > 1]
    if repeated:
        yield f"These slots stand more than once: {_names(repeated)}."
    if not (unknown or missing or repeated):
        yield from _order(found, form)
    for block in form.blocks:
        rows = [row.strip() for row in draft.splitlines() if f"{{{{{block}}}}}" in row]
        if rows and rows != [f"{{{{{block}}}}}"]:
            yield f"{{{{{block}}}}} must stand on a line of its own."
    yield from _apart(draft, form)
    yield from _shared(draft, form, vocabulary)
    own = sum(len(line.text) for line in form.lines)
    if len(SLOT.sub("", draft)) > _MOST_EXTRA + own:
        yield f"The text around the slots is too long; at most {_MOST_EXTRA} characters more than the form."
        return
    numbers: list[str] = []
    strange: list[str] = []
    for row in draft.splitlines():
        # A pronoun stands where a slot stood, so that the words around it are read as they will be.
        free = SLOT.sub("それ" if form.language == "ja" else " it ", _OF_CHOICE.sub(r"\1", row))
        numbers += figures(free)
        strange += [w for w in vocabulary.outside(free, _words_for(row, form)) if w not in numbers]
    if numbers:
        yield f"Figures and numerals are not allowed outside slots: {_listed(numbers)}."
    if strange:
        yield f"These words or signs are not in the list of words that you may use there: {_listed(strange)}."


def _apart(draft: str, form: Form) -> Iterator[str]:
    """A row has the slots of one line, all of them: else a verdict could stand beside another plan."""
    for row in draft.splitlines():
        here = sorted(s for s in SLOT.findall(row) if s not in form.blocks)
        if here and here not in [sorted(line.slots) for line in form.lines]:
            yield "A line of the form stands on one line of the text, with all of its slots and no others."
            return


_SHARING: dict[Language, frozenset[str]] = {
    "ja": frozenset(["とも", "ともに", "いずれ", "どちら", "両方"]),
    "en": frozenset(["both", "each", "plans", "applies", "same"]),
}
"""Words that give what a row says to several plans."""


def _shared(draft: str, form: Form, vocabulary: Vocabulary) -> Iterator[str]:
    """Words that spread a value over several plans, or signs that doubt it, where the form has no such thing."""
    for row in draft.splitlines():
        here, said = SLOT.findall(row), set(vocabulary.words(SLOT.sub(" ", row)))
        # A row has the slots of one line: more than one plan among them is told of together.
        several = sum(s.startswith(("plan", "scheme")) for s in here) > 1
        own = set(vocabulary.words(_words_for(row, form))) if here else set()
        given = _SHARING[form.language] | ({"plan"} if any(s.startswith("amount") for s in here) else set())
        words = (said & given) - own
        if words and not several and not vocabulary.frames(row):
            yield f"These words stand only on a line that has two plans: {' '.join(sorted(words))}."
        if here and re.search(r"[?？「」『』“”\"]", SLOT.sub(" ", row)):
            yield "No question marks and no quotation marks on a line with slots."


def _words_for(row: str, form: Form) -> str:
    """The form's own words that a row may use: those of the lines whose slots stand on it, of all lines where it has none."""
    here = set(SLOT.findall(row))
    return " ".join(SLOT.sub(" ", line.text) for line in form.lines if not here or here & set(line.slots))


def _listed(words: list[str]) -> str:
    return " ".join(list(dict.fromkeys(words))[:_SHOWN])


def _order(found: list[str], form: Form) -> Iterator[str]:
    """Slots of a line stay together and lines stay in order, so that no value can move to another plan or subject."""
    at = 0
    for line in form.lines:
        here = found[at : at + len(line.slots)]
        at += len(line.slots)
        same = sorted(here) == sorted(line.slots) if line.free else here == list(line.slots)
        if not same:
            yield "The slots are not in the order of the form; keep its lines in order, and the slots of one line together."
            return
    if found[at:] != list(form.blocks):
        yield "The slots that stand on lines of their own are not in the order of the form."


def _names(slots: list[str]) -> str:
    return ", ".join(f"{{{{{s}}}}}" for s in dict.fromkeys(slots[:_SHOWN]))
