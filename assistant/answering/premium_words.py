"""What the answers about premiums share: how a premium is named, and how several are added up."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import AmountEntry, Step
from assistant.answering.context import Desk
from assistant.answering.wording import yen
from assistant.rules.premium import PremiumFinding


def choice_names(desk: Desk, found: PremiumFinding) -> list[str]:
    """The type, rank … that a premium is for, as the brochure names them."""
    return [desk.t(desk.scheme.dimensions[d].values[v].name) for d, v in found.choices.items()]


def premium_label(desk: Desk, found: PremiumFinding) -> str:
    """The plan that a premium is for, with type, rank …"""
    return " ".join([desk.plan(found.plan), *choice_names(desk, found)])


def added_up(desk: Desk, values: Sequence[int]) -> tuple[str, AmountEntry]:
    """The sum of premiums in yen, as a line of the answer and as an amount with its step."""
    ja = desk.language == "ja"
    total, shown, name = sum(values), " + ".join(f"{v:,}" for v in values), "合計" if ja else "sum"
    amount = yen(total, desk.language)
    line = f"合計は **{amount}** です（{shown}）。" if ja else f"Together: **{amount}** ({shown})."
    step = Step(label=name, expression=shown, yen=total)
    return line, AmountEntry(label=name, yen=total, scheme=desk.scheme.scheme, basis="computed", steps=(step,))
