"""Lies of the answer's own words in English: acts, choices, scope, silence, contacts; and faithful ways to say the same."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, VerdictEntry
from assistant.guardrail import Guardrail

SILENT = Answer(language="en", kind="abstention", abstained=True, text="Discounts are not mentioned in this brochure, whether for groups or for security measures. Ask the insurer.")  # fmt: skip
MEMBERS = Answer(language="en", kind="fact", text="Only members of a chamber of commerce and industry can join; other businesses cannot. The membership fee is not in this flyer.")  # fmt: skip
MOST = Answer(language="en", kind="fact", text='The discount by the state of your security is decided with the "discount check sheet". It is up to 60%. Where to get the sheet is not in the flyer.')  # fmt: skip
CLEAR = Answer(language="en", kind="fact", text="The leak must have become objectively clear by one of these: (1) a press conference or announcement in newspapers; (2) letters of apology to the persons or their families; (3) a written report to a public authority.")  # fmt: skip
MIDTERM = Answer(language="en", kind="fact", text="By the day before the wanted date, send the application form to the agency by post or fax and pay the mid-term premium.")  # fmt: skip

LEAKS = Answer(language="en", kind="coverage", text="Response costs for a cyber attack: not covered. (base cover)\n\nWhy: With the leaks-only option the base cover pays only for damage caused by leaks; damage from any other cause is not covered.", verdicts=(VerdictEntry(scheme="sompo-corporate", plan="base", subject="Response costs for a cyber attack", section="response", verdict="not_covered", reason="With the leaks-only option the base cover pays only for damage caused by leaks; damage from any other cause is not covered."),))  # fmt: skip

STAFF = Answer(language="en", kind="coverage", text="Damages for a leak of information (trigger ②): not covered. (base cover)\n\nWhy: Theft or embezzlement by employees is not paid under the base cover (common exclusion ②).", verdicts=(VerdictEntry(scheme="sompo-corporate", plan="base", section="liability", subject="Damages for a leak of information (trigger ②)", verdict="not_covered", reason="Theft or embezzlement by employees is not paid under the base cover (common exclusion ②)."),))  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "draft", "accepted"),
    [
        (SILENT, "The brochure does not mention discounts, neither for groups nor for security measures. Please ask the insurer.", True),
        (SILENT, "The brochure does not mention discounts. Ask the insurer, who grants them depending on your security measures.", False),
        (MEMBERS, "Joining is open to members of a chamber of commerce and industry only. The membership fee is not in this flyer.", True),
        (MEMBERS, "Only members of a chamber of commerce and industry can join, and they must have been members for a full year.", False),
        (MOST, "The security discount is up to 60% and is decided with the discount check sheet. Where to get the sheet is not in the flyer.", True),
        (MOST, "Filling in the discount check sheet lowers the premium by 60%. Where to get the sheet is not in the flyer.", False),
        (CLEAR, "The leak must have become objectively clear through a press conference, letters of apology to the persons and a written report to a public authority.", False),
        (MIDTERM, "Send the application form to the agency by post or fax on the day you want, and pay the mid-term premium.", False),
        (LEAKS, "They are not covered, since the option limits the base cover to damage caused by leaks.", True),
        (LEAKS, "They are not covered, since the limit of the base cover is used up.", False),
        (LEAKS, "They are not covered, since the option limits the base cover to damage from other causes.", False),
        (STAFF, "The base cover does not cover this, because embezzlement by employees is not paid. The leak itself is trigger ②.", True),
        (STAFF, "The base cover does not cover this, because leaks of information are not among its triggers.", False),
        (STAFF, "The base cover does not cover this, since a leak of information isn't one of the triggers.", False),
    ],
)  # fmt: skip
def test_english_classes(guardrail: Guardrail, answer: Answer, draft: str, accepted: bool) -> None:
    verification = guardrail.verify(draft, answer)
    assert verification.accepted is accepted, verification.reasons
