"""Have a model read the question: it sees the message and the names of the scheme's concepts, never what is covered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.corpus.model import Scheme
from assistant.generation.calling import Caller, Prompt
from assistant.generation.data import RULE, data
from assistant.generation.reply import ModelReading
from assistant.understanding.query import Query

MOST_EARLIER = 3  # messages before the one to read that the model gets to see

_SYSTEM = f"""You read questions about insurance schemes for a program. You do not answer them and you decide nothing.
Fill in which concepts of the lists the last message names or states. Rules:
- Use only ids from the lists. Leave out whatever you are not sure of; empty lists are a good reply.
- For each thing copy the words of the last message that say it, letter by letter.
- An amount must stand in the message; give it in whole yen.
- A fact that the message does not mention is left out. holds=false only where the message says that it is not so.
- Earlier messages only help to understand the last one.
{RULE}
Reply with one JSON object with the keys scheme, plans, choices, riders, facts, items, residents, asks."""


def read(
    caller: Caller, q: Query, earlier: Sequence[str], schemes: Mapping[str, Scheme], deadline: float
) -> ModelReading:
    """The model's reading of the last message, unchecked.

    Raises:
        ModelError: the model gave nothing that can be used.
    """
    return caller.object(_prompt(q, earlier, schemes), ModelReading, deadline)


def _prompt(q: Query, earlier: Sequence[str], schemes: Mapping[str, Scheme]) -> Prompt:
    lists = "\n\n".join(concepts(schemes[r.scheme]) for r in q.readings)
    before = [data("earlier message", text) for text in earlier[-MOST_EARLIER:]]
    return (
        ("system", f"{_SYSTEM}\n\n{lists}"),
        ("human", "\n".join((*before, data("last message", q.message.raw)))),
    )


def concepts(scheme: Scheme) -> str:
    """Ids and names of all that a message can mean in a scheme. No rule, no figure, no verdict."""
    return "\n".join(_rows(scheme))


def _rows(scheme: Scheme) -> Iterator[str]:
    yield f"Scheme {scheme.scheme}: {scheme.name.ja} / {scheme.name.en}"
    yield "plans:"
    yield from (f"  {i}: {p.name.ja} / {p.name.en}" for i, p in scheme.plans.items())
    for dimension in scheme.dimensions.values():
        yield f"choices ({dimension.name.ja} / {dimension.name.en}): {', '.join(dimension.values)}"
    if scheme.riders:
        yield "riders:"
        yield from (f"  {i}: {x.name.ja} / {x.name.en}" for i, x in scheme.riders.items())
    yield "facts:"
    yield from (f"  {i}: {f.name.ja} / {f.name.en}" for i, f in scheme.facts.items())
    yield "items:"
    yield from (
        f"  {i}: {x.name.ja} / {x.name.en}" for i, x in scheme.items.items() if not scheme.stands_for_section(i)
    )
