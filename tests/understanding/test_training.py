"""Training on a few hand-made questions: what is saved scores as what was fitted, and is the same every time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from assistant.corpus.model import Scheme
from assistant.understanding.judging import judge
from assistant.understanding.labelled import Labelled
from assistant.understanding.learned import Learned, families_of, learned
from assistant.understanding.lexicon import lexicons
from assistant.understanding.reading import Reader
from assistant.understanding.statement_linking import statement_hits
from assistant.understanding.training import (
    KEPT,
    Example,
    Vocabulary,
    Weights,
    calibrate,
    examples,
    fit,
    out_of_writer,
    read_features,
    save,
)

SECONDS = 5.0  # for one training of this size

LEAKS = (
    "名簿が外に漏れました",
    "顧客の名前と住所が流出した",
    "会員の情報が漏えいしたようです",
    "名簿を電車に忘れ、情報が漏れたかも",
    "個人情報の流出がありました",
    "Our client list leaked",
    "Names and addresses were leaked to strangers",
    "The member list leaked out yesterday",
    "A leak of our customers' data",
    "Someone published our leaked list",
)
ATTACKS = (
    "サーバーがウイルスに感染しました",
    "不正アクセスでサーバーが止まった",
    "ハッカーに攻撃されました",
    "ウイルスで端末が全部止まった",
    "何者かにサーバーを攻撃された",
    "Hackers attacked our server",
    "A virus stopped every computer",
    "Our server was attacked last night",
    "An attack with a virus, the server is down",
    "We were hacked and the server stopped",
)
RANSOMS = (
    "身代金を払えと言われています。出ますか",
    "要求された身代金は補償されますか",
    "身代金の支払いは対象ですか",
    "脅迫されて身代金を払いました",
    "身代金って戻りますか",
    "Is the ransom paid?",
    "They want a ransom, is it covered?",
    "Do you cover the ransom they demand?",
    "We paid a ransom, do we get it back?",
    "Would a ransom be refunded?",
)
PREMIUMS = (
    "保険料はいくらですか",
    "年間の掛金を教えてください",
    "掛金はおいくら",
    "保険料の金額を知りたい",
    "一年の保険料は",
    "How much is the premium?",
    "What does the cover cost a year?",
    "Tell me the yearly premium",
    "What premium do we pay?",
    "The annual premium, please",
)
INSTALMENTS = ("分割払いはできますか", "掛金の分割は可能ですか", "Can we pay in instalments?", "Pay monthly, possible?")


def label(number: int, text: str, **meaning: Any) -> Labelled:
    """A labelled question; three writers take turns."""
    lang = "en" if text.isascii() else "ja"
    said = {"text": text, "lang": lang, "scheme": "orchard", "ask": "verdict", **meaning}
    return Labelled.model_validate({**said, "writer": f"w{number % 3}", "line": number + 1})


LABELS = [
    *(label(n, t, facts={"leak": True}) for n, t in enumerate(LEAKS)),
    *(label(n, t, facts={"attack": True, "leak": False}) for n, t in enumerate(ATTACKS)),
    *(label(n, t, items={"ransom": None}) for n, t in enumerate(RANSOMS)),
    *(label(n, t, ask="premium") for n, t in enumerate(PREMIUMS)),
    *(label(n, t, ask="statement", statement="silent_instalments") for n, t in enumerate(INSTALMENTS)),
]


class Trained(NamedTuple):
    """One training: what went in, what was fitted, what was saved, and the seconds of processor time that fitting and saving took."""

    rows: list[Example]
    heads: list[str]
    vocabulary: Vocabulary
    matrix: Any
    weights: dict[str, Weights]
    scores: Any
    slope: Any
    shift: Any
    path: Path
    size: int
    seconds: float


def train(schemes: Mapping[str, Scheme], path: Path) -> Trained:
    """All of one training, written to `path`."""
    started = time.process_time()
    rows, heads = examples(schemes, Reader(schemes, lexicons(schemes)), LABELS, lambda _: None)
    vocabulary = Vocabulary.of([x.features for x in rows])
    matrix = vocabulary.matrix([x.features for x in rows])
    scores = out_of_writer(matrix, rows, heads, lambda _: None)
    slope, shift = calibrate(scores, rows, heads)
    weights = fit(matrix, rows, heads)
    size = save(path, vocabulary, heads, weights, slope, shift)
    seconds = time.process_time() - started
    return Trained(rows, heads, vocabulary, matrix, weights, scores, slope, shift, path, size, seconds)


@pytest.fixture(scope="module")
def warm(orchard_schemes: Mapping[str, Scheme], tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """The first training, which also starts the processes that fit and imports what they need."""
    return train(orchard_schemes, tmp_path_factory.mktemp("first") / "learned.npz")


@pytest.fixture(scope="module")
def trained(orchard_schemes: Mapping[str, Scheme], warm: Trained, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return train(orchard_schemes, tmp_path_factory.mktemp("second") / "learned.npz")


@pytest.fixture(scope="module")
def loaded(trained: Trained) -> Learned:
    found = learned(trained.path)
    assert found is not None
    return found


def test_a_few_questions_are_learned_in_seconds(trained: Trained) -> None:
    assert trained.seconds < SECONDS
    assert trained.size == trained.path.stat().st_size


def test_two_trainings_give_the_same_bytes(warm: Trained, trained: Trained) -> None:
    assert trained.path.read_bytes() == warm.path.read_bytes()


def test_labels_come_first_and_utterances_after_them(trained: Trained) -> None:
    assert [x.writer for x in trained.rows[: len(LABELS)]] == [x.writer for x in LABELS]
    assert {x.writer for x in trained.rows[len(LABELS) :]} == {"utterances"}


def test_saved_scores_are_the_fitted_ones_within_the_rounding_of_a_byte(trained: Trained, loaded: Learned) -> None:
    size = trained.vocabulary.size
    assert size <= min(KEPT.values()), "no weight may be left out, or there is more than rounding"
    for number, row in enumerate(trained.rows):
        got = loaded.scores(row.features)
        x = trained.matrix[number].toarray()[0]
        for column, head in enumerate(loaded.heads):
            if head not in trained.weights:
                assert got[column] == -30.0
                continue
            w, b = trained.weights[head]
            # Each weight is off by half of a step at most; a step is the largest weight of its part over 127.
            steps = (np.abs(w[:size]).max() / 127, np.abs(w[size:]).max() / 127)
            bound = 0.5 * (steps[0] * np.abs(x[:size]).sum() + steps[1] * np.abs(x[size:]).sum())
            assert abs(got[column] - (x @ w + b)) <= bound + 1e-4, (head, number)


def test_what_was_learned_is_told_of_its_own_examples(trained: Trained, loaded: Learned) -> None:
    place = {h: i for i, h in enumerate(loaded.heads)}
    for number, x in enumerate(LABELS):
        score = loaded.scores(trained.rows[number].features)
        assert (score[place["+leak"]] > 0) == (x.facts.get("leak") is True), x.text
        assert (score[place["-leak"]] > 0) == (x.facts.get("leak") is False), x.text
        assert (score[place["item:ransom"]] > 0) == ("ransom" in x.items) or x.ask in ("premium", "statement")


@pytest.mark.parametrize(
    ("text", "head", "other"),
    [
        ("お客様の住所が流出してしまいました", "+leak", "+attack"),
        ("a virus attacked the office server", "+attack", "+leak"),
        ("the ransom they asked for, is that covered", "item:ransom", "item:damages"),
        ("今年の掛金はいくらですか", "ask:premium", "ask:verdict"),
        ("Is it possible to pay in instalments?", "orchard:silent_instalments", "orchard:-"),
    ],
)
def test_unseen_messages_are_judged_by_what_was_learned(
    orchard_schemes: Mapping[str, Scheme], loaded: Learned, text: str, head: str, other: str
) -> None:
    scheme, reader = orchard_schemes["orchard"], Reader(orchard_schemes, lexicons(orchard_schemes))

    likely = loaded.likely(read_features(text, "orchard", reader, statement_hits(scheme)))

    assert likely[head] > likely[other]


def test_every_question_is_scored_by_classifiers_that_did_not_see_its_writer(trained: Trained) -> None:
    leak = trained.heads.index("+leak")
    weight, bias = trained.weights["+leak"]
    seen = (trained.matrix @ weight + bias)[: len(LABELS)]
    unseen = trained.scores[: len(LABELS), leak]

    assert not np.isnan(unseen).any()
    assert np.isnan(trained.scores[len(LABELS) :]).all()
    told = np.array([x.facts.get("leak") is True for x in LABELS])
    # Who has seen the example is surer of it, on the whole.
    assert seen[told].mean() > unseen[told].mean()


def test_calibration_keeps_the_order_of_scores(trained: Trained) -> None:
    assert (np.asarray(trained.slope) > 0).all()
    for columns in families_of(trained.heads).values():
        assert len({float(trained.slope[c]) for c in columns}) == 1
        assert {float(trained.shift[c]) for c in columns} == {0.0}


def test_the_table_of_judgement_has_ratios_for_both_languages(trained: Trained) -> None:
    table = list(judge(LABELS, trained.rows, trained.heads, trained.scores, trained.slope, trained.shift))

    assert {(r.what, r.language) for r in table} >= {
        (what, lang) for what in ("facts stated", "facts denied", "costs asked about", "ask") for lang in ("ja", "en")
    }
    for r in table:
        assert all(0 <= x <= 1 for x in (*r.learned, *(r.patterns or ()))), r
    stated = {r.language: r.count for r in table if r.what == "facts stated"}
    assert stated == {"ja": 10, "en": 10}  # five leaks and five attacks each
