"""Numbers as people write them; the expected yen and counts are worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.numbers import (
    LARGEST,
    Amount,
    Count,
    Figures,
    find_all,
    find_amounts,
    find_bare,
    find_counts,
    find_foreign,
    find_percents,
    find_ranges,
    normalise,
)


def yen(text: str) -> list[int]:
    return [amount.value for amount in find_amounts(text)]


def counts(text: str) -> list[tuple[int | Decimal, str]]:
    return [(count.value, count.unit) for count in find_counts(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.5百万円", 4_500_000),
        ("四百五十万円", 4_500_000),
        ("４５０万", 4_500_000),
        ("450万", 4_500_000),
        ("¥4.5M", 4_500_000),
        ("￥4,500,000", 4_500_000),
        ("JPY 4,500,000", 4_500_000),
        ("4,500,000JPY", 4_500_000),
        ("4.5 million yen", 4_500_000),
        ("four and a half million yen", 4_500_000),
        ("four point five million yen", 4_500_000),
        ("4 500 000 yen", 4_500_000),
        ("4、500、000円", 4_500_000),
        ("half a million yen", 500_000),
        ("a quarter of a million yen", 250_000),
        ("a million yen", 1_000_000),
        ("a million and a half yen", 1_500_000),
        ("twelve million yen", 12_000_000),
        ("one million two hundred thousand yen", 1_200_000),
        ("1 million 200 thousand yen", 1_200_000),
        ("3 mil yen", 3_000_000),
        ("3-million-yen bill", 3_000_000),
        ("500k yen", 500_000),
        ("¥12m", 12_000_000),
        ("12m yen", 12_000_000),
        ("1.5 billion yen", 1_500_000_000),
        ("one hundred thousand yen", 100_000),
        ("one hundred and fifty thousand yen", 150_000),
        ("twenty-five thousand yen", 25_000),
        ("3,190千円", 3_190_000),
        ("1億2千万", 120_000_000),
        ("1億2,000万円", 120_000_000),
        ("1億 2,000万円", 120_000_000),
        ("一億二千三百四十五万六千七百八十九円", 123_456_789),
        ("壱百万円", 1_000_000),
        ("弐拾万円", 200_000),
        ("20万円", 200_000),
        ("20 万 円", 200_000),
        ("5百万円", 5_000_000),
        ("3万5千円", 35_000),
        ("1.5千万円", 15_000_000),
        ("百万円", 1_000_000),
        ("千円", 1_000),
        ("5e6 yen", 5_000_000),
        ("450万 yen", 4_500_000),
        ("10 man yen", 100_000),
        ("金五百万円也", 5_000_000),
        ("0円", 0),
        ("ゼロ円", 0),
        ("zero yen", 0),
        ("-5万円", -50_000),
        ("マイナス５万円", -50_000),
        ("▲5万円", -50_000),
        ("¥-5,000", -5_000),
        ("-¥5,000", -5_000),
        ("minus 5,000 yen", -5_000),
    ],
)
def test_an_amount_in_every_notation(text: str, value: int) -> None:
    (amount,) = find_amounts(text)
    assert amount.value == value
    assert not amount.too_large
    assert not amount.doubtful


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("弁護士に80万、調査会社に二百万払った", [800_000, 2_000_000]),
        ("We paid 800k to a forensic firm and 1.2m yen to lawyers", [800_000, 1_200_000]),
        ("The bill was 4.5 million and 1,200 customers are affected.", [4_500_000]),
        ("①1,000円②2,000円", [1_000, 2_000]),
        ("1. 500万円 2. 300万円", [5_000_000, 3_000_000]),
        ("300万円と500万円", [3_000_000, 5_000_000]),
        ("- 5万円", [50_000]),  # the item of a list, not a minus
        ("10 million yen minus 5 million yen", [10_000_000, 5_000_000]),
        ("2 million yen for 500 people", [2_000_000]),
        ("売上高3億円の会社で、年間保険料は73,810円", [300_000_000, 73_810]),
    ],
)
def test_amounts_in_sentences(text: str, values: list[int]) -> None:
    assert yen(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "一般社団法人", "一度だけ", "万一の場合", "万が一", "第三者", "二度と", "一切", "千代田区", "百貨店", "八百屋",
        "県内一円", "一元化", "三井住友海上", "千葉県の五十嵐さん", "五分五分", "十分に注意", "一部", "一時的に", "四日市市",
        "one of the servers", "no one", "one-hour", "億万千", "億", "円", "万",
        "電話 03-5512-4750", "03(5512)4750", "0120444119", "〒100-0014", "永田町1-11-32", "+81 3 5512 4750",
        "2026年6月1日", "令和8年3月16日", "R8.6.1", "6月1日", "2026/06/01", "June 1, 2026", "1st of July", "二〇二六年六月一日",
        "9時15分", "午後4時", "16:00", "4 p.m.", "192.168.0.1", "①", "G II", "F2", "類型5", "第3条", "第1回", "3社目",
        "CVE-2021-44228", "SHA256", "Office365", "4K monitor", "https://example.jp/300", "a300@example.jp", "24/7",
        "数百万円", "何千人", "十数万円", "several million yen", "a few hundred thousand yen", "tens of millions of yen",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_quantity(text: str) -> None:
    assert find_all(text) == Figures()


@pytest.mark.parametrize(
    "counter", ["人", "件", "社", "台", "名", "アドレス", "通", "回", "世帯", "IPアドレス", " people"]
)
def test_ten_thousands_with_a_counter_are_no_amount(counter: str) -> None:
    assert yen(f"450万{counter}") == []
    assert [count.value for count in find_counts(f"450万{counter}")] == [4_500_000]


def test_an_amount_without_a_currency_says_so() -> None:
    assert [amount.stated for amount in find_amounts("450万、450万円")] == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("住民1万2千人", [(12_000, "resident")]),
        ("人口9,876人", [(9_876, "resident")]),
        ("人口は約1万2千です", [(12_000, "resident")]),
        ("契約類型3、人口10866", [(10_866, "resident")]),
        ("13,580人の町", [(13_580, "resident")]),
        ("population 11,115", [(11_115, "resident")]),
        ("Our population is about 15,000.", [(15_000, "resident")]),
        ("a town of 13,580 people", [(13_580, "resident")]),
        ("12k residents", [(12_000, "resident")]),
        ("Contract type 3, 10,866 residents", [(10_866, "resident")]),
        ("被害者300名", [(300, "person")]),
        ("三百人", [(300, "person")]),
        ("30 victims", [(30, "person")]),
        ("30 affected customers", [(30, "person")]),
        ("two dozen people", [(24, "person")]),
        ("マイナス8,500人", [(-8_500, "person")]),
        ("minus 30 people", [(-30, "person")]),
        ("10.5人", [(Decimal("10.5"), "person")]),
        ("3社", [(3, "corporation")]),
        ("three companies", [(3, "corporation")]),
        ("30 client companies", [(30, "corporation")]),
        ("2台", [(2, "device")]),
        ("PC5台とサーバー2台", [(5, "device"), (2, "device")]),
        ("two computers", [(2, "device")]),
        ("3ドメイン", [(3, "domain")]),
        ("事故が2件", [(2, "incident")]),
        ("個人情報3,000件が漏れた", [(3_000, "record")]),
        ("30 customer records", [(30, "record")]),
        ("2回", [(2, "incident")]),
        ("twice", [(2, "incident")]),
        ("it happened 3 times", [(3, "incident")]),
        ("10日後", [(10, "day")]),
        ("30日以内", [(30, "day")]),
        ("within 30 days", [(30, "day")]),
        ("within thirty (30) days", [(30, "day")]),
        ("ten days later", [(10, "day")]),
        ("2週間", [(14, "day")]),  # 2 * 7
        ("5営業日", [(5, "working_day")]),
        ("5 business days", [(5, "working_day")]),
        ("3か月", [(3, "month")]),
        ("半年", [(6, "month")]),
        ("1年半", [(Decimal("1.5"), "year")]),
        ("10時間", [(10, "hour")]),
        ("90分間", [(90, "minute")]),
        ("400通", [(400, "none")]),
    ],
)
def test_counts(text: str, expected: list[tuple[int | Decimal, str]]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize("text", ["15日に発見", "15日まで", "three times the premium", "one day"])
def test_what_is_no_count(text: str) -> None:
    assert counts(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("90%", [90]),
        ("９０％", [90]),
        ("92.5 percent", [Decimal("92.5")]),
        ("3割", [30]),
        ("20%から60%", [20, 60]),
        ("割合は割引", []),
    ],
)
def test_percents(text: str, values: list[int | Decimal]) -> None:
    assert [percent.value for percent in find_percents(text)] == values


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$5,000", 5_000, "USD"),
        ("US$1.5m", 1_500_000, "USD"),
        ("5 million dollars", 5_000_000, "USD"),
        ("half a million dollars", 500_000, "USD"),
        ("USD 3,000", 3_000, "USD"),
        ("5,000米ドル", 5_000, "USD"),
        ("百万ドル", 1_000_000, "USD"),
        ("€2,000.50", Decimal("2000.5"), "EUR"),
        ("3,000ユーロ", 3_000, "EUR"),
        ("£200", 200, "GBP"),
        ("5万元", 50_000, "CNY"),
        ("40ビットコイン", 40, "BTC"),
    ],
)
def test_other_currencies_are_never_yen(text: str, value: int | Decimal, currency: str) -> None:
    (foreign,) = find_foreign(text)
    assert (foreign.value, foreign.currency) == (value, currency)
    assert yen(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("300万〜500万円", 3_000_000, 5_000_000),
        ("300〜500万円", 3_000_000, 5_000_000),
        ("300～500万", 3_000_000, 5_000_000),
        ("三百から五百万円", 3_000_000, 5_000_000),
        ("3〜5百万円", 3_000_000, 5_000_000),
        ("5千〜1万円", 5_000, 10_000),
        ("8,000円から1万円", 8_000, 10_000),
        ("between 3 and 5 million yen", 3_000_000, 5_000_000),
        ("from three to five million yen", 3_000_000, 5_000_000),
        ("60 to 80 thousand yen", 60_000, 80_000),
        ("one to two hundred thousand yen", 100_000, 200_000),
        ("500,000 to 1 million yen", 500_000, 1_000_000),
        ("¥3-5 million", 3_000_000, 5_000_000),
        ("¥300,000-500,000", 300_000, 500_000),
        ("3万円か5万円", 30_000, 50_000),
        ("二、三百万円", 2_000_000, 3_000_000),
        ("30〜50名", 30, 50),
        ("3 to 5 companies", 3, 5),
        ("2、3日", 2, 3),
        ("2〜3週間", 14, 21),
        ("20%から60%", 20, 60),
    ],
)
def test_ranges_give_both_ends(text: str, low: int, high: int) -> None:
    (found,) = find_ranges(text)
    assert (found.low.value, found.high.value) == (low, high)
    assert (found.low.range, found.high.range) == ("low", "high")
    everything = find_all(text)
    assert found.low in everything.amounts + everything.counts
    assert found.high in everything.amounts + everything.counts


@pytest.mark.parametrize(
    "text", ["3 companies and 5 million yen", "300万円と500万円", "1社から300万円", "500万〜300万円"]
)
def test_two_numbers_are_not_always_a_range(text: str) -> None:
    assert find_ranges(text) == []


@pytest.mark.parametrize(
    ("text", "approximate"),
    [
        ("約300万円", True),
        ("300万円くらい", True),
        ("300万円前後", True),
        ("百万円強", True),
        ("about 3 million yen", True),
        ("3 million yen or so", True),
        ("300万円", False),
        ("300万円以内", False),
        ("up to 3 million yen", False),
    ],
)
def test_approximate_amounts(text: str, approximate: bool) -> None:
    (amount,) = find_amounts(text)
    assert amount.approximate is approximate


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("1人あたり1,000円", "victim"),
        ("被害者1名につき1,000円", "victim"),
        ("一人千円", "victim"),
        ("1,000円×300人", "victim"),
        ("1,000円/人", "victim"),
        ("1,000 yen per victim", "victim"),
        ("each of the 30 victims gets 1,000 yen", "victim"),
        ("1社につき5万円", "corporation"),
        ("5万円×3社", "corporation"),
        ("50,000 yen for each company", "corporation"),
        ("30 companies got gifts of 50,000 yen each", "corporation"),
        ("月額5万円", "month"),
        ("50,000 yen a month", "month"),
        ("合計5万円", None),
        ("1事故につき1億円", None),
    ],
)
def test_to_what_an_amount_applies(text: str, per: str | None) -> None:
    (amount,) = find_amounts(text)
    assert amount.per == per


@pytest.mark.parametrize("text", ["1人あたり1,000円", "1人1,000円", "1社につき5万円", "1か月あたり5万円"])
def test_each_one_is_no_count(text: str) -> None:
    assert counts(text) == []
    assert find_bare(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2,000,000", [2_000_000]),
        ("約２００です", [200]),
        ("300くらいです", [300]),
        ("three", [3]),
        ("三百です", [300]),
        ("費用は100", [100]),
        ("three or four things happened", []),
        ("三百六十度", []),
        ("類型5", []),
    ],
)
def test_bare_numbers(text: str, values: list[int]) -> None:
    assert [bare.value for bare in find_bare(text)] == values


@pytest.mark.parametrize("text", ["1,23万円", "12,34,567円", "4、500円"])
def test_odd_grouping_is_doubtful(text: str) -> None:
    assert [amount.doubtful for amount in find_amounts(text)] == [True]


def test_a_fraction_of_a_yen_keeps_its_decimals() -> None:
    (amount,) = find_amounts("97.3円")
    assert (amount.value, amount.exact) == (97, Decimal("97.3"))


@pytest.mark.parametrize(
    "text",
    [
        "9" * 5_000 + "円",
        "1e400 yen",
        "1e999999円",
        "1" + "0" * 15 + "1円",
        "九" * 5_000 + "円",
        "9" * 20 + "兆円",
        "1,001兆円",
    ],
)
def test_absurd_amounts_are_flagged(text: str) -> None:
    (amount,) = find_amounts(text)
    assert amount.too_large
    assert abs(amount.value) > LARGEST


def test_the_largest_amount_is_not_too_large() -> None:
    assert [amount.too_large for amount in find_amounts("1,000兆円")] == [False]


# Reading a text of this length is immediate when the time is linear, and takes minutes when it is quadratic.
@pytest.mark.parametrize(
    "piece",
    [
        "1,", "億万千", "1", "百", "一", "1万", "1億 ", "one ", "a half ", "million ", "1 to ", "1-", "1/", "1.", "1:", "a@",
        "+1 ", "(1) ", "1 a b c ", "1、000", "二、", "¥", "e\u0301\u0316", " ", "-", "a",
    ],
)  # fmt: skip
def test_long_hostile_text_is_answered(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    found = find_all(text)
    assert len(found.amounts) + len(found.counts) + len(found.bare) <= len(text)


def test_spans_are_those_of_the_text_given() -> None:
    text = "ｻﾞﾝﾈﾝ、㈱甲へ￥４，５００，０００と ㌦ではなく２０　万　円、ﾊﾟｿｺﾝ３台"
    found = find_all(text)
    assert [amount.text for amount in found.amounts] == ["￥４，５００，０００", "２０　万　円"]
    assert [count.text for count in found.counts] == ["３台"]
    figures: list[Amount | Count] = [*found.amounts, *found.counts]
    for figure in figures:
        assert text[figure.start : figure.end] == figure.text


def test_normalise_leaves_long_vowels() -> None:
    assert normalise("サーバー１２３ＡＢＣﾄﾞﾙ") == "サーバー123ABCドル"


# Round trips: a number rendered in a notation is read as that number.

_KANJI = "〇一二三四五六七八九"


def kanji(number: int) -> str:
    """四百五十万 for 4,500,000."""
    if number == 0:
        return "零"
    written = ""
    for size, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        part, number = divmod(number, size)
        if part:
            for unit, sign in ((1000, "千"), (100, "百"), (10, "十")):
                digit, part = divmod(part, unit)
                written += ("" if digit == 1 and sign != "千" else _KANJI[digit]) + sign if digit else ""
            written += (_KANJI[part] if part else "") + name
    return written


def mixed(number: int) -> str:
    """1億2,000万 for 120,000,000."""
    written = ""
    for size, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        part, number = divmod(number, size)
        written += f"{part:,}{name}" if part else ""
    return written or "0"


_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def words(number: int) -> str:
    """Four million five hundred thousand for 4,500,000."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" {words(number % size)}" if number % size else ""
            return f"{words(number // size)} {name}{rest}"
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")


