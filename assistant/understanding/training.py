"""Learn the classifiers from labelled questions and from the utterances of the corpus; seeded, the same every time.

One binary classifier a fact (stated, denied) and a cost (asked about), one choice among the kinds of question, one
among the statements of each scheme and "none of them". What a writer did not label is not learned from: a question
labelled for one scheme says nothing about facts that this scheme does not have. An utterance is an example of its own
concept and only weakly one against others.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.corpus.model import Scheme
from assistant.understanding.features import BLOCKS, WEIGHTS, Features, block_values, text_features, with_found
from assistant.understanding.found import found_in
from assistant.understanding.intents import find_intents
from assistant.understanding.labelled import Labelled
from assistant.understanding.learned import families_of
from assistant.understanding.linking import PatternHits
from assistant.understanding.numbers import find_all
from assistant.understanding.reading import Reader
from assistant.understanding.statement_linking import statement_hits
from assistant.understanding.text import Language, prepare

NONE = "-"  # none of a scheme's statements
UTTERANCE_WEIGHT = 0.3  # of an utterance as an example against a concept that is not its own
STRENGTH = {"binary": 8.0, "family": 16.0}  # inverse regularisation; by cross-validation over writers
SEEN_IN = {"word": 2, "letter": 3, "group": 2, "found": 2}  # examples that a feature must occur in
STEEPEST = 5.0  # of a calibration; what can be told apart without fail in few examples is not certain
FOLDS = 3  # groups of writers, each judged by classifiers that saw none of them
KEPT = {"binary": 1_200, "family": 900}  # strongest weights kept of a head
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Example:
    """A message with what is known of it: heads that hold, heads that do not, and whose it is."""

    features: Features
    writer: str
    yes: frozenset[str]
    open: frozenset[str]
    """Binary heads on which the example is silent."""
    families: Mapping[str, str] = field(default_factory=dict)
    """The one head that holds, of each family that the example speaks of."""


def examples(
    schemes: Mapping[str, Scheme], reader: Reader, labels: Sequence[Labelled], tell: Progress
) -> tuple[list[Example], list[str]]:
    """All examples and the names of all heads, in a fixed order."""
    hits = {s: statement_hits(scheme) for s, scheme in schemes.items()}
    heads = _heads(schemes)
    found = [_of_label(x, schemes, reader, hits, heads) for x in labels]
    tell(f"{len(found):,} labelled questions read")
    found += _of_utterances(schemes, reader, hits, heads)
    tell(f"{len(found) - len(labels):,} utterances read")
    return found, heads


def _heads(schemes: Mapping[str, Scheme]) -> list[str]:
    facts = sorted({f for s in schemes.values() for f in s.facts})
    items = sorted({i for s in schemes.values() for i in s.items})
    asks = ("verdict", "payout", "premium", "limit", "deductible", "deadline", "offers", "statement", "outside")
    out = (
        [f"+{f}" for f in facts] + [f"-{f}" for f in facts] + [f"item:{i}" for i in items] + [f"ask:{a}" for a in asks]
    )
    return out + [f"{s}:{i}" for s, scheme in schemes.items() for i in (NONE, *scheme.statements)]


def read_features(
    text: str, scheme: str, reader: Reader, hits: PatternHits, language: Language | None = None
) -> Features:
    """The features of one message in the terms of one scheme."""
    message = prepare(text, language)
    found = found_in(
        find_intents(message.text), find_all(message.cased), reader.in_scheme(scheme, message), hits.of(message.text)
    )
    return with_found(text_features(message), found)


def _of_label(
    x: Labelled, schemes: Mapping[str, Scheme], reader: Reader, hits: Mapping[str, PatternHits], heads: Sequence[str]
) -> Example:
    scheme = x.scheme or next(iter(schemes))
    meant = [schemes[x.scheme]] if x.scheme else list(schemes.values())
    features = read_features(x.text, scheme, reader, hits[scheme], x.lang)
    yes = {("+" if v else "-") + f for f, v in x.facts.items() if v is not None} | {f"item:{i}" for i in x.items}
    known = {f for s in meant for f in s.facts} | {i for s in meant for i in s.items}
    silent = {h for h in heads if h[0] in "+-" and h[1:] not in known}
    silent |= {h for h in heads if h.startswith("item:") and h[5:] not in known}
    if x.ask not in ("verdict", "compare", "payout", "outside"):
        # Writers label costs where they are asked about; a limit or a meaning of a cost names it too.
        silent |= {h for h in heads if h.startswith("item:") and h not in yes}
    ask = "verdict" if x.ask == "compare" else x.ask
    families = {"ask": f"ask:{ask}"}
    if x.scheme:
        families[x.scheme] = f"{x.scheme}:{x.statement or NONE}"
    elif x.ask == "outside":
        families |= {s: f"{s}:{NONE}" for s in schemes}
    return Example(features, x.writer, frozenset(yes), frozenset(silent), families)


def _of_utterances(
    schemes: Mapping[str, Scheme], reader: Reader, hits: Mapping[str, PatternHits], heads: Sequence[str]
) -> list[Example]:
    binary = [h for h in heads if h[0] in "+-" or h.startswith("item:")]
    out: dict[tuple[str, str], Example] = {}
    for ident, scheme in schemes.items():
        told = [(f"+{f}", u) for f, x in scheme.facts.items() for u in x.words.utterances]
        told += [(f"item:{i}", u) for i, x in scheme.items.items() for u in x.words.utterances]
        told += [
            (f"{ident}:{s}", u)
            for s, x in scheme.statements.items()
            for u in (*x.words.utterances, x.name.ja, x.name.en)
        ]
        for head, text in told:
            if (head, text) in out:
                continue
            features = read_features(text, ident, reader, hits[ident])
            seen = set(features.counts["found"])
            if _die(text) < DIE // 2:
                # Patterns were written beside the utterances and find them better than they find other messages.
                features = replace(features, counts={**features.counts, "found": Counter()})
            if ":" in head and not head.startswith("item:"):
                # Utterances are so many more for statements than for all else that each would teach to expect one.
                told_family = {"ask": "ask:statement"} if _die(text) == 0 else {}
                out[head, text] = Example(
                    features, "utterances", frozenset(), frozenset(binary), {ident: head, **told_family}
                )
                continue
            # What else an utterance says was not labelled: against what patterns see in it, it is no example.
            silent = {h for h in binary if h[0] == "-" or h[1:] in {x[1:] for x in seen} or f"item {h[5:]}" in seen}
            families = {ident: f"{ident}:{NONE}", "ask": "ask:verdict"} if _die("none" + text) < DIE // 2 else {}
            out[head, text] = Example(features, "utterances", frozenset({head}), frozenset(silent - {head}), families)
    return list(out.values())


DIE = 8


def _die(text: str) -> int:
    """A number from 0 to 7 that is always the same for a text."""
    return hashlib.sha256(text.encode()).digest()[0] % DIE


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which features are known, in which column, and how rare each is."""

    columns: Mapping[str, Mapping[str, int]]
    idf: Mapping[str, dict[str, float]]
    size: int

    @classmethod
    def of(cls, features: Sequence[Features]) -> Vocabulary:
        """The features seen in enough examples."""
        columns: dict[str, dict[str, int]] = {}
        idf: dict[str, dict[str, float]] = {}
        start = 0
        for block in BLOCKS:
            seen = Counter(f for x in features for f in x.counts.get(block, ()))
            names = sorted(f for f, n in seen.items() if n >= SEEN_IN[block])
            columns[block] = {f: start + i for i, f in enumerate(names)}
            idf[block] = {f: round(math.log((1 + len(features)) / (1 + seen[f])) + 1, 4) for f in names}
            start += len(names)
        return cls(columns, idf, start)

    def matrix(self, features: Sequence[Features], weights: Mapping[str, float] = WEIGHTS) -> Any:
        """The examples as a sparse matrix, shape (examples, known features + 256)."""
        from scipy import sparse

        indices: list[int] = []
        values: list[float] = []
        ends = [0]
        for x in features:
            for block in BLOCKS:
                counts = x.counts.get(block)
                if counts:
                    for f, v in block_values(counts, self.idf[block], weights[block]):
                        indices.append(self.columns[block][f])
                        values.append(v)
            ends.append(len(indices))
        counted = sparse.csr_matrix((values, indices, ends), shape=(len(features), self.size), dtype=np.float32)
        dense = sparse.csr_matrix(np.array([x.vector for x in features]) * weights["vector"])
        whole = sparse.hstack([counted, dense]).tocsr()
        whole.sum_duplicates()  # once here: processes that share it may not write to it
        return whole


