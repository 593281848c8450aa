"""What the answers about premiums share: how a premium is named, and how several are added up."""

from __future__ import annotations

import re
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


# 「サイバーありとなし」, "with cyber and without": the contribution both ways, whichever plan is named.
_WITH = r"(?:あり|有り?(?!無)|付き|付け(?:た|る)|つけ(?:た|る)|込み|入(?:る|った|れた))"
_NOT_WITH = r"(?:なし|無し?|付け(?:な|ず)|つけ(?:な|ず)|抜き|外し|入(?:ら|れ)な)"
_BOTH_WAYS = re.compile(
    rf"{_WITH}[^。!?\n]{{0,8}}(?:と|・|、|/|や|か)[^。!?\n]{{0,12}}{_NOT_WITH}|{_NOT_WITH}[^。!?\n]{{0,8}}(?:と|・|、|/|や|か)[^。!?\n]{{0,12}}{_WITH}|"
    r"有無|有り?無し|\bwith\b[^.?!]{0,20}?\b(?:and|or|/)\b[^.?!]{0,20}?\bwithout\b|\bwithout\b[^.?!]{0,20}?\b(?:and|or)\b[^.?!]{0,20}?\bwith\b|\bboth ways\b"
)


# "… if we take the cyber part? And if we don't?": after the option is named, what holds without it is asked as well.
_OTHERWISE = re.compile(
    r"\b(?:if|when|should) (?:we|it|they|you|one|the (?:town|village)|a (?:town|village)) (?:do|does|did|would|should|had|have|has|will|wo|are|were|was|is)(?:n['’]t| not)\b|"
    r"\b(?:and|or|versus|vs\.?|how much|what|what about|how about)(?: is it| would it be)? (?:if not|otherwise|without)\b[^.?!]{0,24}(?:[.?!]|$)|"
    r"(?:付け|つけ|入ら|加入し|申し込ま|入れ|選ば)な(?:い(?:場合|とき|時|と)|ければ|かったら|かった場合)|(?:なし|無し)(?:だと|なら|の場合|では|は[?？])"
)


def asks_otherwise(text: str) -> bool:
    """Whether a prepared text, of an option that it names, asks what holds without it too."""
    return bool(_OTHERWISE.search(text))


def both_ways(text: str) -> bool:
    """Whether a prepared text asks for a premium with an option and without it."""
    return bool(_BOTH_WAYS.search(text))
