"""The difference between what two turns of a conversation ask for: "how much dearer is that?", 「その差額は？」.

Both turns are answered anew, and the figure that each answer opens with is what is compared, whatever it is made of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import AmountEntry, Answer, Step
from assistant.answering.wording import bullets, yen
from assistant.understanding.query import Query

_GAP_JA = re.compile(
    r"^(?:じゃあ?|では|で|なら|ちなみに|ということは|つまり|すると|だと|、)*(?:(?:その|この|両者の|(?:2|二)つの|両方の|さっきの(?:もの)?との|前との|年間の?|金額の|保険料の)*(?:差額?|違い|開き)(?:は|って|が|を)?(?:年(?:間)?(?:で)?)?"
    r"|(?:年(?:間)?(?:で)?)?(?:いくら|何円|なんぼ|どれ(?:だけ|くらい|ぐらい))(?:くらい|ぐらい)?(?:の)?(?:差|違い|違う|違います|高い|高く|安い|安く|上が|増え|得|浮く|節約))"
    r"[^。!?\n]{0,14}[?？。]?\s*$"
)
_GAP_EN = re.compile(
    r"^(?:(?:and|so|ok(?:ay)?|then|right|hmm?|fine|well|thanks)[ ,.]+)*(?:what(?:['’]s| is| would be)? (?:the|our) (?:yearly |annual |price )?(?:difference|saving|savings|gap|surcharge|extra)"
    r"|(?:(?:by )?how (?:much|many yen)|what) (?:more|less|extra|cheaper|dearer)(?: expensive)? is (?:it|that|this)|how (?:much|many yen) (?:do|would|will|does|is) (?:we|i|it|that|this|they)?\s*(?:save|more|less|cheaper|dearer|extra)"
    r"|(?:the )?(?:difference|saving|gap))(?: then| now| a year| per year| there| between (?:them|the two|those|these)| in (?:price|premium|yen|money)| (?:than|from|to) (?:before|the first|the other))*\s*[?.]*\s*$"
)


def asks_gap(q: Query) -> bool:
    """Whether a follow-up asks for a difference and says nothing else: it is between the last two answers."""
    text = q.message.text
    return bool((_GAP_JA if q.message.language == "ja" else _GAP_EN).search(text))


def headline(answer: Answer) -> AmountEntry | None:
    """The premium that an answer opens with; None where it opens with none or with several."""
    lead = answer.text.split("\n\n", 1)[0]
    priced = [a for a in answer.amounts if a.label in ("年間保険料", "annual premium")]
    shown = [a for a in priced if yen(a.yen, answer.language) in lead]
    return shown[0] if len({a.yen for a in shown}) == 1 else None


def write_gap(answer: Answer, earlier: Answer, latest: Answer) -> Answer | None:
    """The difference in yen between the premiums that two answers open with, in place of `answer`; None without two."""
    one, other = headline(earlier), headline(latest)
    if one is None or other is None or one.yen == other.yen or any(a.label in _LABELS for a in answer.amounts):
        return None
    lang, ja = answer.language, answer.language == "ja"
    high, low = max(one.yen, other.yen), min(one.yen, other.yen)
    shown, label = f"{high:,} − {low:,}", _LABELS[0] if ja else _LABELS[1]
    gap = yen(high - low, lang)
    lead = f"差は **{gap}** です（{shown}）。" if ja else f"The difference is **{gap}** a year ({shown})."
    step = Step(label=label, expression=shown, yen=high - low)
    amount = AmountEntry(label=label, yen=high - low, scheme=other.scheme, basis="computed", steps=(step,))
    citations = tuple(dict.fromkeys((*earlier.citations, *latest.citations)))
    opens = [x.text.split("\n\n", 1)[0] for x in (earlier, latest)]
    return Answer(
        language=lang,
        kind="amount",
        text="\n\n".join([lead, bullets(opens), *dict.fromkeys(_sources(x) for x in (earlier, latest))]),
        amounts=(amount, *_shown(opens, (earlier, latest))),
        citations=citations,
        basis=latest.basis,
    )


def _shown(opens: Sequence[str], answers: Sequence[Answer]) -> tuple[AmountEntry, ...]:
    return tuple(
        dict.fromkeys(a for text, x in zip(opens, answers, strict=True) for a in x.amounts if f"{a.yen:,}" in text)
    )


def _sources(answer: Answer) -> str:
    return next((x for x in answer.text.split("\n\n") if x.startswith(("根拠：", "Sources: "))), "")


_LABELS = ("差額", "difference")