Weights = tuple[npt.NDArray[np.float32], float]


def fit(
    matrix: Any, rows: Sequence[Example], heads: Sequence[str], tell: Progress = lambda _: None
) -> dict[str, Weights]:
    """Weights (shape (features + 256,)) and bias of every head that has two examples or more."""
    from joblib import Parallel, delayed

    families = families_of(heads)
    members = {heads[c] for columns in families.values() for c in columns}
    binary = [h for h in heads if h not in members]
    jobs = []
    for head in binary:
        y, weight = _binary_target(head, rows)
        if y is not None:
            jobs.append((head, y, weight))
    done = Parallel(n_jobs=2, batch_size=8)(delayed(_fit_binary)(matrix, y, w) for _, y, w in jobs)
    out: dict[str, Weights] = {head: found for (head, _, _), found in zip(jobs, done, strict=True)}
    tell(f"{len(out)} facts and costs learned")
    several = Parallel(n_jobs=2)(delayed(_fit_family)(matrix, *_family_target(f, rows)) for f in families)
    for part in several:
        out |= part
    tell(f"{len(families)} families learned")
    return out


def _binary_target(head: str, rows: Sequence[Example]) -> tuple[Any, Any]:
    y = np.array([head in x.yes for x in rows], dtype=np.int8)
    weight = np.array(
        [
            0.0 if head in x.open else 1.0 if (x.writer != "utterances" or head in x.yes) else UTTERANCE_WEIGHT
            for x in rows
        ]
    )
    return (y, weight) if (y * (weight > 0)).sum() >= 2 else (None, None)


