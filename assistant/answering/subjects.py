"""Questions about the contract that every scheme is asked alike: who may join, discounts, instalments, next year's price.

The shared words tell that such a thing is asked; the scheme's own statements tell what its brochure says of it, or that it
says nothing. An incident told around such a question does not make it one for a verdict, and a premium that is printed is
no answer to whether there are discounts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.answer import Answer
from assistant.answering.asked import asking
from assistant.answering.context import Desk
from assistant.answering.joining import together
from assistant.answering.limits import NOT_OF_COVER
from assistant.answering.linked import STATEMENT_FLOOR, Links
from assistant.answering.statements import write_statement
from assistant.corpus.model import Scheme
from assistant.understanding.linking import Link, PatternHits
from assistant.understanding.query import Query, SchemeReading
from assistant.understanding.reading import costs_with_amounts

OTHER_NEARER = 0.90  # score of another statement that is asked for all the same, with no word of its own found

_NUMBER_ASKED = re.compile(
    r"何(?:時間|日|週間|[かヶケ]?月|年|件|回|社|人|割|%|パーセント)|いつ|どの?くらいの?(?:期間|時間|日数)|\b(?:how (?:many|long|soon|often|quickly)|when|what (?:percentage|share))\b"
)
VERDICT_ASKED = 0.50  # probability from which a verdict is asked for, whatever figures are named


class Subjects:
    """Finds the statement that answers a question about the contract; built once, used by all threads."""

    def __init__(self, schemes: Mapping[str, Scheme], links: Links) -> None:
        self._schemes, self._links = schemes, links
        self._asked = {i: PatternHits({k: s.asked_as for k, s in x.statements.items()}) for i, x in schemes.items()}

    def statement(self, q: Query, r: SchemeReading) -> str | None:
        """The statement on what is asked about the contract; None where something else is asked, or another is nearer."""
        text = asking(q)
        found = self._asked[r.scheme].of(text)
        if not found or q.followup or q.figures.amounts:
            return None
        # "How many hours must we be down before …?" asks for a number, whatever incident and cost it names.
        if not _NUMBER_ASKED.search(text) and ((r.items and r.focused) or self._asks_of_incident(q, r)):
            return None
        if q.wants("premium") and (q.residents is not None or any(r.choices.values())):
            return None
        apart = any(v for v in r.facts.values())  # a story would draw the links to what it tells
        links = self._links.linker(r.scheme, q.message.language).link(text, 12) if apart else self._links.links(q, r)
        best = links[0] if links else None
        if best is not None and best.id not in found:
            beaten = self._schemes[r.scheme].statements
            if best.score >= (STATEMENT_FLOOR if best.pattern else OTHER_NEARER):
                return None if not any(best.id in beaten[x].words.beats for x in found) else min(found)
        return next((x.id for x in links if x.id in found), min(found))

    def _asks_of_incident(self, q: Query, r: SchemeReading) -> bool:
        """Whether the sentences that ask tell themselves of an incident."""
        facts = self._schemes[r.scheme].facts
        spans = [(s.start, s.end) for s in q.message.sentences if s.asks] or [(0, len(q.message.text))]
        return any(
            v is not False
            and facts[f].kind == "peril"
            and any(a <= start < b for start, _ in r.told_at.get(f, ((0, 0),)) for a, b in spans)
            for f, v in r.facts.items()
        )


# What one bears oneself, in other words than deductible; where no cost is told, the contract's own share is meant.
_OWN_SHARE = re.compile(
    r"(?:うち|自社|当社|弊社|自分|当方|こちら|会社|手前)(?:で|が|の|も)[^、。!?\n]{0,8}(?:持ち?出し|かぶ[るりっ]|被る|負担|背負|持つ(?:額|分|金額))|(?:自腹|持ち?出し|自己負担)(?:は|が|って|額)[^、。!?\n]{0,8}(?:いくら|何円|どれ|どの|ある|あり)|"
    r"\b(?:carr(?:y|ies|ied)|bears?|shoulders?|absorbs?|keeps?|retains?|swallows?|funds?)\b[^.?!\n]{0,16}\b(?:ourselves|ourself|oneself|yourself|themselves|itself|on our own|out of our own)\b|\b(?:self-?insured|own) (?:share|retention|portion|part)\b|\bfirst (?:part|slice|portion) of (?:each|every|any) (?:loss|claim)\b"
)

# The most that is paid, in words that mean a sum of money and nothing else.
_SUM_LIMIT = re.compile(
    r"限度|上限|最高(?:額|で)|最大(?:で)?(?:いくら|何円)|いくらまで|何円まで|補償額|保険金額|"
    r"\b(?:limits (?:of|for|are|apply)|limit (?:of|for|is|per)|(?:liability|payment|coverage|indemnity|policy|overall) limits?|sums? insured|up to (?:what|how much|which)|how much (?:at (?:the )?most|maximum)|"
    r"maximum (?:payout|payment|amount|sum|cover|benefit|indemnity)|what(?: is| are|['’]s) the (?:maximum|ceiling|cap|limits?))\b"
)


def unprinted_figures(q: Query, r: SchemeReading, desk: Desk, best: Link | None) -> Answer | None:
    """That the brochure prints no limit, or no deductible, where these are asked for and the scheme has none; else None.

    `best` is the statement that is nearest to the words: "the most frequent cause" names no limit, and is one of these.
    """
    nearer = best is not None and best.score >= OTHER_NEARER and not desk.scheme.statements[best.id].silent
    if nearer and not _SUM_LIMIT.search(asking(q)):
        return None
    specific = any(not desk.scheme.stands_for_section(i) for i in r.items)
    if q.followup or specific or costs_with_amounts(r) or q.wants("premium", "compare"):
        return None
    asked, wanted = asking(q), set(q.intents)
    if _OWN_SHARE.search(asked) and not r.items:
        wanted.add("deductible")
    missing = [
        topic
        for topic, there in (("limit", desk.scheme.limits), ("deductible", desk.scheme.deductibles))
        if topic in wanted and not there and not (topic == "limit" and NOT_OF_COVER.search(asked))
    ]
    if not missing or r.likely.get("ask:verdict", 0.0) >= VERDICT_ASKED:
        return None
    silent = [s for s in desk.scheme.statements.values() if s.silent and s.topic in missing and not s.about]
    return together([write_statement(desk, s) for s in silent]) if silent else None
