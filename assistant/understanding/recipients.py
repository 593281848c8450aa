"""Who gets a gift of apology: people or companies. Each is insured under terms of its own.

A gift is named in one place of a message and those who get it in another, so that no pattern over a phrase tells them
apart: what is counted (3社, 210人) and who is named in the message at all does.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from assistant.understanding.numbers import Figures
from assistant.understanding.query import SchemeReading

PEOPLE, COMPANIES = "sympathy_individuals", "sympathy_corporations"

_COMPANIES = re.compile(
    r"各社|両社|(?<!保険)(?<!調査)(?<!警備)(?<!保守)会社|企業|法人|取引先|得意先|発注[元者]|仕入先|業者(?!に(?:頼|調査|依頼))|商店|店舗|工務店|園芸店|農協|"
    r"\b(?:compan(?:y|ies)|corporat\w+|firms?|business(?:es)?|suppliers?|contractors?|shops?|stores?)\b"
)
_INSURER = re.compile(r"\b(?:insurance|insuring|security|investigat\w+|forensic) (?:compan(?:y|ies)|firms?)\b")
_PEOPLE = re.compile(
    r"会員|個人(?!情報|データ|番号|見舞|保護)|本人|住民|町民|村民|市民|被害者|一人|1人|1名|一名|人ひとり|お?客(?:様|さん)|顧客|利用者|家族|世帯|各人|皆(?:さん|様)|"
    r"\b(?:members?|residents?|individuals?|people|persons?|victims?|customers?|famil(?:y|ies)|households?|each of them|everyone|everybody|a head|apiece)\b"
)


def recipient(text: str, figures: Figures) -> str | None:
    """The cost of a gift to those whom the message tells of, `PEOPLE` or `COMPANIES`; None where it tells of both or neither."""
    bare = _INSURER.sub(" ", text)
    companies = any(c.unit == "corporation" for c in figures.counts) or bool(_COMPANIES.search(bare))
    people = any(c.unit == "person" for c in figures.counts) or bool(_PEOPLE.search(bare))
    if companies == people:
        return None
    return COMPANIES if companies else PEOPLE


_ALONE = re.compile(
    r"^(?:じゃあ?|では|で、|あと|また)?[、]?(?:各社|会社|企業|法人|取引先|得意先|個人|会員|住民|被害者|本人)(?:の?(?:場合|ほう|方))?(?:には?|へは?|は|だと|なら)(?:いくら(?:まで)?|どう)?(?:です)?か?[?？。]?\s*$|"
    r"^(?:(?:and|ok|so|then) )*(?:what about |how about )?(?:for |to )?(?:an? |each |the )?(?:compan(?:y|ies)|corporations?|firms?|individuals?|members?|residents?|victims?|persons?)\s*\?$"
)


def names_only_recipient(text: str) -> bool:
    """Whether a prepared message names those who get something and nothing else: 「法人には？」, "and for companies?"."""
    return bool(_ALONE.search(text))


def with_recipient(reading: SchemeReading, right: str | None, items: Collection[str]) -> SchemeReading:
    """The reading with gifts put under those who get them (`right`); `items` are the ids of the scheme's costs."""
    if right is None or not {PEOPLE, COMPANIES} <= set(items):
        return reading
    wrong = PEOPLE if right == COMPANIES else COMPANIES
    if wrong not in reading.items:
        return reading
    named = tuple(dict.fromkeys(right if i == wrong else i for i in reading.items))
    costs = tuple(replace(c, item=right) if c.item == wrong else c for c in reading.costs)
    return replace(reading, items=named, costs=costs)
