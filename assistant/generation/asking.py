"""Ask which of two readings is meant, with both as one-tap replies that are known to lead to the two answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from assistant.answer import Answer, Language, Option
from assistant.corpus.model import Scheme
from assistant.generation.policy import Difference, Outcome, outcome
from assistant.understanding.query import Query

LONGEST_QUESTION = 2_000  # characters; a longer one is not sent again as a reply

_LEAD: dict[Language, str] = {
    "ja": "ご質問は二通りに読め、どちらかで答えが変わります。どちらでしょうか。",
    "en": "Your question can be read in two ways, and the answer depends on it. Which one is meant?",
}


def asked_before(last_reply: str | None) -> bool:
    """Whether the assistant's last reply was this very question: nobody is asked twice."""
    return last_reply is not None and last_reply.startswith(tuple(_LEAD.values()))


def ask(
    q: Query,
    difference: Difference,
    first: Answer,
    other: Answer,
    schemes: Mapping[str, Scheme],
    again: Callable[[str], Answer],
) -> Answer | None:
    """The question with its two replies; None where no words are found that lead to the two answers.

    `again` answers a message as if it were sent in place of this one, without a model.
    """
    question, language = q.message.raw.strip(), q.message.language
    if len(question) > LONGEST_QUESTION:
        return None
    scheme = schemes[difference.scheme]
    # An addition has no opposite side in words: "not said" becomes "not so", if that leads to the same answer.
    held = difference.held or (difference.other[0], not difference.other[1])
    options = []
    for side, wanted in ((held, outcome(first)), (difference.other, outcome(other))):
        option = _option(_ways(scheme, difference.kind, *side, language), question, language, wanted, again)
        if option is None:
            return None
        options.append(option)
    rows = "\n".join(f"- {option.label}" for option in options)
    return Answer(
        language=language,
        kind="clarification",
        text=f"{_LEAD[language]}\n\n{rows}",
        abstained=True,
        options=tuple(options),
        basis={"scheme": scheme.scheme},
    )


def _option(
    ways: Iterator[tuple[str, str]], question: str, language: Language, wanted: Outcome, again: Callable[[str], Answer]
) -> Option | None:
    stop = "。" if language == "ja" else ". "
    for label, phrase in ways:
        message = f"{phrase}{stop}{question}"
        if outcome(again(message)) == wanted:
            return Option(label=label, message=message)
    return None


def _ways(scheme: Scheme, kind: str, ident: str, holds: bool | None, language: Language) -> Iterator[tuple[str, str]]:
    """Ways to say that a fact is so or is not, or that a cost is meant, each with its label; the plainest first."""
    if kind == "item":
        name = scheme.items[ident].name.of(language)
        yield name, name
        return
    fact = scheme.facts[ident]
    name = fact.name.of(language)
    said = fact.condition if holds else fact.unmet
    if said is not None:
        yield said.of(language), said.of(language)
    if language == "ja":
        label = name if holds else f"次のことはない：{name}"
        phrases = (name, f"{name}がありました") if holds else (f"{name}ではありません", f"{name}はありませんでした")
    else:
        label = name if holds else f"this is not so: {name}"
        phrases = (name, f"there was {name}") if holds else (f"it was not {name}", f"there was no {name}")
    for phrase in phrases:
        yield label, phrase