def decimals(number: int, digits: int) -> str:
    """4.5 for 4,500,000 in millions (6 digits)."""
    return f"{Decimal(number).scaleb(-digits):f}"


_FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")

NOTATIONS: list[tuple[str, Callable[[int], str]]] = [
    ("plain", lambda n: f"{n}円"),
    ("grouped", lambda n: f"{n:,}円"),
    ("full width", lambda n: f"￥{n:,}".translate(_FULL_WIDTH)),
    ("sign", lambda n: f"¥{n:,}"),
    ("code", lambda n: f"JPY {n:,}"),
    ("english", lambda n: f"{n:,} yen"),
    ("mixed", lambda n: f"{mixed(n)}円"),
    ("spaced", lambda n: f"{n} 円"),
    ("kanji", lambda n: f"{kanji(n)}円"),
    ("words", lambda n: f"{words(n)} yen"),
    ("millions", lambda n: f"{decimals(n, 6)} million yen"),
    ("short millions", lambda n: f"¥{decimals(n, 6)}M"),
    ("thousands", lambda n: f"{decimals(n, 3)}k yen"),
    ("百万", lambda n: f"{decimals(n, 6)}百万円"),
    ("万", lambda n: f"{decimals(n, 4)}万円"),
]


@pytest.mark.parametrize(("name", "render"), NOTATIONS, ids=[name for name, _ in NOTATIONS])
@given(number=st.one_of(st.integers(2, 10**12 - 1), st.integers(1, 999).map(lambda n: n * 10**6)))
def test_round_trip_of_amounts(name: str, render: Callable[[int], str], number: int) -> None:
    (amount,) = find_amounts(f"費用は{render(number)}でした")
    assert amount.value == number
    assert not amount.doubtful


