"""Under which values of which slice a case falls, and which cases `--slice key=value` takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant.errors import EvaluationError
from evals.records import Attack, BadRequest, Question, Record, Search

Slices = dict[str, tuple[str, ...]]
KEYS = ("dataset", "scheme", "plan", "kind", "language", "difficulty", "length", "turns", "split")

_SHORT, _LONG = 40, 120
"""Characters of the last message up to which a question is short, and beyond which it is long."""


def slices_of(dataset: str, record: Record) -> Slices:
    """The slices of any case; a case has several plans when its gold is about several."""
    slices: Slices = {"dataset": (dataset,)}
    if isinstance(record, Question):
        length = len(record.turns[-1])
        plan = record.selected.plan
        plans = (f"{record.selected.scheme}/{plan}",) if plan else tuple(record.verdicts)
        slices |= {
            "scheme": (record.scheme or "none",),
            "plan": plans or ("none",),
            "kind": (record.kind,),
            "language": (record.lang,),
            "difficulty": (str(record.difficulty),),
            "length": ("short" if length <= _SHORT else "long" if length > _LONG else "medium",),
            "turns": ("several" if len(record.turns) > 1 else "one",),
            "split": (record.split,),
        }
    elif isinstance(record, Attack):
        slices |= {"kind": (record.channel,), "language": (record.lang,)}
    elif isinstance(record, BadRequest):
        slices |= {"kind": (record.category,)}
    elif isinstance(record, Search):
        slices |= {"scheme": (record.scheme,), "language": (record.lang,), "kind": ("search",)}
    return slices


def parse_slices(options: Sequence[str]) -> dict[str, set[str]]:
    """Read `key=value` options: values of one key are alternatives, keys must all match.

    Raises:
        EvaluationError: an option is no `key=value`, or there is no such slice.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for option in options:
        key, sign, value = option.partition("=")
        if not sign or not value or key not in KEYS:
            raise EvaluationError(f"--slice {option}: give key=value; the keys are {', '.join(KEYS)}.", field="slice")
        wanted[key].add(value)
    return dict(wanted)


def within(slices: Mapping[str, Sequence[str]], wanted: Mapping[str, set[str]]) -> bool:
    """Whether a case falls under all that is wanted."""
    return all(not values.isdisjoint(slices.get(key, ())) for key, values in wanted.items())
