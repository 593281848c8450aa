"""From when, until when, before what: the event that a point in time is tied to, in the draft and in the answer.

"Within 30 days of discovery" and "within 30 days of publication" have the same figure and differ in the event. Events
are families of words (discover, notice, detect), and each is read with its role: a start (from, after, since) or an
end (until, before).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.relations import anchors, has
from assistant.guardrail.text import Sentence

_EVENTS: Final[dict[str, str]] = {
    "occurrence": r"発生|起き|起こ|生じ|\boccur\w*|\bhappen\w*|\btak\w+ place|\btook place|\bthe (?:incident|accident|event|attack|leak)\b(?! (?:was|is|has been) (?:first )?(?:discover|notic|found|detect|publi))",
    "discovery": r"発見|気づ|気付|判明|発覚|認識|見つか|見つけ|\bdiscover\w*|\bdetect\w*|\bnoticed\b|\bnoticing\b|\bcame to light|\bbec[ao]me known|\blearn\w*|\bfound\b|\baware\b",
    "claim": r"請求|\bclaim(?:s|ed)?\b|\bclaimed\b",
    "notice": r"通知|通報|連絡|届出|届け|報告|知らせ|\bnotif\w+|\bnotice(?! of)\b|\breport\w*|\btell\w*|\bcall\w*|\binform\b|\binformed\b",
    "publication": r"公表|発表|会見|\bpublish\w*|\bpublication|\bannounc\w+|\bmade public",
    "start": r"開始|始期|始ま|\bstart\w*|\bbeg[aiu]n\w*|\binception",
    "end": r"終了|満了|終わ|\bends?\b|\bended\b|\bexpir\w+|\bover\b",
    "payment": r"払い?込|支払|振込|入金|\bpaid\b|\bpay(?:ment|ments|ing|s)?\b",
    "contract": r"契約(?!者|期間|類型|書)|加入(?!者)|申込|申し込|\bcontract(?:ed|ing)?\b|\bjoin\w*|\benrol\w*|\bsign\w*|\btaken out",
    "consent": r"同意|承認|承諾|\bconsent\w*|\bapprov\w+|\bagree\w*",
    "order": r"発注|依頼|委託|\border\w*|\bcommission\w*|\bentrust\w*|\bhir\w+|\bengag\w+",
    "spending": r"負担|支出|\bbear(?:s|ing)?\b|\bborne\b|\bincur\w*|\bspend\w*|\bspent\b",
    "recovery": r"復旧|再開|回復|\brestor\w+|\brecover\w*|\bresum\w+",
    "receipt": r"受領|受け取|届い|\breceiv\w+|\breceipt|\barriv\w+",
    "admission": r"(?:責任|賠償)を?(?:認|負)|認める|\badmi\w+|\baccept\w*|\backnowledg\w+",
    "decision": r"判断|決定|確定|決ま|\bdecid\w+|\bdecision|\bfinal judg\w+|\bruling|\bcourt\b|判決",
    "interruption": r"停止|中断|休止|阻害|\bstopp\w+|\binterrupt\w+|\bstandstill|\boutage",
    "proof": r"領収|証明|確認さ|確認した|\binvoice|\breceipts?\b|\bconfirmed\b|\bproved\b|\bproven\b",
}  # fmt: skip
_FAMILIES: Final = {name: re.compile(pattern) for name, pattern in _EVENTS.items()}
# Families that people use for each other.
_ALIKE: Final = (
    {"order", "spending", "payment"},
    {"notice", "receipt"},
    {"interruption", "occurrence"},
    {"proof", "discovery"},
    {"start", "contract"},
    {"decision", "consent", "admission"},
)

_START_JA: Final = re.compile(
    r"([^、。()]{1,24}?)(?:た|る|の|い)?(?:時|とき|日|翌日|当日|後|あと|のち|時点|月)(?:の翌日)?(?:を(?:含|1日目)|から(?!は|も)|より(?!も)|以降|以後|、|に(?!は))?(?:から|以降|以後|、|起算|数え|[0-9]+日|1年)"
    r"|([^、。()]{1,24}?)(?:時|とき|日|時点|翌日)(?:に(?:始|開始|スタート)|で(?:始|開始)|が(?:起点|始ま|初日|1日目)|を(?:起点|始ま|初日|1日目|第1日))"
    r"|([^、。()]{1,16}?)(?:てから|でから|から(?=\d)|以降|以後|後(?=[、にのはで\d])|を経|が?過ぎ)"
)
_END_JA: Final = re.compile(
    r"([^、。()]{1,20}?)(?:する|る|う|の|した|た)?(?:まで(?!に?は?続)|前(?=[にの、までは。]|日)|以前に|よりも?前)"
)
_START_EN: Final = re.compile(
    r"\b(?:from|after|since|once|as soon as|following|(?:days?|weeks?|months?|years?|hours?) of|starting|beginning)\b(?! now)((?:(?!\b(?:until|before|to the|by|within)\b)[^,;:.()])*)"
)
_END_EN: Final = re.compile(
    r"\b(?:until|before|prior to|ahead of|no later than|earlier than|in advance of)\b([^,;:.()]*)"
)
_TIME: Final = re.compile(
    r"前|後|あと|のち|から|より|まで|以降|以後|過ぎ|を経|起算|時、|\b(?:from|after|since|once|soon|following|of|starting|beginning|until|before|prior|ahead|later|earlier|advance)\b"
)
_NEAR: Final = 70
"""Letters of an English phrase that are read for its event."""


def check_moments(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that ties a point in time to another event than the answer."""
    if (word := _reversed(sentence, evidence)) is not None:
        yield f"The draft says before of “{word}” where the answer says after, or the reverse."
        return
    if (day := _on_the_day(sentence, evidence)) is not None:
        yield f"The answer asks for the day before, the draft says “{day}”."
        return
    mine = moments(sentence.text)
    if not mine:
        return
    theirs = _known(evidence)
    for role, family in mine:
        events = {f for r, f in theirs if r == role}
        if (
            not events
            or family in events
            or any({family} | events <= group or (family in group and events & group) for group in _ALIKE)
        ):
            continue
        yield f"The answer does not count {'from' if role == 'start' else 'to'} the {family}."
        return


