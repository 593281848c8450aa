"""The reading order of a page: columns and blocks are told by the white between them, then lines make paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text in one line, or a whole table; the box in points from the upper left, `size` of its letters."""

    left: float
    right: float
    top: float
    bottom: float
    text: str
    size: float
    table: bool = False


@dataclass(slots=True)
class Block:
    """A paragraph, a heading or a table."""

    text: str
    size: float
    table: bool = False


def reading_order(segments: Sequence[Segment], *, vertical: bool = False) -> list[Segment]:
    """The segments as they are read: columns from left to right, or vertical lines from right to left."""
    if vertical:
        return sorted(segments, key=lambda s: (-round(s.right), s.top))
    return list(_cut(list(segments), 0))


def paragraphs(segments: Sequence[Segment], vertical: bool = False) -> Iterator[Block]:
    """Lines joined where one runs on into the next; `segments` are in reading order."""
    lines = list(_lines(segments)) if not vertical else [[s] for s in segments]
    block: Block | None = None
    last: list[Segment] = []
    for line in lines:
        if line[0].table:
            if block is not None:
                yield block
            yield Block(line[0].text, 0.0, True)
            block, last = None, []
            continue
        text = "\t".join(s.text for s in line) if len(line) > 1 else line[0].text
        size = max(s.size for s in line)
        if block is not None and _follows(last, line, vertical):
            glue = "" if _runs_on(block.text, text, last, segments, vertical) else "\n"
            if glue == "" and block.text[-1:].isascii() and text[:1].isascii():
                glue = " "
            block.text += glue + text
        else:
            if block is not None:
                yield block
            block = Block(text, size)
        last = line
    if block is not None:
        yield block


def _lines(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Neighbours in reading order that stand on one line, from left to right."""
    line: list[Segment] = []
    for segment in segments:
        beside = line and not segment.table and not line[-1].table and segment.left >= line[-1].right - 1
        if beside and abs(segment.bottom - line[-1].bottom) < 0.5 * max(segment.size, line[-1].size):
            line.append(segment)
            continue
        if line:
            yield line
        line = [segment]
    if line:
        yield line


def _follows(last: list[Segment], line: list[Segment], vertical: bool) -> bool:
    """Whether a line belongs to the paragraph of the last one: as large, and close below."""
    if not last or last[0].table:
        return False
    a, b = last[-1], line[0]
    if abs(a.size - b.size) > 0.1 * max(a.size, b.size):
        return False
    if vertical:
        return a.left - b.right < 1.0 * a.size and abs(a.top - b.top) < 1.5 * a.size
    return -0.5 * a.size < b.top - a.bottom < 0.9 * a.size and b.left < a.right


def _runs_on(text: str, following: str, last: list[Segment], segments: Sequence[Segment], vertical: bool) -> bool:
    """Whether a line was broken for want of room: it reaches the edge, ends no sentence, and no item follows."""
    if text[-1:] in "。．：:！？!?" or following[:1] in "・●■◆□○◎※①②③④⑤⑥⑦⑧⑨⑩•-－（(【":
        return False
    if vertical:
        return last[-1].bottom >= max(s.bottom for s in segments) - 2 * last[-1].size
    near = [s.right for s in segments if abs(s.left - last[0].left) < 3 * last[0].size and not s.table]
    return last[-1].right >= max(near) - 2.2 * last[-1].size


def _cut(segments: list[Segment], depth: int) -> Iterator[Segment]:
    if len(segments) < 2 or depth > _DEEPEST:
        yield from _rows(segments)
        return
    em = median(s.size for s in segments if not s.table) if any(not s.table for s in segments) else 10.0
    across = _gap(segments, "left", "right", max(8.0, 1.0 * em))
    if across is not None and not _is_table(segments, across):
        yield from _cut([s for s in segments if s.right <= across], depth + 1)
        yield from _cut([s for s in segments if s.right > across], depth + 1)
        return
    down = _gap(segments, "top", "bottom", 0.5 * em)
    if down is not None:
        yield from _cut([s for s in segments if s.bottom <= down], depth + 1)
        yield from _cut([s for s in segments if s.bottom > down], depth + 1)
        return
    yield from _rows(segments)


def _rows(segments: list[Segment]) -> Iterator[Segment]:
    """From top to bottom, and in one line from left to right."""
    rest = sorted(segments, key=lambda s: (s.bottom, s.left))
    while rest:
        first = rest[0]
        row = [s for s in rest if abs(s.bottom - first.bottom) < 0.5 * max(first.size, 4.0)]
        yield from sorted(row, key=lambda s: s.left)
        rest = [s for s in rest if s not in row]


def _gap(segments: list[Segment], low: str, high: str, least: float) -> float | None:
    """Where the widest white stripe begins that crosses all segments, if it is at least that wide (points)."""
    ordered = sorted(segments, key=lambda s: float(getattr(s, low)))
    end = float(getattr(ordered[0], high))
    best: tuple[float, float] | None = None
    for segment in ordered[1:]:
        start = float(getattr(segment, low))
        if start - end >= least and (best is None or start - end > best[0]):
            best = (start - end, end)
        end = max(end, float(getattr(segment, high)))
    return best[1] if best else None


def _is_table(segments: list[Segment], across: float) -> bool:
    """Whether two columns are the cells of rows rather than columns of text: their lines stand side by side, and short."""
    left = [s for s in segments if s.right <= across]
    right = [s for s in segments if s.right > across]
    if len(left) < 2 or len(right) < 2:
        # A number, mark or label before a line.
        return len(left) == 1 and len(right) == 1 and abs(left[0].bottom - right[0].bottom) < 2
    beside = sum(any(abs(a.bottom - b.bottom) < 0.4 * max(a.size, 4.0) for b in right) for a in left)
    room = max(s.right for s in left) - min(s.left for s in left)
    fill = median((s.right - s.left) / room for s in left) if room else 1.0
    lengths = median(len(s.text) for s in segments)
    return beside >= 0.7 * len(left) and (fill < 0.6 or lengths <= 12)
