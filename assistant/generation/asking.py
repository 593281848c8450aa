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
        option = _option(_phrases(scheme, difference.kind, *side, language), question, language, wanted, again)
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
    phrases: Iterator[str], question: str, language: Language, wanted: Outcome, again: Callable[[str], Answer]
) -> Option | None:
    stop = "。" if language == "ja" else ". "
    for phrase in phrases:
        message = f"{phrase}{stop}{question}"
        if outcome(again(message)) == wanted:
            return Option(label=phrase, message=message)
    return None


def _phrases(scheme: Scheme, kind: str, ident: str, holds: bool | None, language: Language) -> Iterator[str]:
    """Ways to say that a fact is so or is not, or that a cost is meant; the plainest first."""
    if kind == "item":
        yield scheme.items[ident].name.of(language)
        return
    fact = scheme.facts[ident]
    name = fact.name.of(language)
    said = fact.condition if holds else fact.unmet
    if said is not None:
        yield said.of(language)
    if language == "ja":
        yield from (name, f"{name}がありました") if holds else (f"{name}ではありません", f"{name}はありませんでした")
    else:
        yield from (name, f"there was {name}") if holds else (f"it was not {name}", f"there was no {name}")