@given(st.integers(1, 10**9), st.sampled_from([("人", "person"), ("社", "corporation"), ("台", "device")]))
def test_round_trip_of_counts(number: int, counter: tuple[str, str]) -> None:
    sign, unit = counter
    for text in (f"{number}{sign}", f"{number:,}{sign}", f"{mixed(number)}{sign}"):
        assert counts(text) == [(number, unit)]
    for text in (f"{number:,} victims", f"{words(number)} victims"):
        assert counts(text) == [(number, "person")]


@given(
    st.text(
        alphabet="0123456789,.、円万億千百十一二三〇人名社台件¥$- ~〜()/:%aeknmot月日年時分約数第目か①Ｅ１，ﾞﾄ",
        max_size=40,
    )
)
def test_any_text_is_read_and_spans_hold(text: str) -> None:
    found = find_all(text)
    for figures in (found.amounts, found.counts, found.foreign, found.bare):
        assert all(text[figure.start : figure.end] == figure.text for figure in figures)
        assert [figure.start for figure in figures] == sorted(figure.start for figure in figures)


@pytest.mark.tried("Abuse", "Hypothesis: any text as numbers", "it is read without an error", unit="examples")
@given(st.text())
def test_arbitrary_text_raises_nothing(text: str) -> None:
    find_all(text)
    normalise(text)
