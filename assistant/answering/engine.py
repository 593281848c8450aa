"""From a query to an answer: decides which kind of answer fits, has the rules compute it, and has it written.

The order matters and is the same for every scheme: choices that do not exist, subjects on which the brochure is
silent, figures (premium, payout, limit, deductible), dates, statements, verdicts, and at last passages without verdict.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence

from assistant.answer import Answer, Language
from assistant.answering import general
from assistant.answering.asked import (
    asks_of_document,
    asks_softly,
    asks_verdict,
    asks_who,
    beyond_period,
    compares_limits,
    compares_premiums,
    surely,
)
from assistant.answering.cases import (
    SEVERAL,
    adds_up,
    asks_dated_case,
    asks_printed_case,
    dated_cases,
    write_cases,
    write_dated,
)
from assistant.answering.compare import write_differences
from assistant.answering.context import Desk
from assistant.answering.contract import answer_on_contract
from assistant.answering.examples import asks_example
from assistant.answering.foreign import Foreign
from assistant.answering.joining import together
from assistant.answering.judging import clashing_riders, closure, verdict_on
from assistant.answering.limit_wish import limit_in_mind
from assistant.answering.limits import write_deductible
from assistant.answering.linked import STATEMENT_FLOOR, STATEMENT_LIKELY, Links, printed_case
from assistant.answering.options import narrowing_option
from assistant.answering.payouts import Wish
from assistant.answering.rates import write_rate
from assistant.answering.reckoned import STATEMENT_SURE, figures_of, payout_of, worked_out
from assistant.answering.several import answer_several
from assistant.answering.statements import write_deadline, write_passages, write_statement
from assistant.answering.subjects import Subjects, unprinted_figures
from assistant.corpus.brochure import Section
from assistant.corpus.loader import Corpus
from assistant.corpus.model import DeadlineRule, PremiumExamples, Scheme, Statement
from assistant.corpus.patterns import PatternSet
from assistant.derived.shelf import NOWHERE, Shelf
from assistant.errors import AmountError
from assistant.understanding.dates import find_dates
from assistant.understanding.intents import find_intents
from assistant.understanding.linking import Link, PatternHits
from assistant.understanding.query import Cost, Query, SchemeReading
from assistant.understanding.text import is_other_language
from assistant.understanding.wished_day import wished_day

STATEMENT_SILENT = 0.60  # what the brochure leaves out, before any figure is tried
PASSAGE_FLOOR = 0.44
BOTH_SCORE = 0.90
# What stands in the brochure is asked for, or a name: a statement near enough is the answer, and no verdict.
DOCUMENT_SCORE, WHO_SCORE, STATEMENT_NEVER = 0.60, 1.00, 9.0

Search = Callable[[str, str | None, Language, int], Sequence[tuple[Section, float]]]

_GREETING = re.compile(
    r"^(?:こんにちは|こんばんは|おはよう|はじめまして|ありがと|お疲れ|hello|hi\b|hey\b|good (?:morning|afternoon|evening)|thanks|thank you)"
)
# "Thanks, that's all!" asks for nothing, whatever was talked about before.
_CLOSING = re.compile(
    r"(?:(?:ok(?:ay)?|great|perfect|lovely|super|brilliant|wonderful|cheers|thanks?(?: (?:a lot|so much|very much|again))?|"
    r"(?:thank you|many thanks|much appreciated)(?: (?:so|very) much)?|got it|i see|understood|noted|very helpful|bye|goodbye|see you|"
    r"that(?:['’]s| is| was| will be) (?:all|it|everything)(?: (?:for (?:now|today)|i (?:needed|wanted)(?: to know)?|from me))?|"
    r"(?:no (?:more|further) questions|nothing else)(?: for now)?|have a (?:nice|good) day)[\s,.!;–-]*)+|"
    r"(?:(?:どうも|本当に|大変|とても)?(?:ありがと(?:う)?(?:ございま(?:す|した))?|助かりました|助かります|以上(?:です|になります)?|(?:よく)?(?:わかり|分かり)ました|"
    r"了解(?:です|しました)?|承知(?:しました)?|なるほど|もう大丈夫です|では(?:また)?|さようなら|失礼します|お疲れさま(?:でした)?)[、。!\s]*)+"
)
_PERSONAL = re.compile(
    r"are you (?:a |an )?(?:human|person|robot|bot|ai|real)|あなたは(?:人間|誰|ai|ロボット)|人間ですか|what did you (?:eat|have for)|your name"
)


# "Can both be attached at once?" asks about them together, not about one and the other.
_AT_ONCE = re.compile(
    r"同時に|一緒に|いっしょに|併用|両立|重ねて|重ね付け|組み合わせ|\bat (?:once|the same time)\b|\btogether\b|\bcombin\w+|\bside by side\b"
)
_PLAN_WORDS = frozenset(("特約", "オプション", "プラン", "コース", "plan", "option", "rider", "package", "course"))
_AND = re.compile(r"」と「|『|それぞれ|と[^。]{1,16}(?:の違い|は何|って何|の意味)|\band\b")


class Answerer:
    """Answers queries over a corpus; built once, used by all threads."""

    def __init__(
        self,
        corpus: Corpus,
        search: Search,
        hits: Mapping[str, PatternHits] | None = None,
        shelf: Shelf = NOWHERE,
    ) -> None:
        """Answer over this corpus; what is derived from it alone is kept on the `shelf`."""
        self.corpus, self.search = corpus, search
        self._links = Links(corpus, hits, shelf)
        self._foreign = Foreign(corpus, shelf)
        self.subjects = Subjects(corpus.schemes, self._links)
        self._deadlines = {
            s: [(d, PatternSet(d.words.yes), PatternSet(d.words.no)) for d in scheme.deadlines.values()]
            for s, scheme in corpus.schemes.items()
        }

    def warm(self) -> None:
        """Build all that is built at first use; a server does so before it serves."""
        self._links.warm()

    def links(self, q: Query, r: SchemeReading) -> list[Link]:
        """Statements that the message may be about, best first; a follow-up is read with what it follows."""
        return self._links.links(q, r)

    def guess_item(self, q: Query, r: SchemeReading, scheme: Scheme) -> tuple[SchemeReading, tuple[str, ...]]:
        """The reading with the cost that words unknown to it clearly mean, or else the nearest few."""
        return self._links.guess_item(q, r, scheme)

    def names_statement(self, q: Query, least: float, answer: Answer) -> bool:
        """Whether the message alone, whatever was said before it, names the statement that an answer is written from."""
        for r in q.readings:
            found = self._links.named(q, r, least)
            if (
                found
                and self.corpus.schemes[r.scheme].statements[found].text.of(q.message.language).strip() in answer.text
            ):
                return True
        return False

    def verdict(self, q: Query, r: SchemeReading, desk: Desk) -> Answer | None:
        """Whether it is covered, plan by plan; None where neither a cost nor an incident was told."""
        return verdict_on(q, r, desk)

    def payout(
        self, q: Query, r: SchemeReading, desk: Desk, told: Sequence[Cost], wish: Wish | None = None
    ) -> Answer | None:
        """What is paid for priced costs; None where the brochure states no money or none of the costs is paid."""
        return payout_of(q, r, desk, told, wish)

    def answer(self, q: Query, today: dt.date) -> Answer:
        """Answer one query. `today` is what relative dates in the question count from."""
        lang = q.message.language
        schemes = [self.corpus.schemes[r.scheme] for r in q.readings]
        if is_other_language(q.message.cased):
            return general.outside("en", list(self.corpus.schemes.values()))
        if _CLOSING.fullmatch(q.message.text.strip()):
            return general.closing(lang)
        if _PERSONAL.search(q.message.text) or (
            _GREETING.match(q.message.text) and not self._has_content(q) and not find_intents(q.message.text)
        ):
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
        if q.figures.foreign and not q.figures.amounts and q.wants("payout", "premium"):
            return general.foreign_currency(lang, q.figures.foreign[0].text)
        if self._foreign.subject(q):
            return general.outside(lang, schemes)
        if len(q.readings) == 1:
            return self.single(q, q.readings[0], today) or self.nothing(q, [q.readings[0]])
        return answer_several(self, q, today)

    def single(self, q: Query, r: SchemeReading, today: dt.date) -> Answer | None:
        """The answer of one scheme; None where it has none."""
        desk = Desk(self.corpus, self.corpus.schemes[r.scheme], q.message.language)
        for c in r.wrong:
            if c.dimension == "plan":
                if r.plans_from != "text" and not r.riders and not self._speaks_of(q, r, desk, c.raw):
                    return general.wrong_plan(desk, c.raw)
                continue
            if c.dimension not in r.choices:
                return general.wrong_choice(desk, c.dimension, c.raw, r.plans)
        if r.conflict:
            return general.mismatch(desk, *r.conflict)
        clash = clashing_riders(desk.scheme, closure(desk.scheme, r.riders))
        if clash and (not r.variants or _AT_ONCE.search(q.message.text)):
            return general.impossible(desk, *clash)
        moving = compares_limits(q, r)
        on_contract = None if moving else answer_on_contract(desk, q, r, self._links.hits(r.scheme, q.message.text))
        if on_contract is not None:
            return on_contract
        asked = self._on_subject(q, r, desk, today)
        if asked is not None:
            return asked
        unprinted = unprinted_figures(q, r, desk, next(iter(self.links(q, r)), None))
        if unprinted is not None:
            return unprinted
        q, r = limit_in_mind(q, r, desk)
        r, candidates = self._links.guess_item(q, r, desk.scheme)
        if q.wants("premium") and not q.followup and beyond_period(q, desk.scheme):
            return general.not_stated(desk)
        worked = worked_out(q, r, desk)
        if worked and not q.intents:
            # A figure that no word asks for: what the brochure is silent on, in so many words, comes first.
            said = next(iter(self.links(q, r)), None)
            if said is not None and said.pattern and said.score >= STATEMENT_SILENT:
                about = desk.scheme.statements[said.id]
                if about.silent:
                    return write_statement(desk, about)
        if worked:
            # "What is the premium, and what is the deductible?" asks two things.
            asks_both = "deductible" in q.intents and q.wants("premium") and worked.kind == "amount" and not r.items
            second = write_deductible(desk, r) if asks_both else None
            return together([worked, second]) if second is not None else worked
        links = self.links(q, r)
        option = narrowing_option(desk, q, r, links)
        if option is not None:
            return write_statement(desk, desk.scheme.statements[option])
        if asks_dated_case(desk.scheme, q.message.text):
            dated_case = self._dated_case(desk, q, links)
            return write_dated(desk, dated_case, q.message.text)
        if asks_printed_case(q.message.text):
            printed = printed_case(links, desk.scheme, q.message.text)
            if printed is not None:
                return write_cases(desk, desk.scheme.statements[printed.id], q.message.text)
        best = links[0] if links else None
        statement = desk.scheme.statements.get(best.id) if best else None
        perils = [f for f in r.facts if desk.scheme.facts[f].kind == "peril" and r.facts[f] is not False]
        incident = bool(perils) and q.wants("coverage")
        if (
            best
            and statement
            and statement.silent
            and best.pattern
            and best.score >= (STATEMENT_SURE if incident else STATEMENT_SILENT)
            and not q.followup
            and not compares_premiums(q, r)
        ):
            return write_statement(desk, statement)
        rate = write_rate(desk, r, q)
        if (rate or q.wants("premium")) and not q.followup and not compares_premiums(q, r):
            # A premium that is not the one printed (next year's, a part of the year's) must not get the printed figure.
            hushed = next(
                (x for x in links if x.pattern and x.score >= STATEMENT_SILENT and desk.scheme.statements[x.id].silent),
                None,
            )
            if hushed:
                return write_statement(desk, desk.scheme.statements[hushed.id])
        if rate is not None:
            return rate
        told = r.items or any(v for v in r.facts.values())
        dated = self._dates(q, r, desk, today)
        if dated:
            return dated
        if best and statement and surely(q, r, desk, best):
            both = [x for x in links[:2] if x.pattern and x.score >= BOTH_SCORE]
            if len(both) == 2 and _AND.search(q.message.text) and "define" in q.intents:
                return together([write_statement(desk, desk.scheme.statements[x.id]) for x in both])
            return self._stated(q, r, desk, best)
        if best and statement and best.pattern and best.score >= STATEMENT_SURE + 0.35 and not told:
            return write_statement(desk, statement)
        return (
            figures_of(q, r, desk, best)
            or self._statement_or_verdict(q, r, desk, best)
            or (general.which_cost(desk, candidates, q.message.cased) if candidates else None)
            or self._passages(q, r, desk)
        )

    def _on_subject(self, q: Query, r: SchemeReading, desk: Desk, today: dt.date) -> Answer | None:
        """What the brochure says, or that it is silent, on a question about the contract; a figure that is printed comes first."""
        found = self.subjects.statement(q, r)
        if found is None:
            return None
        rule = desk.scheme.premium
        if isinstance(rule, PremiumExamples) and len(r.plans) > 1 and asks_example(desk, r, q, rule):
            return None  # "from this plan to that one, by how much does it go up?": no other year's premium is meant
        statement = desk.scheme.statements[found]
        if (not statement.silent or compares_limits(q, r)) and (
            q.wants("premium") or worked_out(q, r, desk) is not None
        ):
            return None
        return self._dates(q, r, desk, today) or write_statement(desk, statement)

    def _speaks_of(self, q: Query, r: SchemeReading, desk: Desk, raw: str) -> bool:
        """Whether what looks like an unknown name is one that a statement asked for uses: 「メールの特約」."""
        found = next((x for x in self.links(q, r) if x.pattern and x.score >= BOTH_SCORE), None)
        if found is None:
            return False
        said = desk.scheme.statements[found.id]
        pieces = [w for w in re.findall(r"[ァ-ヺー一-龥]{2,}|[a-z]{4,}", raw) if w not in _PLAN_WORDS]
        text = f"{said.text.ja} {said.text.en}".lower()
        return bool(pieces) and all(w in text for w in pieces)

    def _dated_case(self, desk: Desk, q: Query, links: Sequence[Link]) -> tuple[Statement, ...]:
        """The printed cases of the month named; the one that the message tells of, where it tells of one of them."""
        found = dated_cases(desk.scheme, q.message.text)
        told = [x.id for x in links if x.pattern and desk.scheme.statements[x.id] in found]
        if len(told) == 1 and not adds_up(q.message.text) and not SEVERAL.search(q.message.text):
            return (desk.scheme.statements[told[0]],)
        return found

    def _stated(self, q: Query, r: SchemeReading, desk: Desk, best: Link) -> Answer:
        """What the brochure says on the subject, and on what else the message asks in further sentences."""
        silent = desk.scheme.statements[best.id].silent
        found = (best.id,) if silent else (best.id, *self._links.further(q, r, best.id))
        return together([write_statement(desk, desk.scheme.statements[x]) for x in found])

    def _dates(self, q: Query, r: SchemeReading, desk: Desk, today: dt.date) -> Answer | None:
        if "deadline" not in q.intents:
            return None
        told = any(desk.scheme.facts[f].kind == "peril" and v for f, v in r.facts.items())
        period = desk.scheme.period
        reference = (period.start.date(), period.end.date()) if period else None
        found = [d for d in find_dates(q.message.cased, today, reference) if d.date is not None]
        # "We noticed it on 10 January." "Until when must we report it?": the day was told a turn before.
        before = [d.date for d in find_dates(q.earlier, today, reference) if d.date is not None]
        for rule in self._named_deadlines(q, desk):
            since = rule.kind in ("days-after", "years-after")
            if not since and (told or r.items):
                continue
            day = found[0].date if since and found else before[0] if since and len(before) == 1 else None
            if not since:
                day = wished_day(q.message.cased, found, today)
            if day is not None or rule.kind == "fixed":
                return write_deadline(desk, rule, day)
        return None

    def _named_deadlines(self, q: Query, desk: Desk) -> list[DeadlineRule]:
        """The deadlines that the message may mean, in the scheme's order."""
        return [d for d, yes, no in self._deadlines[desk.scheme.scheme] if yes.find(q.topic) and not no.find(q.topic)]

    def _statement_or_verdict(self, q: Query, r: SchemeReading, desk: Desk, best: Link | None) -> Answer | None:
        statement = desk.scheme.statements.get(best.id) if best else None
        verdict = verdict_on(q, r, desk) if asks_verdict(q, r, desk) else None
        if best is None or statement is None:
            return verdict
        soft = asks_softly(q)
        if verdict is not None:
            if not q.wants("coverage", "compare") and best.pattern and best.score >= STATEMENT_SURE:
                return self._stated(q, r, desk, best)
            if soft and best.score >= STATEMENT_FLOOR and best.pattern:
                return self._stated(q, r, desk, best)
            if soft and "count" in q.intents and statement.silent and best.score >= STATEMENT_SILENT:
                return self._stated(q, r, desk, best)  # "How many hours until …?" asks for a number, no verdict
            if best.score >= (DOCUMENT_SCORE if asks_of_document(q) else WHO_SCORE if asks_who(q) else STATEMENT_NEVER):
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

    def _passages(self, q: Query, r: SchemeReading, desk: Desk) -> Answer | None:
        hits = [
            (s, v)
            for s, v in self.search(q.topic or q.message.text, r.scheme, q.message.language, 3)
            if v >= PASSAGE_FLOOR
        ]
        return write_passages(desk, hits[:3]) if hits else None

    def nothing(self, q: Query, readings: Sequence[SchemeReading]) -> Answer:
        """That the schemes read have no answer."""
        schemes = [self.corpus.schemes[r.scheme] for r in readings]
        return general.outside(q.message.language, schemes)

    def _has_content(self, q: Query) -> bool:
        return any(r.items or r.facts or r.choices or r.plans for r in q.readings) or len(q.message.text) > 40

    def differences(self, q: Query, r: SchemeReading) -> Answer | None:
        """What one plan of the scheme has that another lacks."""
        desk = Desk(self.corpus, self.corpus.schemes[r.scheme], q.message.language)
        return write_differences(desk, r.plans or tuple(desk.scheme.plans))
