"""What a draft tells as coming on top: an increase that is a total, a discount or charge that is contained already.

"Adding it costs a further 318,150 yen" has the right figure in the wrong place: it is what is paid in all. "A discount of
20% is then taken off" has the answer's discount, which the amount contains already. Each figure told as a change must be
one of the answer's differences or steps; each told as further must not be told there as contained.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.arithmetic import sums
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import Figure, read_figures
from assistant.guardrail.licences import INCLUDED, structure
from assistant.guardrail.relations import negated
from assistant.guardrail.text import Sentence, segments

_CHANGED_AFTER: Final = re.compile(
    r"^(?:\([^)]*\))?(?:ほど|だけ|分|ぶん|の)?(?:、)?(?:の)?(?:増(?:え|加|額|し)|高く|アップ|上が|追加|上乗せ|プラス|減(?:り|る|っ|額|少)|安く|下が|余分|余計)"
    r"|^(?: yen)?(?: (?:a|per) year)? (?:more|higher|dearer|extra|less|lower|cheaper|on top|in addition)\b"
)
_CHANGED_BEFORE: Final = re.compile(
    r"(?:増え(?:る)?(?:額|分|の|保険料|分担金)|増加(?:額|分)|増額(?:分)?|上乗せ(?:額|分)?|追加(?:額|分|の(?:保険料|分担金|負担|費用))|差額?|上がり幅)(?:は|が|として|で)(?:、)?(?:年間?|約)?$"
    r"|(?:さらに|別途|追加で|上乗せで|加えて|プラス)(?:、)?(?:年間?|約)?$"
    r"|\b(?:further|extra|additional|another|increase[sd]? (?:of|by)|rises? (?:of|by)|goes up by|up by|adds?|more by|on top)(?: of)? (?:jpy |¥)?$"
)
_FURTHER: Final = re.compile(
    r"さらに|ここから|そこから|別途|別に|追加で|上乗せ|加えて|その上で|これから|\b(?:further|additional(?:ly)?|extra|on top|in addition|besides|also (?:comes?|taken|deducted|charged|added)|then|still)\b|まだ"
)
_COMES_OFF_OR_ON: Final = re.compile(
    r"差し?引|引(?:か|き|い|け)|控除|割り?引(?:か|き|け)|適用|加(?:え|わ|算)|かか|足[さしせ]|請求|必要|払|\b(?:deduct\w*|br(?:ings?|ought) (?:\w+ ){0,3}?down|cuts?|tak\w+ off|comes? off|appl\w+|add(?:ed|s)?|charged?|pa(?:y|id|ys)|due|reduc\w+|lower\w*)\b"
)
_ON_TOP: Final = re.compile(
    r"(?:上乗せ(?:し|で|さ|と)|追加(?:し|で|と)|(?:これ|それ)(?:に加え|とは別)|プラスし|別途)([^。]*)$"
    r"|\b(?:on top of (?:this|that|it)|in addition(?: to (?:this|that|it))?|added to (?:this|that|it))\b([^.]*)$"
)
"""What stands behind comes on top of what was told before."""
_RESULT: Final = re.compile(r"(?:に|と)(?:なり|な[るっ])|\s?(?:in (?:total|all)|altogether)|が(?:合計|総額)")
_ADJACENT: Final = 22


def check_changes(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for a figure told as a change or as further."""
    figures = read_figures(sentence.text).figures
    made = structure(evidence)
    for figure in figures:
        if figure.kind not in ("yen", "number") or not _told_as_change(figure, sentence.text):
            continue
        known = evidence.find(figure)
        if not made.differences and not made.compared:
            continue
        if known and figure.value not in made.differences and {k.role for k in known if k.final} - {"other"}:
            yield f"{figure.text.strip()} is no difference, and the draft tells it as one: “{sentence.text[:80]}”."
            return
    yield from _contained(sentence, list(figures), evidence)
    yield from _beforehand(sentence.text, evidence)
    yield from _added_up(sentence, list(figures), evidence)
    yield from _for_all(sentence, list(figures), evidence)
    yield from _per_head(sentence, list(figures), evidence)


_BEFOREHAND: Final = re.compile(
    r"(割引|値引|割増|消費税|税)(?:率)?(?:を|が|の)?(?:適用|控除|加算|反映|計算|差し?引き?|引)?(?:する|した|され(?:る|た)|かれる|く|の)?前"
    r"|\bbefore (?:any |the |all )?(?:\w+ ){0,2}(discount|tax|surcharge)"
)


_STILL_OFF: Final = re.compile(
    r"(?:さらに|ここから|これから|そこから)[^。]{0,24}(割引|値引)[^。]{0,12}(?:引け|引かれ|受けられ|適用)|\b(?:still|further|also) (?:be )?(?:take[ns]? off|deduct\w*|appl\w+|subtract\w*)[^.;]*\b(discount)"
)


def _beforehand(text: str, evidence: Evidence) -> Iterator[str]:
    """An amount told as the one before a discount or tax that the answer says it contains."""
    if (m := _BEFOREHAND.search(text) or _STILL_OFF.search(text)) is None or negated(text):
        return
    lines = [x.text for x in evidence.lines if (m[1] or m[2]) in x.text]
    if any(INCLUDED.search(x) for x in lines) and not any(_BEFOREHAND.search(x) for x in lines):
        yield f"The answer says that the {m[1] or m[2]} is contained, the draft that it is not: “{m[0]}”."


_ADDS: Final = re.compile(
    r"足し|足す|加え(?:た|て|る)|合わせ|合計|合算|上乗せ|プラス|\b(?:plus|added? (?:to|together|up)|adding|sum|together|in total|on top|combined)\b"
)
_NOT_ADDED: Final = re.compile(r"含|込み|差|うち|\b(?:includ\w+|differ\w+|contain\w*)\b")


