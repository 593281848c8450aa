"""Figures that a draft tells beside the answer and that the scheme prints: true of exactly the owner and role named.

What is accepted is the figure with its owner (plan, type, rank: named, carried on, or the only one that the answer is
about), its section of cover and its role, all told by words; each of them exchanged makes another statement, and none of
what the scheme prints bears it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from assistant.guardrail.evidence import Evidence, Role
from assistant.guardrail.figures import Figure, read_figures
from assistant.guardrail.names import Named, NameKind
from assistant.guardrail.owners import asked_plan
from assistant.guardrail.printed import DESKS, Printed, PrintedRole, desk_of
from assistant.guardrail.relations import negated
from assistant.guardrail.text import Sentence, segments

SECTIONS: Final[dict[str, re.Pattern[str]]] = {
    "liability": re.compile(r"賠償(?:責任|損害|金)?(?:部分|限度額)?|\bliabilit(?:y|ies)\b|\bdamages\b"),
    "response_costs": re.compile(
        r"(?:サイバーセキュリティ)?(?:事故)?(?:の)?(?:対応)?費用(?:損害)?(?:部分)?|\b(?:(?:incident )?response|own|incident|recovery)[ -]costs?\b|\bcosts?\b(?= (?:limit|cap|cover|section|side|up to|are|is|stay|remain))|(?<=for )(?:the )?costs\b|\bcost limit\b"
    ),
    "business_interruption": re.compile(r"利益(?:損害)?|\b(?:lost )?profits?\b"),
}
_ROLE_WORDS: Final[dict[PrintedRole, re.Pattern[str]]] = {
    "limit": re.compile(
        r"限度額?|上限額?|まで|最大|枠|天井|頭打ち|\blimits?\b|\bcap(?:s|ped)?\b|\bup to\b|\bat most\b|\bmaximum\b|\bceilings?\b|\bstops? at\b|\bgoes to\b"
    ),
    "premium": re.compile(
        r"保険料|掛金|年額|年間|年に|年[¥\d]|/年|円の年|\bpremiums?\b|\bcosts?\b|\ba year\b|\bper year\b|\byearly\b|\bannual\w*\b|\bprices?\b"
    ),
    "rate": re.compile(
        r"(?:1人|一人|おひとり|ひとり)(?:あたり|当たり|につき)|料率|率|×|\ba head\b|\bper (?:head|resident|person|capita)\b|\ba resident\b|\brates?\b|\beach resident\b"
    ),
    "addition": re.compile(
        r"上乗せ|加算|追加|プラス|増|高|(?:の)?分(?:は|が|で)|\badds?\b|\bextra\b|\bon top\b|\bmore\b|\badditional\b|\bplus\b"
    ),
    "deductible": re.compile(
        r"免責(?:金額|額|金)?|自己負担(?:額|金)?|ご?負担|\bdeductibles?\b|\bexcess\b|\bdeducted\b|\bwe carry\b|\byou (?:carry|bear)\b"
    ),
    "phone": re.compile(""),
}
_PAID: Final = re.compile(
    r"支払われ|お?支払い(?:し|いたし|になり|の見込)|補償され|もらえ|受け取|支給|戻り|出ます|下り|\b(?:is|are|be) paid\b|\bpays?\b(?! up to)|\byou (?:get|receive)\b|\breimburs\w+"
)
_OTHER_UNIT: Final = re.compile(r"月額|月々|毎月|日額|\bmonthly\b|\ba month\b|\bper month\b|\bper day\b|\ba day\b")
_CLAIM: Final = re.compile(r"1請求|一請求|請求(?:1件)?(?:ごと|につき|毎)|\b(?:per|each|every|any one) (?:\w+ )?claim")
_INCIDENT: Final = re.compile(
    r"1事故|一事故|事故(?:1件)?(?:ごと|につき|毎)|\b(?:per|each|every|any one) (?:\w+ )?incident"
)
_NO_LIMIT: Final = re.compile(
    r"超過|超えて|を超え|以上|\babove\b|\bover\b|\bmore than\b|\bbeyond\b|\bat least\b|\bfrom\b"
)
_COMPARED: Final = re.compile(
    r"届か|及ば|及びません|引っかか|かかりません|触れ|余裕|余り|収ま|内に|以内|範囲|下回|\bwell (?:within|under|below)\b|\bwithin\b|\bunder\b|\bbelow\b|\bfar (?:away|off|from)\b|\bnot reach|\bnowhere near\b|\bnot (?:touch|hit|bite)"
)
_REACHED: Final = re.compile(
    r"達し|届き(?:ます|そう)|超え|上回|使い切|\breach(?:es|ed)\b|\bexceed|\bhits?\b|\bover\b|\babove\b|\bused up\b"
)
_CHANGES: Final = re.compile(r"だけ|しか|のみ|\bonly\b|\bjust\b|倍|\btwice\b|\bdouble\b|半")
_CLAUSE: Final = re.compile(r"[、。;()]|,(?!\d)|\b(?:and|but|while|whereas)\b|・(?=賠償|費用|事故|対応|利益)")
_LATIN: Final = re.compile(r"(?<![a-z])(?:g|f) (?:i{1,3})(?![a-z])")


def tells(
    figure: Figure, sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, carried: Mapping[NameKind, str]
) -> bool:
    """Whether a figure is one that the scheme prints, told of its owner, in its role."""
    return next(_told(figure, sentence, named, evidence, carried), None) is not None


def without_told(
    sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, carried: Mapping[NameKind, str]
) -> Sentence:
    """A sentence without the words that give figures of the scheme their owner and role, where the answer has them not."""
    spans: list[tuple[int, int]] = []
    for figure in read_figures(sentence.text).figures:
        if figure.kind not in ("yen", "number", "phone") or evidence.find(figure):
            continue
        before, after = clause_of(figure, sentence)
        start, end = figure.start - len(before), figure.end + len(after)
        if apart(figure, sentence, named, evidence):
            spans += [
                m.span() for p in (_LESS, _MORE, _SIDE) for m in p.finditer(sentence.text, start) if m.start() < end
            ]
        elif role := next(_told(figure, sentence, named, evidence, carried), None):
            words = (_ROLE_WORDS[role], *((*SECTIONS.values(), _COMPARED) if role == "limit" else ()))
            if role == "phone":
                words = (*DESKS.values(), _EMERGENCY)
            spans += [
                m.span() for p in words for m in p.finditer(sentence.text, start) if m.start() < end or p is _COMPARED
            ]
    if evidence.schemes and all(evidence.names.no_deductible(scheme) for scheme in evidence.schemes):
        spans += [m.span() for m in _NO_DEDUCTIBLE.finditer(sentence.text)]
    if not spans:
        return sentence
    letters, cased = list(sentence.text), list(sentence.cased)
    for start, end in spans:
        letters[start:end] = cased[start:end] = "＿" * (end - start)
    text = "".join(letters)
    return Sentence(text, "".join(cased), segments(text), sentence.bullet)


_NO_DEDUCTIBLE: Final = re.compile(
    r"(?:免責(?:金額|額|金)?|自己負担(?:額|金)?)(?:\((?:免責|自己負担)(?:金額|額|金)?\))?(?:は|も|が)?(?:、)?(?:どの(?:セット|損害)(?:で|に)?も)?(?:なし|ありません|ございません|かかりません|ない|0円)(?:です|ので)?|\b(?:there is |with |has |have )?no (?:deductible|excess)(?: (?:applies|at all|is taken|is deducted))?\b"
)
_SIDE: Final = re.compile(r"より|のほうが|の方が|お(?=安)|\bthan\b")
_EMERGENCY: Final = re.compile(r"緊急時?(?:の)?|24時間(?:365日)?|\bemergency\b")


def _told(
    figure: Figure, sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, carried: Mapping[NameKind, str]
) -> Iterator[PrintedRole]:
    schemes = {n.value for n in named if n.kind == "scheme"} & set(evidence.schemes) or set(evidence.schemes)
    if len(schemes) != 1 or figure.kind not in ("yen", "number", "phone"):
        return
    (scheme,) = schemes
    own = [p for p in evidence.names.printed(scheme) if p.value == figure.value]
    if not own or (figure.kind == "number" and not _whole_yen(figure, sentence)):
        return
    if figure.kind == "phone":
        if _desk(figure, sentence) in {p.desk for p in own}:
            yield "phone"
        return
    if _OTHER_UNIT.search(sentence.text):
        return
    for role in dict.fromkeys(p.role for p in own):
        if _in_role(role, figure, sentence, named, evidence) and _owned(
            role, figure, sentence, named, evidence, carried, scheme
        ):
            yield role


def _whole_yen(figure: Figure, sentence: Sentence) -> bool:
    """Whether a number without a unit may be yen: "limits of 100 and 30 million", 「48.4×」."""
    return isinstance(figure.value, Fraction) and (
        figure.value >= 1000 or (figure.value.denominator > 1 and figure.kind == "number")
    )


def clause_of(figure: Figure, sentence: Sentence) -> tuple[str, str]:
    """What stands in the clause of a figure before and behind it, other figures excluded."""
    text = sentence.text
    others = [f for f in read_figures(text).figures if f.kind in ("yen", "number") and f.start != figure.start]
    starts = [m.end() for m in _CLAUSE.finditer(text) if m.end() <= figure.start] + [
        f.end for f in others if f.end <= figure.start and not _type_number(text, f)
    ]
    ends = [m.start() for m in _CLAUSE.finditer(text) if m.start() >= figure.end] + [
        f.start for f in others if f.start >= figure.end
    ]
    return text[max(starts, default=0) : figure.start], text[figure.end : min(ends, default=len(text))]


def _type_number(text: str, figure: Figure) -> bool:
    """Whether a number is that of a type: small, and without a unit."""
    return isinstance(figure.value, Fraction) and figure.value <= 10 and figure.text.strip().isdigit()


def says_limit(figure: Figure, sentence: Sentence) -> bool:
    """Whether the words in the clause of a figure call it a limit, and nothing that is paid, deducted or a difference."""
    near = " ".join(clause_of(figure, sentence))
    others = (_PAID, _NO_LIMIT, _ROLE_WORDS["deductible"], _DIFFERS)
    return bool(_ROLE_WORDS["limit"].search(near)) and not any(p.search(near) for p in others)


_DIFFERS: Final = re.compile(
    r"差|増|減|上が|下が|引き?上げ|引き?下げ|から[^。]{0,12}(?:へ|に|まで)|名|人|保険料|予算|より|\b(?:more|less|higher|lower|than|from|budget|premium|per person|each person|rises?|differ\w*)\b"
)


def _only(roles: tuple[Role, ...], evidence: Evidence) -> bool:
    """Whether such amounts are all that the answer is about."""
    finals = {k.role for k in evidence.known if k.final}
    return bool(finals) and finals <= set(roles)


def _in_role(
    role: PrintedRole, figure: Figure, sentence: Sentence, named: tuple[Named, ...], evidence: Evidence
) -> bool:
    """Whether the words around a figure, in its clause or else in its sentence, give it a role, and no other one."""
    before, after = clause_of(figure, sentence)
    near = before + " " + after
    words = _ROLE_WORDS[role]
    if role == "limit":
        if _PAID.search(near) and not words.search(near):
            return False
        if _ROLE_WORDS["deductible"].search(near) or (_ROLE_WORDS["premium"].search(near) and "保険料" in near):
            return False
        if _NO_LIMIT.search(near):
            return False
        if words.search(near) or _only(("limit", "difference"), evidence):
            return True
        bound = section_at(figure, sentence) is not None or "同じ" in near or "same" in near
        start = figure.start - len(before)
        typed = any(n.kind == "type" and start <= n.start < figure.start for n in named)
        return bool(words.search(sentence.text)) and (bound or typed)
    if role == "deductible":
        return bool(words.search(near)) and not _ROLE_WORDS["limit"].search(near)
    if role == "premium":
        both = {"type", "rank"} <= {n.kind for n in named}
        said = words.search(near) or both or _only(("premium", "difference"), evidence)
        return bool(said) and not _ROLE_WORDS["limit"].search(near) and not _PAID.search(near)
    return bool(words.search(near)) and bool(_ROLE_WORDS["rate"].search(sentence.text))


def _owned(
    role: PrintedRole,
    figure: Figure,
    sentence: Sentence,
    named: tuple[Named, ...],
    evidence: Evidence,
    carried: Mapping[NameKind, str],
    scheme: str,
) -> bool:
    """Whether the scheme prints a figure in a role for every owner of which it is told."""
    theirs = [p for p in evidence.names.printed(scheme) if p.role == role]
    plans = _plans(figure, sentence, named, evidence, carried)
    if role == "deductible":
        return _deducted(figure, sentence, plans, theirs, evidence)
    sections: tuple[str | None, ...] = (None,)
    if role == "limit":
        if not _compares_well(figure, sentence, evidence):
            return False
        sections = _sections(figure, sentence, evidence)
    types = types_at(figure, sentence, named, evidence, carried)
    ranks = _values("rank", figure, sentence, named, evidence, carried)
    if not sections:
        return False
    for section in sections:
        ours = [p for p in theirs if p.section == section and (not p.plans or not plans or set(p.plans) & set(plans))]
        if not ours or not all(_plan_has(plan, ours) for plan in plans):
            return False
        wanted: tuple[str | None, ...] = types if all(p.type for p in ours) else (None,)
        ranked: tuple[str | None, ...] = ranks if all(p.rank for p in ours) else (None,)
        if not wanted or not ranked:
            return False
        for kind in wanted:
            for rank in ranked:
                mine = {p.value for p in ours if p.type == kind and p.rank == rank}
                if mine != {figure.value}:
                    return False
    return True


def _plan_has(plan: str, ours: list[Printed]) -> bool:
    return any(not p.plans or plan in p.plans for p in ours)


def _plans(
    figure: Figure, sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, carried: Mapping[NameKind, str]
) -> tuple[str, ...]:
    """The plans of which a figure is told."""
    mine = [n for n in named if n.kind == "plan"]
    if before := [n for n in mine if n.end <= figure.start]:
        return (before[-1].value,)
    if mine:
        return tuple(dict.fromkeys(n.value for n in mine))
    every = {a.plan for a in evidence.answer.amounts if a.plan} | {p for _, p in evidence.plans}
    worded = [p for p in sorted(every) if evidence.names.option_word(p).search(sentence.text)]
    if len(worded) == 1:
        return tuple(worded)
    if "plan" in carried:
        return (carried["plan"],)
    if plan := asked_plan(evidence):
        return (plan,)
    theirs = {a.plan for a in evidence.answer.amounts if a.plan} or {p for _, p in evidence.plans}
    asked = {n.value for q in evidence.question for n in evidence.named(q.text) if n.kind == "plan"}
    return tuple(sorted(theirs or asked))


def types_at(
    figure: Figure, sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, carried: Mapping[NameKind, str]
) -> tuple[str, ...]:
    return _values("type", figure, sentence, named, evidence, carried)


_THAN: Final = re.compile(r"\s*(?:より|に比べ|と比べ)")
_THAN_EN: Final = re.compile(r"\b(?:than|over|against|from|unlike) (?:the |for |in |under |type |set )*$")
_BEHIND: Final = re.compile(
    r"(?: yen)?(?: (?:a|per) year)?(?: (?:of|for) (?:\w+ ){0,2}?(?:liability|costs|profit))?[ ,(]*(?:for|with|under|in|on) (?:the |type |rank |set )*$|\s*\((?:\w+ )*$"
)


def _values(
    kind: NameKind,
    figure: Figure,
    sentence: Sentence,
    named: tuple[Named, ...],
    evidence: Evidence,
    carried: Mapping[NameKind, str],
) -> tuple[str, ...]:
    """The types or ranks of which a figure is told: those right before it, behind it, of the sentence before, of the answer."""
    text = sentence.text
    others = [f for f in read_figures(text).figures if f.kind == "yen" and f.start != figure.start]
    mine = [n for n in named if n.kind == kind]
    last = max((f.end for f in others if f.end <= figure.start), default=0)
    following = min((f.start for f in others if f.start >= figure.end), default=len(text))
    behind = [n for n in mine if figure.end <= n.start < following and _BEHIND.fullmatch(text[figure.end : n.start])]
    if behind:
        return (behind[0].value,)
    if any(n.kind in ("latter", "former", "rest") for n in named):
        return ()
    if mine:
        before = [n for n in mine if n.end <= figure.start]
        group = [n for n in before if n.start >= last] or before[-1:]
        if not group or any(_THAN.match(text[n.end :]) or _THAN_EN.search(text[: n.start]) for n in group):
            return ()
        return tuple(dict.fromkeys((*(n.value for n in group), *_range(text, group, figure))))
    if kind in carried:
        return (carried[kind],)
    theirs = {v for a in evidence.answer.amounts if (v := getattr(a, kind))}
    asked = {n.value for q in evidence.question for n in evidence.named(q.text) if n.kind == kind}
    return tuple(sorted(theirs or asked))


def _range(text: str, group: list[Named], figure: Figure) -> Iterator[str]:
    """The types of a range of numbers: "types 1 to 6"."""
    for n in group:
        if n.value.isdigit() and (
            m := re.match(r"\s?(?:~|-|から|to|through)\s?(\d{1,2})(?!\d)", text[n.end : figure.start])
        ):
            yield from (str(i) for i in range(int(n.value), int(m[1]) + 1))


def section_at(figure: Figure, sentence: Sentence) -> str | None:
    """The section of cover that stands at a figure: before it in its clause, or right behind it."""
    before, after = clause_of(figure, sentence)
    places = [(m.start(), name) for name, p in SECTIONS.items() for m in p.finditer(before)]
    if places:
        return max(places)[1]
    behind = [(m.start(), name) for name, p in SECTIONS.items() for m in p.finditer(after[:28])]
    if behind:
        return min(behind)[1]
    text = sentence.text[: figure.start].rstrip("、, ")
    heads = [(m.start(), name) for name, p in SECTIONS.items() for m in p.finditer(text)]
    if heads and not any(f.kind == "yen" for f in read_figures(text[max(heads)[0] :]).figures):
        return max(heads)[1]
    return None


def _sections(figure: Figure, sentence: Sentence, evidence: Evidence) -> tuple[str, ...]:
    """The sections of which a limit is told: named, or all that the answer or the question is about."""
    if section := section_at(figure, sentence):
        return (section,)
    labels = " ".join(a.label for a in evidence.answer.amounts).lower()
    steps = " ".join(s.label for a in evidence.answer.amounts for s in a.steps).lower()
    judged = {v.section for v in evidence.answer.verdicts}
    asked = " ".join(q.text for q in evidence.question)
    for text in (labels, steps):
        if found := tuple(name for name, p in SECTIONS.items() if p.search(text)):
            return found
    if len(judged) == 1:
        return tuple(judged)
    return tuple(name for name, p in SECTIONS.items() if p.search(asked))


def _compares_well(figure: Figure, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether what is said of a limit and of what is paid fits: it is far away where the payout is less."""
    paid = [k.figure.value for k in evidence.known if k.final and k.role == "payout"]
    near = next((s.text for s in segments(sentence.text) if s.start <= figure.start < s.end), sentence.text)
    rest = sentence.text[figure.start :]
    if not paid:
        return not (_REACHED.search(near) or (_COMPARED.search(near) and not negated(near) and "内" not in near))
    less = all(isinstance(v, Fraction) and isinstance(figure.value, Fraction) and v < figure.value for v in paid)
    if _COMPARED.search(rest):
        return less
    return not _REACHED.search(near) or not less


