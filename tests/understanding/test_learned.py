"""The shipped classifiers: small, about things that exist, and probabilities in all they say."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from assistant.corpus.loader import Corpus
from assistant.language.word_vectors import FOLDER
from assistant.understanding.features import BLOCKS
from assistant.understanding.labelled import Ask
from assistant.understanding.learned import FILE, Learned, families_of, learned
from assistant.understanding.reading import Reader
from assistant.understanding.statement_linking import statement_hits
from assistant.understanding.training import NONE, read_features

MEGABYTES = 10
MESSAGES = (
    "",
    "?",
    "会員名簿を電車に置き忘れて情報が漏れました。お詫び状の費用は出ますか",
    "サーバーがウイルスに感染しました。調査費用に30万円かかりました。",
    "保険料はいくらですか",
    "明日の天気は",
    "How much is the premium for 20,000 residents?",
    "Hackers want a ransom of 3 million yen. Is that covered?",
    "zzzz qqqq",
    "漏" * 3_000,
)


@pytest.fixture(scope="module")
def shipped() -> Learned:
    found = learned()
    assert found is not None, f"{FILE} is not shipped"
    return found


def test_all_that_was_learned_is_small_together() -> None:
    files = [FILE, *(p for p in FOLDER.rglob("*") if p.is_file())]

    assert sum(p.stat().st_size for p in files) <= MEGABYTES * 1_000_000


def test_every_head_names_something_of_the_corpus(shipped: Learned, whole_corpus: Corpus) -> None:
    schemes = whole_corpus.schemes
    facts = {f for s in schemes.values() for f in s.facts}
    items = {i for s in schemes.values() for i in s.items}
    known = {f"{sign}{f}" for f in facts for sign in "+-"} | {f"item:{i}" for i in items}
    known |= {f"ask:{a}" for a in get_args(Ask)}
    known |= {f"{name}:{i}" for name, s in schemes.items() for i in (NONE, *s.statements)}

    assert sorted(set(shipped.heads) - known) == []
    assert len(set(shipped.heads)) == len(shipped.heads)


def test_everything_of_the_corpus_has_its_head(shipped: Learned, whole_corpus: Corpus) -> None:
    expected = set()
    for name, s in whole_corpus.schemes.items():
        expected |= {f"+{f}" for f in s.facts} | {f"-{f}" for f in s.facts} | {f"item:{i}" for i in s.items}
        expected |= {f"{name}:{i}" for i in (NONE, *s.statements)}

    assert sorted(expected - set(shipped.heads)) == []


def test_the_table_fits_together(shipped: Learned) -> None:
    known = sum(len(shipped.features[b]) for b in BLOCKS)

    assert len(shipped.starts) == known + 1
    assert shipped.starts[-1] == len(shipped.columns) == len(shipped.weights)
    assert int(shipped.columns.max()) < len(shipped.heads)
    assert shipped.dense.shape == (256, len(shipped.heads))
    assert {len(x) for x in (shipped.scale, shipped.bias, shipped.slope, shipped.shift)} == {len(shipped.heads)}
    assert (shipped.slope > 0).all()


@pytest.mark.parametrize("text", MESSAGES, ids=lambda t: t[:20] or "empty")
def test_every_message_gets_probabilities(
    shipped: Learned, pattern_reader: Reader, whole_corpus: Corpus, text: str
) -> None:
    for name, scheme in whole_corpus.schemes.items():
        likely = shipped.likely(read_features(text, name, pattern_reader, statement_hits(scheme)))
        assert tuple(likely) == shipped.heads
        assert all(0.0 <= p <= 1.0 for p in likely.values())
        for family, columns in families_of(shipped.heads).items():
            assert sum(likely[shipped.heads[c]] for c in columns) == pytest.approx(1.0, abs=1e-4), family
        break  # the terms of one scheme are enough


@pytest.mark.parametrize(
    ("scheme", "text", "head"),
    [
        ("silver", MESSAGES[2], "+leak"),
        ("silver", MESSAGES[3], "+attack"),
        ("chosonkai", MESSAGES[7], "item:ransom"),
    ],
)
def test_what_a_plain_message_says_is_likely(
    shipped: Learned, pattern_reader: Reader, whole_corpus: Corpus, scheme: str, text: str, head: str
) -> None:
    hits = statement_hits(whole_corpus.schemes[scheme])

    assert shipped.likely(read_features(text, scheme, pattern_reader, hits))[head] > 0.5


@pytest.mark.parametrize(
    ("scheme", "text", "ask"),
    [
        ("silver", "弁護士費用は出ますか", "verdict"),
        ("jcci", "Hackers want a ransom of 3 million yen. Is that covered?", "verdict"),
        ("silver", "明日の天気は", "outside"),
    ],
)
def test_what_a_plain_message_asks_for_is_the_likeliest_of_all(
    shipped: Learned, pattern_reader: Reader, whole_corpus: Corpus, scheme: str, text: str, ask: str
) -> None:
    likely = shipped.likely(read_features(text, scheme, pattern_reader, statement_hits(whole_corpus.schemes[scheme])))
    asks = {h: p for h, p in likely.items() if h.startswith("ask:")}

    assert max(asks, key=asks.__getitem__) == f"ask:{ask}", {h: round(p, 2) for h, p in asks.items()}


def test_the_same_message_gets_the_same_scores(shipped: Learned, pattern_reader: Reader, whole_corpus: Corpus) -> None:
    hits = statement_hits(whole_corpus.schemes["silver"])
    one, other = (shipped.scores(read_features(MESSAGES[2], "silver", pattern_reader, hits)) for _ in range(2))

    assert np.array_equal(one, other)


def test_without_a_file_there_are_no_classifiers(tmp_path: Path) -> None:
    assert learned(tmp_path / "none.npz") is None


@pytest.mark.parametrize(
    ("heads", "families"),
    [
        ((), {}),
        (("+leak", "-leak", "item:lawyer"), {}),
        (("+leak", "ask:a", "item:x", "ask:b", "s:-", "s:one"), {"ask": (1, 3), "s": (4, 5)}),
    ],
)
def test_heads_of_which_one_holds_are_a_family(heads: tuple[str, ...], families: dict[str, tuple[int, ...]]) -> None:
    assert families_of(heads) == families
