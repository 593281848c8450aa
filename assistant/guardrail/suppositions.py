"""Asides that conclude what the answer leaves unsaid: it would be the same, it has not changed, it says so itself.

Beside a true answer a sentence supposes another case and gives it the same outcome, makes a rule of thumb of a figure,
tells an example as the reader's own case, or names a cause, a source or a contrast that the answer has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.names import Named
from assistant.guardrail.relations import SILENT, anchors, has, negated
from assistant.guardrail.text import Sentence
from assistant.guardrail.words import missing_pieces, runs, words_of

_WOULD_BE_SAME: Final = re.compile(
    r"\bwould(?:n't| not)? (?:still )?(?:have )?(?:been |be )?(?:just |exactly |much )?(?:the same|no different|different|made? (?:no|any) difference|change[ds]?|matter(?:ed)?)\b"
    r"|(?:た|だった)としても[^。]*(?:変わりません|変わらない|同じ(?:です|で))"
    r"|(?:結果|扱い|答え|結論|額)(?:は|も)?(?:同じ|変わらな)[^。]{0,3}(?:だった|かった)|同じ(?:こと|結果|扱い)?(?:でした|だった)|変わりませんでした|変わらなかった"
)
_SAME: Final = re.compile(
    r"\bsame\b|\beither\b|\bregardless\b|\bno difference\b|同じ|変わりません|どちら|問い?ません|問わず"
)
_UNCHANGED: Final = re.compile(
    r"\b(?:has|have)(?:n't| not) (?:been )?(?:changed?|risen|gone up|moved|revised)\b|\bunchanged since\b|\bever since\b|\bstill (?:the same|applies|apply|valid|in force) (?:today|now|this year)\b"
    r"|(?:それ以来|以来|その後も?|現在も|今も|今年も|翌年も|来年も|次年度も|来年度も)[^。]{0,16}(?:変わ(?:って|り|ら)|同じ|据え置|有効|続い)"
)
_FOR_YOU: Final = re.compile(
    r"\b(?:closest|nearest|most similar|comparable|corresponds? to (?:you|your)|the one (?:that applies|for (?:you|restaurants))|applies to (?:you|your)|fits your|(?:your|that) (?:case|industry) is)\b"
    r"|(?:いちばん|一番|最も)(?:近い|似た|似ている)(?:の|例|もの|業種)|に当たる場合は[^。]*(?:なります|です)|に準じ|相当(?:するの|します)"
)
_RULE_OF_THUMB: Final = re.compile(
    r"目安|めやす|\b(?:rule of thumb|ballpark|as a (?:rough )?guide(?:line)?|benchmark|rough idea|good indication|indicative)\b"
)
_ESTIMATES: Final = re.compile(r"見込|推定|\bestimat")
_CAUSE: Final = re.compile(
    r"\b(?:accounts? for|due to|stems? from|comes from|because of|owing to|explained by|thanks to|down to the)\b|の分です|によるもの|による差|のため(?:の差|です)|が原因"
)
_STATES: Final = re.compile(
    r"(?:と|旨)(?:が|は)?(?:資料|パンフレット|チラシ|案内|概要)?(?:に|で)?(?:は|も)?(?:はっきり)?(?:明記|記載|書かれ|書いてあ|定め|載って)|(?:資料|パンフレット|チラシ|案内)に(?:は|も)?[^。]*(?:と|旨)(?:の)?(?:記載|明記|書)"
    r"|\b(?:brochure|document|flyer|guide|leaflet|scheme|overview)s? (?:\w+ )?(?:states?|says?|confirms?|provides?|makes? clear|specif\w+)\b"
)
_NONE: Final = re.compile(
    r"(?:は|も|が)(?:な[いしく]|(?:あり|ござい)ません)|なし(?=と|の)|\bno\b|\bnone\b|\bwithout\b|\bnil\b"
)
_CONTRAST: Final = re.compile(
    r"([^、。はがも]{1,16})(?:ではなく|でなく)(?:て)?、?([^、。]{1,20}?)(?=の|です|が|を|に|で|、|。|$)"
)
_WORKS: Final = re.compile(
    r"つながります|使えます|利用できます|応じてもらえます|\b(?:works|connects?|can be used|answers?)\b"
)
_ONCE: Final = re.compile(
    r"([^、。はが]{2,20}?)(?:を|が)?(?:[言い伝示入力登録申告告]{1,3}[えれせけげしすた]*(?:ば|たら|ると))(?=、|[一-龥ァ-ヶぁ-ん])"
)


def check_suppositions(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence that concludes what the answer does not."""
    text = sentence.text
    same = _WOULD_BE_SAME.search(text)
    if same and not _SAME.search(evidence.whole) and not _of_choices(same.start(), named):
        yield f"The answer supposes no other case: “{text.strip()[:80]}”."
    if (m := _UNCHANGED.search(text)) and not _UNCHANGED.search(evidence.whole):
        yield f"The answer does not say how it is at other times: “{m[0]}”."
    if (
        (m := _FOR_YOU.search(text))
        and evidence.answer.abstained
        and not (negated(text) or _FOR_YOU.search(evidence.whole))
    ):
        yield f"The answer likens nothing to the case: “{m[0]}”."
    if (m := _RULE_OF_THUMB.search(text)) and not (
        evidence.answer.verdicts
        or negated(text)
        or SILENT.search(text)
        or _RULE_OF_THUMB.search(evidence.whole)
        or _ESTIMATES.search(evidence.whole)
    ):
        yield f"The answer makes no rule of thumb of it: “{m[0]}”."
    if (m := _BACKDATED.search(text)) and not negated(text) and not _BACKDATED.search(evidence.whole):
        yield f"The answer does not let in what was before: “{m[0]}”."
    if (
        (m := _POSSIBLE.search(text))
        and evidence.answer.abstained
        and not re.search(r"でき(?:ます|る)|可能", evidence.whole)
    ):
        yield f"The answer does not say what is possible: “{m[0]}”."
    if (m := _DECLARED_AS.search(text)) and not negated(text) and not _DECLARED_AS.search(evidence.whole):
        yield f"The draft has one thing claimed as another: “{m[0]}”."
    yield from _insurer_does(text, evidence)
    yield from _told_as_sum(text, evidence)
    yield from _appended(text, evidence)
    yield from _caused(text, evidence)
    yield from _stated(sentence, evidence)
    yield from _contrasted(text, evidence)
    yield from _works_once(text, evidence)


