"""From a query to an answer: decides which kind of answer fits, has the rules compute it, and has it written.

The order matters and is the same for every scheme: choices that do not exist, subjects on which the brochure is
silent, figures (premium, payout, limit, deductible), dates, statements, verdicts, and at last passages without verdict.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from assistant.answer import Answer, Language
from assistant.answering import general
from assistant.answering.bills import (
    write_backwards,
    write_bill,
    write_not_printed,
    write_span,
    write_surcharge,
    write_switch,
)
from assistant.answering.cases import adds_up, asks_printed_case, write_cases
from assistant.answering.compare import write_across, write_differences
from assistant.answering.context import Desk
from assistant.answering.coverage import PlanFindings, entries, write_coverage
from assistant.answering.examples import asks_example, names_example, write_discount
from assistant.answering.limits import (
    COMPARES,
    asked_limits,
    named_sections,
    supposed_limits,
    with_other_plan,
    write_deductible,
    write_enough,
    write_extreme,
    write_limits,
    write_sublimit,
)
from assistant.answering.payouts import Wish, asks_remaining, heads_note, wish_of, with_numbered, write_payout
from assistant.answering.premiums import names_premium, takes_up_premium, write_offers, write_premium
from assistant.answering.statements import write_deadline, write_passages, write_statement
from assistant.answering.told import by_definition, lifted_exclusions
from assistant.corpus.brochure import Section
from assistant.corpus.loader import Corpus
from assistant.corpus.model import DeadlineRule, Limit, NoPremium, PremiumExamples, PremiumRate, PremiumTable, Scheme
from assistant.corpus.patterns import PatternSet
from assistant.errors import AmountError
from assistant.rules.coverage import Finding, assess
from assistant.rules.facts import facts_of_choices
from assistant.rules.payout import Line, Payout, estimate
from assistant.rules.premium import types_of
from assistant.understanding.dates import find_dates
from assistant.understanding.intents import find_intents
from assistant.understanding.linking import Link, Linkable, Linker, PatternHits
from assistant.understanding.outside import advice, everyday_injury, foreign_insurer, other_help, other_insurance
from assistant.understanding.query import Cost, Query, SchemeReading
from assistant.understanding.reading import ALL_SCHEMES, costs_with_amounts
from assistant.understanding.statement_linking import statement_hits, statement_linker
from assistant.understanding.text import is_other_language, prepare
from assistant.understanding.variants import asks_which_option

# How sure a link must be. Set on questions written for that purpose, not on those of the evaluation.
STATEMENT_SURE = 1.20
STATEMENT_LIKELY = 0.42
STATEMENT_FLOOR = 0.34
FURTHER_SURE = 0.70
STATEMENT_SILENT = 0.60  # what the brochure leaves out, before any figure is tried
ITEM_SURE = 0.60
ITEM_MARGIN = 0.10
ITEM_LIKELY = 0.30
SCHEME_RIVAL = 0.75
PASSAGE_FLOOR = 0.30
BOTH_SCORE = 0.90
ASKED_SURE, THIS_SURE, THIS_SCORE = 0.50, 0.60, 1.0
VERDICT_POSSIBLE = 0.30
VERDICT_UNLIKELY = 0.10  # below it no verdict is given on an incident alone, with no cost named
OUTSIDE_SURE = 0.80  # probability, calibrated on writers that were not trained on

# How far what was learned moves a link: nothing at `EVEN`, down for what is unlikely. By cross-validation over writers:
# the right statement first for 85% of labelled questions, 78% without.
CANDIDATES = 12
LEARNED_WEIGHT, EVEN, LEAST = 0.14, 0.05, 1e-4

Search = Callable[[str, str | None, Language, int], Sequence[tuple[Section, float]]]

_GREETING = re.compile(
    r"^(?:こんにちは|こんばんは|おはよう|はじめまして|ありがと|お疲れ|hello|hi\b|hey\b|good (?:morning|afternoon|evening)|thanks|thank you)"
)
_PERSONAL = re.compile(
    r"are you (?:a |an )?(?:human|person|robot|bot|ai|real)|あなたは(?:人間|誰|ai|ロボット)|人間ですか|what did you (?:eat|have for)|your name"
)


_AND = re.compile(r"」と「|『|それぞれ|と[^。]{1,16}(?:の違い|は何|って何|の意味)|\band\b")
_EACH = re.compile(
    r"それぞれ|各々|おのおの|別々に|\beach of (?:them|these|the two)\b|\brespectively\b|\bseparately\b|\bone by one\b"
)
_CHEAP = re.compile(r"安い|最安|安く|cheap|lowest (?:premium|price|cost)|least expensive")

# "How large can the discount get at most?" asks for no limit of cover.
_DISCOUNT = re.compile(r"割引|値引|\b(?:discounts?|rebates?|reductions?)\b")
_PREMIUM_NAMED = re.compile(r"保険料|掛け?金|(?:annual|yearly|insurance) premium|premiums?\b")

# A word that asks for some particular cost; with no cost recognised, a verdict on the incident alone could mislead.
_A_COST = re.compile(
    r"費用?(?!用)|代(?:金|は|が|も|って|を|、|の|\?|$)|料(?:金|は|が|も|って|を|、|の)|賃|手当|給料|経費|出費|謝礼|報酬|修理|弁償|購入|買い?替え|"
    r"\b(?:costs?|fees?|bills?|expenses?|charges?|wages?|salary|price|repairs?|replacement|invoice|spending|spend|bought|purchase)\b"
)


@dataclass(frozen=True, slots=True)
class _Named:
    """Plans to judge: the id under which each is reported, the plan and the riders behind it."""

    report: str
    plan: str
    riders: tuple[str, ...]


class Answerer:
    """Answers queries over a corpus; built once, used by all threads."""

    def __init__(self, corpus: Corpus, search: Search, hits: Mapping[str, PatternHits] | None = None) -> None:
        self.corpus, self.search = corpus, search
        self._hits = hits or {i: statement_hits(s) for i, s in corpus.schemes.items()}
        self._names = " ".join(prepare(s.text).text for s in corpus.sections)
        self._linkers: dict[tuple[str, str], Linker] = {}
        self._item_linkers: dict[str, Linker] = {}
        self._lock = Lock()
        self._deadlines = {
            s: [(d, PatternSet(d.words.yes)) for d in scheme.deadlines.values()] for s, scheme in corpus.schemes.items()
        }

    def linker(self, scheme: str, language: Language) -> Linker:
        """The linker over a scheme's statements, built at its first use."""
        with self._lock:
            key = (scheme, language)
            if key not in self._linkers:
                self._linkers[key] = statement_linker(self.corpus.schemes[scheme], language, self._hits[scheme])
            return self._linkers[key]

    def item_linker(self, scheme: str) -> Linker:
        """The linker over a scheme's costs and losses by their example messages, built at its first use."""
        with self._lock:
            if scheme not in self._item_linkers:
                things = [
                    Linkable(ident, tuple(prepare(u).text for u in item.words.utterances), "", ())
                    for ident, item in self.corpus.schemes[scheme].items.items()
                    if item.words.utterances and not item.general
                ]
                self._item_linkers[scheme] = Linker(things)
            return self._item_linkers[scheme]

    def warm(self) -> None:
        """Build all that is built at first use; a server does so before it serves."""
        for scheme in self.corpus.schemes:
            self.linker(scheme, "ja")
            self.linker(scheme, "en")
            self.item_linker(scheme)

    def answer(self, q: Query, today: dt.date) -> Answer:
        """Answer one query. `today` is what relative dates in the question count from."""
        lang = q.message.language
        schemes = [self.corpus.schemes[r.scheme] for r in q.readings]
        if is_other_language(q.message.cased):
            return general.outside("en", list(self.corpus.schemes.values()))
        if _PERSONAL.search(q.message.text) or (_GREETING.match(q.message.text) and not self._has_content(q)):
            return general.greeting(lang, schemes)
        for amount in q.figures.amounts:
            if amount.value < 0 or amount.too_large:
                shown = amount.text.strip()[:40]
                raise AmountError(
                    f"「{shown}」は費用や損害の金額として使えません。0円以上の、実際にありうる金額でお尋ねください。"
                    if lang == "ja"
                    else f"“{shown}” cannot be the amount of a cost or loss. Please give an amount of zero yen or more that can occur.",
                    field="question",
                )
        text = q.message.text
        if q.figures.foreign and not q.figures.amounts and q.wants("payout", "premium"):
            return general.foreign_currency(lang, q.figures.foreign[0].text)
        if (
            foreign_insurer(text, self._names)
            or everyday_injury(text)
            or (other_insurance(text) and not self._names_scheme_insurance(q))
        ):
            return general.outside(lang, schemes)
        if other_help(text) or advice(text) or self._elsewhere(q):
            return general.outside(lang, schemes)
        if len(q.readings) == 1:
            return self._single(q, q.readings[0], today) or self._nothing(q, [q.readings[0]])
        return self._several(q, today)

    def _elsewhere(self, q: Query) -> bool:
        """Whether the message is very likely about something that no brochure here can answer."""
        if q.followup or any(r.items or r.choices or r.riders for r in q.readings):
            return False
        return all(r.likely.get("ask:outside", 0.0) >= OUTSIDE_SURE for r in q.readings) and bool(q.readings)

    def _names_scheme_insurance(self, q: Query) -> bool:
        """Whether an incident or cost of these schemes is told as well, so that the other insurance is mere talk."""
        return any(r.items or any(v for v in r.facts.values()) for r in q.readings) and not re.search(
            r"(?:保険|共済|insurance)(?:は|では|で|って|の|だと|から)?[^。.!?]{0,30}[?？]?$", q.message.text
        )

    # ------------------------------------------------------------------ one scheme

    def _single(self, q: Query, r: SchemeReading, today: dt.date) -> Answer | None:
        desk = Desk(self.corpus, self.corpus.schemes[r.scheme], q.message.language)
        for c in r.wrong:
            if c.dimension == "plan":
                if r.plans_from != "text" and not r.riders:
                    return general.wrong_plan(desk, c.raw)
                continue
            if c.dimension not in r.choices:
                return general.wrong_choice(desk, c.dimension, c.raw, r.plans)
        if r.conflict:
            return general.mismatch(desk, *r.conflict)
        clash = clashing_riders(desk.scheme, self.closure(desk.scheme, r.riders))
        if clash and not r.variants:
            return general.impossible(desk, *clash)
        r, candidates = self._guess_item(q, r, desk.scheme)
        if q.wants("premium") and not q.followup and self._beyond_period(q, desk.scheme):
            return general.not_stated(desk)
        worked = self._worked(q, r, desk)
        if worked:
            # "What is the premium, and what is the deductible?" asks two things.
            asks_both = "deductible" in q.intents and q.wants("premium") and worked.kind == "amount" and not r.items
            second = write_deductible(desk, r) if asks_both else None
            return together([worked, second]) if second is not None else worked
        links = self.links(q, r)
        if asks_printed_case(q.message.text):
            printed = self._printed_case(links, desk.scheme, q.message.text)
            if printed is not None:
                return write_cases(desk, desk.scheme.statements[printed.id], q.message.text)
        best = links[0] if links else None
        statement = desk.scheme.statements.get(best.id) if best else None
        incident = any(desk.scheme.facts[f].kind == "peril" and v for f, v in r.facts.items()) and q.wants("coverage")
        if (
            best
            and statement
            and statement.silent
            and best.pattern
            and best.score >= (STATEMENT_SURE if incident else STATEMENT_SILENT)
            and not q.followup
            and not self._compares_premiums(q, r)
        ):
            return write_statement(desk, statement)
        if q.wants("premium") and not q.followup and not self._compares_premiums(q, r):
            # A premium that is not the one printed (next year's, a part of the year's) must not get the printed figure.
            hushed = next(
                (x for x in links if x.pattern and x.score >= STATEMENT_SILENT and desk.scheme.statements[x.id].silent),
                None,
            )
            if hushed:
                return write_statement(desk, desk.scheme.statements[hushed.id])
        told = r.items or any(v for v in r.facts.values())
        dated = self._dates(q, r, desk, today)
        if dated:
            return dated
        if best and statement and self._surely(q, r, desk, best):
            both = [x for x in links[:2] if x.pattern and x.score >= BOTH_SCORE]
            if len(both) == 2 and _AND.search(q.message.text) and "define" in q.intents:
                return together([write_statement(desk, desk.scheme.statements[x.id]) for x in both])
            return self._stated(q, r, desk, best)
        if best and statement and best.pattern and best.score >= STATEMENT_SURE + 0.35 and not told:
            return write_statement(desk, statement)
        return (
            self._figures(q, r, desk, best)
            or self._statement_or_verdict(q, r, desk, best)
            or (general.which_cost(desk, candidates, q.message.cased) if candidates else None)
            or self._passages(q, r, desk)
        )

    def _guess_item(self, q: Query, r: SchemeReading, scheme: Scheme) -> tuple[SchemeReading, tuple[str, ...]]:
        """Where a cost is asked about in words that no pattern knows: the cost whose examples are clearly nearest.

        Otherwise the nearest few, so that the person can be asked which one is meant.
        """
        about = q.wants("coverage", "payout", "compare") and any(v is not None for v in r.facts.values())
        if r.items or not about or not (q.figures.amounts or r.unknown or _A_COST.search(self._asking(q, r))):
            return r, ()
        found = self.item_linker(scheme.scheme).link(r.bare or q.message.text, 3)
        near = tuple(x.id for x in found if x.score >= ITEM_LIKELY)
        margin = found[0].score - found[1].score if len(found) > 1 else ITEM_SURE
        if found and found[0].score >= ITEM_SURE and margin >= ITEM_MARGIN:
            amounts = [a.value for a in q.figures.amounts if not a.too_large and a.value > 0]
            cost = Cost(found[0].id, amounts[0] if len(amounts) == 1 else None)
            return replace(r, items=(found[0].id,), costs=(cost,)), ()
        return r, near

    def _compares_premiums(self, q: Query, r: SchemeReading) -> bool:
        """Whether printed premiums of two plans or types are set against each other: "goes up" is then no other year's."""
        several = len(r.plans) > 1 or any(len(v) > 1 for v in r.choices.values())
        return q.wants("difference") and several and bool(r.choices)

    def links(self, q: Query, r: SchemeReading) -> list[Link]:
        """Statements that the message may be about, best first; a follow-up is read with what it follows."""
        linker = self.linker(r.scheme, q.message.language)
        text = q.message.text if not q.followup else prepare(q.topic).text
        found = linker.link(text, CANDIDATES)
        if q.followup or not r.likely:
            return found
        weighed = [_weighed(x, r.likely.get(f"{r.scheme}:{x.id}", 0.0)) for x in found]
        return sorted(weighed, key=lambda x: (-x.score, x.id))

    def _stated(self, q: Query, r: SchemeReading, desk: Desk, best: Link) -> Answer:
        """What the brochure says on the subject, and on what else the message asks in further sentences."""
        silent = desk.scheme.statements[best.id].silent
        found = (best.id,) if silent else (best.id, *self._further(q, r, best.id))
        return together([write_statement(desk, desk.scheme.statements[x]) for x in found])

    def _further(self, q: Query, r: SchemeReading, first: str) -> tuple[str, ...]:
        """Further statements that a message asks for in a sentence of its own, when the first is one of several."""
        m = q.message
        asking = [m.text[s.start : s.end] for s in m.sentences if s.asks]
        if len(asking) < 2 or q.followup:
            return ()
        linker = self.linker(r.scheme, m.language)
        found: list[str] = []
        for part in asking:
            best = next(iter(linker.link(part, 1)), None)
            if best is not None and best.pattern and best.score >= FURTHER_SURE and best.id != first:
                found.append(best.id)
        return tuple(dict.fromkeys(found))[:2]

    def _printed_case(self, links: Sequence[Link], scheme: Scheme, text: str) -> Link | None:
        """The likeliest of the cases that the brochure tells."""
        found = [x for x in links if scheme.statements[x.id].kind == "example"]
        if adds_up(text):
            # Several are to be added up: what lists them all.
            found.sort(key=lambda x: len(scheme.statements[x.id].figures) < 2)
        return next((x for x in found if x.score >= (STATEMENT_FLOOR if x.pattern else STATEMENT_LIKELY)), None)

    def _beyond_period(self, q: Query, scheme: Scheme) -> bool:
        """Whether a year is named that lies outside the period that the brochure is for."""
        if scheme.period is None:
            return False
        start, end = scheme.period.start.date(), scheme.period.end.date()
        for year, month in re.findall(r"(20\d\d)年?度?(?:\s*[/年-]?\s*(\d{1,2})月)?", q.message.text):
            first = dt.date(int(year), min(12, max(1, int(month or start.month))), 1)
            if first >= end.replace(day=1) or first < start.replace(day=1):
                return True
        return False

    def _worked(self, q: Query, r: SchemeReading, desk: Desk) -> Answer | None:
        """What is reckoned from the message's own figures and choices; no statement can be nearer to the question."""
        found = write_backwards(desk, r, q) or write_surcharge(desk, r, q)
        if found:
            return found
        rule, text = desk.scheme.premium, q.message.text
        told = bool(r.items) or any(v for v in r.facts.values())
        if isinstance(rule, PremiumExamples):
            if asks_example(desk, r, q, rule):
                return write_premium(desk, r, q)
            found = write_discount(desk, q, rule)
            if found:
                return found
        if takes_up_premium(desk, r, q):
            return write_premium(desk, r, q)
        if q.wants("sum") and q.wants("premium", "payout") and not told:
            found = write_not_printed(desk, q) or write_switch(desk, r, q) or write_bill(desk, r, q)
            if found:
                return found
        if names_premium(desk, r, q) and not told:
            return _premium(desk, r, q)
        if isinstance(rule, PremiumTable) and not told and q.wants("premium") and self._compares_premiums(q, r):
            return _premium(desk, r, q)
        priced = costs_with_amounts(r)
        if q.needs and q.wants("choose") and not priced and not isinstance(rule, PremiumTable):
            found = write_enough(desk, r, q)
            if found:
                return found
        incident = any(desk.scheme.facts[f].kind == "peril" and v for f, v in r.facts.items())
        if q.wants("limit") and not q.wants("payout", "premium") and not incident and q.budget is None:
            limits = asked_limits(self._limits(q, r, desk), text)
            supposed = supposed_limits(q)
            if limits and supposed:
                return write_limits(desk, r, limits, supposed)
            if limits and not priced and q.wants("choose") and not q.needs:
                found = write_extreme(desk, q, r, limits)
                if found:
                    return found
        r = with_other_plan(desk, r, text)
        types = r.choices.get("type", ())
        if len(types) == 2 and q.wants("limit") and COMPARES.search(q.message.text) and not costs_with_amounts(r):
            limits = self._limits(q, r, desk)
            return write_limits(desk, r, limits) if limits and not q.wants("premium") else None
        if q.followup and q.wants("difference") and self._asks_premium(q, r, desk) and not q.wants("limit"):
            return write_not_printed(desk, q) or write_premium(desk, r, q)
        return None

    def _figures(self, q: Query, r: SchemeReading, desk: Desk, best: Link | None) -> Answer | None:
        sure = best is not None and best.score >= STATEMENT_SURE and best.pattern
        r = with_numbered(q, r, desk.scheme)
        priced = costs_with_amounts(r)
        choosing = q.wants("choose") or q.budget is not None or not q.wants("premium")
        wish = (
            bool(q.needs)
            or q.budget is not None
            or (bool(_CHEAP.search(q.message.text)) and not r.items and not any(v for v in r.facts.values()))
        )
        if q.wants("premium") and not priced and not r.items and not self._compares_premiums(q, r):
            span = write_span(desk, r, q)
            if span:
                return write_not_printed(desk, q) or span
        asked = q.wants("premium", "choose", "limit") and wish
        if asked and choosing and not priced and not r.choices.get("type") and not self._compares_premiums(q, r):
            offered = write_offers(desk, r, q)
            if offered:
                return offered
        # "G III. Investigation 6 million yen." With type and cost told and nothing asked, what is paid is what is wanted.
        bare = not q.intents and bool(r.choices.get("type"))
        if priced and (q.wants("payout", "sum") or q.supposed_yen or asks_remaining(q) or bare):
            found = self.payout(q, r, desk, priced)
            if found:
                return found
        # With all that a premium depends on said, a statement that is close in words is not what is asked.
        complete = any(r.choices.values()) and (q.residents is not None or q.bad_residents or len(r.choices) > 1)
        if self._asks_premium(q, r, desk) and (complete or not sure):
            return _premium(desk, r, q)
        sub = write_sublimit(desk, r.items) if "limit" in q.intents and r.items and not priced and not sure else None
        if sub:
            return sub
        limits = self._limits(q, r, desk)
        if limits and not sure and not priced:
            return write_extreme(desk, q, r, limits) or write_limits(desk, r, limits, supposed_limits(q))
        specific = any(not desk.scheme.stands_for_section(i) for i in r.items)
        if "deductible" in q.intents and not priced and not sure and not q.wants("premium") and not specific:
            return write_deductible(desk, r)
        return None

    def _asks_premium(self, q: Query, r: SchemeReading, desk: Desk) -> bool:
        rule = desk.scheme.premium
        if "limit" in q.intents and "premium" not in q.intents:
            return False
        untold = not (r.items or any(r.facts.values()))
        if (
            isinstance(rule, PremiumExamples)
            and names_example(rule, q.topic)
            and (q.wants("premium", "payout") or untold)
        ):
            return True
        if not q.wants("premium", "payout", "difference", "sum"):
            return False
        if costs_with_amounts(r) and "payout" in q.intents:
            return False
        about_incident = any(
            desk.scheme.facts[f].kind == "peril" and v is not False for f, v in r.facts.items()
        ) or any(not desk.scheme.stands_for_section(i) for i in r.items)
        if isinstance(rule, PremiumRate) and q.residents is not None and any(r.choices.values()) and not about_incident:
            return True
        named = any(r.choices.values()) or q.residents is not None or q.bad_residents or bool(q.needs)
        said = re.search(
            r"保険料|掛け?金|分担金|負担金|年額|premium|contribution|cost|fee|price|年間|年いくら|a year|per year",
            q.topic,
        )
        if isinstance(rule, NoPremium):
            named = False
            if "premium" in q.intents and _PREMIUM_NAMED.search(q.message.text) and not any(r.facts.values()):
                return True
        if isinstance(rule, PremiumTable) and all(r.choices.get(d) for d in rule.by) and not about_incident:
            return True
        return "premium" in q.intents and bool(said) and (named or not about_incident)

    def _limits(self, q: Query, r: SchemeReading, desk: Desk) -> list[Limit]:
        """The limits that are asked for: by name and by section of cover, else all."""
        if "limit" not in q.intents or (_DISCOUNT.search(q.message.text) and not named_sections(desk, q.message.text)):
            return []
        specific = any(not desk.scheme.stands_for_section(i) for i in r.items)
        if specific and (not r.choices or (q.wants("coverage") and not self._may_be_paid(r, desk))):
            return []
        own = [x for x in desk.scheme.limits if not x.plans or not r.plans or set(x.plans) & set(r.plans)]
        sections = set(r.sections) | {desk.scheme.items[i].section for i in r.items}
        sections |= named_sections(desk, q.message.text)
        found = [x for x in own if x.id in r.limits or x.section in sections]
        return found or ([] if sections or r.limits else own)

    def _may_be_paid(self, r: SchemeReading, desk: Desk) -> bool:
        """Whether the costs named are covered for sure under the types chosen, so that only "how much" is open."""
        plans = [n for n in self._plans(r, desk.scheme) if r.choices.get("type")]
        facts = told_facts(r, desk.scheme)
        return bool(plans) and all(
            assess(desk.scheme, n.plan, i, facts, n.riders).verdict in ("covered", "conditional")
            for n in plans
            for i in r.items
        )

    def payout(
        self, q: Query, r: SchemeReading, desk: Desk, told: Sequence[Cost], wish: Wish | None = None
    ) -> Answer | None:
        """What is paid for priced costs; None where the brochure states no money or none of the costs is paid.

        `wish` is what is asked beside the payout; None reads it from the message.
        """
        if not desk.scheme.deductibles and not desk.scheme.limits:
            return None
        priced = [c for c in told if not c.before]
        paid: dict[str, int] = {}
        for c in told:
            if c.before and c.yen is not None:
                section = desk.scheme.items[c.item].section
                paid[section] = paid.get(section, 0) + c.yen
        low: dict[tuple[str, str | None], Payout] = {}
        payouts: dict[tuple[str, str | None], Sequence[Payout]] = {}
        kept: list[Finding] = []
        left: list[tuple[Finding, int]] = []
        for named in self._plans(r, desk.scheme):
            lines: list[Line] = []
            for cost in priced:
                finding = assess(desk.scheme, named.plan, cost.item, told_facts(r, desk.scheme), named.riders)
                assert cost.yen is not None
                if finding.verdict in ("covered", "conditional"):
                    kept.append(finding)
                    lines.append(Line(cost.item, cost.yen, cost.heads, cost.incident, finding.pays_as))
                else:
                    left.append((finding, cost.yen))
            types = r.choices.get("type") or types_of(desk.scheme, named.plan)
            for t in types:
                if t in types_of(desk.scheme, named.plan) and lines:
                    payouts[named.report, t] = estimate(desk.scheme, named.plan, {"type": t}, lines, paid_before=paid)
                    if any(c.low is not None for c in priced):
                        least = {(c.item, c.yen): c.low for c in priced if c.low is not None}
                        lower = [replace(x, yen=least.get((x.item, x.yen), x.yen)) for x in lines]
                        low[named.report, t] = estimate(desk.scheme, named.plan, {"type": t}, lower, paid_before=paid)[
                            0
                        ]
        if not payouts:
            return None
        notes = [write for c in priced if c.heads is None and (write := heads_note(desk, c.item))]
        answer = write_payout(
            desk,
            payouts,
            list({(f.plan, f.item): f for f in kept}.values()),
            list({(f.plan, f.item): (f, y) for f, y in left}.values()),
            wish=wish or wish_of(q),
            spent=sum(c.yen for c in priced if c.yen is not None),
            low=low,
            notes=notes,
        )
        groups = self.groups(replace(r, items=tuple(dict.fromkeys(c.item for c in priced))), desk.scheme)
        verdicts = answer.verdicts or tuple(
            v for g in groups for v in entries(desk, g, self.subject(desk, r, barred(groups)))
        )
        return answer.model_copy(update={"verdicts": verdicts, "basis": basis(r, groups)})

    def _dates(self, q: Query, r: SchemeReading, desk: Desk, today: dt.date) -> Answer | None:
        if "deadline" not in q.intents:
            return None
        rule = self._deadline(q, desk)
        told = any(desk.scheme.facts[f].kind == "peril" and v for f, v in r.facts.items())
        if rule is None or (rule.kind not in ("days-after", "years-after") and (told or r.items)):
            return None
        period = desk.scheme.period
        reference = (period.start.date(), period.end.date()) if period else None
        dates = [d.date for d in find_dates(q.message.cased, today, reference) if d.date is not None]
        if not dates and rule.kind != "fixed":
            return None
        return write_deadline(desk, rule, dates[0] if dates else None)

    def _deadline(self, q: Query, desk: Desk) -> DeadlineRule | None:
        return next((d for d, words in self._deadlines[desk.scheme.scheme] if words.find(q.topic)), None)

    def _statement_or_verdict(self, q: Query, r: SchemeReading, desk: Desk, best: Link | None) -> Answer | None:
        statement = desk.scheme.statements.get(best.id) if best else None
        verdict = self.verdict(q, r, desk) if self._asks_verdict(q, r, desk) else None
        if best is None or statement is None:
            return verdict
        soft = self._soft(q)
        if verdict is not None:
            if not q.wants("coverage", "compare") and best.pattern and best.score >= STATEMENT_SURE:
                return self._stated(q, r, desk, best)
            if soft and best.score >= STATEMENT_FLOOR and best.pattern:
                return self._stated(q, r, desk, best)
            return verdict
        floor = STATEMENT_FLOOR if best.pattern or soft else STATEMENT_LIKELY
        if (
            q.wants("coverage", "payout")
            and not soft
            and any(desk.scheme.facts[f].kind == "peril" and v for f, v in r.facts.items())
        ):
            # An incident was told and a verdict asked for: a passage that is merely near is no answer to that.
            floor = STATEMENT_SURE
        return self._stated(q, r, desk, best) if best.score >= floor else None

    def _surely(self, q: Query, r: SchemeReading, desk: Desk, best: Link | None) -> bool:
        """Whether the classifiers are sure that a statement is asked for, and which one; nothing is to be worked out then."""
        if best is None or q.followup or (q.wants("compare") and len(r.plans) > 1) or costs_with_amounts(r):
            return False
        if q.wants("premium") and (q.residents is not None or r.choices):
            return False
        if r.likely.get("ask:verdict", 0.0) >= VERDICT_POSSIBLE and self._asks_verdict(q, r, desk):
            return False
        asked, this = r.likely.get("ask:statement", 0.0), r.likely.get(f"{r.scheme}:{best.id}", 0.0)
        return asked >= ASKED_SURE and this >= THIS_SURE and best.score >= THIS_SCORE

    def _soft(self, q: Query) -> bool:
        """Whether something is asked that statements answer: a meaning, a contact, a number, a date."""
        return bool(
            {"define", "contact", "count", "deadline", "exclusions", "example"} & set(find_intents(self._asking(q)))
        )

    def _asks_verdict(self, q: Query, r: SchemeReading, desk: Desk) -> bool:
        perils = [f for f, v in r.facts.items() if desk.scheme.facts[f].kind == "peril" and v is not False]
        if r.items:
            return q.wants("coverage", "compare", "payout") or q.followup or not self._soft(q)
        # A cost that was not recognised must not be answered with the verdict on the peril behind it.
        if q.figures.amounts or r.unknown or _A_COST.search(self._asking(q, r)):
            return False
        wanted = r.likely.get("ask:verdict", 1.0) + r.likely.get("ask:payout", 0.0)
        if wanted < VERDICT_UNLIKELY and not q.followup:
            return False
        return bool(perils or r.facts) and q.wants("coverage", "compare")

    def _asking(self, q: Query, r: SchemeReading | None = None) -> str:
        """The sentences that ask (names of plans and options blanked, where a reading is given), or the whole message."""
        m = q.message
        text = r.bare if r is not None and len(r.bare) == len(m.text) else m.text
        parts = [text[s.start : s.end] for s in m.sentences if s.asks] or [text]
        return " ".join(parts)

    def _plans(self, r: SchemeReading, scheme: Scheme) -> list[_Named]:
        """The plans to judge with their riders; an option that stands for a plan of its own is reported under its name."""
        ids = r.plans or tuple(p for p, x in scheme.plans.items() if x.offered)
        if r.variants:
            cases = [
                self._plans(replace(r, riders=v, plans=ids, variants=(), plans_from="text"), scheme) for v in r.variants
            ]
            return list({n.report: n for case in cases for n in case}.values())
        attached = self.closure(scheme, r.riders)
        out = []
        if not attached and r.plans_from != "text":
            out += self._by_option(r, scheme, ids)
        for plan in ids:
            own = tuple(dict.fromkeys((*scheme.plans[plan].riders, *attached)))
            report = next((scheme.riders[x].plan for x in reversed(attached) if scheme.riders[x].plan), None)
            out.append(_Named(report or plan, plan, own))
        return list({n.report: n for n in out}.values())

    def _by_option(self, r: SchemeReading, scheme: Scheme, ids: Sequence[str]) -> list[_Named]:
        """The option that a section belongs to, where costs of that section are asked about and no plan is named."""
        sections = {scheme.items[i].section for i in r.items}
        return [
            _Named(x.plan, ids[0], (*scheme.plans[ids[0]].riders, rider))
            for rider, x in scheme.riders.items()
            if x.plan and sections and not x.requires and sections <= set(x.sections)
        ][:1]

    def closure(self, scheme: Scheme, riders: Sequence[str]) -> tuple[str, ...]:
        """Riders with those they require, required ones first."""
        out: list[str] = []
        for rider in riders:
            for needed in scheme.riders[rider].requires:
                if needed not in out:
                    out.append(needed)
            if rider not in out:
                out.append(rider)
        return tuple(out)

    def groups(self, r: SchemeReading, scheme: Scheme) -> list[PlanFindings]:
        """The findings for each plan."""
        items = r.items
        if not items:
            of_riders = tuple(dict.fromkeys(s for x in r.riders for s in scheme.riders[x].sections))
            sections = r.sections or of_riders or tuple(scheme.sections)
            items = tuple(g for s in sections if (g := scheme.sections[s].general) is not None)
        out = []
        for named in self._plans(r, scheme):
            findings = [assess(scheme, named.plan, i, told_facts(r, scheme), named.riders) for i in items]
            if not r.items and len({f.verdict for f in findings}) > 1:
                # Nothing was named: a section that is merely silent or out of place says nothing against one that answers.
                near = [f for f in findings if not _out_of_place(f, r, scheme)] or findings
                told = [f for f in near if f.verdict != "undetermined"]
                # What is merely silent gives way even to a condition on something that nobody has mentioned.
                findings = told or [f for f in findings if f.verdict != "undetermined"] or near
            out.append(PlanFindings(named.report, tuple(findings), named.riders))
        return out

    def subject(self, desk: Desk, r: SchemeReading, barred: bool) -> str:
        """What was asked about, in words; `barred` says that it is covered nowhere."""
        scheme = desk.scheme
        perils = [f for f, v in r.facts.items() if scheme.facts[f].kind == "peril" and v is not False]
        if r.items:
            names = [desk.t(scheme.items[i].name) for i in r.items]
            joined = ("・" if desk.language == "ja" else ", ").join(names[:4])
            general_only = all(scheme.stands_for_section(i) for i in r.items)
            if perils and general_only:
                peril = desk.t(scheme.facts[perils[0]].name)
                return f"{peril}による{joined}" if desk.language == "ja" else f"{joined} for {peril}"
            return joined
        if perils:
            return desk.t(scheme.facts[perils[0]].name)
        told = [f for f, v in r.facts.items() if v is True]
        if told and barred:
            return desk.t(scheme.facts[told[0]].name)
        return "ご質問の件" if desk.language == "ja" else "the case you describe"

    def _with_option(self, q: Query, r: SchemeReading, scheme: Scheme) -> SchemeReading:
        """Where it is asked whether an option would help, and none is named: with the first that does, and without."""
        if r.riders or r.variants or not asks_which_option(q.message.text):
            return r
        if not all(v == "not_covered" for g in self.groups(r, scheme) for v in g.verdicts):
            return r
        for rider, x in scheme.riders.items():
            if x.plan and not x.requires:
                better = self.groups(replace(r, riders=(rider,)), scheme)
                if better and all(v in ("covered", "conditional") for g in better for v in g.verdicts):
                    return replace(r, variants=((), (rider,)))
        return r

    def _one_by_one(self, q: Query, r: SchemeReading, desk: Desk) -> Answer | None:
        """Incidents of one kind that are asked about separately ("patent and copyright: each?"), each judged on its own."""
        perils = [f for f, v in r.facts.items() if v and desk.scheme.facts[f].kind == "peril"]
        if not 2 <= len(perils) <= 3 or not _EACH.search(q.message.text):
            return None
        # "Under each plan" asks for plans, and costs that are named are judged one by one anyway.
        if len(self._plans(r, desk.scheme)) > 1 or any(not desk.scheme.stands_for_section(i) for i in r.items):
            return None
        parts = []
        for peril in perils:
            facts = {f: v for f, v in r.facts.items() if f == peril or f not in perils}
            parts.append(self.verdict(q, replace(r, facts=facts), desk))
        found = [p for p in parts if p is not None]
        # One incident of several traits gets one verdict; only where they part is each an answer of its own.
        if len(found) == len(perils) and len({tuple(v.verdict for v in p.verdicts) for p in found}) > 1:
            return together(found)
        return None

    def verdict(self, q: Query, r: SchemeReading, desk: Desk) -> Answer | None:
        """Whether it is covered, plan by plan; None where neither a cost nor an incident was told."""
        each = self._one_by_one(q, r, desk)
        if each is not None:
            return each
        r = self._with_option(q, r, desk.scheme)
        groups = self.groups(r, desk.scheme)
        if not groups or not any(g.findings for g in groups):
            return None
        told = r.items or any(desk.scheme.facts[f].kind == "peril" and v is not False for f, v in r.facts.items())
        if not told and not barred(groups):
            # Circumstances alone tell of no loss; only what bars any loss can be judged on them.
            return None
        notes = []
        better = self._better_plan(r, desk, groups)
        if better:
            notes.append(better)
        notes += by_definition(desk, r, groups)
        if q.supposes_not:
            notes += lifted_exclusions(desk, r, groups)
        return write_coverage(
            desk,
            groups,
            self.subject(desk, r, barred(groups)),
            supposes=q.supposes,
            supposes_not=q.supposes_not,
            notes=notes,
            basis=basis(r, groups),
        )

    def _better_plan(self, r: SchemeReading, desk: Desk, groups: Sequence[PlanFindings]) -> str | None:
        """Not covered here, but covered under another plan of the scheme: says which."""
        asked = {g.plan for g in groups}
        if not r.plans or any(v != "not_covered" for g in groups for v in g.verdicts) or r.riders:
            return None
        others = tuple(p for p, x in desk.scheme.plans.items() if x.offered and p not in asked)
        if not others:
            return None
        found = self.groups(replace(r, plans=others), desk.scheme)
        good = [g for g in found if set(g.verdicts) == {"covered"}]
        part = [g for g in found if "conditional" in g.verdicts and "not_covered" not in g.verdicts]
        if good:
            name = desk.plan_label(good[0].plan)
            return f"なお、{name}であれば補償の対象です。" if desk.language == "ja" else f"The {name} would cover it."
        if part:
            name = desk.plan_label(part[0].plan)
            return (
                f"なお、{name}であれば条件つきで補償の対象です。"
                if desk.language == "ja"
                else f"The {name} would cover it under conditions."
            )
        return None

    def _passages(self, q: Query, r: SchemeReading, desk: Desk) -> Answer | None:
        hits = [
            (s, v)
            for s, v in self.search(q.topic or q.message.text, r.scheme, q.message.language, 3)
            if v >= PASSAGE_FLOOR
        ]
        return write_passages(desk, hits[:3]) if hits else None

    # ------------------------------------------------------------------ several schemes

    def _several(self, q: Query, today: dt.date) -> Answer:
        named = [r for r in q.readings if r.named or r.plans or r.riders]
        readings = named or list(q.readings)
        if len(readings) == 1:
            return self._single(q, readings[0], today) or self._nothing(q, readings)
        desks = [Desk(self.corpus, self.corpus.schemes[r.scheme], q.message.language) for r in readings]
        judged = [
            (d, r)
            for d, r in zip(desks, readings, strict=True)
            if self._asks_verdict(q, r, d) and (r.items or any(d.scheme.facts[f].kind == "peril" for f in r.facts))
        ]
        if asks_printed_case(q.message.text):
            told = [
                (x, r)
                for r in readings
                if (x := self._printed_case(self.links(q, r), self.corpus.schemes[r.scheme], q.message.text))
            ]
            if told:
                case, r = max(told, key=lambda t: t[0].score)
                desk = Desk(self.corpus, self.corpus.schemes[r.scheme], q.message.language)
                return write_cases(desk, desk.scheme.statements[case.id], q.message.text)
        found = write_across(self, q, list(zip(desks, readings, strict=True)), judged)
        if found is not None:
            return found
        if named and len(named) < len(self.corpus.schemes):
            parts = [a for r in named if (a := self._single(q, r, today)) is not None]
            if parts:
                return together(parts)
        if ALL_SCHEMES.search(q.message.text):
            each = self._each_scheme(q, readings)
            if each is not None:
                return each
        which = self._which_scheme(q, readings)
        if which is not None:
            return which
        best = max(
            ((self.links(q, r)[0], r) for r in readings if self.links(q, r)), key=lambda x: x[0].score, default=None
        )
        if best is not None and (
            best[0].score >= STATEMENT_LIKELY or (best[0].pattern and best[0].score >= STATEMENT_FLOOR)
        ):
            answer = self._single(q, best[1], today)
            if answer is not None:
                return answer
        return self._nothing(q, readings)

    def _each_scheme(self, q: Query, readings: Sequence[SchemeReading]) -> Answer | None:
        """What each scheme's brochure says on the subject, where all schemes are asked about."""
        parts = []
        for r in readings:
            desk = Desk(self.corpus, self.corpus.schemes[r.scheme], q.message.language)
            best = next(iter(self.links(q, r)), None)
            if best is not None and best.score >= (STATEMENT_FLOOR if best.pattern else STATEMENT_LIKELY):
                answer = write_statement(desk, desk.scheme.statements[best.id])
                parts.append(answer.model_copy(update={"text": f"**{desk.t(desk.scheme.short)}**\n\n{answer.text}"}))
        return together(parts) if len(parts) > 1 else None

    def _which_scheme(self, q: Query, readings: Sequence[SchemeReading]) -> Answer | None:
        """No scheme is named, and several have something to say on the subject: asks which one is meant."""
        likely: list[tuple[float, SchemeReading]] = []
        for r in readings:
            links = self.links(q, r)
            if links and (
                links[0].score >= STATEMENT_LIKELY or (links[0].pattern and links[0].score >= STATEMENT_FLOOR)
            ):
                likely.append((links[0].score, r))
        if not likely:
            return None
        top = max(score for score, _ in likely)
        near = [r for score, r in likely if score >= SCHEME_RIVAL * top]
        if len(near) < 2:
            return None
        return general.which_scheme(q.message.language, [self.corpus.schemes[r.scheme] for r in near], q.message.cased)

    def _nothing(self, q: Query, readings: Sequence[SchemeReading]) -> Answer:
        schemes = [self.corpus.schemes[r.scheme] for r in readings]
        return general.outside(q.message.language, schemes)

    def _has_content(self, q: Query) -> bool:
        return any(r.items or r.facts or r.choices or r.plans for r in q.readings) or len(q.message.text) > 40

    def differences(self, q: Query, r: SchemeReading) -> Answer | None:
        """What one plan of the scheme has that another lacks."""
        desk = Desk(self.corpus, self.corpus.schemes[r.scheme], q.message.language)
        return write_differences(desk, r.plans or tuple(desk.scheme.plans))


