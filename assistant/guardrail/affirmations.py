"""Where nothing is paid or nothing is said: every statement of a draft must deny, or stand in the answer.

Ways to say that somebody pays are without number. So it is not asked here whether a statement has such a way: where all
verdicts are no or open, a statement that denies nothing must repeat one of the answer's, or say nothing of the matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.ellipses import said_in
from assistant.guardrail.entailment import mask
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.harmless import SYNONYMS
from assistant.guardrail.relations import anchors, has, negated
from assistant.guardrail.text import Segment, Sentence

_NEXT: Final = re.compile(
    r"[;:](?!\d)|\s-\s|(?<=[すたいるんだ])(?<!扱い)(?<!違い)(?<!払い)(?<!疑い)(?<!合い)が(?=、)|(?<=[すたるい])(?:ので|ため|から)(?=、)|(?<=[すたいるん])し(?=、)"
    r"|,?\s\b(?:but|however|while|whereas|although|(?:even )?though|yet|instead|so(?! that| far))\b"
)
_DENIES: Final = re.compile(
    r"(?:支払い?|補償|保険|守備範囲|対象)の外|自腹|持ち出し|手出し|(?:自(?:社|分|身)|御社|貴社|(?<!コール)センター|町村?)(?:が|で|の|持ち|での)?[^、。]{0,10}(?:ご?負担|かぶ|埋め|払う|まかな|賄)|[でても]も?(?:結論は)?同じ(?:です|こと)|変わり(?:は)?(?:ありません|ません)|\b(?:is|are|stays?|falls?) on you\b|\bon your own (?:account|tab|dime)\b|\bout of (?:your )?(?:own )?pocket\b|\byours to (?:bear|pay|carry|shoulder)\b|\bthe same (?:goes|applies|holds|is true|result|answer|outcome)\b|対象外|外れ|除外|限ら|だけ|のみ|自費|自己負担|(?:ご)?自(?:身|社|分)(?:の|で)?負担|別(?:の|に)|不明|免責|記載|空白|ゼロ|範囲外|\bonly\b|\boutside\b|\bsilent\b|\bopen\b|\bunclear\b|\bunknown\b|\byourself\b|\byourselves\b|\byour own\b|\bleft out\b|\bleaves?\b|\bdeclin|\brefus|\bbeyond\b|\bwhether\b|\buninsured\b|\bexcept|\bexclu|\blimited\b"
)
_ASIDE: Final = re.compile(
    r"ご質問|お尋ね|お問い?合わせ|問い?合わ|ご確認|確認して|相談|判断|載ってい|書かれてい|記載|明記|示す|ください|まぎらわし|紛らわし|誤解|わかりにく|分かりにく|(?:ごもっとも|もっとも)です|\bmislead\w*|\bconfusing\b|\bunderstandable\b|\byou (?:asked|ask)\b|\byour question\b|\bplease\b|\bask\b|\bcontact\b|\bcall\b|\bdecide[sd]?\b|\bdecision\b|\bconfirm\b|\?$|か[。？?]?$"
)
_SUBJECT_ONLY: Final = re.compile(r"(?:について|に関して|の件|場合|とき|ても|でも|は|,|、|:)\s*$")
_BECAUSE: Final = re.compile(r"(?:ので|ため|から|のに)、?$|^\W*(?:even )?(?:though|although|because|since|while)\b")
_PREDICATE: Final = re.compile(
    r"です|ます|でき|れる|する|され|\b(?:is|are|was|will|would|can|has|have|does|do|pays?|covers?|gets?|takes?|makes?)\b"
)
_HEADING: Final = 8  # words; fewer may be a heading that only names a plan
_MOST: Final = 0.7


def check_affirmations(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that affirms something of what the answer denies or leaves open."""
    verdicts = {v.verdict for v in evidence.answer.verdicts}
    if not verdicts or not verdicts <= {"not_covered", "undetermined"}:
        return
    denies = False
    for clause in statements(sentence.text):
        if denies and not _PREDICATE.search(clause):
            continue  # what stands behind "not covered:"
        denies = clause.rstrip().endswith(":") and bool(negated(clause) or _DENIES.search(clause))
        if _BECAUSE.search(clause) and all(_asked(a, evidence) for a in anchors(clause)):
            continue  # what the question said, given again as a circumstance
        if negated(clause) or _DENIES.search(clause) or _ASIDE.search(clause) or _SUBJECT_ONLY.search(clause):
            continue
        if _likewise(clause, evidence) or _unpaid(clause, evidence):
            continue
        named = [n for n in evidence.named(clause) if n.kind == "plan"]
        if named and all(
            (n.scheme, n.value) not in evidence.plans and _offered(n.value, n.scheme, evidence) for n in named
        ):
            continue  # what another plan or option would do, as the answer says
        telling = anchors(clause)
        plan = any(n.kind in ("plan", "all") for n in evidence.named(clause)) and len(clause.split()) > _HEADING
        if not plan and (not telling or not any(_matter(a, evidence) for a in telling)):
            continue
        if not any(
            telling and sum(has(said, a) for a in telling) >= _MOST * len(telling) for said in _affirmed(evidence)
        ):
            yield f"The draft affirms what the answer does not: “{clause.strip()[:90]}”."
            return


