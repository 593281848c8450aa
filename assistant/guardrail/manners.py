"""Whether a draft speaks in a way that no computed answer does, and whether that way is one here.

A promise that is quoted and denied promises nothing; "rest assured" before a plain yes says yes; "later" is no leave to
wait where the sentence says that it is too late. The ways themselves are the patterns of `promises`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.entailment import mask
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.licences import LEAVES_OPEN
from assistant.guardrail.promises import DOUBTS, ECHOED, MANNERS, RISKS, Manner
from assistant.guardrail.relations import anchors, has
from assistant.guardrail.requirements import DOUBTFUL, names_condition
from assistant.guardrail.text import Sentence, segments
from assistant.guardrail.words import words_of


def check_manners(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for its way of speaking."""
    for manner in MANNERS:
        for found in manner.pattern.finditer(sentence.text):
            if manner.unless is not None and manner.unless.search(sentence.text):
                break
            if not _borne_out(manner, found, sentence, evidence):
                yield f"The draft {manner.reason}: “{found[0].strip()}”."
                break


def _borne_out(manner: Manner, found: re.Match[str], sentence: Sentence, evidence: Evidence) -> bool:
    """Whether the answer or the sentence itself leaves nothing of a way of speaking."""
    word = found[0].strip()
    if word in evidence.whole or (manner.ground and manner.ground.search(evidence.whole)):
        return True
    if word == "段階でも" and "段階" in evidence.asked.text:
        return True  # the stage that the question tells of
    echo = word.rstrip("み").replace("り", "")
    if ECHOED.fullmatch(word) and echo in evidence.asked.text.replace("り", ""):
        return True
    if word.startswith("even ") and "without any" in evidence.whole:
        return True
    if DOUBTS.fullmatch(word) and RISKS.search(evidence.whole):
        return True
    if manner.reason.startswith("promises"):
        return _no_promise(found, sentence, evidence)
    if manner.reason.startswith("guesses"):
        if word in _ESTIMATES and any(k.role == "payout" for k in evidence.known):
            return True  # "should pay an estimated …"
        return bool(DOUBTFUL.search(evidence.whole) and _HEDGE.fullmatch(word))
    if manner.family is None:
        return False
    return (
        _denied_leave(found, sentence)
        or _fear_is_enough(found, sentence, evidence)
        or _at_all_hours(found, sentence, evidence)
        or _same_waiver(sentence, found.start(), manner.family, evidence)
    )


_HEDGE: Final = re.compile(
    r"seems?|should|presumably|apparently|ようです|と思われます|とみられ|と考えられ|と考え|でしょう"
)
_ESTIMATES: Final = frozenset(("should", "could"))
"""What the answer computes is an estimate."""


# ---------------------------------------------------------------- promises
_WHOLE: Final = re.compile(r"満額|丸ごと|まるごと|in full|fully")
_TAKES_OFF: Final = re.compile(r"引|免責|控除|\b(?:deduct\w*|excess|less|minus|take\w* off|after)\b")
_SOOTHES: Final = re.compile(r"(?:ご)?安心.?|(?:ご)?心配.*|大丈夫|問題な[くい]")
_IF_SO_JA: Final = re.compile(r"(?:なら|であれば|れば|たら|場合は|ときは)、?(?:大丈夫|安心|心配|問題)")
_RISKY: Final = re.compile(
    r"責任|認め|約束|示談|合意|払|同意|承[諾認]|(?:連絡|届|通知|報告)[^、。]{0,8}(?:な[いくけ]|遅|後|あと)|遅|期限|締|過ぎ|前|後|いくら|いつ|\b(?:admi\w+|settl\w+|agree\w*|consent\w*|late\w*|deadline|limit\w*|deductible|excess)\b"
)
"""What must not be called harmless in passing: acts that the insurer has a say in, delays, amounts."""