def _weighed(link: Link, probability: float) -> Link:
    """A link with what the classifiers think of it."""
    return replace(link, score=round(link.score + LEARNED_WEIGHT * math.log((probability + LEAST) / EVEN), 6))


def told_facts(r: SchemeReading, scheme: Scheme) -> dict[str, bool | None]:
    """What the message states, and what the types or sets named in it imply."""
    return {**facts_of_choices(scheme, r.choices), **r.facts}


def _out_of_place(finding: Finding, r: SchemeReading, scheme: Scheme) -> bool:
    """Whether a finding depends on a trigger that nobody has mentioned."""
    untold = {f for f, x in scheme.facts.items() if x.kind == "peril" and f not in r.facts}
    return any(all(any(f in untold for f, _ in way) for way in condition) for condition in finding.conditions)


def together(parts: Sequence[Answer]) -> Answer:
    """Answers of several schemes one below the other, as one answer."""
    first = parts[0]
    if len(parts) == 1:
        return first
    return Answer(
        language=first.language,
        kind="comparison",
        text="\n\n---\n\n".join(p.text for p in parts),
        verdicts=tuple(v for p in parts for v in p.verdicts),
        amounts=tuple(a for p in parts for a in p.amounts),
        citations=tuple(dict.fromkeys(c for p in parts for c in p.citations)),
        caveats=tuple(dict.fromkeys(c for p in parts for c in p.caveats)),
        abstained=all(p.abstained for p in parts),
        derivation=tuple(d for p in parts for d in p.derivation),
    )


def clashing_riders(scheme: Scheme, attached: Sequence[str]) -> tuple[str, str] | None:
    """Two attached options that exclude each other, the one that says so first; None where all go together."""
    for rider in attached:
        for other in scheme.riders[rider].excludes:
            if other in attached:
                return rider, other
    return None


def barred(groups: Sequence[PlanFindings]) -> bool:
    """Whether nothing of what was asked is covered under any plan."""
    return all(v == "not_covered" for g in groups for v in g.verdicts)


def _premium(desk: Desk, r: SchemeReading, q: Query) -> Answer | None:
    """The premium: one that is not printed, of a switch, of several together, or of one plan; the first that fits."""
    return write_not_printed(desk, q) or write_switch(desk, r, q) or write_bill(desk, r, q) or write_premium(desk, r, q)


def basis(r: SchemeReading, groups: Sequence[PlanFindings]) -> dict[str, str]:
    """On what the answer stands: scheme, plans and where they come from, type and rank."""
    out = {"scheme": r.scheme, "plans": ",".join(g.plan for g in groups), "plans_from": r.plans_from}
    out |= {d: ",".join(v) for d, v in r.choices.items()}
    return out
