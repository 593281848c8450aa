"""What a draft must not leave out: each asked amount, a decisive condition, and that the brochure says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from assistant.answer import AmountEntry
from assistant.guardrail.evidence import Evidence, role_of_label
from assistant.guardrail.figures import Figure, Value, read_figures
from assistant.guardrail.harmless import ENGLISH_SYNONYMS, SYNONYMS
from assistant.guardrail.heard import Heard
from assistant.guardrail.names import Named
from assistant.guardrail.owners import asked_plan
from assistant.guardrail.relations import SILENT, negated
from assistant.guardrail.text import Sentence, fold_text
from assistant.guardrail.words import Words, has_stem, latin, missing_pieces, runs, words_of
from assistant.language.stemming import ENGLISH_STOPWORDS, stem

_SILENT: Final = re.compile(
    r"[書載]って(?:い|お)?(?:ない|ませ|なく|らず)|のって(?:い|お)?(?:ない|ませ|なく|らず)|(?:書かれて|出て)(?:い|お)?(?:ない|ませ|なく|らず)|存在せず|(?:わ|分)から(?:ない|ず|なく)|見つから|挙がって(?:い|お)|お答えできる[^。]{0,12}(?:ない|ありま|ござい)|(?:という|そんな|そのような)[^。、]{1,10}は(?:ない|無い)|書かれて(?:い|お)|書いて(?:い|あり?ま|な)|記載(?:が|は|も)?(?:な|あり?ませ|ござい|され|見当)|載って(?:い|お)|触れ(?:られ)?て|定め(?:が|は|られ)|明記(?:が|は|され)|示され|説明(?:が|は)?(?:な|あり?ませ|され)|情報(?:が|は)?(?:な|あり?ませ|含)|"
    r"わかりません|分かりません|わかりかね|判断(?:が|は)?(?:でき|つき)|答え(?:られ|でき|する|かね)|回答(?:でき|いたしかね|しかね)|お答え(?:でき|いたしかね)|読み取れ|確認(?:でき|が取れ)|見当たりません|決めて(?:い|お)|(?:資料|チラシ|パンフレット|案内|冊子|表|一覧)(?:の中)?に(?:は|も)?(?:な[くいし]|あり?ません)|計算(?:は|も)?でき(?:ません|ず)|範囲外|対象外の(?:質問|話題)|扱って(?:い|お)|存在しません|ありません|"
    r"\bnot (?:stated?|give|list|show|name|say|said|mention\w*|address\w*|specif\w*|print\w*|given|covered in|contain\w*|tell|decide\w*|settle\w*|set out|include\w*|my subject|part of)\b|n't (?:actually |really |explicitly )?(?:stated?|say|mention(?:ed)?|address(?:ed)?|specif(?:y|ied)|tell|give|given|know|cover|include|decide|have|answer|spell|settle|contain|set out)\b|\b(?:neither|nor)\b[^.]*\b(?:says?|states?|spells?|tells?|mentions?|gives?|defines?)\b|\bis left open\b|\bsilent\b|\bleaves? (?:this|it|that|the question) open\b|\bno (?:\w+ ){0,2}(?:time limit|limit|rule|amount|period|deadline)\b|\b(?:state|say|mention|specif|give|tell|name|print)\w* neither\b|\b(?:brochures?|flyers?|documents?|leaflets?|guides?|materials?|pages?|tables?|it|they|which) (?:\w+ )?(?:gives?|states?|names?|mentions?|contains?|shows?|prints?|has|have|quotes?) no \w+|\bno (?:information|answer|statement|mention|indication|such|figure)\b|\bcannot (?:say|tell|answer|give|be answered|be told)\b|\bcan't (?:say|tell|answer|give)\b|\bnothing (?:in|about|on)\b|\bsays nothing\b|\bno \w+(?: \w+){0,2} (?:is|are|can be) (?:stated|given|printed|shown|read|named)\b|\b(?:cannot|can't|not) (?:be )?(?:read|found|seen|determined|derived|taken)\b|\bunable\b|\bunclear\b|\bdoes not exist\b|\bthere(?: is|'s) no\b|^\W*no such\b|\bno \w+ (?:exists|is (?:printed|stated|given|listed))\b|^\W*not (?:in|on|from) (?:the|this|either|any)\b|\b(?:is|are)(?:n't| not) (?:\w+ )?(?:in|on|among|one of|anywhere in|part of) (?:the|them|this|these|those|it|either|any)\b|\b(?:does|do|did)(?:n't| not) (?:\w+ )?(?:appear|exist|feature|figure|come up|print|list|show|reveal|disclose|indicate)\b|\b(?:guesswork|anyone's guess)\b|\b(?:leaves|left) (?:that|this|it|the \w+)(?: \w+)? (?:blank|out|unsaid|unstated)\b|\bnowhere\b|\b(?:nobody|no one) can (?:say|tell)\b",
    re.M,
)
DOUBTFUL: Final = re.compile(
    r"この読み方は推定|推定です|読み取りにくく|reading is inferred|\(inferred\)|is unclear on this point"
)
_DOUBT: Final = re.compile(
    r"推定|推測|要確認|(?:分か|わか|読み?|見|判り)(?:り)?(?:に|づ)く[いく]|と読め(?:ます|る)[^。]*。[^。]*(?:聞い|確認|尋ね|問い?合わ)|はっきり(?:とは)?(?:書|し|読)|あいまい|曖昧|まぎらわし|紛らわし|判読|かすれ|断定(?:は)?でき|ご?確認(?:ください|下さい|して|を|のうえ|いただ|願)|読み取りにく|不鮮明|はっきり(?:し|読)|明確で(?:は|な)|\binferr?\w*|\bunclear\b|\bnot clear\w*|\bnot certain|\bassum\w*|\bbest reading|\bas far as\b|\bplease (?:check|confirm|verify|ask)|\bconfirm (?:it|this|that|with)|\bcheck (?:it|this|that|with)|\bambiguous|\bhard to (?:read|make out)|\bnot (?:\w+ )?(?:clear\w*|legible|explicit|certain)\b|n't (?:\w+ )?(?:clear|clearly|legible|spelled|explicit|certain|definite)\b|\b(?:illegible|tentative\w*|provisional\w*|to be confirmed|not entirely|how we read|we read|is read as|our reading|can be made out)\b"
)
_DERIVED: Final = ("difference", "sum")


def missing(sentences: tuple[Sentence, ...], heard: Heard, evidence: Evidence) -> Iterator[str]:
    """What the answer says and the draft, read as a whole, does not."""
    text = "\n".join(s.text for s in sentences)
    said = {f.value for s in sentences for f in read_figures(s.text).figures}
    if not evidence.answer.abstained and not _unasked(evidence):  # what it shows besides are examples
        yield from _amounts(said, evidence)
    if evidence.answer.kind == "clarification" and _ASKS_BACK.search(text):
        return
    yield from _conditions(text, evidence)
    if DOUBTFUL.search(evidence.whole) and evidence.answer.verdicts and not _DOUBT.search(text):
        yield "The draft does not say that the reading is inferred."
    answer = evidence.answer
    silent = answer.abstained or (answer.verdicts and all(v.verdict == "undetermined" for v in answer.verdicts))
    if silent and not _SILENT.search(text):
        yield "The draft does not say that the brochure does not answer this."
    left_out = list(_extreme(said, evidence))
    yield from left_out
    asked_most = any(_MOST_ASKED.search(q.text) for q in evidence.question) and not left_out
    if asked_most and any(f.kind == "percent" for s in sentences for f in read_figures(s.text).figures):
        return
    if not answer.verdicts and not answer.amounts and not silent:
        yield from _facts(text, said, evidence)


_ASKS_BACK: Final = re.compile(
    r"教えて|お知らせ|お聞かせ|どの|どちら|どれ|ください|でしょうか|ますか|\?|？|\b(?:which|tell|let (?:me|us) know|what)\b"
)
_MOST_ASKED: Final = re.compile(
    r"(?:最大|最高)(?:で)?(?:は)?(?:何|いくら|どれ|どの)|\bat (?:the )?most\b|\bmaximum\b|\b(?:highest|largest|most) (?:\w+ )?(?:discount|share|rate)"
)


def _extreme(said: set[Value], evidence: Evidence) -> Iterator[str]:
    """Asked for the most there can be, an answer has several figures; the largest is what was asked."""
    if evidence.answer.verdicts or evidence.answer.amounts:
        return
    if not any(_MOST_ASKED.search(q.text) for q in evidence.question):
        return
    shares = {f.value for line in evidence.lines for f in read_figures(line.text).figures if f.kind == "percent"}
    if len(shares) > 1 and (most := max(shares, key=lambda v: Fraction(str(v)))) not in said:
        yield f"The draft leaves out the most that was asked for: {most}%."


def _unasked(evidence: Evidence) -> bool:
    """Whether the amounts of an answer come besides its verdicts: no amount was asked for, and none was given to compute with."""
    asked = evidence.question
    if not evidence.answer.verdicts or not asked:
        return False
    given = any(f.kind in ("yen", "number") and f.value != 1 for q in asked for f in read_figures(q.text).figures)
    return not given and not any(_AMOUNT_ASKED.search(q.text) for q in asked)


_AMOUNT_ASKED: Final = re.compile(
    r"いくら|何円|何万|何億|何%|何割|どのくらい|どれくらい|どれだけ|どこまで|金額|額(?:は|を|が)|保険料|分担金|限度|上限|免責|割合|差|比べ|高い|安い"
    r"|\b(?:how (?:much|high|large|big|far|many)|by how|amounts?|sums?|figures?|premiums?|contributions?|limits?|caps?|ceilings?|maximum|deductibles?|rates?|ratios?|percent\w*|prices?|cheap\w*|dear\w*|expensive|what (?:would|will|do|does|can|could|is|are|was) [^.?]*\b(?:pa(?:y|id)|get|receive|cost)|difference|compare\w*)\b"
)
"""Asks for an amount."""


def _amounts(said: set[Value], evidence: Evidence) -> Iterator[str]:
    amounts = evidence.answer.amounts
    roles = [role_of_label(a.label) for a in amounts]
    wanted = [a for a, role in zip(amounts, roles, strict=True) if role in _DERIVED]
    main = [a for a, role in zip(amounts, roles, strict=True) if role in ("payout", "premium", "own")]
    if not wanted or all(role == "limit" for role in roles if role not in _DERIVED):
        wanted = main or [a for a, role in zip(amounts, roles, strict=True) if role not in ("other-reading", *_DERIVED)]
    apart = [a for a, role in zip(amounts, roles, strict=True) if role == "difference"]
    if apart and any(_DIFFERENCE_ASKED.search(q.text) for q in evidence.question):
        wanted = apart
    if any(role == "payout" for role in roles):
        wanted = [a for a, role in zip(amounts, roles, strict=True) if role in ("payout", "sum")]
    if types := {t for q in evidence.question for t in _types(q.text, evidence)}:
        wanted = [a for a in wanted if a.type is None or any(a.type.endswith(t) for t in types)]
        own = [a for a in wanted if a.type is not None]
        wanted = own or wanted  # asked of one type, the figures of the others only explain
    plan = asked_plan(evidence)
    wanted = [a for a in wanted if plan is None or a.plan in (None, plan)] or wanted
    wanted = _best(wanted, evidence)
    if all(a.yen in said for a in main) and main and not any(role == "payout" for role in roles):
        return  # who names both sides need not name their difference
    for a in wanted:
        if a.yen and a.yen not in said:
            yield f"The draft leaves out {a.label}: {a.yen:,} yen."


_DIFFERENCE_ASKED: Final = re.compile(
    r"(?:いくら|どれだけ|どのくらい|どれくらい|何円|何億円?|何万円?)[^。?]{0,6}(?:増え|減|高|安|上が|下が|違|変わ)|差(?:額)?は|\b(?:by how much|how much (?:more|less|higher|lower|dearer|cheaper)|difference)\b"
)


def _best(wanted: list[AmountEntry], evidence: Evidence) -> list[AmountEntry]:
    """Of what was asked for the best of several: the one that the answer names first, without what the question states."""
    if not any(_BEST_ASKED.search(q.text) for q in evidence.question) or not evidence.lines:
        return wanted
    first = {f.value for f in read_figures(evidence.lines[0].text).figures}
    given = {f.value for q in evidence.question for f in read_figures(q.text).figures}
    named = [a for a in wanted if a.yen in first]
    return [a for a in named if a.yen not in given] or named or wanted


_BEST_ASKED: Final = re.compile(
    r"一番|いちばん|もっとも|最も|最[大小高低安]|\b(?:cheapest|dearest|lowest|highest|largest|smallest|biggest|best|most|least)\b"
)


def _types(text: str, evidence: Evidence) -> Iterator[str]:
    """The types that a text names."""
    yield from (n.value for n in evidence.named(text) if n.kind == "type")


_REQUIRES: Final = re.compile(
    r"(?:条件|要件)(?:です|と(?:な|し)|に(?:な|し)|が(?:あり|付))|必要(?:です|と(?:な|し)|があり|になり)|\b(?:requires?|presupposes?|calls for|depends on|hinges on|(?:is|are) needed|the condition is)\b"
)
_ENOUGH: Final = 0.5
_TOLD: Final = 0.3
_ASIDE: Final = re.compile(r"[(（][^)）]*[)）]|[:：].*")
"""What a condition explains of itself: the name in the other language, where it is met anyway."""


def hear_requirements(sentence: Sentence, named: tuple[Named, ...], heard: Heard, evidence: Evidence) -> None:
    """A sentence that requires what a plan's conditions ask, says that the plan pays under these conditions."""
    if not _REQUIRES.search(sentence.text) or negated(sentence.text):
        return
    plans = {n.value for n in named if n.kind == "plan"}
    words = words_of(sentence.text)
    for v in evidence.answer.verdicts:
        if v.verdict != "conditional" or not v.conditions or (plans and v.plan not in plans):
            continue
        if all(max(_shares(_ASIDE.sub("", c), words), default=0.0) >= _ENOUGH for c in v.conditions):
            heard.plans.setdefault((v.scheme, v.plan), set()).add(True)
            heard.conditional = True


