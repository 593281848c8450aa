"""Turn text into the tokens of the lexical index.

Japanese is cut by Sudachi into normalised words, so that spellings of one word meet (漏えい, 漏洩), and into
the short units within long words. Weaker evidence stands beside the words: the synonym groups of Sudachi's
dictionary, the single kanji of a word (料金 and 保険料 share one), character pairs of words that the
dictionary does not know, and pairs of words that follow each other. Apart stand readings: of nouns in kanji, and what is
written in hiragana, where words are often cut wrongly. English is lower-cased and lightly
stemmed; its weak tokens are families of words (notify, notification) and pairs. Work is bounded: text is cut
at `TEXT_LIMIT` characters.
"""

from __future__ import annotations

import functools
import itertools
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from assistant.language.stemming import ENGLISH_STOPWORDS, stem

TEXT_LIMIT = 20_000
"""Characters of one text that are read; the rest of a longer text is left out."""

_CHUNK = 1_000
"""Characters given to Sudachi at once; its work grows faster than the text where nothing separates words."""

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆ー]+")
_KANA = re.compile(r"[\u3040-\u30ff]")
_KANJI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_ENGLISH_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?(?:\.\d+)?")
_LATIN = re.compile(r"[A-Za-z]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_CUT = re.compile(r"[。\n！？、 ]")

LEAST_READING = 3
"""Kana of a reading that tells a word; shorter ones stand in any sentence by chance."""

_HIRAGANA_RUN = re.compile(f"[\u3041-\u3096ー]{{{LEAST_READING},}}")
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}

_FAMILY = 5
"""Letters of an English word that tell its family: notify, notification, notified."""

_SILENT_POS = frozenset({"助詞", "助動詞", "補助記号", "空白", "記号", "接続詞", "感動詞", "連体詞", "代名詞"})
_FUNCTION_WORDS = """
為る 有る 居る 成る 出来る 仕舞う 下さる 呉れる 貰う 頂く 言う 教える 事 物 時 場合
為 様 よう 訳 所 御座る 致す 者 等 其の他 どう 如何 何 幾ら 幾つ 如何する 良い 無い 御
さん 達 中 行く 来る 見る 置く 仰る
"""
_SILENT_WORDS = frozenset(_FUNCTION_WORDS.split())


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a text consists of: `words`, and weaker evidence about the same text in `weak`.

    Weak tokens begin with a sign that no word begins with: `=` a synonym group, `#` a kanji, `~` a part of a
    word, `+` a pair of words. `readings` are those of the nouns written in kanji, `kana` what is written in hiragana;
    both in katakana, so that who writes ろうえい or ほけんりょう finds 漏えい and 保険料, wherever words are cut.
    """

    words: tuple[str, ...]
    weak: tuple[str, ...]
    readings: tuple[str, ...] = ()
    kana: tuple[str, ...] = ()


_NO_TOKENS = Tokens((), ())

_SEEN_LIMIT = 50_000
"""Words of the dictionary whose tokens are kept, about 30 MB; a brochure has a few thousand."""

_seen: dict[tuple[str, int, int], Tokens] = {}
"""The tokens of a word by its spelling, its entry and its part of speech, on which alone they depend."""


def tokenize(text: str, language: str) -> Tokens:
    """Tokens of `text`, read as `language` ("ja" or "en"), in the order of the text; safe over threads."""
    cleaned = clean(text)
    if language == "ja":
        words, weak, readings = _japanese(cleaned)
        kana = tuple(run.translate(_TO_KATAKANA) for run in _HIRAGANA_RUN.findall(cleaned))
        return replace(_with_pairs(words, weak), readings=tuple(readings), kana=kana)
    words = list(_english(cleaned))
    weak = [f"~{word[:_FAMILY]}" for word in words if len(word) >= _FAMILY and word.isalpha()]
    if _JAPANESE.search(cleaned):
        # English text names defined terms in Japanese: these are words of it too.
        terms, evidence, _ = _japanese("\n".join(_JAPANESE.findall(cleaned)))
        words += terms
        weak += evidence
    return _with_pairs(words, weak)


def clean(text: str) -> str:
    """`text` in one form of width and composition, without control characters, at most `TEXT_LIMIT` long."""
    readable = text[:TEXT_LIMIT].encode("utf-8", "replace").decode("utf-8")
    normal = unicodedata.normalize("NFKC", readable)[:TEXT_LIMIT]
    if normal.replace("\n", " ").isprintable():  # most texts; looking at each sign takes ten times as long
        return normal
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else " " for c in normal)


def language_of(text: str) -> str:
    """ "ja" or "en": the language a question is written in, whatever terms it quotes from the other."""
    cleaned = clean(text)
    japanese = sum(map(len, _JAPANESE.findall(cleaned)))
    latin = len(_LATIN.findall(cleaned))
    # Particles are kana: an English sentence quotes Japanese nouns, a Japanese one English words.
    return "ja" if japanese and (japanese > 3 * latin or (len(_KANA.findall(cleaned)) > 2 * latin)) else "en"


def warm() -> None:
    """Load the Japanese dictionary, so that the first question does not wait for it (about 40 ms)."""
    _japanese("。")


def _english(text: str) -> Iterator[str]:
    for match in _ENGLISH_WORD.finditer(_THOUSANDS.sub("", text.lower())):
        word = match[0].replace("’", "'")
        if word not in ENGLISH_STOPWORDS:
            yield stem(word)


def _with_pairs(words: list[str], weak: list[str]) -> Tokens:
    pairs = [f"+{first} {second}" for first, second in itertools.pairwise(words)]
    return Tokens(tuple(words), (*weak, *pairs))


def _japanese(text: str) -> tuple[list[str], list[str], list[str]]:
    """The words of a Japanese text, the weak tokens that are parts of them, and the readings of nouns in kanji."""
    words: list[str] = []
    weak: list[str] = []
    readings: list[str] = []
    tokenizer = _tokenizer()
    for chunk in _chunks(_THOUSANDS.sub("", text)):
        for morpheme in tokenizer.tokenize(chunk):
            key = (morpheme.surface(), morpheme.word_id(), morpheme.part_of_speech_id())
            tokens = _seen.get(key)
            if tokens is None:
                tokens = _of_morpheme(morpheme)
                if len(_seen) < _SEEN_LIMIT and not morpheme.is_oov():
                    _seen[key] = tokens
            words += tokens.words
            weak += tokens.weak
            readings += tokens.readings
    return words, weak, readings


def _of_morpheme(morpheme: Any) -> Tokens:
    part = morpheme.part_of_speech()
    form = morpheme.normalized_form().lower()
    if part[0] in _SILENT_POS or form in _SILENT_WORDS or not form.strip():
        return _NO_TOKENS
    words = [form]
    units = [unit.normalized_form().lower() for unit in morpheme.split("A")]
    if len(units) > 1:
        words.extend(unit for unit in units if unit not in _SILENT_WORDS)
    weak = [f"={group}" for group in sorted(morpheme.synonym_group_ids())]
    surface = morpheme.surface()
    weak.extend(f"#{kanji}" for kanji in _KANJI.findall(surface))
    if morpheme.is_oov() and len(surface) > 2 and _JAPANESE.search(surface):
        weak.extend(f"~{surface[n : n + 2]}" for n in range(len(surface) - 1))
    return Tokens(tuple(words), tuple(weak), _readings(morpheme) if part[0] == "名詞" else ())


def _readings(noun: Any) -> tuple[str, ...]:
    """How a noun of two kanji or more is read, and how its parts of that kind are."""
    units = [noun, *noun.split("A")]
    long = [unit for unit in units if len(_KANJI.findall(unit.surface())) > 1]
    return tuple(dict.fromkeys(r for unit in long if len(r := unit.reading_form()) >= LEAST_READING))


def _chunks(text: str) -> Iterator[str]:
    """Pieces of at most `_CHUNK` characters, cut behind the last sign at which no word is cut."""
    start = 0
    while start < len(text):
        end = min(start + _CHUNK, len(text))
        if end < len(text):
            cuts = [match.end() for match in _CUT.finditer(text, start, end)]
            end = cuts[-1] if cuts else end
        yield text[start:end]
        start = end


@functools.cache
def _dictionary() -> Any:
    from sudachipy import Dictionary

    return Dictionary()


_local = threading.local()
_loading = threading.Lock()


def _tokenizer() -> Any:
    """This thread's tokenizer: they share the dictionary, and none may be used by two threads at once."""
    tokenizer = getattr(_local, "tokenizer", None)
    if tokenizer is None:
        with _loading:
            tokenizer = _dictionary().tokenizer("C")
        _local.tokenizer = tokenizer
    return tokenizer


