"""Write the answer to "is it covered?": one finding for each plan and item, in the order verdict, why, conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, DerivationNode, Verdict, VerdictEntry
from assistant.answering.context import Desk
from assistant.answering.wording import VERDICT_WORDS, bullets, capital, join, phrase, sentence, yen
from assistant.corpus.model import AnyRule, Requirement
from assistant.rules.coverage import Finding, Trace
from assistant.rules.logic import Condition, Node
from assistant.rules.payout import find_ratio


@dataclass(frozen=True, slots=True)
class PlanFindings:
    """The findings of one plan for all that was asked, with the plan id under which they are reported."""

    plan: str
    findings: tuple[Finding, ...]
    riders: tuple[str, ...] = ()

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The distinct verdicts, in order."""
        return tuple(dict.fromkeys(f.verdict for f in self.findings))


def entries(desk: Desk, group: PlanFindings, subject: str) -> tuple[VerdictEntry, ...]:
    """One entry for the plan where its findings agree, else one for each finding."""
    findings = group.findings[:1] if len(group.verdicts) == 1 else group.findings
    out = []
    for f in findings:
        what = subject if len(group.verdicts) == 1 else desk.t(desk.scheme.items[f.item].name)
        rules = tuple(
            dict.fromkeys(
                f"{desk.scheme.scheme}.{r}" for x in group.findings if x.verdict == f.verdict for r in x.rules
            )
        )
        conditions = tuple(
            dict.fromkeys(
                condition_text(desk, c) for x in group.findings if x.verdict == f.verdict for c in x.conditions
            )
        )
        out.append(
            VerdictEntry(
                scheme=desk.scheme.scheme,
                plan=group.plan,
                section=f.section,
                subject=what,
                verdict=f.verdict,
                conditions=conditions,
                rules=rules,
                reason=reason(desk, f),
            )
        )
    return tuple(out)


def condition_text(desk: Desk, condition: Condition) -> str:
    """A condition as something to do or to be the case; alternatives joined by "or"."""
    ways = []
    for alternative in condition:
        parts = []
        for ident, wanted in alternative:
            fact = desk.scheme.facts.get(ident)
            if fact is None:
                rider = desk.scheme.riders.get(ident.removeprefix("rider."))
                if rider is not None:
                    name = desk.t(rider.name)
                    if desk.language == "ja":
                        parts.append(f"{name}が{'付いている' if wanted else '付いていない'}こと")
                    else:
                        parts.append(f"the {name} is {'' if wanted else 'not '}attached")
                continue
            text = fact.condition if wanted else fact.unmet
            if text is None:
                name = desk.t(fact.name)
                shown = f"{name}であること" if wanted and desk.language == "ja" else name
                shown = shown if wanted else (f"{name}ではないこと" if desk.language == "ja" else f"not: {name}")
                parts.append(shown)
            else:
                parts.append(desk.t(text))
        ways.append(join(parts, desk.language))
    ways = list(dict.fromkeys(ways))
    if len(ways) == 1:
        return ways[0]
    if len(ways) == 2:
        glue = "、または" if desk.language == "ja" else "; or "
    else:
        # A long row of "or" is not read to its end; numbers show where one alternative stops and the next begins.
        glue = "、" if desk.language == "ja" else "; "
        ways = [f"({number}) {way}" for number, way in enumerate(ways, 1)]
    return phrase("one_of", desk.language) + glue.join(ways)


def reason(desk: Desk, finding: Finding) -> str:
    """The rule that governs, in a sentence or two."""
    by_id = {r.id: r for r in desk.scheme.rules}
    texts = list(dict.fromkeys(desk.t(by_id[r].text) for r in finding.rules if r in by_id))
    # The heart of a conditional verdict is what it depends on; of the others, what decides.
    shown = texts[:3] if finding.verdict != "not_covered" else texts[:2]
    lacking = [desk.t(x) for i in finding.unmet if (x := desk.scheme.facts[i].unmet) is not None]
    if lacking:
        shown = [phrase("decides", desk.language, what=capital(join(lacking, desk.language))), *shown]
    return "".join(shown) if desk.language == "ja" else " ".join(shown)