def names_condition(condition: str, words: Words) -> bool:
    """Whether a text has enough of a condition, or of one of its alternatives, to be about it."""
    shares = _shares(condition, words)
    return not shares or max(shares) >= _TOLD


def _shares(condition: str, words: Words) -> list[float]:
    """How much of each alternative of a condition a text has."""
    folded = fold_text(condition).lower()
    if folded.endswith("ではないこと"):  # who names one of the things that must not be, names the condition
        ways = re.split(r"・|、|または|や|の(?=中断|停止|障害)", folded.removesuffix("ではないこと"))
        return [share(w, words) for w in ways if runs(w)]
    ways = re.split(r"\(\d+\)|;|、または|\bor\b", folded)
    return [share(w, words) for w in ways if w.strip() and not _INTRODUCES.fullmatch(w)]


_INTRODUCES: Final = re.compile(r"\s*(?:次のいずれか:?|one of:?)\s*")


def _conditions(text: str, evidence: Evidence) -> Iterator[str]:
    """Of each decisive condition most words must be there; of alternatives, those of one."""
    words = words_of(text)
    for v in evidence.answer.verdicts:
        if v.verdict != "conditional" or (any(a.plan == v.plan for a in evidence.answer.amounts) and not v.conditions):
            continue
        for condition in v.conditions:
            shares = _shares(condition, words)
            if shares and max(shares) < _TOLD:
                yield f"The draft leaves out a condition: {condition[:80]}."
            elif len(shares) == 1 and _comes_first(condition) and not _FIRST.search(text):
                yield f"The draft leaves out that it comes first: {condition[:80]}."


