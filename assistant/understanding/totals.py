"""One amount for several costs: "the whole clean-up - investigation, press, call centre - runs to 41 million"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.corpus.model import Scheme
from assistant.understanding.lexicon import Mention
from assistant.understanding.quantities import Amount
from assistant.understanding.text import Message

_WHOLE = re.compile(
    r"\b(?:the whole|whole|entire|all (?:of )?(?:it|this|that|them|the (?:costs|bills|work))|everything|in all|all in|in total|total(?:s|ling)?|altogether|together|combined|sum)\b|"
    r"合計|総額|全部で|全部合わせ|合わせて|しめて|一式|ひっくるめ|まとめて|締めて|トータル"
)


def costs_in_one(
    amount: Amount, sums: Sequence[Amount], message: Message, mentions: Sequence[Mention], scheme: Scheme
) -> list[Mention]:
    """The costs that one amount is the sum of, headed by what stands for their section; empty where it is one cost's.

    Only where a scheme pays all costs of a section alike does their sum tell what is paid.
    """
    sentence = message.sentences[message.sentence_at(amount.start)]
    if scheme.ratios or not _WHOLE.search(message.text, sentence.start, sentence.end):
        return []
    here = [m for m in mentions if sentence.start <= m.start < sentence.end]
    sections = {scheme.items[m.id].section for m in here}
    alone = not any(a.start != amount.start and sentence.start <= a.start < sentence.end for a in sums)
    if len({m.id for m in here}) < 2 or len(sections) != 1 or not alone:
        return []
    general = scheme.sections[sections.pop()].general
    return [replace(here[0], id=general), *here] if general is not None else []
