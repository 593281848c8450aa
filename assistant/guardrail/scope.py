"""How far something holds: in time, in place. What a draft stretches, the answer must stretch.

"The rates are those of fiscal 2023" becomes "they apply next year as well"; "from an attack" becomes "anywhere in the
world". A reach is a family of words; a sentence that affirms one needs a sentence of the answer that affirms the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.bilingual import Bilingual, bilingual
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.relations import SILENT, negated
from assistant.guardrail.text import Sentence

_REACHES: Final[tuple[tuple[str, str], ...]] = (
    (
        "a later year",
        r"(?:次|翌|来)(?:の)?(?:年度|年(?![月\d度])|期(?!間))|(?:次|つぎ)の(?:年度|保険期間|更新)|再来年|今後|将来|(?:年度|年)以降|これから(?:先|も)|この先|ずっと|引き続き|更新(?:後|して)も|いつまでも|当面|毎年(?:同じ|この|変わ)"
        r"|\b(?:next|coming|following|later|future|subsequent|every) (?:fiscal |financial |insurance )?(?:years?|seasons?|periods?|renewals?)\b|\b(?:in (?:the )?future|from now on|going forward|year after year|permanently|indefinitely|onwards?)\b",
    ),
    (
        "an earlier time",
        r"さかのぼ|遡|以前から|過去(?:の|に|も)|加入(?:する)?前(?:の|に|から|でも)|契約前|始期(?:より|の)?前|開始前"
        r"|\b(?:retroactive\w*|backdated|previous years?|earlier years?|in the past|before (?:joining|the (?:contract|policy|period) (?:began|begins|started|starts)))\b",
    ),
    (
        "after the end",
        r"(?:期間|契約|満期|満了|終了|解約|脱退)(?:が|を|の)?(?:終わ|終了し|満了し|過ぎ|切れ|経過し)?(?:った|た|の)?(?:あと|後)(?:の|に|も|で)"
        r"|\bafter (?:the )?(?:policy|contract|period|insurance|end|expiry|cancellation)\b|\bonce the (?:policy|period|contract) (?:ends|has ended)\b",
    ),
    (
        "everywhere",
        r"世界(?:中|各国)|全世界|国内外|海外(?:も|でも|を含)|国を問わ|どこ(?:で|の国)も|場所を問わ"
        r"|\b(?:worldwide|anywhere|everywhere|globally|all over the world|in any country)\b",
    ),
)
_FAMILIES: Final[tuple[tuple[str, Bilingual, re.Pattern[str]], ...]] = tuple(
    (name, bilingual(said), re.compile(said)) for name, said in _REACHES
)


def check_scope(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that says of a further time or place what the answer does not."""
    text = sentence.text
    if SILENT.search(text):
        return
    for name, said, known in _FAMILIES:
        found = said.search(text)
        if found is None:
            continue
        denies = negated(text)
        lines = [x for x in evidence.statements if known.search(x)]
        if not any(negated(x) == denies and not SILENT.search(x) for x in lines):
            yield f"The answer does not speak of {name}: “{found[0]}”."
            return