def _fit_binary(matrix: Any, y: Any, weight: Any) -> Weights:
    from sklearn.linear_model import LogisticRegression

    use = np.flatnonzero(weight > 0)
    model = LogisticRegression(
        C=STRENGTH["binary"], solver="liblinear", dual=True, tol=1e-2, max_iter=60, random_state=0
    )
    model.fit(matrix[use], y[use], sample_weight=weight[use])
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _family_target(family: str, rows: Sequence[Example]) -> tuple[Any, list[str]]:
    use = [i for i, x in enumerate(rows) if family in x.families]
    return np.array(use), [rows[i].families[family] for i in use]


def _fit_family(matrix: Any, use: Any, names: list[str]) -> dict[str, Weights]:
    """Each member against the others: as good as one choice among all, and many times faster."""
    from sklearn.linear_model import LogisticRegression

    out: dict[str, Weights] = {}
    part, told = matrix[use], np.array(names)
    for name in sorted(set(names)):
        y = told == name
        if y.all():
            continue
        model = LogisticRegression(
            C=STRENGTH["family"], solver="liblinear", dual=True, tol=1e-2, max_iter=60, random_state=0
        ).fit(part, y)
        out[name] = model.coef_[0].astype(np.float32), float(model.intercept_[0])
    return out


def out_of_writer(
    matrix: Any, rows: Sequence[Example], heads: Sequence[str], tell: Progress
) -> npt.NDArray[np.float32]:
    """Scores of every example by classifiers that saw no example of its writer, shape (examples, heads); NaN for utterances."""
    scores = np.full((len(rows), len(heads)), np.nan, np.float32)
    writers = sorted({x.writer for x in rows} - {"utterances"})
    place = {h: i for i, h in enumerate(heads)}
    for fold in range(min(FOLDS, len(writers))):
        away = set(writers[fold::FOLDS])
        train = [i for i, x in enumerate(rows) if x.writer not in away]
        test = [i for i, x in enumerate(rows) if x.writer in away]
        weights = fit(matrix[train], [rows[i] for i in train], heads)
        for head, (w, b) in weights.items():
            scores[test, place[head]] = matrix[test] @ w + b
        tell(f"judged on {', '.join(sorted(away))}: {len(test):,} questions")
    return scores


