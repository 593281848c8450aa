"""Whose figure it is: of which plan, type, rank or scheme a draft says what the answer says of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.evidence import Evidence, Known
from assistant.guardrail.figures import Figure, figures_within, read_figures
from assistant.guardrail.names import Named, NameKind
from assistant.guardrail.text import Sentence, segments


def check_owner(
    figure: Figure,
    at: int,
    figures: list[Figure],
    sentence: Sentence,
    named: tuple[Named, ...],
    known: list[Known],
    evidence: Evidence,
    carried: dict[NameKind, str],
) -> Iterator[str]:
    owned = [k for k in known if k.final and (k.plan or k.type or k.rank)]
    if any(k.final and k.role in ("difference", "sum") for k in known):
        return
    peers = [
        k
        for k in evidence.known
        if k.final and (k.plan or k.type or k.rank) and k.role == (owned[0].role if owned else "")
    ]
    if not owned:
        yield from _owner_by_context(figure, at, figures, sentence, named, known, evidence)
        return
    bound: dict[str, str | None] = {}
    same = [f for f in figures if any(k.final and (k.plan or k.type or k.rank) for k in evidence.find(f))]
    index = same.index(figure) if figure in same else 0
    for kind in ("plan", "type", "rank"):
        bound[kind] = _bind(kind, index, same, sentence, named) or carried.get(kind)
    bound["plan"] = _left_out(
        figure, same, index, sentence, named, bound["plan"], {k.plan for k in peers if k.plan}, evidence
    )
    bare = _bare_type(sentence.text, figure, {k.type for k in peers if k.type})
    bound["type"] = bare or bound["type"]
    if bound["plan"] is None:
        bound["plan"] = asked_plan(evidence)
    if bound["rank"] is None:
        bound["rank"] = _bare_rank(sentence.text, figure, {k.rank for k in peers if k.rank})
    if bound["type"] and bound["plan"]:
        plan = next((p for (s, t), p in evidence.names.plan_of_type.items() if t == bound["type"]), None)
        if plan and plan != bound["plan"] and _adjacent(sentence, named, bound["plan"], bound["type"]):
            yield f"{bound['type']} is not a type of {bound['plan']}."
            return
        if plan:
            bound["plan"] = plan
    if not any(_fits(k, bound) for k in owned) and not _in_a_line(known, bound, evidence):
        told = " ".join(v for v in bound.values() if v)
        yield f"{figure.text.strip()} is not the figure for {told}."
        return
    differing = [kind for kind in ("plan", "type", "rank") if len({getattr(p, kind) for p in peers}) > 1]
    if any(all(getattr(k, kind) is None for kind in differing) for k in owned):
        return
    if len({(p.plan, p.type, p.rank) for p in peers}) > 1 and len({p.figure.value for p in peers}) > 1:
        telling = [kind for kind in ("plan", "type", "rank") if len({getattr(p, kind) for p in peers}) > 1]
        moved = _from_to(figure, figures, sentence, owned, peers, evidence)
        if not any(bound[kind] for kind in telling) and not moved and not _of_several(known, named, evidence):
            yield f"The draft does not say whose figure {figure.text.strip()} is."
        fitting = [p for p in peers if _fits(p, bound)]
        if any(bound[kind] for kind in telling) and len({p.figure.value for p in fitting}) > 1 and len(telling) > 1:
            missing = [kind for kind in telling if not bound[kind] and len({getattr(p, kind) for p in fitting}) > 1]
            if missing:
                yield f"The draft does not say for which {missing[0]} {figure.text.strip()} holds."


def _fits(k: Known, bound: dict[str, str | None]) -> bool:
    for kind in ("plan", "type", "rank"):
        theirs, mine = getattr(k, kind), bound[kind]
        if (
            mine is not None
            and theirs is not None
            and theirs != mine
            and not (kind == "type" and theirs.endswith(mine))
        ):
            return False
    return True


def _from_to(
    figure: Figure,
    figures: list[Figure],
    sentence: Sentence,
    owned: list[Known],
    peers: list[Known],
    evidence: Evidence,
) -> bool:
    """Whether a figure is one end of a change from the first to the last that the question names: "from 1 to 3 hundred"."""
    asked = [n for q in evidence.question for n in evidence.named(q.text) if n.kind in ("type", "rank", "plan")]
    kinds = [kind for kind in ("type", "rank", "plan") if len({n.value for n in asked if n.kind == kind}) == _TWO]
    ends = [f for f in figures if any(p.figure.value == f.value for p in peers)]
    if len(kinds) != 1 or len(ends) != _TWO or not _CHANGES_TO.fullmatch(_outside(sentence.text, ends[0], ends[1])):
        return False
    order = list(dict.fromkeys(n.value for n in asked if n.kind == kinds[0]))
    mine = order[0 if figure == ends[0] else 1]
    return any((getattr(k, kinds[0]) or "").endswith(mine) for k in owned if k.figure.value == figure.value)


_CHANGES_TO: Final = re.compile(r"\s?(?:→|から|->|to|up to|\byen to)\s?")


def _in_a_line(known: list[Known], bound: dict[str, str | None], evidence: Evidence) -> bool:
    """Whether a line of the answer gives the figure to what it is bound to: an amount that two have is held once."""
    told = {v for v in bound.values() if v}
    return bool(told) and any(told <= {n.value for n in evidence.named(k.context)} for k in known if not k.final)


def _of_several(known: list[Known], named: tuple[Named, ...], evidence: Evidence) -> bool:
    """Whether a figure told of all is given to several in lines of the answer."""
    if not any(n.kind == "all" for n in named):
        return False
    kinds = ("plan", "type", "rank")
    return len({n.value for k in known if not k.final for n in evidence.named(k.context) if n.kind in kinds}) > 1


_OF_NAME: Final = re.compile(
    r"(?: (?:yen|a year|per year|annually|each))* (?:for|with|under|in) (?:the |type |plan |rank )*"
)
_THAN: Final = re.compile(r"\b(?:than|against|over|versus) (?:the |for |under |in |type |plan )*$")
_LACKS: Final = re.compile(r"\b(?:without|excluding|not (?:including|counting)) (?:the |any )?(?:optional )?$")


def _bind(kind: str, index: int, same: list[Figure], sentence: Sentence, named: tuple[Named, ...]) -> str | None:
    """The name of a kind that belongs to the figure at `index` of those that have owners."""
    mentions = [n for n in named if n.kind == kind]
    if not mentions or not same:
        return None
    figure = same[index]
    between = [n for n in mentions if same[0].end <= n.start <= same[-1].start]
    order = list(dict.fromkeys(n.value for n in mentions))
    if (
        not between and len(same) == len(order) > 1 and mentions[-1].end <= same[0].start
    ):  # G I, G III (81,330 and 59,710 yen)
        return order[index]
    if re.search(r"それぞれ|順に|respectively|in that order", sentence.text) and len(mentions) == len(same):
        return mentions[index].value
    if same[0].start < mentions[0].start:  # the figure comes first: 140,890 yen (rank A), 81,190 yen (rank B)
        limit = same[index + 1].start if index + 1 < len(same) else len(sentence.text)
        following = [
            n for n in mentions if figure.end <= n.start < limit and not _THAN.search(sentence.text[: n.start])
        ]
        if following:
            return following[0].value
    if (behind := next((n for n in mentions if n.start >= figure.end), None)) and _OF_NAME.fullmatch(
        sentence.text[figure.end : behind.start]
    ):
        return behind.value  # "29,070 yen for G I"
    if any(_LACKS.search(sentence.text[: n.start]) for n in mentions) and len({n.value for n in mentions}) == 1:
        return None  # "without the cyber insurance"
    preceding = [n for n in mentions if n.end <= figure.start and not _LACKS.search(sentence.text[: n.start])]
    if preceding:
        return preceding[-1].value
    mentions = [n for n in mentions if not _THAN.search(sentence.text[: n.start])] or mentions[:0]
    return mentions[0].value if mentions and (len(same) == 1 or len(mentions) > 1) else None


_WITHOUT: Final = re.compile(
    r"(?:保険|特約|プラン|オプション)?(?:を|は|が|に)?(?:外(?:す|した|せ)|なし|無し|付け(?:な|ず)|つけ(?:な|ず)|付帯し(?:な|ず)|加入し(?:な|ず)|入らな|加えな|含ま(?:な|ず)|のない|がない)|\bwithout(?: it| the)?\b|\bexcluding\b|\bif not\b|\bnot (?:joining|taking|attach\w+|including|with)\b"
)
_WITH: Final = re.compile(
    r"(?:保険|特約|プラン|オプション)?(?:を|は|が|に)?(?:あり|有り|付け(?:る|た|れ|て)|つけ(?:る|た|れ)|付き|込み|付帯(?:す|し(?:た|て))|加入(?:す|し(?:た|て))|入(?:る|れ|った)|加え(?:る|た|れ)|含(?:む|め|ん))|\bwith(?: it)?\b(?!out)|\bincluding\b|\bif (?:it is |you )?(?:join|taken|take|attach)"
)


_THAN_THAT: Final = re.compile(r"(?:の)?(?:場合|とき)?(?:より|と比|に比|との差|から)")
"""「なしの場合より」 names what is compared with."""


def _left_out(
    figure: Figure,
    same: list[Figure],
    index: int,
    sentence: Sentence,
    named: tuple[Named, ...],
    plan: str | None,
    plans: set[str],
    evidence: Evidence,
) -> str | None:
    """The plan of a figure said to hold without another one: 「サイバー保険なし」 means the other of two."""
    if len(plans) != 2:
        return plan
    mentioned = [
        n for s in (sentence.text, *(q.text for q in evidence.question)) for n in evidence.named(s) if n.kind == "plan"
    ]
    chosen = [n.value for n in mentioned if n.value in plans]
    whole = next((p for p in chosen if _with_or_without(p, evidence)), None) or _option(plans, evidence)
    if whole is None:
        return plan
    stop = same[index + 1].start if index + 1 < len(same) else len(sentence.text)
    places = [m for m in (_WITHOUT.search(sentence.text), _WITH.search(sentence.text)) if m]
    first = min(places, key=lambda m: m.start()) if places else None
    # What was said last before the figure goes on for those behind it: "without it type 1 is …, type 7 …".
    window = sentence.text[: figure.start]
    if first is not None and same and same[0].start < first.start():  # 890,075 yen with cyber; 838,226 yen without
        window = sentence.text[figure.end : stop]
    without = [m for m in _WITHOUT.finditer(window) if not _THAN_THAT.match(window, m.end())]
    with_ = [m for m in _WITH.finditer(window) if not _THAN_THAT.match(window, m.end())]
    if without and not (with_ and with_[-1].start() > without[-1].end()):
        (other,) = plans - {whole}
        return other
    if with_:
        return whole
    return plan


@lru_cache(maxsize=128)
def asked_plan(evidence: Evidence) -> str | None:
    """The one of two plans that a question selects by having the option or not: 「サイバー込みで」, "no cyber for us"."""
    plans = {a.plan for a in evidence.answer.amounts if a.plan}
    whole = _option(plans, evidence) if len(plans) == _TWO else None
    if whole is None:
        return None
    chosen: set[str] = set()
    word = evidence.names.option_word(whole)
    for q in evidence.question:
        for m in word.finditer(q.text):
            before, behind = q.text[: m.start()], q.text[m.end() : m.end() + 20]
            if _NO.search(before) or _LACKS.search(before) or _LEFT_OUT.match(behind):
                chosen |= plans - {whole}
            elif _HAS.search(before) or _WITH_IT.match(behind):
                chosen.add(whole)
    both = any(_OR_NOT.search(q.text) for q in evidence.question)
    return chosen.pop() if len(chosen) == 1 and not both else None


_TWO: Final = 2
_NO: Final = re.compile(r"\bno (?:the )?$")
_HAS: Final = re.compile(r"\b(?:with|including) (?:the |optional )*$")
_LEFT_OUT: Final = re.compile(
    r"(?:保険|特約)?(?:\([^)]*\))?(?:を|は|が|も)?(?:なし|無し|抜き|外(?:す|し)|付け(?:な|ず)|つけ(?:な|ず)|入ら(?:な|ず)|付いて(?:い|な))|(?: insurance| cover| option)? (?:not|declined|excluded|left out)\b"
)
_WITH_IT: Final = re.compile(
    r"(?:保険|特約)?(?:\([^)]*\))?(?:も|を|は|が)?(?:込み|込(?:む|め)|あり|有り|付き|つき|付け(?:る|て|た)|含め|入れ)|(?: insurance| cover| option)? (?:included|taken|joined|attached)\b"
)
_OR_NOT: Final = re.compile(
    r"それぞれ|あり・?なし|有無|場合と|\bwith (?:and|or) without\b|\bor not\b|どちらも|両方|\bboth\b"
)


def _option(plans: set[str], evidence: Evidence) -> str | None:
    """The one of two plans that the answer calls an option: what is told with or without it needs no name."""
    found = {
        n.value
        for line in evidence.lines
        for n in evidence.named(line.text)
        if n.kind == "plan" and n.value in plans and _CALLED_OPTION.search(line.text[n.start : n.end + 12])
    }
    return found.pop() if len(found) == 1 else None


_CALLED_OPTION: Final = re.compile(r"\boption\b|特約|オプション")


def _with_or_without(plan: str, evidence: Evidence) -> bool:
    """Whether the question or the answer speaks of having or not having this plan."""
    for line in (*evidence.question, *evidence.lines):
        for n in evidence.named(line.text):
            if n.kind == "plan" and n.value == plan:
                near = line.text[max(0, n.start - 12) : n.end + 14]
                if _WITHOUT.search(near) or _WITH.search(near):
                    return True
    return False


def _bare_type(text: str, figure: Figure, types: set[str]) -> str | None:
    """A type named by its number alone, right before its figure: 「3は1億円、4は3億円」."""
    found = re.search(
        r"(?<![\d.,])(\d{1,2}|[ivx]{1,4}|[a-z] [ivx]{1,4})\s*(?:は|が|:|is|at|-)\s*¥?\s*$", text[: figure.start]
    )
    if found is None:
        return None
    token = found[1].upper()
    return next(
        (t for t in types if t == token or t.endswith(f" {token}") or (t.endswith(token) and token.isdigit())), None
    )


def _bare_rank(text: str, figure: Figure, ranks: set[str]) -> str | None:
    """A rank named by its letter alone, right before its figure: "C ¥28,610, B ¥81,190"."""
    found = re.search(r"(?<![a-z])([a-z])\s*(?:is|:|=|は|が|-|で)?\s*¥?\s*$", text[: figure.start])
    return found[1].upper() if found and found[1].upper() in ranks else None


def _adjacent(sentence: Sentence, named: tuple[Named, ...], plan: str | None, type_: str | None) -> bool:
    plans = [n for n in named if n.kind == "plan" and n.value == plan]
    types = [n for n in named if n.kind == "type" and n.value == type_]
    return any(0 <= t.start - p.end <= 4 or 0 <= p.start - t.end <= 4 for p in plans for t in types)


_WAVES: Final = str.maketrans("〜～", "~~")
_IN_RANGE: Final = re.compile(r"\d{1,2}[~〜～-]\d{1,2}$")


def _owner_by_context(
    figure: Figure,
    at: int,
    figures: list[Figure],
    sentence: Sentence,
    named: tuple[Named, ...],
    known: list[Known],
    evidence: Evidence,
) -> Iterator[str]:
    """A figure of the text alone: where the answer ties its value to one plan, the draft must not tie it to another."""
    if (r := _IN_RANGE.search(sentence.text[: figure.end])) and r[0].translate(_WAVES) in evidence.whole.translate(
        _WAVES
    ):
        return
    if _beside_its_result(figure, figures, sentence, known, evidence):
        return
    contexts = [_piece(k) for k in known if k.context and k.role not in ("operand", "step")]
    owners: dict[str, set[str]] = {"scheme": set(), "plan": set(), "type": set()}
    for context in contexts:
        near = evidence.named(context)
        if any(n.kind == "all" for n in near):
            return
        for kind, found in owners.items():
            found |= {n.value for n in near if n.kind == kind}
    owners["scheme"] |= {k.scheme for k in known if k.final and k.scheme}
    everywhere = evidence.named("\n".join(line.text for line in evidence.lines))
    for kind, theirs in owners.items():
        if not theirs or len({n.value for n in everywhere if n.kind == kind} | theirs) < 2:
            continue
        mine = _bind(kind, at, figures, sentence, named)
        if mine is not None and mine not in theirs:
            yield f"{figure.text.strip()} is not said of {mine} in the answer."
            return
        if mine is None and any(n.kind == "all" for n in named) and kind != "type" and len(theirs) == 1:
            yield f"{figure.text.strip()} is not said of all in the answer."
            return


def _beside_its_result(
    figure: Figure, figures: list[Figure], sentence: Sentence, known: list[Known], evidence: Evidence
) -> bool:
    """Whether an operand stands in one clause with the result that the answer computes from it.

    Whose the result is, is compared there: "without it 67.9 × 8,000 = 543,200 yen, with it …".
    """
    if not any(k.role == "operand" for k in known):
        return False
    results = {k.figure.value for k in evidence.known if k.final}
    lines = [{f.value for f in read_figures(k.context).figures} for k in known if k.context]
    near = [
        f
        for f in figures
        if f is not figure and f.value in results and not _CLAUSE_ENDS.search(_outside(sentence.text, figure, f))
    ]
    return any(f.value in values for f in near for values in lines)


_CLAUSE_ENDS: Final = re.compile(r"、|。|;|,(?!\d)|(?<!\d),|\b(?:and|while|but)\b")


def _outside(text: str, a: Figure, b: Figure) -> str:
    """What stands between two figures."""
    return text[min(a.end, b.end) : max(a.start, b.start)]


def _piece(k: Known) -> str:
    """The stretch of its sentence in which a known figure stands."""
    for segment in segments(k.context):
        if any(f.value == k.figure.value for f in figures_within(k.context, segment.start, segment.end)):
            index = segments(k.context).index(segment)
            before = segments(k.context)[index - 1].text if index else ""
            return segment.text if len(segment.text) > 24 else before + segment.text
    return k.context
