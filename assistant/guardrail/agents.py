"""Who does what: an act of the insurer, the agency or the hotline that the answer does not tell of.

"Ask the insurer, who grants them by your measures", "its negotiators deal with the attackers": the person or body stands in
every answer, and so may any verb. What they do must be deciding, answering or helping, being paid or not, which is
compared elsewhere, or what a sentence of the answer says of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.harmless import ENGLISH, ENGLISH_SYNONYMS, GENERAL_ENGLISH
from assistant.guardrail.nearness import held
from assistant.guardrail.relations import SILENT
from assistant.guardrail.text import Sentence
from assistant.guardrail.words import has_stem, words_of
from assistant.language.stemming import ENGLISH_STOPWORDS, stem

_BODY: Final = r"(?P<body>insurers?|insurance compan(?:y|ies)|underwriters?|agenc(?:y|ies)|agents?|brokers?|hotline|call cent(?:re|er)|chambers?(?: of commerce(?: and industry)?)?|negotiators?|lawyers?|experts?|adjusters?|support (?:team|desk)|help ?desk|specialists?(?: organi[sz]ation)?)"
_ACTS: Final = re.compile(
    rf"\b{_BODY}(?:, (?:who|which)|,? who| that)? (?:(?P<aux>will|would|can|could|may|might|must|shall|should|has to|have to|is|are|does|do)(?: not|n't)? )?(?:(?:also|then|always|only|first|usually|normally|even|still|however,?|in turn|itself|themselves|simply|gladly|directly|be|been) )*(?P<verb>[a-z]{{3,}})\b"
)
_IDLE: Final = frozenset(
    stem(w)
    for w in [
        "decide",
        "judge",
        "assess",
        "determine",
        "consider",
        "review",
        "look",
        "examine",
        "check",
        "confirm",
        "answer",
        "tell",
        "help",
        "know",
        "advise",
        "explain",
        "inform",
        "assist",
        "say",
        "give",
        "provide",
        "clarify",
        "consent",
        "agree",
        "agreed",
        "approve",
        "accept",
        "refuse",
        "pay",
        "cover",
        "bear",
        "reimburse",
        "compensate",
        "respond",
        "include",
        "meet",
        "take",
        "make",
        "made",
        "have",
        "has",
        "had",
        "can",
        "may",
        "will",
        "would",
        "must",
        "should",
        "shall",
        "need",
        "want",
        "ask",
        "see",
        "and",
        "the",
        "for",
        "who",
        "which",
        "that",
        "with",
        "under",
        "name",
        "call",
        "are",
        "was",
        "were",
        "not",
        "alone",
        "before",
        "after",
        "when",
        "where",
        "first",
        "once",
        "about",
        "whether",
        "free",
        "open",
        "available",
        "reach",
        "listed",
        "able",
        "there",
        "here",
        "responsible",
        "happy",
        "glad",
        "in",
        "on",
        "of",
        "at",
        "to",
        "as",
        "if",
        "by",
        "or",
        "it",
        "its",
        "written",
        "prior",
    ]
)
"""What everybody may be said to do, and words that are no act."""


def check_agents(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for what it says that a body does."""
    if SILENT.search(sentence.text):
        return
    for m in _ACTS.finditer(sentence.text):
        verb, body = m["verb"], m["body"]
        if stem(verb) in _IDLE or not (verb.endswith("s") or m["aux"] or ", who" in m[0] or " who " in m[0]):
            continue
        if (
            _told(verb, body, evidence)
            or (verb.startswith("quot") and "quotation" in evidence.whole)
            or _plain(verb, sentence.text[m.end() :], evidence)
        ):
            continue
        yield f"The answer does not say that the {body} “{verb}”."
        return


def _plain(verb: str, behind: str, evidence: Evidence) -> bool:
    """Whether a general verb has something of the answer for its object: "prepares a quotation", "runs around the clock"."""
    if stem(verb) not in GENERAL_ENGLISH and stem(verb) not in ENGLISH:
        return False
    object_ = re.split(r"[,;:.]|\b(?:depending|if|when|so|because|to)\b", behind)[0].split()[:_REACH]
    return any(held(w, evidence.whole) for w in object_ if len(w) > 2 and w not in ENGLISH_STOPWORDS)


_REACH: Final = 6
"""Words behind a verb that are read for its object."""


def _told(verb: str, body: str, evidence: Evidence) -> bool:
    """Whether a sentence of the answer says this of the body, or the question does."""
    for line in (*evidence.lines, *evidence.details, *evidence.question):
        words = words_of(line.text)
        if not has_stem([words], body.split()[0]) and not ENGLISH_SYNONYMS.get(stem(body), frozenset()) & words.stems:
            continue
        if held(verb, line.text):
            return True
    return False
