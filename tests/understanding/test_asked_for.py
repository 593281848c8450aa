"""What is asked to be paid in words that nothing knows, found by the grammar of the question."""

from __future__ import annotations

import pytest

from assistant.understanding.asked_for import unknown_thing
from assistant.understanding.lexicon import Mention
from assistant.understanding.text import prepare


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Is the interest on the bridging loan covered?", "interest"),
        ("Does it pay for our scarecrow?", "scarecrow"),
        ("つなぎ融資の利息は出ますか", "利息"),
        ("案山子代は保険で補償されますか", "案山子代"),
        ("After the attack we bought a scarecrow. Is that reimbursed?", "scarecrow"),
        ("We were hacked and hired a juggler for the lobby. Does it cover that?", "juggler"),
        ("かかしの案山子を3体購入しました。これは出ますか", "案山子"),
        ("神社に頼んだ案山子料。どこかの保険で出ますか", "案山子料"),
        ("We bought the policy in May. Is that covered?", ""),
        ("We hired a lad. Is the damage covered?", ""),
        ("特約を購入しました。これは出ますか", ""),
        ("Is the damage covered?", ""),
        ("この費用は出ますか", ""),
        ("かかしを買いました。", ""),
        ("We bought a scarecrow.", ""),
        ("The painter is cross. Does the plan pay what she's owed?", ""),
        ("Would the policy cover what the firm is asking?", ""),
    ],
)
def test_the_thing_asked_about_is_found(text: str, thing: str) -> None:
    message = prepare(text)
    found = unknown_thing(message, message.text, ())
    assert found.endswith(thing) if thing else found == ""


def test_what_is_recognised_is_not_unknown() -> None:
    message = prepare("Does it pay for our scarecrow?")
    start = message.text.index("scarecrow")
    assert unknown_thing(message, message.text, [Mention("x", start, start + 9, True)]) == ""