def _comes_first(condition: str) -> bool:
    """Whether a condition asks for something beforehand; one that an event must not be earlier than a date, does not."""
    folded = condition.lower()
    return bool(_FIRST.search(folded)) and not folded.startswith("not:") and not folded.endswith("ではないこと")


_FIRST: Final = re.compile(
    r"(?:うえ|上)で|てから|前に|前で|前の|前までに|事前|先に|あらかじめ|先立|から(?:で|に(?:なさ|し))|(?:で|てから|た)(?:は)?はじめて|待って|ok(?:が|を|の)|\b(?:before\w*|prior|first|advance|ahead|until|unless|in hand|pre-?\w*approv\w*|hold off|wait\w*|upfront|up front|earlier|not yet)\b"
)
"""What says that something has to be done before something else."""


def share(part: str, words: Words) -> float:
    """How much of the content of a text (0 to 1) another one has."""
    every = runs(part)
    units = [u for u in every if len(u) > 1] or every
    stems = [w for w in latin(part) if w not in ENGLISH_STOPWORDS and len(w) > 2]
    total = len(units) + len(stems)
    if not total:
        return 1.0
    found = sum(1 for u in units if _has(u, words.text)) + sum(1 for w in stems if _has_word(w, words))
    return found / total


def _has_word(word: str, words: Words) -> bool:
    return has_stem([words], word) or bool(ENGLISH_SYNONYMS.get(stem(word), frozenset()) & words.stems)


