"""Questions about the contract itself are told from questions whether something is paid."""

from __future__ import annotations

import pytest

from assistant.understanding.contract_questions import Topic, asks_whether_allowed, contract_topic, sales_told
from assistant.understanding.numbers import find_all
from assistant.understanding.text import prepare

ASKED: list[tuple[Topic | None, str]] = [
    ("insured", "委託先が名簿を漏らしました。委託先は被保険者に含まれますか"),
    ("insured", "被保険者って誰のことですか"),
    ("insured", "ボランティアさんも被保険者として扱われますか"),
    ("insured", "A temp lost a disk. Who counts as an insured?"),
    ("insured", "Are our directors insured persons?"),
    (None, "被保険者の故意で漏えいしたら補償されますか"),
    (None, "Would they treat a stopped line as an insured event?"),
    (None, "Who pays if the insured has no money?"),
    ("compulsory", "この保険には必ず入らなければなりませんか"),
    ("compulsory", "特約を付けないといけませんか"),
    ("compulsory", "加入は任意ですか"),
    ("compulsory", "Do we need to join the scheme?"),
    ("compulsory", "Is every town required to buy the cover?"),
    ("compulsory", "Can a village opt out?"),
    (None, "調査会社と契約しなければならないのですが、費用は出ますか"),
    (None, "漏えいを公表しないといけませんか"),
    (None, "By when must we join the scheme?"),
    (None, "Do we have to buy new servers ourselves, or are they covered?"),
    ("deductible", "見舞金からも免責金額が引かれますか"),
    ("deductible", "Are dispute costs paid without any deductible?"),
    (None, "免責金額はいくらですか"),
    ("limit", "争訟費用は限度額の外枠ですか"),
    ("limit", "調査費用も限度額に含まれますか"),
    ("limit", "Do dispute costs erode the limit?"),
    (None, "限度額はいくらですか"),
]


@pytest.mark.parametrize(("topic", "text"), ASKED, ids=[t for _, t in ASKED])
def test_what_is_asked_about_the_contract(topic: Topic | None, text: str) -> None:
    assert contract_topic(prepare(text)) == topic


@pytest.mark.parametrize(
    ("text", "sales", "asks"),
    [
        ("年商150億円ですが、利益の特約を付けられますか", 15_000_000_000, True),
        ("Our turnover is 12 billion yen. May we attach the rider?", 12_000_000_000, True),
        ("修理に80万円かかりました。補償されますか", None, False),
        ("売上5億円です。保険料はいくらですか", 500_000_000, False),
    ],
)
def test_sales_and_whether_something_is_allowed(text: str, sales: int | None, asks: bool) -> None:
    message = prepare(text)
    assert sales_told(message, find_all(message.cased)) == sales
    assert asks_whether_allowed(message) is asks
