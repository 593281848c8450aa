"""Small brochures of our own, in both languages, and an index over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.brochure import Section
from assistant.retrieval import Retrieval


def _section(scheme: str, language: str, ident: str, title: str, text: str, parent: str | None = None) -> Section:
    return Section(
        scheme=scheme,
        document=f"{scheme}-2030",
        id=ident,
        page=len(ident) % 7 + 1,
        language=language,
        level=3 if parent else 2,
        title=title,
        text=text,
        parent=parent,
    )


@pytest.fixture(scope="session")
def sections() -> tuple[Section, ...]:
    """Two schemes: `harbour` in Japanese and English, `meadow` in Japanese alone."""
    return (
        _section("harbour", "ja", "costs", "費用", ""),
        _section("harbour", "ja", "investigation", "調査費用", "原因を調べるための費用です。", "costs"),
        _section("harbour", "ja", "sympathy", "見舞金", "被害者への見舞金は1人1,000円までです。", "costs"),
        _section("harbour", "ja", "premiums", "年間の保険料", "タイプAの保険料は12,300円です。"),
        _section("harbour", "ja", "contact", "連絡先", "電話は平日の9時から17時までです。"),
        _section("harbour", "en", "costs", "Costs", ""),
        _section("harbour", "en", "investigation", "Investigation", "The cost of finding the cause.", "costs"),
        _section("harbour", "en", "sympathy", "Sympathy payment (見舞金)", "Up to 1,000 yen a victim.", "costs"),
        _section("harbour", "en", "premiums", "Yearly premiums", "Type A costs 12,300 yen a year."),
        _section("harbour", "en", "contact", "Contact", "Telephone on weekdays, 9:00 to 17:00."),
        _section("meadow", "ja", "premiums", "保険料", "家畜の保険料は1頭につき500円です。"),
        _section("meadow", "ja", "animals", "対象の動物", "牛、馬、羊、山羊が対象です。"),
    )


@pytest.fixture(scope="session")
def retrieval(sections: tuple[Section, ...], tmp_path_factory: pytest.TempPathFactory) -> Retrieval:
    """The small brochures, indexed with the model that ships."""
    return Retrieval.open(sections, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The restated brochures of this repository."""
    return Path(__file__).parents[2] / "corpus"