def _deducted(
    figure: Figure, sentence: Sentence, plans: tuple[str, ...], theirs: list[Printed], evidence: Evidence
) -> bool:
    """Whether a deductible is told of what bears it, each time of what it is taken."""
    text = sentence.text
    if negated(text.replace("免責", "")) or any(name in evidence.whole for p in theirs for name in p.exempt):
        return False
    ours = [p for p in theirs if not p.plans or set(p.plans) & set(plans)]
    if (section := section_at(figure, sentence)) is not None:
        ours = [p for p in ours if p.section == section]
    elif judged := {v.section for v in evidence.answer.verdicts}:
        ours = [p for p in ours if p.section in judged]
    return bool(ours) and all(p.value == figure.value and not _another_time(text, p.per) for p in ours)


def taken_per(per: str, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a sentence speaks of a deductible that the scheme takes of each claim or incident, as it says."""
    figures = [f for f in read_figures(sentence.text).figures if f.kind == "yen"]
    asked = any(_ROLE_WORDS["deductible"].search(q.text) for q in evidence.question)
    if not asked and not _ROLE_WORDS["deductible"].search(sentence.text):
        return False
    for figure in figures:
        ours = [
            p
            for scheme in evidence.schemes or evidence.names.all_schemes
            for p in evidence.names.printed(scheme)
            if p.role == "deductible" and p.value == figure.value
        ]
        section = section_at(figure, sentence) or next(
            (name for name, pattern in SECTIONS.items() if pattern.search(sentence.text)), None
        )
        if section is None:
            judged = {v.section for v in evidence.answer.verdicts} or {"liability", "response_costs"}
            ours = [p for p in ours if p.section in judged]
        else:
            ours = [p for p in ours if p.section == section]
        if any(p.per == per for p in ours):
            return True
    return False


def another_type(figure: Figure, sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> bool:
    """Whether a number is that of a further type beside a named one, of which the question speaks: 「類型3でも8でも」."""
    if figure.kind != "number" or not figure.text.strip().isdigit():
        return False
    before = [n for n in named if n.kind == "type" and n.value.isdigit() and n.end <= figure.start]
    if not before or not _AND_TYPE.fullmatch(sentence.text[before[-1].end : figure.start]):
        return False
    asked = {n.value for q in evidence.question for n in evidence.named(q.text) if n.kind == "type"}
    return str(figure.value) in asked


_AND_TYPE: Final = re.compile(r"\s?(?:でも|と|も|や|から|か|・|、|,|and|or|to)\s?")


def owns_what_is_told(
    name: Named, sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, carried: Mapping[NameKind, str]
) -> bool:
    """Whether a type or rank that the answer has not is named with a figure that the scheme prints of it."""
    text = sentence.text
    for figure in read_figures(text).figures:
        if figure.kind not in ("yen", "number"):
            continue
        if apart(figure, sentence, named, evidence, of=name.value):
            return True
        table = (p for scheme in evidence.schemes for p in evidence.names.printed(scheme))
        own = any(p.value == figure.value and name.value in (p.type, p.rank) for p in table)
        if not own or not tells(figure, sentence, named, evidence, carried):
            continue
        if name.value in _values(name.kind, figure, sentence, named, evidence, carried):
            return True
    return False


def apart(
    figure: Figure, sentence: Sentence, named: tuple[Named, ...], evidence: Evidence, of: str | None = None
) -> bool:
    """Whether a figure is what another type's premium is less or more than the answer's: 「G IIIのほうが2,300円安い」."""
    finals = [a for a in evidence.answer.amounts if a.type and a.rank]
    owners = {(a.type, a.rank): a for a in finals}
    others = [n for n in named if n.kind == "type" and n.value not in {a.type for a in finals}]
    if len(owners) != 1 or len({n.value for n in others}) != 1 or (of is not None and of != others[0].value):
        return False
    (answer,), (name, *_) = owners.values(), others
    if not answer.scheme or {n.value for n in named if n.kind == "rank"} - {answer.rank}:
        return False
    theirs = {
        p.value
        for p in evidence.names.printed(answer.scheme)
        if p.role == "premium" and p.type == name.value and p.rank == answer.rank
    }
    less, more = _LESS.search(sentence.text), _MORE.search(sentence.text)
    if len(theirs) != 1 or bool(less) == bool(more) or not isinstance(figure.value, Fraction):
        return False
    other = Fraction(theirs.pop())
    subject = not (_THAN.match(sentence.text[name.end :]) or _THAN_EN.search(sentence.text[: name.start]))
    if not subject or (name.end > figure.start and not sentence.text.isascii()):
        return abs(other - answer.yen) == figure.value and (other > answer.yen) == bool(less) and not subject
    return abs(other - answer.yen) == figure.value and (other < answer.yen) == bool(less)


_LESS: Final = re.compile(r"安[いくまめ]?|低[いくめ]?|少な|下が|\b(?:cheaper|less|lower|saves?|saving)\b")
_MORE: Final = re.compile(
    r"高[いくまめ]?|多[いくめ]?|上乗せ|上が|割高|\b(?:dearer|more|higher|extra|pricier|costlier)\b"
)


def _another_time(text: str, per: str | None) -> bool:
    return bool((_CLAIM.search(text) and per != "claim") or (_INCIDENT.search(text) and per != "incident"))


def _desk(figure: Figure, sentence: Sentence) -> str | None:
    """Whose telephone the sentence says a number is."""
    text = sentence.text
    phones = [f for f in read_figures(text).figures if f.kind == "phone"]
    last = max((f.end for f in phones if f.end <= figure.start), default=0)
    following = min((f.start for f in phones if f.start >= figure.end), default=len(text))
    return desk_of(text[last : figure.start]) or (desk_of(text[figure.end : following]) if last == 0 else None)
