"""Whole yen as people write them, and as the exact figure beside it."""

from __future__ import annotations

from assistant.answer import Language

_OKU, _MAN = 100_000_000, 10_000


def exact(yen: int, language: Language) -> str:
    """Return all digits: `4,400,000円`, `4,400,000 yen`."""
    return f"{yen:,}円" if language == "ja" else f"{yen:,} yen"


def spoken(yen: int, language: Language) -> str:
    """Return the short form where it loses nothing (`440万円`, `1億2,000万円`, `4.4 million yen`), else all digits."""
    if language == "ja":
        if yen < _MAN or yen % _MAN:
            return exact(yen, language)
        oku, man = divmod(yen // _MAN, _OKU // _MAN)
        return (f"{oku:,}億" if oku else "") + (f"{man:,}万" if man else "") + "円"
    if yen < 1_000_000 or yen % 10_000:
        return exact(yen, language)
    whole, rest = divmod(yen // 10_000, 100)
    return f"{whole:,}" + (f".{rest:02d}".rstrip("0") if rest else "") + " million yen"