def _has(unit: str, text: str) -> bool:
    if not missing_pieces(unit, (text,), frozenset(), frozenset("費金者的等得")):
        return True
    return any(other in text for word, group in SYNONYMS.items() if word in unit for other in group)


_PART: Final = re.compile(r"(?m)^---$")
"""Between the parts of an answer to a message that asks several things."""


def _facts(text: str, said: set[Value], evidence: Evidence) -> Iterator[str]:
    """A fact answer's draft must hold its figures' gist: one of them at least; without figures, some of its words."""
    body = [line for line in evidence.lines if not re.match(r"(?:根拠|sources?:|お問い合わせ|whom to ask)", line.text)]
    told = [fs for line in body if (fs := _telling(line))]
    first = next((fs for fs in told if any(f.kind != "phone" for f in fs)), told[0] if told else None)
    parts = bool(_PART.search(evidence.answer.text)) and bool(SILENT.search(evidence.whole)) <= bool(
        SILENT.search(text)
    )
    if first is not None and not (parts and said):
        if not any(_known(f, said) for f in (*first, *told[0])):
            yield "The draft leaves out the figure that the answer gives."
    elif body and max(share(line.text, words_of(text)) for line in body) < 0.25:
        yield "The draft leaves out what the answer says."


def _telling(line: Sentence) -> list[Figure]:
    return [
        f
        for f in read_figures(line.text).figures
        if f.kind not in ("page", "label") and f.value not in (1, 2, 3) and not _note(line.text, f)
    ]


def _note(text: str, figure: Figure) -> bool:
    """Whether a figure is the mark of a footnote: (4)."""
    return text[figure.start - 1 : figure.start] == "(" and text[figure.end : figure.end + 1] == ")"


def _known(figure: Figure, said: set[Value]) -> bool:
    value = figure.value
    if value in said:
        return True
    return isinstance(value, str) and any(
        isinstance(s, str) and s.startswith("--") and value.endswith(s[1:]) for s in said
    )