_BACKDATED: Final = re.compile(
    r"\b(?:from|incurred|spent|paid|arising|arose|made|booked) before\b[^.;]*\b(?:counts?|cover\w*|paid|qualif\w+|reimburs\w+|includ\w+)\b"
    r"|前に(?:かかった|出た|払った|支払った|支出した|生じた|使った)[^。]{0,12}(?:も|まで)[^。]*(?:対象(?!外)|補償され|出ます|含ま|支払われ)|さかのぼ(?:って|り)"
)
_SUMS: Final = re.compile(
    r"(?:は|が)[^。]{0,16}(?:合わせた|合計した|含めた|足した)(?:額|もの|金額|上限|限度額)|(?: yen)? is [^.]{0,40}\b(?:combined|together|in total)\b"
)
_POSSIBLE: Final = re.compile(
    r"(?:自体|そのもの|だけ|こと|申し?込み?|加入|利用)(?:は|が|なら)(?:でき(?:ます|る)|可能です)"
)


_DECLARED_AS: Final = re.compile(
    r"として(?:ご?請求|お出し|ご?申請|ご?申告|計上|出し[てま]|出せ)|\b(?:claim|submit|enter|book|declare|put) (?:it|this|that|them|the \w+)(?: \w+)? (?:in )?as\b"
)
_INSURER_DOES: Final = re.compile(
    r"(?:[^。、]{0,16}(?:は|なら|を))?保険会社(?:が|から|に|で)([^。、]{0,16}?)(?:し)?て(?:くれ|もらえ|いただけ|下さ)(?!る(?:か|よう))"
    r"|\b(?:the )?insurers? (?:also |itself |themselves )?(sends?|arranges?|advances?|negotiates?|handles?|lends?|provides?|organi[sz]es?|takes? over|looks? after)\b"
)


def _insurer_does(text: str, evidence: Evidence) -> Iterator[str]:
    """Something that the insurer is said to do, which no sentence of the answer says of it."""
    found = _INSURER_DOES.search(text)
    if found is None or negated(text) or SILENT.search(text):
        return
    telling = [a for a in anchors(found[0]) if not re.match(r"保険会社|insurer", a)]
    lines = [x for x in evidence.statements if re.search(r"保険会社|\binsurer", x)]
    if not telling or not any(all(has(x, a) for a in telling) for x in lines):
        yield f"The answer does not say this of the insurer: “{found[0].strip()}”."


