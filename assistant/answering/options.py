"""Which option is meant where one asks for an option that takes something out: "which rider strips lost profit out?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.context import Desk
from assistant.understanding.linking import Link
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.variants import asks_which_option

_SURE = 0.9  # score of a statement about an option where no option is asked for in so many words
_LIKELY = 0.5  # score of a statement about an option that nothing but its words speak for
_ASKS = re.compile(
    r"\bwhich (?:one of the )?(?:options?|riders?|add-?ons?|extensions?|extras?)\b(?! (?:is|are|have) (?:i|we|compulsory|mandatory))"
)
_TO_ADD = re.compile(
    r"(?:何|なに|どの(?:オプション|特約)|どれ)を(?:足|付け|つけ|追加)|\bwhat (?:should|do|must|would) we (?:have )?(?:to )?(?:add|attach|take|buy)"
)
# "Which option leaves lost profit out?" asks for the option, no verdict on the loss.
_NARROWS = re.compile(
    r"外し|外す|外せ|抜い|抜き|抜く|抜け|除い|除く|省|要らな|いらな|不要|絞|いりません|要りません|必要な(?:い|く)|だけ(?:残|に(?:し|限))|\bn['’]t (?:need|want|care)|\b(?:drop|leav\w* out|left out|taken out|exclud\w*|remov\w*|narrow\w*|slim\w*|trim\w*|strip\w*|carv\w*|limits?|restrict\w*|without)\b"
)


def narrowing_option(desk: Desk, q: Query, r: SchemeReading, links: Sequence[Link]) -> str | None:
    """The statement on the option that a message looks for in order to narrow the cover; None where it looks for none.

    "With the option 'without leaks', is X covered?" names its option, and asks for a verdict.
    """
    text, riders = q.message.text, desk.scheme.riders
    if r.variants or any(riders[i].excludes for i in r.riders) or not _NARROWS.search(text):
        return None
    wanted = _ASKS.search(text) or _TO_ADD.search(text)
    if not wanted and (r.riders or not asks_which_option(text)):
        return None
    narrow = {x.name.ja for i, x in riders.items() if x.excludes and i not in r.riders}
    # What a pattern names is sure; mere likeness takes the option that keeps something for the one that takes it out.
    for link in sorted(links, key=lambda x: not x.pattern):
        said = desk.scheme.statements[link.id].text.ja
        if any(said.startswith(name) for name in narrow):
            sure = link.pattern and link.score >= _SURE
            return link.id if sure or (wanted and (link.pattern or link.score >= _LIKELY)) else None
    return None