def _unpaid(clause: str, evidence: Evidence) -> bool:
    """Whether a clause says in words of its own that nothing is paid: 「支払いの外」, "is on you"."""
    masked = mask(clause, evidence.named(clause))
    said = said_in(Segment(clause, 0), masked)
    return bool(said) and all(not s.paid and not s.hedged for s in said)


def _likewise(clause: str, evidence: Evidence) -> bool:
    """Whether a clause only says that a circumstance of the question changes nothing: "a robot was the cause, just the same"."""
    return bool(_NO_CHANGE.search(clause)) and all(_asked(a, evidence) for a in anchors(clause))


_NO_CHANGE: Final = re.compile(
    r"(?:て|で)も(?:、)?(?:結論は|答えは|扱いは)?(?:同じ|同様|変わり?(?:ま|は|な|ら))|\b(?:same (?:goes|is true|holds|answer)|just the same|all the same|no different|makes no difference|regardless)\b"
)


def statements(text: str) -> Iterator[str]:
    """The independent statements of a sentence; a word of contrast begins its own, 「が」 and 「ので」 end theirs."""
    start = 0
    for m in _NEXT.finditer(text):
        begins = m[0].isascii() and m[0].strip(" ,").replace(" ", "").isalpha()
        yield text[start : m.start() if begins else m.end()]
        start = m.start() if begins else m.end()
    if text[start:].strip(" 。."):
        yield text[start:]


def _asked(anchor: str, evidence: Evidence) -> bool:
    """Whether the question has a word, or another word for it."""
    return any(has(q.text, anchor) or any(w in q.text for w in SYNONYMS.get(anchor, ())) for q in evidence.question)


def _offered(plan: str, scheme: str, evidence: Evidence) -> bool:
    """Whether the answer says what an option or another plan is needed for."""
    return any(
        _OFFERS.search(line.text) and any(n.kind == "plan" and n.value == plan for n in evidence.named(line.text))
        for line in (*evidence.lines, *evidence.details)
    )


_OFFERS: Final = re.compile(r"必要|であれば|なら|付け|オプション|would cover|\bneed|\bwith\b|\bonly\b")


def _matter(anchor: str, evidence: Evidence) -> bool:
    """Whether a word is one of the matter that was judged: of a verdict's subject, its reason or the question."""
    return any(has(q.text, anchor) for q in evidence.question) or any(
        has(v.subject.lower(), anchor) for v in evidence.answer.verdicts
    )


def _affirmed(evidence: Evidence) -> Iterator[str]:
    """The answer's own sentences that deny nothing, and in the others what stands before a word of contrast."""
    for line in (*evidence.lines, *evidence.details):
        if not negated(line.text) or _DENIES.search(line.text):
            yield line.text
        else:
            yield from (s for s in statements(line.text) if not negated(s))