def _added_up(sentence: Sentence, figures: list[Figure], evidence: Evidence) -> Iterator[str]:
    """Two amounts of which each is the whole, told as parts of a sum that the answer does not make."""
    if sums(sentence.text, evidence).spans:
        return  # what is reckoned out is compared with the answer's figures
    if not _ADDS.search(sentence.text) or _NOT_ADDED.search(sentence.text) or negated(sentence.text):
        return
    wholes = {k.figure.value for f in figures for k in evidence.find(f) if k.final and k.role in ("premium", "limit")}
    summed = any(k.role == "sum" for k in evidence.known)
    if len(wholes) > 1 and not summed and not any(_ADDS.search(x.text) for x in evidence.lines):
        yield f"The draft adds up what the answer does not: “{sentence.text[:80]}”."


_PER_HEAD: Final = re.compile(
    r"(?:1|一|各)(?:人|名|件|社|会員|項目|台)(?:あたり|当たり|につき|ごとに?|毎に?)(?:、)?(?:それぞれ|最大|上限)?(?:は|が|で)?\s?$"
    r"|\b(?:each|every) (?:person|member|victim|resident|company|item|case) (?:gets?|receives?|is paid) (?:up to )?$"
)
_PER_HEAD_AFTER: Final = re.compile(
    r"\s?(?:yen )?(?:per|for each|for every|to each|a) (?:person|member|victim|resident|head|company|item)\b|/(?:人|名|件)|ずつ"
)


_HEADS: Final = re.compile(
    r"(?:1|一)(?:人|名|件|社)(?:あたり|当たり|につき|ごと)|\b(?:per|each) (?:resident|person|member)"
)


_OF_BOTH: Final = re.compile(r"ずつ")
_TWO_SECTIONS: Final = 2


def _per_head(sentence: Sentence, figures: list[Figure], evidence: Evidence) -> Iterator[str]:
    """An amount in all, told as the amount for each person or thing."""
    text = sentence.text
    for figure in figures:
        if figure.kind != "yen" or not (
            _PER_HEAD.search(text[: figure.start]) or _PER_HEAD_AFTER.match(text[figure.end :])
        ):
            continue
        known = evidence.find(figure)
        asked = any(k.role == "operand" for k in known)
        told = any(
            _EACH.search(k.context[: f.start]) or _EACH_AFTER.match(k.context[f.end :])
            for k in known
            for f in read_figures(k.context).figures
            if f.value == figure.value
        )
        if _OF_BOTH.match(text[figure.end :]) and sum(k.role == "deductible" for k in known) >= _TWO_SECTIONS:
            continue  # a deductible of each of two sections
        rate = _HEADS.search(evidence.whole) and not any(k.final and k.role != "other" for k in known)
        if known and not asked and not told and not rate:
            yield f"{figure.text.strip()} is for all, and the draft tells it of each: “{text[:80]}”."
            return


_OF_ALL: Final = re.compile(
    r"(?:全員|全部|全体|全て|すべて|みんな|合計|総額|合わせ|通算|トータル)[^、。\d]{0,8}(?:で|して|て|は|が)?(?:最大|最高|上限)?$"
    r"|\b(?:in total|altogether|combined|in all|total of|overall|for all of them|sum of)\b[^.,;\d]{0,16}$"
)
_EACH: Final = re.compile(
    r"(?:につき|あたり|当たり|ごとに?|毎に?)(?:、)?(?:最大|最高|上限)?\s?$|\b(?:per|each|every|for each)\b[^.,;\d]{0,16}$"
)
_EACH_AFTER: Final = re.compile(r"\s?(?:yen )?(?:per|each|every|for each|a person|a head)\b|/(?:人|名|件)")


def _for_all(sentence: Sentence, figures: list[Figure], evidence: Evidence) -> Iterator[str]:
    """An amount for each person or case, told as the amount for all of them together."""
    for figure in figures:
        if figure.kind not in ("yen", "number") or not _OF_ALL.search(sentence.text[: figure.start]):
            continue
        known = evidence.find(figure)
        places = [(k.context, f) for k in known for f in read_figures(k.context).figures if f.value == figure.value]
        if places and all(_EACH.search(c[: f.start]) or _EACH_AFTER.match(c[f.end :]) for c, f in places):
            yield f"{figure.text.strip()} is for each, and the draft tells it of all: “{sentence.text[:80]}”."
            return


def _told_as_change(figure: Figure, text: str) -> bool:
    on_top = _ON_TOP.search(text[: figure.start])
    if on_top and not read_figures(on_top[1] or on_top[2] or "").figures and not _RESULT.match(text[figure.end :]):
        return True
    return bool(
        _CHANGED_AFTER.match(text[figure.end :])
        or _CHANGED_BEFORE.search(text[max(0, figure.start - _ADJACENT) : figure.start])
    )


def _contained(sentence: Sentence, figures: list[Figure], evidence: Evidence) -> Iterator[str]:
    """A share that the answer says is contained, told as coming off or on afterwards."""
    text = sentence.text
    if not _FURTHER.search(text) or INCLUDED.search(text) or negated(text) or not _COMES_OFF_OR_ON.search(text):
        return
    for figure in figures:
        if figure.kind not in ("percent", "yen") or {k.role for k in evidence.find(figure)} != {"other"}:
            continue  # the steps of a computation follow each other
        places = [
            s.text
            for line in (*evidence.lines, *evidence.details)
            for s in segments(line.text)
            if any(f.value == figure.value and f.kind == figure.kind for f in read_figures(s.text).figures)
        ]
        if places and any(INCLUDED.search(p) for p in places):
            yield f"{figure.text.strip()} is contained already, and the draft tells it as further: “{text[:80]}”."
            return
