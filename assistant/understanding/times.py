"""Times of day in Japanese and English: 午後4時, 16時半, 9:30, 4 p.m., noon."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from assistant.understanding.folding import fold
from assistant.understanding.numerals import whole_number

_HOUR: Final = r"(?:[0-9]{1,2}|[〇零一二三四五六七八九十]{1,3})"
_JAPANESE: Final = re.compile(
    rf"(?P<part>午前|午後|朝|昼|夕方|夜)?[のに ]?(?<![0-9〇零一二三四五六七八九十第約])(?P<hour>{_HOUR})時"
    rf"(?![間代給点期])(?:(?P<half>半)|(?P<minute>{_HOUR})分(?!間))?"
)
_ENGLISH: Final = re.compile(
    r"(?<![0-9:.,])(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?[ ]?"
    r"(?:(?P<am>a\.m\.|am(?![a-z]))|(?P<pm>p\.m\.|pm(?![a-z]))|(?P<clock>o'clock))",
    re.I,
)
_CLOCK: Final = re.compile(
    r"(?P<part>午前|午後|am|pm)?[ ]?(?<![0-9:.])(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2})?(?![0-9:])", re.I
)
_NAMED: Final = re.compile(r"正午|(?<![a-z])(?:noon|midday|midnight)(?![a-z])", re.I)
_KANJI_FOLLOWS: Final = re.compile(r"[にかまごよ頃、。]")


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time of day.

    Attributes:
        time: the time, None where there is no such time (25時).
        start: where it starts in the text given.
        end: where it ends.
        text: as written.
        certain: False where morning or afternoon is left open ("4 o'clock", 4時), or midnight's day is.
    """

    time: dt.time | None
    start: int
    end: int
    text: str
    certain: bool = True


def find_times(text: str) -> list[FoundTime]:
    """Every time of day in a text, in order and without overlap."""
    folded = fold(text)
    found: list[tuple[int, int, int, int, bool]] = []
    for match in _JAPANESE.finditer(folded.text):
        hour, minute = match["hour"], match["minute"]
        plain_kanji = not (hour[0].isascii() or match["part"] or match["half"] or minute)
        # 一時 is "for a time"; 九時に is an hour.
        if plain_kanji and (whole_number(hour) == 1 or not _KANJI_FOLLOWS.match(folded.text, match.end())):
            continue
        start = match.start() if match["part"] else match.start("hour")
        clock = _hours(whole_number(hour), match["part"])
        minutes = 30 if match["half"] else whole_number(minute) if minute else 0
        certain = bool(match["part"]) or clock >= 13
        found.append((start, match.end(), clock, -1 if minutes is None else minutes, certain and clock != 24))
    for match in _ENGLISH.finditer(folded.text):
        part = "午前" if match["am"] else "午後" if match["pm"] else None
        hour_of_12 = int(match["hour"])
        clock = _hours(hour_of_12 % 12 if part and hour_of_12 == 12 else hour_of_12, part)
        found.append((*match.span(), clock, int(match["minute"] or 0), part is not None))
    for match in _CLOCK.finditer(folded.text):
        part = {"am": "午前", "pm": "午後"}.get((match["part"] or "").lower(), match["part"])
        start = match.start() if match["part"] else match.start("hour")
        clock = _hours(int(match["hour"]), part)
        found.append((start, match.end(), clock, int(match["minute"]), clock != 24))
    for match in _NAMED.finditer(folded.text):
        late = match[0].lower() == "midnight"
        found.append((*match.span(), 0 if late else 12, 0, not late))
    times: list[FoundTime] = []
    done = 0
    for start, end, clock, minutes, certain in sorted(found, key=lambda item: (item[0], -item[1])):
        if start < done:
            continue
        done = end
        valid = (0 <= clock < 24 and 0 <= minutes < 60) or (clock, minutes) == (24, 0)
        left, right = folded.span(start, end)
        when = dt.time(clock % 24, minutes) if valid else None
        times.append(FoundTime(when, left, right, folded.source[left:right], certain and valid))
    return times


def _hours(hour: int | None, part: str | None) -> int:
    """The hour of 24, or one that does not exist."""
    if hour is None:
        return 99
    afternoon = part == "午後" or (part in ("夕方", "夜") and hour >= 4) or (part == "昼" and hour <= 4)
    return hour + 12 if afternoon and hour < 12 else hour