def save(
    path: Path, vocabulary: Vocabulary, heads: Sequence[str], weights: Mapping[str, Weights], slope: Any, shift: Any
) -> int:
    """Write the classifiers, the strongest weights of each head in a byte each; returns the size in bytes."""
    families = families_of(heads)
    members = {heads[c] for columns in families.values() for c in columns}
    size, count = vocabulary.size, len(heads)
    table = np.zeros((size, count), np.int8)
    dense = np.zeros((256, count), np.float32)
    scale, bias = np.zeros(count, np.float32), np.full(count, -30.0, np.float32)
    for c, head in enumerate(heads):
        if head not in weights:
            continue
        w, b = weights[head]
        part = w[:size].copy()
        kept = KEPT["family" if head in members else "binary"]
        if len(part) > kept:
            part[np.argsort(-np.abs(part), kind="stable")[kept:]] = 0
        scale[c] = max(1e-9, float(np.abs(part).max()) / 127)
        table[:, c] = np.round(part / scale[c]).astype(np.int8)
        dense[:, c], bias[c] = w[size:], b
    # Features without any weight stay: the length of a block is taken over all known features of a message.
    names = {block: list(vocabulary.columns[block]) for block in BLOCKS}
    idf = {block: [vocabulary.idf[block][f] for f in names[block]] for block in BLOCKS}
    rows, columns = np.nonzero(table)
    dense_scale = np.maximum(1e-9, np.abs(dense).max(0) / 127).astype(np.float32)
    meta = {"heads": list(heads), "features": names, "idf": idf, "weights": WEIGHTS}
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            meta=np.frombuffer(json.dumps(meta, ensure_ascii=False).encode(), np.uint8),
            counts=np.bincount(rows, minlength=len(table)).astype(np.uint16),
            columns=columns.astype(np.uint16),
            weights=table[rows, columns],
            dense=np.round(dense / dense_scale).astype(np.int8),
            dense_scale=dense_scale,
            scale=scale,
            bias=bias,
            slope=np.asarray(slope, np.float32),
            shift=np.asarray(shift, np.float32),
        )
    return path.stat().st_size


def calibrate(scores: npt.NDArray[np.float32], rows: Sequence[Example], heads: Sequence[str]) -> tuple[Any, Any]:
    """Slope and shift of each head, fitted on out-of-writer scores: one for each kind of head, one for each family."""
    from scipy.optimize import minimize
    from sklearn.linear_model import LogisticRegression

    families = families_of(heads)
    slope, shift = np.ones(len(heads)), np.zeros(len(heads))
    members = {c for columns in families.values() for c in columns}
    for kind in ("+", "-", "item:"):
        columns = [c for c, h in enumerate(heads) if h.startswith(kind) and c not in members]
        x, y = [], []
        for i, row in enumerate(rows):
            if row.writer == "utterances":
                continue
            for c in columns:
                if heads[c] not in row.open and not np.isnan(scores[i, c]):
                    x.append(scores[i, c])
                    y.append(heads[c] in row.yes)
        if any(y):
            model = LogisticRegression(C=1e6).fit(np.array(x)[:, None], np.array(y))
            slope[columns], shift[columns] = model.coef_[0, 0], model.intercept_[0]
    for family, columns_ in families.items():
        cs = list(columns_)
        at = [i for i, r in enumerate(rows) if r.writer != "utterances" and family in r.families]
        part = np.nan_to_num(scores[np.ix_(at, cs)], nan=-30.0)
        gold = np.array([cs.index(heads.index(rows[i].families[family])) for i in at])
        if len(at) < 20:
            continue

        def loss(t: Any, part: Any = part, gold: Any = gold) -> float:
            z = part * math.exp(float(t[0]))
            z = z - z.max(1, keepdims=True)
            p = z - np.log(np.exp(z).sum(1, keepdims=True))
            return -float(p[np.arange(len(gold)), gold].mean())

        best = float(minimize(loss, np.zeros(1), method="Nelder-Mead").x[0])
        slope[cs] = min(STEEPEST, math.exp(best))
    return slope, shift