_BEFORE_JA: Final = re.compile(
    r"([^、。()]{1,14}?)(?:する|る|う|の|した|た)?(?:前(?=[にの、までは。]|日)|以前に|よりも?前)"
)
_AFTER_JA: Final = re.compile(r"([^、。()]{1,14}?)(?:した|た|の)?(?:あと|後(?=[、にのはで])|のち|てから|以降|以後)")
_BEFORE_EN: Final = re.compile(r"\b(?:before|until|prior to|ahead of|in advance of)\b([^,;:.()]{0,40})")
_AFTER_EN: Final = re.compile(r"\b(?:after|once|following|as soon as)\b([^,;:.()]{0,40})")


_ON_DAY: Final = re.compile(
    r"\b(?:on|by|until|no later than) (?:the (?:very )?(?:same )?day (?:itself|on which|when|that|you|it|the)|(?:that|the same) day|the (?:wanted|desired|chosen|start(?:ing)?|first) (?:date|day))\b"
)
_DAY_BEFORE: Final = re.compile(r"\b(?:day|days|eve) before\b|\bday earlier\b|前日")


def _on_the_day(sentence: Sentence, evidence: Evidence) -> str | None:
    """A day itself where the answer, of the same things, says the day before."""
    found = _ON_DAY.search(sentence.text)
    if found is None or _DAY_BEFORE.search(sentence.text):
        return None
    words = anchors(sentence.text)
    body = evidence.statements
    best = max((sum(has(x, a) for a in words) for x in body), default=0)
    near = [x for x in body if best and sum(has(x, a) for a in words) == best]
    if any(_DAY_BEFORE.search(x) for x in near) and not any(_ON_DAY.search(x) for x in near):
        return found[0]
    return None


def _reversed(sentence: Sentence, evidence: Evidence) -> str | None:
    """A word that the draft has before a moment and the answer only after it, or the other way round."""
    mine = _sides(sentence.text)
    if not mine:
        return None
    theirs = frozenset(p for line in (*evidence.lines, *evidence.details) for p in _sides(line.text))
    for side, word in mine:
        if (side, word) not in theirs and (not side, word) in theirs:
            return word
    return None


@lru_cache(maxsize=8192)
def _sides(text: str) -> tuple[tuple[bool, str], ...]:
    """The telling words tied to a "before" (True) or an "after" (False)."""
    if not _TIME.search(text):
        return ()
    found: dict[tuple[bool, str], None] = {}
    for before, patterns in ((True, (_BEFORE_JA, _BEFORE_EN)), (False, (_AFTER_JA, _AFTER_EN))):
        for pattern in patterns:
            for m in pattern.finditer(text):
                words = [a for a in anchors(m[1])]
                japanese = pattern in (_BEFORE_JA, _AFTER_JA)
                for word in words[-1:] if japanese else words[:2]:
                    found[before, word] = None
    return tuple(found)


@lru_cache(maxsize=8192)
def moments(text: str) -> tuple[tuple[str, str], ...]:
    """The (role, family of events) pairs of a folded text, each event by the last word before から or the first after "from"."""
    if not _TIME.search(text):
        return ()
    found: dict[tuple[str, str], None] = {}
    for role, patterns in (("start", (_START_JA, _START_EN)), ("end", (_END_JA, _END_EN))):
        for pattern in patterns:
            for m in pattern.finditer(text):
                phrase = next((g for g in m.groups() if g), "")
                family = _event(
                    phrase if pattern in (_START_JA, _END_JA) else phrase[:_NEAR], pattern in (_START_JA, _END_JA)
                )
                if family:
                    found[role, family] = None
    return tuple(found)


def _event(phrase: str, last: bool) -> str | None:
    """The family of the event that a phrase names: in Japanese the last one, in English the most telling one."""
    places = [(m.start(), name) for name, pattern in _FAMILIES.items() for m in pattern.finditer(phrase)]
    if not places:
        return None
    if last:
        return max(places)[1]
    telling = [p for p in places if p[1] != "occurrence"] or places
    return min(telling)[1]


@lru_cache(maxsize=128)
def _known(evidence: Evidence) -> frozenset[tuple[str, str]]:
    """The pairs of the answer; the question's count, too, as far as it is repeated."""
    lines = (*evidence.lines, *evidence.details, *evidence.question)
    return frozenset(pair for line in lines for pair in moments(line.text))
