"""What is counted: Japanese counters after a number, English nouns near it, and populations named before it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from assistant.understanding.quantities import Unit


class Counted(NamedTuple):
    """A counter that was read: its unit, by what the number is multiplied, where it ends, whether half is added."""

    unit: Unit
    factor: int
    end: int
    half: bool = False


# In order: what comes first wins. A look-ahead keeps words that only begin like a counter.
_COUNTERS: Final[tuple[tuple[str, Unit, int], ...]] = (
    (r"か所|ヶ所|カ所|箇所|か国|ヶ国|カ国|人月|人日|口座|店舗|事業所|拠点|個人情報(?!保護)", "none", 1),
    (r"(?:人|名)分?様?(?![口格件工事材権数義称前簿目刺])", "person", 1),
    (r"社(?![団員会長内外史屋宅目])|法人|団体|企業|事業者", "corporation", 1),
    (r"営業日", "working_day", 1),
    (r"週間?(?![目刊])", "day", 7),
    (r"日間?(?![本程目曜報])", "day", 1),
    (r"[かカヶケヵ箇個]月間?(?!目)|月間", "month", 1),
    (r"年間?(?![度目生代号月頃])", "year", 1),
    (r"時間(?![帯割外目])", "hour", 1),
    (r"分間|分(?![のの割析野類散配担身])", "minute", 1),
    (r"台(?![目帯湾場風])", "device", 1),
    (r"%|パーセント|percent(?![a-z])|per[ ]cent(?![a-z])|pct(?![a-z])", "percent", 1),
    (r"割(?!合|り?当|愛|安|高)り?", "percent", 10),
    (r"ドメイン", "domain", 1),
    (r"レコード", "record", 1),
    (r"件(?![数名目])|回(?![線路収答復避目転帰])", "incident", 1),
    (
        r"個|枚|本(?![当来人部])|通(?![常知信報])|冊|世帯|戸(?!籍)|つ(?!目)|点|種|アドレス|IP|アカウント"
        r"|ファイル|ページ|倍|株"
        r"|棟|室|校|票|桁|文字|バイト|歳|才|番|号|回線|ポイント|曲|組|箱|袋|セット|km|kg|cm|mm"
        r"|m(?![a-z])|坪|頭|度",
        "none",
        1,
    ),
)
_JAPANESE: Final = re.compile(
    r"[ ]?(?:余り?)?(?:" + "|".join(f"(?P<g{at}>{row[0]})" for at, row in enumerate(_COUNTERS)) + r")(?P<half>半)?",
    re.I,
)
_KANJI_ALLOWED: Final = re.compile(
    r"(?:余り?)?(?:人(?![口格件工事材権数物気生間])|名(?![義称前簿目刺詞])|社(?![団員会長内外史屋宅交])"
    r"|法人|団体|企業|営業日|日間|日(?=[後前以])"
    r"|週間|[かカヶケヵ箇個]月|年間|年(?=[前後以])|時間|分間|台(?![目帯湾場風所頭])|件(?![数名目])"
    r"|回(?![線路収答復避目転帰])"
    r"|割(?!合|り?当|愛|安|高)|%|パーセント|世帯|ドメイン|枚|通(?![常知信報り])|個(?![人別性])|アドレス)"
)
# "15日に発見した" is a day of the month, "15日以内" and "15日の猶予" are a period.
_DAY_OF_MONTH: Final = re.compile(
    r"(?:に(?!わたり|わたっ|及|渡)|まで|は|付|締|[(]|から(?![ ]?[0-9〇一二三四五六七八九十])|の(?!間"
    r"|猶予|停止|休業|遅れ|中断|営業|うち))"
)
_RECORDS_BEFORE: Final = re.compile(r"(情報|データ|アドレス|レコード|名簿|カード|口座|メール|記録)")
_EVENTS_BEFORE: Final = re.compile(r"(事故|攻撃|感染|請求|クレーム|インシデント|苦情|問い合わせ|相談|通報)")
_RECORDS_AFTER: Final = re.compile(
    r"分?の?(?:個人|顧客|会員|情報|データ|メール|アドレス|名簿|記録|口座|カード|レコード)"
)
_POPULATION_JA: Final = re.compile(
    r"(?:人口|住民数?|町民|村民|市民|区民)(?:[はがもの、:=\s]|総数|総計|約|およそ|だいたい|現在|合計){0,4}$"
)
_POPULATION_EN: Final = re.compile(
    r"(?<![a-z])(?:population|inhabitants|residents)(?:[ ]?[:=(,]|[ ](?:is|of|was|about|around|roughly"
    r"|approximately|some"
    r"|are|now|currently|at|size|count)){0,3}[ ]?$"
    r"|(?<![a-z])(?:town|village|city|municipality|community)[ ](?:of|with|has|having)(?:[ ](?:about"
    r"|around|roughly"
    r"|approximately|some|only|just)){0,2}[ ]$",
    re.I,
)
_TOWN_AFTER: Final = re.compile(r"の(?:町|村|市|区|自治体|団体|住民|町民|村民|市民)")
# 「類型2の町」 has a type, not two residents.
_LABEL_BEFORE: Final = re.compile(
    r"(?:類型|タイプ|ランク|セット|カテゴリー?|区分|型|番号|第|type|category|class|set|rank)\s*$", re.I
)


def counter_after(text: str, at: int, *, kanji: bool, number_start: int) -> Counted | None:
    """The Japanese counter that follows a number, or None.

    Args:
        text: folded text.
        at: where the number ends.
        kanji: whether the number is written in kanji; fewer counters are read then, as many words begin so.
        number_start: where the number starts, for what stands before it.
    """
    if kanji and not _KANJI_ALLOWED.match(text, at):
        return None
    found = _JAPANESE.match(text, at)
    if found is None:
        return None
    row = next(at for at in range(len(_COUNTERS)) if found[f"g{at}"] is not None)
    _, unit, factor = _COUNTERS[row]
    end, half = found.end(), found["half"] is not None
    if unit == "day" and factor == 1 and "間" not in found[0] and _DAY_OF_MONTH.match(text, end):
        return None
    if unit == "incident" and "件" in found[0] and _counts_records(text, number_start, end):
        unit = "record"
    return Counted(unit, factor, end, half)


# 「6,120人は世帯数でした」, "7,800 was the number of voters": a number that is told to count something else.
_OF_OTHERS = re.compile(
    r"\s*(?:人|名)?(?:は|が|というのは|って)[^、。!?\d]{0,4}(?:世帯|有権者|職員|会員|参加者|戸数|軒数)|"
    r"(?: (?:people|residents))? (?:is|was|were|are) (?:in fact |actually |only )?(?:the |our )?(?:number of |count of )?(?:our |the )?(?:households?|voters?|staff|members?|employees|famil(?:y|ies)|homes)"
)


def counts_others(text: str, end: int) -> bool:
    """Whether a number that ends here is told to be one of households, voters or staff, not of residents."""
    return bool(_OF_OTHERS.match(text, end))


def population(text: str, start: int, end: int) -> bool:
    """Whether a number of people is named as the inhabitants of a place, before it or after it."""
    window = text[max(0, start - 40) : start]
    if _POPULATION_JA.search(window[-16:]) or _POPULATION_EN.search(window):
        return True
    return bool(_TOWN_AFTER.match(text, end)) and not _LABEL_BEFORE.search(window)


def _counts_records(text: str, start: int, end: int) -> bool:
    window = re.split("[。、,.!?\n]", text[max(0, start - 16) : start])[-1]
    last_record = max((found.end() for found in _RECORDS_BEFORE.finditer(window)), default=-1)
    last_event = max((found.end() for found in _EVENTS_BEFORE.finditer(window)), default=-1)
    return last_record > last_event or bool(_RECORDS_AFTER.match(text, end))
