"""What an index costs as it grows: seconds to build, and milliseconds a question takes, over made-up brochures.

Passages are sentences of the restated brochures, shuffled by a seed and given made-up names, so that words occur as
often as in real ones. Each size is measured in a folder that is removed afterwards.
"""

from __future__ import annotations

import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.corpus.brochure import Section
from assistant.settings import Settings

QUESTIONS = 200
"""Questions asked at each size; each is a sentence of the brochures cut short."""

_SEED = 8
_SENTENCES = 3


def made_up(sections: Sequence[Section], count: int, language: str = "ja") -> Iterator[Section]:
    """`count` sections of three sentences each, the same every time."""
    rng = random.Random(_SEED)
    sentences = [
        line.strip("-*| ")
        for section in sections
        if section.language == language
        for line in section.text.splitlines()
        if len(line) > 20 and not line.startswith("|")
    ]
    for number in range(count):
        text = "\n\n".join(f"{rng.choice(sentences)} {rng.randrange(100_000)}" for _ in range(_SENTENCES))
        yield Section("made-up", "made-up", f"s-{number:07d}", 1, language, 2, f"{number:07d}", text, None)


def measure_size(sections: Sequence[Section], count: int, settings: Settings) -> dict[str, float]:
    """Build and ask an index of `count` passages: seconds to build, to open again, ms a question, MB."""
    from assistant.retrieval import Retrieval

    generated = tuple(made_up(sections, count))
    with tempfile.TemporaryDirectory() as scratch:
        place = replace(settings, data_dir=Path(scratch))
        started = time.perf_counter()
        retrieval = Retrieval.open(generated, place.data_dir, place.embedding)
        built = time.perf_counter() - started
        rng = random.Random(_SEED)
        questions = [rng.choice(generated).text[:30] for _ in range(QUESTIONS)]
        retrieval.search(questions[0], 5, "made-up", "ja")
        times = []
        for question in questions:
            started = time.perf_counter()
            retrieval.search(question, 5, "made-up", "ja")
            times.append((time.perf_counter() - started) * 1000)
        size = sum(file.stat().st_size for file in Path(scratch).rglob("*") if file.is_file())
    times.sort()
    return {
        "passages": float(count),
        "build_s": round(built, 1),
        "p50_ms": round(times[len(times) // 2], 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "disk_mb": round(size / 1e6, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0),
    }