def payment_note(desk: Desk, finding: Finding) -> str | None:
    """Ratio, sublimit and deductible of the item, where the scheme states any and the item may be paid."""
    if finding.verdict not in ("covered", "conditional") or desk.scheme.stands_for_section(finding.item):
        return None
    ja = desk.language == "ja"
    parts = []
    ratio = find_ratio(desk.scheme, finding.plan, finding.pays_as or finding.item)
    if ratio.cites and (ratio.percent != 100 or ratio.certainty == "inferred"):
        if ratio.certainty == "inferred":
            parts.append(
                f"縮小支払割合は表から読み取れず、{ratio.percent}%と推定（要確認）"
                if ja
                else f"the reduced ratio is not legible in the table; {ratio.percent}% is inferred (to be confirmed)"
            )
        else:
            parts.append(f"費用の{ratio.percent}%を支払い" if ja else f"{ratio.percent}% of the cost is paid")
    for sub in desk.scheme.sublimits:
        if finding.item in sub.items:
            who = {
                "victim": ("被害者1名につき", "for each victim"),
                "corporation": ("1法人につき", "for each corporation"),
                "incident": ("1事故につき", "for each incident"),
            }[sub.per]
            parts.append(f"{who[0]}{sub.yen:,}円まで" if ja else f"up to {sub.yen:,} yen {who[1]}")
    for d in desk.scheme.deductibles:
        if (
            d.yen
            and d.section == finding.section
            and finding.item not in d.exempt
            and (not d.plans or finding.plan in d.plans)
        ):
            parts.append(
                f"費用の合計から免責金額{yen(d.yen, 'ja')}を差し引き"
                if ja
                else f"a deductible of {yen(d.yen, 'en')} applies once to the sum"
            )
    return sentence("、".join(parts) if ja else capital("; ".join(parts)), desk.language) if parts else None


def write_coverage(
    desk: Desk,
    groups: Sequence[PlanFindings],
    subject: str,
    *,
    supposes: bool = False,
    supposes_not: bool = False,
    notes: Sequence[str] = (),
    basis: dict[str, str] | None = None,
) -> Answer:
    """The coverage answer for one scheme."""
    lang = desk.language
    verdicts = tuple(e for g in groups for e in entries(desk, g, subject))
    lines = [lead(desk, groups, subject, supposes, supposes_not)]
    everything = [f for g in groups for f in g.findings]
    said: set[str] = set()
    blocks = [x for x in (plan_block(desk, group, len(groups) > 1, said) for group in groups) if x]
    if len(blocks) == 1 and len({v.verdict for v in verdicts}) == 1 and blocks[0].startswith("### "):
        # What is said once holds for all plans of the lead; one plan's name above it would say otherwise.
        blocks = [blocks[0].partition("\n")[2].strip()]
    lines += blocks
    caveats = [phrase("insurer_decides", lang)]
    if any(f.verdict in ("covered", "conditional") for f in everything):
        caveats.insert(0, phrase("other_exclusions", lang))
    by_id = {r.id: r for r in desk.scheme.rules}
    for f in everything:
        caveats = [*(desk.t(c) for r in f.caveats if (c := by_id[r].caveat)), *caveats]
        if f.inferred:
            caveats.insert(0, phrase("inferred", lang))
    caveats = list(dict.fromkeys([*notes, *caveats]))
    citations = desk.cite(c for f in everything for c in f.cites)
    undecided = any(v.verdict in ("conditional", "undetermined") for v in verdicts)
    all_silent = all(v.verdict == "undetermined" for v in verdicts)
    lines += [sentence(n, lang) for n in notes]
    if any(f.inferred for f in everything):
        lines.append(phrase("inferred", lang))
    lines.append(desk.sources(citations))
    if undecided:
        lines.append(desk.whom_to_ask())
    lines.append(phrase("insurer_decides", lang))
    return Answer(
        language=lang,
        kind="coverage",
        text="\n\n".join(x for x in lines if x),
        verdicts=verdicts,
        citations=citations,
        caveats=tuple(caveats),
        abstained=all_silent,
        derivation=tuple(derive(desk, f) for f in everything),
        basis=basis or {},
    )


def lead(desk: Desk, groups: Sequence[PlanFindings], subject: str, supposes: bool, supposes_not: bool) -> str:
    """The sentence that answers the question as it was put."""
    lang, words = desk.language, VERDICT_WORDS[desk.language]
    overall = tuple(dict.fromkeys(v for g in groups for v in g.verdicts))
    prefix = ""
    if supposes and len(overall) == 1 and overall[0] in ("covered", "not_covered"):
        right = (overall[0] == "not_covered") == supposes_not
        prefix = phrase("yes" if right else "no", lang)
    if len(overall) == 1:
        verdict = words[overall[0]]
        plans = join((desk.plan_label(g.plan) for g in groups), lang)
        if lang == "ja":
            return f"**{prefix}{subject}は、{verdict}。**（{plans}）"
        if overall[0] == "undetermined":
            return f"**{prefix}{capital(subject)}: {verdict}.** ({plans})"
        return f"**{prefix}{capital(subject)}: {verdict}.** ({plans})"
    rows = []
    for g in groups:
        if len(g.verdicts) == 1:
            rows.append(
                f"**{desk.plan_label(g.plan)}：{words[g.verdicts[0]]}。**"
                if lang == "ja"
                else f"**{capital(desk.plan_label(g.plan))}: {words[g.verdicts[0]]}.**"
            )
        else:
            parts = [
                f"{desk.t(desk.scheme.items[f.item].name)}＝{words[f.verdict]}"
                if lang == "ja"
                else f"{desk.t(desk.scheme.items[f.item].name)} – {words[f.verdict]}"
                for f in g.findings
            ]
            rows.append(
                f"**{desk.plan_label(g.plan)}：**{'、'.join(parts)}。"
                if lang == "ja"
                else f"**{capital(desk.plan_label(g.plan))}:** {'; '.join(parts)}."
            )
    head = f"{subject}について：" if lang == "ja" else f"{capital(subject)}:"
    return head + "\n\n" + bullets(rows)