def _told_as_sum(text: str, evidence: Evidence) -> Iterator[str]:
    """A figure of the question told as what two things come to, where the answer has no such sum."""
    for figure in (f for f in read_figures(text).figures if f.kind == "yen"):
        roles = {k.role for k in evidence.find(figure)}
        if _SUMS.match(text[figure.end :]) and not roles & {"sum", "payout", "limit", "premium"}:
            yield f"The answer does not call {figure.text.strip()} a sum."
            return


_INCLUDED: Final = re.compile(
    r"^\W*(?:and )?([^.;,]{3,60}?),? (?:included|inclusive|as well|too|likewise)\W*$|([^、。]{2,24})も(?:込み|込|含む|同様)です"
)


def _appended(text: str, evidence: Evidence) -> Iterator[str]:
    """A bare afterthought that lets something further in: "First class travel included."."""
    found = _INCLUDED.search(text)
    if found is None:
        return
    strange = [a for a in anchors(next(g for g in found.groups() if g)) if not has(evidence.whole, a)]
    latin = [w for w in words_of(found[0]).stems if w.isascii() and len(w) > 3 and not has(evidence.whole, w)]
    if strange or len(latin) > 1:
        yield f"The answer does not include this: “{found[0].strip()}”."


def _of_choices(start: int, named: tuple[Named, ...]) -> bool:
    """Whether a supposition is of another plan, type or rank, which is compared elsewhere."""
    return any(n.kind in ("plan", "type", "rank", "all") and n.start >= start for n in named)


def _caused(text: str, evidence: Evidence) -> Iterator[str]:
    """A difference put down to something of which the answer's sentence about it does not speak."""
    found = _CAUSE.search(text)
    if found is None:
        return
    differences = {k.figure.value for k in evidence.known if k.role == "difference"}
    if not any(f.kind == "yen" and f.value in differences for f in read_figures(text).figures):
        return
    lines = [x.text for x in evidence.lines if any(f.value in differences for f in read_figures(x.text).figures)]
    telling = [a for a in anchors(text) if has(evidence.whole, a)]
    if any(not any(has(x, a) for x in lines) for a in telling):
        yield f"The answer does not say what makes the difference: “{text.strip()[:80]}”."


def _stated(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """That there is none of something, told as written, where the answer says that nothing is written of it."""
    text = sentence.text
    none = _NONE.search(text)
    if none is None or not _STATES.search(text) or SILENT.search(text):
        return
    near = text[none.end() : none.end() + _NEAR] if none[0].isascii() else text[: none.start()]
    words = [r for r in runs(near)[-1:] if len(r) > 1] or list(anchors(near))[:1]
    for word in words:
        places = [x.text for x in (*evidence.lines, *evidence.details) if has(x.text, word)]
        if places and all(SILENT.search(p) for p in places):
            yield f"The answer says that nothing is stated of “{word}”."
            return


_NEAR: Final = 30
"""Letters behind an English "no" that are read for what there is none of."""


def _contrasted(text: str, evidence: Evidence) -> Iterator[str]:
    """Something of the answer denied in favour of what it has not: 「1事故ではなく1年間の合計」."""
    for m in _CONTRAST.finditer(text):
        one, other = runs(m[1]), runs(m[2])
        if not one or not other or any(r in evidence.asked.text for r in one):
            continue
        ours = all(r in evidence.whole for r in one)
        if ours and any(missing_pieces(r, (evidence.whole,), frozenset(), frozenset()) for r in other):
            yield f"The answer has the one and not the other: “{m[0].strip()}”."
            return


def _works_once(text: str, evidence: Evidence) -> Iterator[str]:
    """A condition for the use of a service, which the answer of facts has not."""
    if evidence.answer.verdicts or not _WORKS.search(text):
        return
    for m in _ONCE.finditer(text):
        strange = [r for r in runs(m[1]) if len(r) > 1 and r not in evidence.whole]
        if strange:
            yield f"The answer does not ask for {', '.join(strange)}: “{m[0].strip()}”."
            return