def _no_promise(found: re.Match[str], sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a word of promise only says that a cost is counted whole, or reassures of what the answer says yes to."""
    if _WHOLE.fullmatch(found[0]) and _counted_whole(evidence):
        deducted = any(k.role == "deductible" for k in evidence.known)
        return found[0] == "in full" or not deducted or bool(_TAKES_OFF.search(sentence.text))
    if not _SOOTHES.fullmatch(found[0]):
        return False
    segment = next((s.text for s in sentence.segments if s.start <= found.start() < s.end), sentence.text)
    if not _IF_SO_JA.search(segment) or _RISKY.search(segment):
        return False
    verdicts = {v.verdict for v in evidence.answer.verdicts}
    asked = [c for v in evidence.answer.verdicts for c in v.conditions]
    words = words_of(sentence.text)
    return bool(verdicts) and verdicts <= {"covered", "conditional"} and all(names_condition(c, words) for c in asked)


def _counted_whole(evidence: Evidence) -> bool:
    """Whether the computation counts some cost at its full amount."""
    return any(re.fullmatch(r"[\d,]+", s.expression.strip()) for a in evidence.answer.amounts for s in a.steps)


# ---------------------------------------------------------------- comfort before a yes
_COMFORT: Final = re.compile(
    r"(?P<yes>\W*(?:(?:はい|ええ|いいえ)[、。!]\s?)?)"
    r"(?:(?:その点|それ|そこ|こちら|この点|この件|この場合|まず)(?:は|なら|でしたら|について(?:は)?)?、?)?(?:どうか|どうぞ)?"
    r"(?:(?P<comfort>ご?安心(?:して)?(?:ください|下さい|くださいませ|いただけます|頂けます|です)|ご?心配(?:は|に(?:は)?)?(?:いりません|要りません|及びません|無用です|なく|なさらず|なさらないで(?:ください|下さい))|ご心配(?:は)?(?:ありません|ございません))"
    r"|(?P<fine>大丈夫(?:です)?|問題(?:は)?(?:ありません|ございません|ないです)))[ませよねのでが]*[。、!\s]+"
)
_COMFORT_EN: Final = re.compile(
    r"(?P<yes>\W*(?:(?:yes|no)[,.:!]? )?)(?:(?:and|but|so|oh|well|please|you can|you may),? )*"
    r"(?:(?P<comfort>rest assured(?: that\b)?|no (?:need to )?worr(?:y|ies)|(?:do not|don't|need not|needn't) worry|no need to (?:panic|fret))"
    r"|(?P<fine>of course|certainly|absolutely|definitely|no problem))(?: (?:at all|there|here|about that|about it))?\s*(?:[,.;:!]|-|(?<=that)\s|$)\s*"
)


_NOTHING_PROMISED: Final = re.compile(
    r"「?[^。、「」]{0,20}(?:必ず|絶対に?|確実に|間違いなく)[^。、「」]{0,16}」?と(?:は|まで(?:は)?)(?:限りません|申し上げられません|言い切れません|言えません|お約束できません)(?:が)?[。、]"
    r"|(?:i|we) (?:can't|cannot|can not) (?:promise|guarantee)\b[^.,;]{0,40}(?:[.,;] ?|$)"
)
"""A promise that is not made."""


def without_comfort(sentence: Sentence, evidence: Evidence) -> Sentence:
    """A sentence without a reassurance that it begins with, where the answer is a plain yes or a fact; or without a promise not made."""
    if declined := _NOTHING_PROMISED.match(sentence.text + "。"):
        text = sentence.text[declined.end() :]
        return Sentence(text, text, segments(text), sentence.bullet)
    found = _COMFORT.match(sentence.text + "。") or _COMFORT_EN.match(sentence.text)
    if found is None or not _reassures(evidence, fine=found["fine"] is not None):
        return sentence
    text = found["yes"] + sentence.text[found.end() :]
    return Sentence(text, text, segments(text), sentence.bullet)


def _reassures(evidence: Evidence, fine: bool) -> bool:
    """Whether all that is judged is covered; a fact may be told with comfort, but "fine" would answer yes by itself."""
    answer = evidence.answer
    if answer.verdicts:
        return {v.verdict for v in answer.verdicts} == {"covered"} and not DOUBTFUL.search(evidence.whole)
    return not answer.abstained and (not fine or bool(answer.amounts))


# ---------------------------------------------------------------- leave to wait, to do without
_LATER: Final = re.compile(
    r"事後|後から|後で|あとで|あとから|いつでも|足りる|十分です|afterwards|later on|after the fact|retro\w+|suffic\w*|is enough|any ?time|whenever"
)
_TOO_LATE: Final = re.compile(
    r"[^。]{0,24}(?<!問題)(?<!問題は)(?<!必要)(?<!必要は)(?<!心配)(?<!心配は)(?:足りません|不十分|間に合いません|なりません|できません|いけません|だめ|駄目|認められません|されません|出ません|支払われません|含まれません|該当しません|満たしません|入りません|数えません)"
)
_NOT_ENOUGH: Final = re.compile(
    r"(?:\b(?:not|never|nor|cannot)|n't) (?:\w+ ){0,3}(?:counts?|suffic\w+|enough|qualif\w+|help|work|accepted|be paid|do|valid)\b(?! against)|\btoo late\b"
)
_FEAR: Final = re.compile(r"おそれ|疑い|恐れ|\b(?:fear\w*|suspic\w+|suspect\w*|risk|threat)\b")
_ENOUGH: Final = re.compile(r"段階でも|(?:is )?enough|suffic\w*|足り.*|十分です|だけで(?:十分|よ|い|足)")
_HOURS: Final = re.compile(r"24時間|年中無休|365日|around the clock|day and night|24 hours|24/7")
_HOTLINE: Final = re.compile(
    r"電話|ホットライン|つなが|相談|窓口|かけ|使え|利用|受け?付|対応|\b(?:call\w*|phone|hotline|ring|reach\w*|line|number|desk)\b"
)


def _denied_leave(found: re.Match[str], sentence: Sentence) -> bool:
    """Whether the sentence says that to wait or to do so much is not enough."""
    if not _LATER.fullmatch(found[0].strip()):
        return False
    segment = next((s for s in sentence.segments if s.start <= found.start() < s.end), sentence.segments[0])
    return bool(_TOO_LATE.match(sentence.text[found.end() :]) or _NOT_ENOUGH.search(segment.text))


_NOT_HAPPENED: Final = re.compile(
    r"\b(?:incident|attack|breach|break-in|leak|anything|something|nothing|one|none|it)\b[^.;,]{0,30}\b(?:occur\w*|happen\w*|tak(?:en|es) place|took place|turn\w* out|confirmed|real)\b|(?:実際に|本当に)[^、。]{0,10}(?:な|起き|攻撃|漏)|(?:攻撃|事故|漏えい|漏れ)(?:が|では|で)(?:起き|なかった|なく|ない)"
)
_WITHOUT_IT: Final = re.compile(
    r"(?:is )?not (?:necessary|required|needed)|even if|need not|needn't|no need|なくても|なくて"
)
_DUTIES: Final = re.compile(r"同意|承認|届|連絡|通知|公表|\b(?:consent|notif\w+|notice|report\w*|approv\w+|publi\w+)\b")


def _fear_is_enough(found: re.Match[str], sentence: Sentence, evidence: Evidence) -> bool:
    """Whether the mere fear of an event is said to do, where the answer says yes without a condition and speaks of it."""
    segment = next((s for s in sentence.segments if s.start <= found.start() < s.end), sentence.segments[0])
    return (
        bool(
            (_ENOUGH.fullmatch(found[0].strip()) and _FEAR.search(segment.text))
            or (
                _WITHOUT_IT.fullmatch(found[0].strip())
                and _NOT_HAPPENED.search(segment.text)
                and not _DUTIES.search(segment.text)
            )
        )
        and any(_FEAR.search(x) for x in evidence.statements)
        and {v.verdict for v in evidence.answer.verdicts} == {"covered"}
    )


_ANY_HOUR: Final = re.compile(r"いつでも|any ?time|at any (?:time|hour)|whenever")


def _at_all_hours(found: re.Match[str], sentence: Sentence, evidence: Evidence) -> bool:
    """Whether "at any time" is said of calling, where the answer has the line open day and night."""
    return bool(
        _ANY_HOUR.fullmatch(found[0].strip())
        and _HOTLINE.search(sentence.text)
        and any(_HOURS.search(x) for x in evidence.statements)
    )


def _same_waiver(sentence: Sentence, at: int, family: re.Pattern[str], evidence: Evidence) -> bool:
    """Whether a sentence of the answer waives the same things."""
    segment = next((s for s in sentence.segments if s.start <= at < s.end), sentence.segments[0])
    telling = anchors(mask(segment.text, evidence.named(segment.text)))
    if either := _EITHER_WILL_DO.search(segment.text):  # of the way that will do, not of what it is for
        way = segment.text[: either.start()].rsplit("は", 1)[-1]
        telling = anchors(mask(way, evidence.named(way)))
    lines = evidence.statements
    named = any(n.kind in ("plan", "all") for n in evidence.named(segment.text))
    return (bool(telling) or named) and any(
        (family.search(line) or (either and LEAVES_OPEN.search(line))) and all(has(line, a) for a in telling)
        for line in lines
    )


_EITHER_WILL_DO: Final = re.compile(r"でも(?:、)?(?:かまいません|構いません|よい|可)")
"""「…でもかまいません」 of one way among several, where the answer leaves the choice."""