def plan_block(desk: Desk, group: PlanFindings, several: bool, said: set[str]) -> str:
    """Why, conditions, formalities, premises and payment of one plan; what was said of another plan is not repeated."""
    lang = desk.language
    colon = "：" if lang == "ja" else ": "
    rows: list[str] = []
    for f in group.findings:
        why = reason(desk, f)
        if why and why not in said:
            rows.append(f"{phrase('why', lang)}{colon}{why}")
            said.add(why)
        if f.conditions:
            rows.append(
                f"{phrase('conditions', lang)}{colon}\n" + bullets(f"☐ {condition_text(desk, c)}" for c in f.conditions)
            )
        formal = [desk.t(c) for i in f.formalities if (c := desk.scheme.facts[i].condition)]
        if formal and f.verdict != "not_covered":
            text = f"{phrase('formalities', lang)}{colon}" + join(formal, lang)
            if text not in said:
                rows.append(sentence(text, lang))
                said.add(text)
        premises = [desk.t(c) for i in f.premises if (c := desk.scheme.facts[i].condition)]
        if premises:
            text = f"{phrase('premises', lang)}{colon}" + join(premises, lang)
            if text not in said:
                rows.append(sentence(text, lang))
                said.add(text)
        note = payment_note(desk, f)
        if note and note not in said:
            rows.append(f"{phrase('payment', lang)}{colon}{note}")
            said.add(note)
    if not rows:
        return ""
    head = f"{desk.plan_label(group.plan)}\n\n" if several else ""
    return (f"### {capital(head)}" if several else "") + "\n\n".join(dict.fromkeys(rows))


def derive(desk: Desk, finding: Finding) -> DerivationNode:
    """The derivation as data: the verdict, the rules that were judged, and the facts below them."""
    words = VERDICT_WORDS[desk.language]
    label = (
        f"{desk.plan_label(finding.plan)} · {desk.t(desk.scheme.items[finding.item].name)}: {words[finding.verdict]}"
    )
    value = {"covered": "true", "not_covered": "false", "conditional": "unknown", "undetermined": "unknown"}[
        finding.verdict
    ]
    return DerivationNode(
        label=label, value=value, sections=finding.cites, children=tuple(_trace(desk, t) for t in finding.traces)
    )


_VALUES = {True: "true", False: "false", None: "unknown"}


def _trace(desk: Desk, trace: Trace) -> DerivationNode:
    rule: AnyRule = trace.rule
    below = [_node(desk, trace.node)] if trace.node.kind != "constant" else []
    # Exclusions that do not apply are many and say nothing; they are left out.
    below += [
        _trace(desk, c)
        for c in trace.children
        if isinstance(c.rule, Requirement) or c.value is not False or c.node.value is not False
    ]
    return DerivationNode(
        label=desk.t(rule.text),
        value=_VALUES[trace.value],
        rule=f"{desk.scheme.scheme}.{rule.id}",
        sections=rule.cites,
        children=tuple(below),
    )


def _node(desk: Desk, node: Node) -> DerivationNode:
    ja = desk.language == "ja"
    names = {
        "all": "すべて" if ja else "all of",
        "any": "いずれか" if ja else "any of",
        "not": "でないこと" if ja else "not",
        "constant": "常に" if ja else "always",
    }
    label = names.get(node.kind, "")
    sections: tuple[str, ...] = ()
    if node.id and node.id in desk.scheme.facts:
        label = desk.t(desk.scheme.facts[node.id].name)
    elif node.id and node.id in desk.scheme.terms:
        term = desk.scheme.terms[node.id]
        label, sections = desk.t(term.name), term.cites
    elif node.id:
        rider = node.id.removeprefix("rider.")
        label = desk.t(desk.scheme.riders[rider].name) if rider in desk.scheme.riders else node.id
    return DerivationNode(
        label=label,
        value=_VALUES[node.value],
        sections=sections,
        children=tuple(_node(desk, c) for c in node.children),
    )