def morphemes(text: str) -> list[tuple[str, str]]:
    """The words of a Japanese text as (normalised form in lower case, part of speech), marks and blanks included."""
    return [
        (m.normalized_form().lower(), m.part_of_speech()[0])
        for chunk in _chunks(text)
        for m in _tokenizer().tokenize(chunk)
    ]


def surfaces(text: str) -> list[str]:
    """The words of a Japanese text as they are written, marks and blanks left out."""
    return [
        m.surface()
        for chunk in _chunks(text)
        for m in _tokenizer().tokenize(chunk)
        if m.part_of_speech()[0] not in ("補助記号", "空白", "記号")
    ]


def person_names(text: str) -> list[tuple[int, int]]:
    """Where the dictionary knows a Japanese family or given name in a text: (start, end) in characters, in order."""
    found: list[tuple[int, int]] = []
    start = 0
    for chunk in _chunks(text):
        for m in _tokenizer().tokenize(chunk):
            kind = m.part_of_speech()
            # Latin words are names to the dictionary all too often, and so are single kanji.
            if kind[2] == "人名" and kind[3] in ("姓", "名") and _KANJI.match(m.surface()) and len(m.surface()) > 1:
                found.append((start + m.begin(), start + m.end()))
        start += len(chunk)
    return found


@dataclass(frozen=True, slots=True)
class DictionaryWord:
    """One morpheme: its forms (normalised, as in a dictionary, as written) and its part of speech."""

    forms: tuple[str, str, str]
    speech: str


def dictionary_words(text: str) -> list[DictionaryWord]:
    """The morphemes of a short Japanese text."""
    return [
        DictionaryWord((m.normalized_form(), m.dictionary_form(), m.surface()), m.part_of_speech()[0])
        for m in _tokenizer().tokenize(text)
    ]
