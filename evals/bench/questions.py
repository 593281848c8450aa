"""What is asked in a benchmark: the examples that the page offers and the questions of our data sets.

Records that are set aside are left out. A request is the JSON that `POST /api/v1/ask` takes.
"""

from __future__ import annotations

import itertools
import random
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.service import SchemeInfo
from evals.home import Home
from evals.manifest import read_manifest
from evals.records import Question
from evals.sets import load_sets

Request = dict[str, Any]

ZIPF = 1.0
"""Of the mix: the question of rank r is asked in proportion to r to the power of minus this; 0 asks all alike."""

_SEED = 9


def examples(schemes: Sequence[SchemeInfo]) -> list[Request]:
    """The examples of the page, the first of each scheme first: what is asked most when everybody opens it at once."""
    listed = [
        [{"question": question, "scheme": scheme.id} for question in group]
        for scheme in schemes
        for group in scheme.examples.values()
    ]
    return [each for row in itertools.zip_longest(*listed) for each in row if each is not None]


def of_data_sets(home: Home | None = None) -> list[Request]:
    """The questions of the data sets, shuffled by a seed, with what was selected and what was said before."""
    home = home or Home()
    sets = load_sets(read_manifest(home.data), home.data)
    found = [
        request_of(record)
        for each in sets.chosen
        for record in each.records
        if isinstance(record, Question) and record.split != "held"
    ]
    random.Random(_SEED).shuffle(found)
    return found


def request_of(question: Question) -> Request:
    """A question as it is sent; of the conversation, what the person said."""
    request: Request = {"question": question.turns[-1], **question.selected.model_dump(exclude_none=True)}
    if len(question.turns) > 1:
        request["history"] = [{"role": "user", "content": turn} for turn in question.turns[:-1]]
    return request


def distinct(requests: Sequence[Request]) -> Iterator[Request]:
    """Each once; when all were asked, each again with one more blank at its end, so that none was asked before."""
    for number in itertools.count():
        for request in requests:
            yield {**request, "question": request["question"] + " " * number}


def mixed(requests: Sequence[Request], zipf: float = ZIPF, seed: int = _SEED) -> Iterator[Request]:
    """Without end, the first ones most often: in proportion to their rank to the power of minus `zipf`."""
    sums = list(itertools.accumulate((rank + 1) ** -zipf for rank in range(len(requests))))
    rng = random.Random(seed)
    while True:
        yield requests[bisect(sums, rng.random() * sums[-1])]


def taken(requests: Iterator[Request], count: int) -> list[Request]:
    """The next `count` of them."""
    return list(itertools.islice(requests, count))


def repeated(requests: Sequence[Mapping[str, Any]]) -> float:
    """The share of requests that were asked before among them."""
    seen = {repr(request) for request in requests}
    return 1 - len(seen) / len(requests) if requests else 0.0
