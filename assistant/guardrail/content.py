"""Whether every word of content in a draft has its ground in the answer or in the question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.harmless import (
    ENGLISH,
    ENGLISH_SYNONYMS,
    EVERYDAY_ENGLISH,
    EVERYDAY_ENGLISH_STEMS,
    EVERYDAY_JAPANESE,
    GENERAL_ENGLISH,
    GENERAL_JAPANESE,
    JAPANESE,
    SINGLE,
    SYNONYMS,
    TELLING_ADVERBS,
)
from assistant.guardrail.names import Named
from assistant.guardrail.nearness import near
from assistant.guardrail.remarks import blanked, remark
from assistant.guardrail.text import Sentence
from assistant.guardrail.words import Words, has_stem, latin, missing_pieces, native, runs
from assistant.language.stemming import stem

# What is asked of somebody, or on what something depends: here the question's words are no ground.
_DEMANDS: Final = re.compile(
    r"条件|要件|必要(?!な)|必須|なければ|しないと|前提|場合に限|限り(?!ませ)|義務|ください|下さい|こと(?:。|$|です|が)|提出|手続|"
    r"\bmust\b|\brequire|\bonly (?:if|when|where|as|to)\b|\bprovided\b|\bunless\b|\bas long as\b|\bhave to\b|\bneed(?:s|ed)? to\b|\bcondition|\bsubject to\b|\bplease\b|\bobtain\b|\bsubmit\b|\bassum"
)
_SOFT: Final = re.compile(
    r"(?:気を(?:つけ|付け)て?|(?:ご|お)?(?:確認|確かめ|注意|留意|承知おき|了承|覧|待ち|尋ね|問い?合わせ|照会|相談)(?:を|して|になって|いただ)?)(?:ね)?(?:ください|下さい|くださいませ|願います)|という(?:こと|もの)です|\bplease (?:check|confirm|note|bear|see|ask|let)\b"
)
"""What asks no more than to look, to ask or to wait."""
_JAPANESE_LETTER: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


_ADDRESSEE: Final = re.compile(
    r"\byour (?:own )?(?:company|town|village|municipality|office|cent(?:re|er)|firm|business|organi[sz]ation|association|team|side|chamber)(?:'s)?\b"
)
_THAT_TEST: Final = re.compile(r"\b(?:that|this) test\b")
_LEAST_ADVERB: Final = 5


def unknown_words(sentence: Sentence, evidence: Evidence, named: tuple[Named, ...]) -> Iterator[str]:
    """Words of a sentence that neither the answer nor the question nor courtesy accounts for."""
    masked_sentence = _masked(sentence.text, named)
    if remark(blanked(sentence.text, named), evidence.whole, evidence.asked.text):
        return
    for segment in sentence.segments:
        yield from _unknown(masked_sentence[segment.start : segment.end], evidence)


def _unknown(masked: str, evidence: Evidence) -> Iterator[str]:
    demands = bool(_DEMANDS.search(_SOFT.sub(" ", masked)))
    sources = [evidence.words] if demands else [evidence.words, evidence.asked]
    texts = tuple(s.text for s in sources)
    if _JAPANESE_LETTER.search(masked):
        known = _allowed_ja("\0".join(texts), demands)
        for run in runs(masked):
            if native(run, masked):
                continue
            if run.endswith("曜日") and f"({run[0]})" in "\0".join(texts):
                continue
            if left := missing_pieces(run, texts, known, SINGLE):
                if left == "漏" and any(left in t for t in texts):
                    continue  # 情報漏えい for 「情報の漏えい」
                left = left if len(left) > 1 else run
                if not near(left, "\n".join(texts)):
                    yield left
    allowed = _allowed_en(tuple(sources))
    for word in latin(_THAT_TEST.sub(" ", _ADDRESSEE.sub(" ", masked))):
        if (
            len(word) > 1
            and (demands or stem(word) not in GENERAL_ENGLISH)
            and not _known_english(word, sources, allowed)
            and not near(word, "\n".join(texts))
        ):
            yield word


def _known_english(word: str, sources: list[Words], allowed: frozenset[str]) -> bool:
    if word in ENGLISH or stem(word) in ENGLISH or stem(word) in allowed:
        return True
    if word in EVERYDAY_ENGLISH or stem(word) in EVERYDAY_ENGLISH_STEMS:
        return True
    base = word.removesuffix("'s").removesuffix("'")
    if len(word) > _LEAST_ADVERB and word.endswith("ly") and word not in TELLING_ADVERBS:
        return True
    return has_stem(sources, base) or (base.endswith("ly") and has_stem(sources, base[:-2]))


@lru_cache(maxsize=512)
def _allowed_ja(text: str, demands: bool) -> frozenset[str]:
    """Harmless words, and those of a synonym row of which the text has a word."""
    extra = {w for word, group in SYNONYMS.items() if word in text for w in group}
    known = JAPANESE | EVERYDAY_JAPANESE | extra
    return known if demands else known | GENERAL_JAPANESE


@lru_cache(maxsize=512)
def _allowed_en(sources: tuple[Words, ...]) -> frozenset[str]:
    stems = frozenset().union(*(s.stems for s in sources))
    return frozenset(w for s in stems for w in ENGLISH_SYNONYMS.get(s, ()))


def _masked(text: str, named: tuple[Named, ...]) -> str:
    """The text without names and figures, which are compared elsewhere."""
    letters = list(text)
    spans = [(n.start, n.end) for n in named] + [(f.start, f.end) for f in read_figures(text).figures]
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)
