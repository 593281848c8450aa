"""Read a conversation into a Query: each message in the terms of each scheme, later turns over earlier ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.conversation import Selection
from assistant.corpus.model import PremiumExamples, PremiumRate, Scheme
from assistant.corpus.patterns import Match
from assistant.understanding.amounts import (
    BARE_YEN,
    attach_amounts,
    find_needs,
    residents_of,
    supposed_amounts,
    to_whom,
)
from assistant.understanding.asides import list_signs
from assistant.understanding.asked_for import unknown_thing
from assistant.understanding.corrections import without_corrected
from assistant.understanding.cover_sums import cover_sums, types_by_limit
from assistant.understanding.dialogue import (
    CORRECTION,
    TOGETHER,
    WHAT_IF,
    carry,
    follow_plan,
    keep_person,
    owned,
    relation,
)
from assistant.understanding.followups import (
    adds_what_was_left_out,
    asks_the_same,
    changes_choice,
    corrected_residents,
    dated,
    first_named,
    helpful_riders,
    leaves_out,
    merely_prompts,
    names_another_date,
    residents_told,
    wishes_for,
    without_same,
)
from assistant.understanding.frames import Frames, key_of
from assistant.understanding.intents import Intent, find_intents, in_full, supposes, supposes_not_covered
from assistant.understanding.lexicon import ChoiceMention, Lexicon, Mention, Span, find_choices, mask, ordinal
from assistant.understanding.numbers import Figures, find_all
from assistant.understanding.opinion import Opinion, likely_intents
from assistant.understanding.query import Cost, Query, SchemeReading
from assistant.understanding.recall import by_context, drops, last_two, named_before, with_number
from assistant.understanding.recipients import names_only_recipient, recipient, with_recipient
from assistant.understanding.references import (
    asks_of_another,
    mere_label,
    moves_to,
    names_only_a_section,
    next_type,
    other_plan,
    sets_beside,
    supposes_other_plan,
)
from assistant.understanding.rows import in_a_row
from assistant.understanding.sizes import by_limit, moved_limits
from assistant.understanding.text import Language, Message, detect_language, prepare
from assistant.understanding.timeline import CLAIM_IN_PERIOD, COST_IN_TIME, IN_TIME, LATE, facts_by_dates
from assistant.understanding.unknown_plans import unknown_plans
from assistant.understanding.variants import asks_what_it_changes, base_alone, variants_of

_ELLIPTIC = re.compile(
    r"^(?:じゃあ?|では|それでは|なら|それ|その|これ|この場合|同じ|あと|また|さらに|ちなみに|いや|いえ|違|もし|逆に|で、|だったら|そしたら|すると|"
    r"訂正|実は|さっき|先ほど|仮に|たとえば|correction|suppose|assuming|let's say|fine\b|good\b|right\b|hmm|well\b|"
    r"and\b|what about|how about|what if|plus\b|then\b|if\b|ok(?:ay)?\b|so\b|no,|sorry|actually|also\b|same\b|in that case|but\b|or\b)"
)
ALL_PLANS = re.compile(
    r"(?:両方|どちら|どっち|双方|いずれ|それぞれ|各)の?プラン(?:も|で|に|なら)?|両プラン|(?:入って|加入して|付けて|つけて)(?:い)?(?:る|ない)(?:場合|とき|時|町村?|村|の)?(?:と|、)[^。!?\n]{0,10}(?:入って|加入して|付けて|つけて)(?:い)?(?:る|ない)|(?:both|either|each|all|the two) (?:of the )?(?:plans?|covers?)|"
    # "what with the cyber part, and what without?"
    r"\bwith\b(?!out)[^.?!\n]{1,70}\b(?:and|or|versus|vs)\b[^.?!\n]{0,24}\bwithout(?: (?:it|that|them|the \w+))?\s*(?:[.?!]|$)|\bwithout\b[^.?!\n]{1,70}\b(?:and|or|versus|vs)\b[^.?!\n]{0,24}\bwith(?: (?:it|that|them))?\s*(?:[.?!]|$)"
)
_SHORT_REFERENCE = re.compile(r"\b(?:it|that|one|this|them)\b|それ|これ|その|(?:なし|無し)(?:だ|な|で)")
_HEAD = re.compile(r"^(?:あっ?|えっと|うーん|ah|oh|hm+|er|uh|um|ok(?:ay)?|well|but|no)[,.、 ]*")
_HOW_MUCH = re.compile(
    r"いくら|何円|なんぼ|どれくらい|\bhow much\b|what (?:comes|would|do|will|can) (?:be |we |i |it |you )?(?:back|paid|pay|get|receive|come)"
)
# "And if it is towels instead of money?": something else in the place of what was asked about.
_IN_ITS_PLACE = re.compile(
    r"\b(?:instead of|rather than|in place of)\b|(?:ではなく|じゃなく|でなく|の代わりに|のかわりに)"
)
_WITHOUT = re.compile(r"なし|無し|抜き|付け(?:な|ず)|つけ(?:な|ず)|\b(?:without|no)\b")
_REFERS_BACK = re.compile(
    r"^(?:それ|その|これ|この|なぜ|どうして|本当|理由|根拠|why|really|are you sure|and that|so\\b)"
)
# "In all four insurances": every scheme is meant, whatever was talked about before.
ALL_SCHEMES = re.compile(
    r"(?:[2-9]つ|二つ|三つ|四つ|すべて|全て|全部|各|どの|どちらの|それぞれの|他の?|ほか|残り|別々)の?(?:[2-9]つ|二つ|三つ)?の?(?:保険|制度)|(?:保険|制度)(?:ごと|を比べ|の比較)|"
    r"(?:all|which|any|each|every|none)(?: of)?(?: the| these| those| your)?(?: four)?(?: other)? (?:schemes?|insurances?|brochures?)|"
    # "Which of these cover it?", but "which of these are paid: the claims, our costs, the lost profit?" asks of the costs
    r"which of (?:these|them)(?! (?:costs?|losses|items?|expenses?|bills?|things?|events?|incidents?|are|is|were|will be|would be|can be|could be|do we|do you|does (?:it|that|the)|would (?:it|the)|will (?:it|the))\b)|"
    r"(?:the |any |your )?(?:other|remaining|rest of the|different) (?:two |three )?(?:schemes|insurances|insurance (?:schemes|policies|products))|any other (?:scheme|insurance)|"
    r"(?:(?:all|any|each|every|none|which)(?: one)?(?: of)?|among|across|out of|of)(?: all)?(?: of)?(?: the| these| those| your)?(?: four)? (?:polic(?:y|ies)|products?|plans|covers?)(?: that)? you(?:['’]ve| have)? (?:know|sell|have|hold|handle|offer|carry|deal|got|keep|cover|stock|read)|"
    r"(?:お宅|そちら|御社|貴社|おたく|あなた)[^、。!?\n]{0,3}(?:扱って|取り扱って|知って|持って|把握して)[^、。!?\n]{0,6}(?:保険|制度|商品)|(?:手元|お手持ち|取り?扱い?)の(?:各)?(?:保険|制度|商品)|(?:どれか|いずれか|どこか)の(?:保険|制度|商品)"
)
_OTHER_SCHEMES = re.compile(
    r"(?:他の?|ほかの?|残り(?:の)?|それ以外の?)(?:[2-9]つ|二つ|三つ)?の?(?:保険|制度)(?=[^、。!?\n]{0,8}(?:では|だと|なら|は|も|で|も含|と|[?？]))|"
    r"\b(?:the )?(?:other|remaining|rest of the) (?:two |three )?(?:schemes|insurances|insurance (?:schemes|policies|products))"
)
# Words that carry no subject of their own; what remains beside them is something that was not recognised.
_FILLERS = re.compile(
    r"何[一-鿿]|計算|試算|制度|場合|時|際|住民|人口|差額|合計|補償|対象|保険|金額|費用|同様|結局|本当|理由|根拠|説明|詳細|詳しく|教えて|お願い|以外|以上|全部|両方|別|他|方|"
    r"プラン|タイプ|ケース|ページ|\b(?:what|about|then|that|this|these|those|there|would|could|should|will|with|without|under|other|another|stuff|thing|things|part|parts|plan|type|rank|"
    r"case|cases|costs|figures?|sums?|total|same|instead|also|please|explain|more|detail|details|really|sure|why|page|covered|cover|paid|half|double|twice|insurances?|polic(?:y|ies)|schemes?|brochures?|mean|does|have|from|where|which|"
    r"again|back|still|both|ourselves|ourself|myself|swallow|swallowing|bear|carry|shoulder|million|thousand|move|moved|choose|chose|take|took|went|goes|pick|picked|change|changed|switch|switched|rather|option|attach|attached|added|bought|residents|population|people|town|year|yearly|annual|premium|price|cost|amounts?|please|much|right|correct|correction|wait|actually|sorry|give|gives|need|want|like|just|only|less|higher|lower|cheaper|difference|different|well|item|items|last|first|answer|answers|apply|applies|hold|holds|true|stand|stands|matter|matters|taken|between|compared|either|neither|okay|thanks|tell|know|that's|what's|how|much|many|long|when|happens|if)\b"
)
# "Type F II: what would come back?": with a type or plan put in place, these ask for a figure of what was told.
_FIGURE_ASKED = {"payout", "difference"}
# 「それぞれの年間保険料も」, "and the premiums of both?"
_OF_EACH = re.compile(r"それぞれ|両方|どちらも|\b(?:both|each)\b")
# 「財政から…外せと言われたら」: who says so is no subject.
_TOLD_BY = re.compile(r"[^、。!?\s]{1,10}(?:から|に)(?=[^、。!?]{0,16}(?:言われ|聞かれ|頼まれ|指示され))")
_OF_FIGURES: tuple[Intent, ...] = ("premium", "payout", "limit", "deductible", "difference")
_UNKNOWN_CONTENT = re.compile(r"[一-鿿]{2}|[ァ-ヺー]{2}|[a-z]{4}")


# "Is the ransom paid? And the cost of restoring the data?": one more thing asked beside the one before.
_AND_ALSO = re.compile(r"(?:and|also|plus|what about|how about|または?|あと|それと|それから|さらに|加えて)(?![a-z])")

# 「身代金は払っていません」: told, not asked about.
_NOT_PAID = re.compile(
    r"(?:は|を|も|なんて|など)*(?:一切|まだ|もちろん)*払(?:って(?:は)?(?:い)?(?:な(?:い|く)|ま(?:せ|へ)|おら|へん)|わず|いませんでした|わなかった)|"
    r"\s+(?:was|were|has|have)(?: not|n['’]t) (?:been )?paid\b"
)

# "The gang wants a ransom. That too?": what was just told is what is asked about.
_POINTS = re.compile(
    r"^(?:and |so |then )?(?:is |would |does |will )?(?:that|this|it|these|those)(?: one)?(?: (?:paid|covered|included|ok|okay|all right))?(?: too| as well| also)?\s*\?$|"
    r"^(?:では|じゃあ?)?[、,]?(?:これ|それ|そっち|こっち|この分|その分)(?:は|も)(?:補償|対象|出(?:ます|る)|だめ|いけ(?:ます|る))?(?:です)?(?:か)?\s*[?？]$"
)

# "I only ask about the consultant", 「聞きたいのは調査費用だけ」: what alone is asked about.
_ASKED_ALONE = re.compile(
    r"\b(?:i|we)(?:['’]m| am|['’]re| are)? (?:only|just|merely|solely) (?:ask\w*|talk\w*|interested|concerned|mean\w*|care|want to know|wonder\w*|speak\w*) (?:about |in |of |whether )?[^.!?\n]*|"
    r"\b(?:my|our) (?:only )?question (?:is |concerns )(?:only |just )?(?:about )?[^.!?\n]*|\b(?:asking|talking) (?:only|just) about [^.!?\n]*|"
    r"(?:聞きたい|知りたい|お尋ねしたい|確認したい|伺いたい)のは、?[^。!?\n]*(?:だけ|のみ)|[^。、!?\n]{2,40}(?:だけ|のみ)(?:を|が)?(?:お?聞き|知りたい|教えて|確認し|伺い|お尋ね)"
)

_PRICED_IN_SENTENCE = 60
_PRICED_WITHIN = 16
"""Characters between a cost and an amount that prices it: "damages of 3 million, agreed with the insurer"."""
_COST_NOUN = re.compile(r"[一-龥ァ-ヺー](?:代金?|料金?|費用?|賃)$")
_THIS = re.compile(r"これ|それ|その|この|(?:is|does|will|can|would) (?:it|that|this)\b")


class Reader:
    """Reads conversations in the terms of the given schemes; stateless between calls."""

    def __init__(
        self, schemes: Mapping[str, Scheme], lexicons: Mapping[str, Lexicon], opinion: Opinion | None = None
    ) -> None:
        self.schemes, self.lexicons, self._opinion = schemes, lexicons, opinion
        # What was read a moment ago, in this turn or the one before, need not be read again.
        self._remembered = lru_cache(maxsize=256)(self._scheme)
        self._frames = Frames()
        self._types = {i: x.dimensions["type"].values if "type" in x.dimensions else {} for i, x in schemes.items()}
        self._full_names = {
            ident: tuple(
                prepare(name).text
                for text in (*(x.name for x in scheme.plans.values()), *(x.name for x in scheme.riders.values()))
                for name in (text.ja, text.en)
            )
            for ident, scheme in schemes.items()
        }

    def read(self, turns: Sequence[str], selection: Selection, language: Language | None = None) -> Query:
        """Read the last of `turns` (the person's messages, oldest first) in the light of the others."""
        frames: list[Query] = []
        place = b""
        for i, turn in enumerate(turns):
            said_in = language if i == len(turns) - 1 else None
            key = key_of(place, turn, selection, said_in)
            place = key_of(place, turn, selection, None)
            read = self._frames.get(key)
            if read is None:
                read = self._turn(turn, selection, frames, said_in)
                self._frames.put(key, read)
                if said_in == detect_language(read.message.cased):
                    self._frames.put(place, read)  # as it is read once other turns follow
            frames.append(read)
        return frames[-1]

    def _turn(self, raw: str, selection: Selection, frames: Sequence[Query], language: Language | None) -> Query:
        message = prepare(raw, language)
        before = frames[-1] if frames else None
        intents = find_intents(message.text if before is None else without_same(message.text))
        figures = without_corrected(find_all(message.cased), message.cased)
        own = _Alone(self, message)
        readings = self._choose_schemes(own, message, selection, before)
        if self._opinion is not None:
            readings = self._opinion.weigh(message, intents, figures, readings)
            intents = {**intents, **likely_intents(readings, intents)}
        if before is not None:
            placed = [self._in_light_of(r, message, before) for r in readings]
            placed = [self._with_what_was_said(r, message, figures, frames) for r in placed]
            if any(p.plans and not r.plans for p, r in zip(placed, readings, strict=True)) and any(
                r.items or any(r.facts.values()) for r in before.readings
            ):
                # "The cheaper of the two" names a plan here; no difference in price is asked for.
                intents = {i: n for i, n in intents.items() if i not in ("difference", "choose", "compare")}
            readings = placed
        to = recipient(message.text, figures)
        readings = [with_recipient(r, to, self.schemes[r.scheme].items) for r in readings]
        residents, bad = residents_of(figures, message)
        if len(
            everyone := [c.value for c in figures.counts if c.unit in ("resident", "person")]
        ) > 1 and TOGETHER.search(message.text):
            residents = max((v for v in everyone if isinstance(v, int)), default=residents)
        if before is not None and residents is None and not bad:
            residents = corrected_residents(message, figures, before.residents)
            if residents is None and before.residents is None and before.wants("premium") and self._by_heads(readings):
                residents = residents_told(message, figures)
        needs, budget = find_needs(figures, message)
        elliptic = before is not None and (
            self._is_elliptic(message, readings, figures)
            or self._takes_up(message, readings, before)
            or (before.wants("deadline") and names_another_date(message))
            or names_only_recipient(message.text)
            or (
                residents is not None
                and (before.residents is not None or before.wants("premium"))
                and not any(r.items for r in readings)
            )
        )
        if elliptic and not find_intents(without_same(message.text)):
            intents = {}  # "And without the option?" asks what was asked before, whatever it looks like alone
        if in_full(message.text) and any(c.yen for r in readings for c in r.costs):
            intents = {"payout": 0, **intents}
        query = Query(
            message,
            intents,
            figures,
            tuple(readings),
            supposes(message.text),
            supposes_not_covered(message.text),
            residents,
            bad,
            needs,
            budget,
            supposed_amounts(figures, message),
            followup=elliptic,
            topic=message.text,
            earlier=frames[-1].message.cased if frames else "",
        )
        if before is not None:
            query = self._merge(frames, query, elliptic)
            if elliptic:
                with_new = (with_recipient(r, to, self.schemes[r.scheme].items) for r in query.readings)
                query = replace(query, readings=tuple(with_new))
            if ALL_SCHEMES.search(message.text) and len(query.readings) == len(self.schemes):
                whole = tuple(replace(r, named=False, plans=own[r.scheme].plans) for r in query.readings)
                query = replace(query, readings=whole)
        return replace(query, readings=tuple(self._settle(r, selection, query) for r in query.readings))

    def _by_heads(self, readings: Sequence[SchemeReading]) -> bool:
        """Whether the premium of the one scheme talked about is reckoned by residents."""
        return len(readings) == 1 and isinstance(self.schemes[readings[0].scheme].premium, PremiumRate)

    def _by_example(self, readings: Sequence[SchemeReading]) -> bool:
        """Whether the premium of the one scheme talked about is printed for examples only."""
        return len(readings) == 1 and isinstance(self.schemes[readings[0].scheme].premium, PremiumExamples)

    def names_subject(self, q: Query) -> bool:
        """Whether the message itself, whatever was said before it, names a cost or an incident."""
        for r in q.readings:
            own, facts = self.in_scheme(r.scheme, q.message), self.schemes[r.scheme].facts
            if own.items or any(v and facts[f].kind == "peril" for f, v in own.facts.items()):
                return True
        return False

    # ------------------------------------------------------------------ one message

    def in_scheme(self, ident: str, message: Message) -> SchemeReading:
        """One message in the terms of one scheme, whatever scheme it is about."""
        return self._remembered(ident, message)

    def _scheme(self, ident: str, message: Message) -> SchemeReading:
        scheme, lexicon = self.schemes[ident], self.lexicons[ident]
        text = message.text
        plans = lexicon.find_plans(text)
        spans = lexicon.find_riders(text)
        riders = [m for m in spans if m.truth is not False]
        named = lexicon.names_scheme(text)
        # Names of plans are not incidents, and a denied plan ("not the cheaper plan") is not asked about.
        bare = mask(text, [*plans, *lexicon.names.yes.find(text), *list_signs(text)])
        asked = tuple(dict.fromkeys(m.id for m in plans if m.truth is not False))
        left_out = {m.id for m in plans if m.truth is False} - set(asked)
        if left_out and not asked:
            asked = tuple(p for p, x in scheme.plans.items() if x.offered and p not in left_out)
        if ALL_PLANS.search(text) and len(asked) == 1:
            asked = ()
        # An option's name tells of no incident and asks for no cost, but it may stand for a fact of its own.
        optional = {f for x in scheme.implications if str(x.when).startswith("rider.") for f in x.then}
        whole = lexicon.find_facts(message, bare)
        bare = mask(bare, spans)
        stated = {
            **{k: v for k, v in whole.items() if k in optional},
            **(lexicon.find_facts(message, bare) if spans else whole),
        }
        dated = facts_by_dates(message, scheme)
        facts = {**dated, **{k: truth for k, (truth, _) in stated.items()}}
        if dated.get(CLAIM_IN_PERIOD) is False:
            # What dates rule out, words do not bring back: "it happened in the period" says nothing of the claim.
            facts[CLAIM_IN_PERIOD] = False
        if dated.get(IN_TIME) is not None:
            # Days are counted; words such as "only afterwards" may be about the order for the work.
            facts |= {f: v for f, v in dated.items() if f in (IN_TIME, LATE, COST_IN_TIME)}
        # An option of which nobody knows whether it is attached is not attached for sure.
        unsure = {
            str(x.when) for x in scheme.implications if x.then and all(f in facts and facts[f] is None for f in x.then)
        }
        riders = [m for m in riders if f"rider.{m.id}" not in unsure]
        # "Does the rider change anything?" where the rider makes no plan of its own: the verdict names it as its condition.
        open_ones = {
            m.id for m in riders if not scheme.riders[m.id].plan and asks_what_it_changes(text, m.start, m.end)
        }
        if open_ones:
            riders = [m for m in riders if m.id not in open_ones]
            facts |= {
                f: None for x in scheme.implications if str(x.when).removeprefix("rider.") in open_ones for f in x.then
            }
        figures = without_corrected(find_all(message.cased), message.cased)
        cover = cover_sums(scheme, text, figures)
        # 「賠償の枠が2億ある」 tells of a limit, and of no damages.
        costs_in = mask(bare, [Match(*c.phrase) for c in cover])
        mentions = self._asked(message, to_whom(figures, lexicon.find_items(costs_in), scheme), stated, scheme, figures)
        items, focused = self._in_focus(message, mentions)
        choices, wrong = self._choices(scheme, text, asked)
        if "type" in scheme.dimensions and "type" not in choices:
            types = by_limit(scheme, text, figures)
            types = tuple(t for t in types if any(t in scheme.plans[p].types for p in asked)) or types
            if types and "limit" not in find_intents(text):
                # "The wider plan with 50 million": a type of that plan, unless a loss is told.
                told = mentions or any(scheme.facts[f].kind == "peril" for f in facts)
                types = () if told else tuple(t for t in types if any(t in scheme.plans[p].types for p in asked))
            quiet = not mentions and not any(scheme.facts[f].kind == "peril" for f in facts)
            if not types and quiet and {"premium", "difference"} & set(find_intents(text)):
                types = moved_limits(scheme, text, figures, asked)
            if types:
                choices = {**choices, "type": types}
        held = [c for c in cover if c.held]
        by_sum = () if "type" in choices else types_by_limit(scheme, held, asked)
        if by_sum and not {"premium", "choose"} & set(find_intents(text)):
            choices = {**choices, "type": by_sum}
        else:
            by_sum = ()
        names: list[Span] = [
            *plans,
            *spans,
            *lexicon.names.yes.find(text),
            *lexicon.find_sections(text),
            *lexicon.find_limits(text),
        ]
        wrong = (*wrong, *unknown_plans(text, names))
        known = [*names, *mentions, *(p for _, places in stated.values() for p in places)]
        unknown = unknown_thing(message, bare, known)
        if _COST_NOUN.search(unknown) and not focused and text.count(unknown) > 1:
            # "The hall for the press conference, and sushi for the staff. Is the sushi paid?": only that is asked about.
            mentions, items = [], ()
        return SchemeReading(
            ident,
            named,
            asked,
            "text" if asked else "all",
            choices,
            wrong,
            None,
            tuple(dict.fromkeys(m.id for m in riders)),
            variants_of(scheme, text, plans, spans),
            facts,
            items,
            attach_amounts(message, figures, mentions, scheme),
            tuple(dict.fromkeys(m.id for m in lexicon.find_sections(bare))),
            tuple(dict.fromkeys(m.id for m in lexicon.find_limits(bare))),
            bare,
            owned(message) and bool(asked or choices),
            focused,
            unknown=unknown,
            told_at={f: tuple((p.start, p.end) for p in stated[f][1]) for f in facts if f in stated},
            listed=frozenset(p[0] for p in in_a_row(text, ((m.id, m.start, m.end) for m in mentions))),
            held=tuple(c.value for c in held),
            typed_by_limit=bool(by_sum),
        )

    def _choices(
        self, scheme: Scheme, text: str, plans: tuple[str, ...]
    ) -> tuple[dict[str, tuple[str, ...]], tuple[ChoiceMention, ...]]:
        found = find_choices(scheme, text, plans)
        choices: dict[str, tuple[str, ...]] = {}
        for c in found:
            if c.value is not None and c.value not in choices.get(c.dimension, ()):
                choices[c.dimension] = (*choices.get(c.dimension, ()), c.value)
        wrong = tuple(c for c in found if c.value is None)
        return choices, wrong

    def _asked(
        self,
        message: Message,
        mentions: list[Mention],
        stated: Mapping[str, tuple[bool | None, tuple[Match, ...]]],
        scheme: Scheme,
        figures: Figures,
    ) -> list[Mention]:
        """The mentions of costs without those that only tell of a step taken or not ("no apology has gone out yet")."""
        steps = [p for f, (_, places) in stated.items() if scheme.facts[f].kind == "requirement" for p in places]
        priced = [*(a.start for a in figures.amounts), *(b.start for b in figures.bare if b.value >= BARE_YEN)]
        asked = [
            m
            for m in mentions
            if message.sentences[message.sentence_at(m.start)].asks
            or _priced_at(message, m, mentions, priced)
            or not any(p.start < m.end and m.start < p.end for p in steps)
        ]
        # 「身代金は払わず、データを戻してもらいました」: what was not paid is not what is asked about beside what was.
        asked = [m for m in asked if not _NOT_PAID.match(message.text, m.end)] or asked
        # Where nothing else is named, the step is what the message is about.
        return asked or mentions

    def _in_focus(self, message: Message, mentions: list[Mention]) -> tuple[tuple[str, ...], bool]:
        """The items of the last asking sentence that names any, else of the whole message; and which of the two.

        Where a message says what alone it asks about, these are meant.
        """
        alone = _ASKED_ALONE.search(message.text)
        if alone is not None:
            meant = [m for m in mentions if alone.start() <= m.start and m.end <= alone.end()]
            if meant:
                return tuple(dict.fromkeys(m.id for m in meant)), True
        for i in range(len(message.sentences) - 1, -1, -1):
            if not message.sentences[i].asks and i != len(message.sentences) - 1:
                continue
            here = [m for m in mentions if message.sentence_at(m.start) == i]
            if not message.sentences[i].asks and self._asked_before(message, mentions, i):
                continue  # "Is the profit paid? The ransom was not paid": told, not asked about
            if not message.sentences[i].asks and any(s.asks for s in message.sentences[:i]):
                # "Is it paid? No letter of apology has gone out, nor is it decided": told, not asked about.
                here = [m for m in here if m.truth is True and not _NOT_PAID.match(message.text, m.end)]
            if here:
                first = i
                while (
                    first
                    and message.sentences[first - 1].asks
                    and _AND_ALSO.match(
                        message.text[message.sentences[first].start : message.sentences[first].end].lstrip()
                    )
                ):
                    first -= 1
                    before = [m for m in mentions if message.sentence_at(m.start) == first]
                    start = message.sentences[first].start
                    if not before and first and _THIS.match(message.text[start : start + 12].lstrip()):
                        before = [m for m in mentions if message.sentence_at(m.start) == first - 1]
                    here = before + here
                return tuple(dict.fromkeys(m.id for m in here)), True
        last = message.sentences[-1]
        pointed = bool(_POINTS.match(message.text[last.start : last.end].strip()))
        return tuple(dict.fromkeys(m.id for m in mentions)), pointed

    def _asked_before(self, message: Message, mentions: list[Mention], sentence: int) -> bool:
        """Whether a sentence that asks, before the given one, names a cost."""
        return any(message.sentences[n].asks for m in mentions if (n := message.sentence_at(m.start)) < sentence)

    # ------------------------------------------------------------------ which scheme

    def _choose_schemes(
        self, own: _Alone, message: Message, selection: Selection, before: Query | None
    ) -> list[SchemeReading]:
        """The schemes that are named; else the one selected, the one talked about, the one whose plan is named; else all."""
        text = message.text
        named = [s for s in self.schemes if self.lexicons[s].names_scheme(text)]
        if named and _OTHER_SCHEMES.search(text):
            return [
                replace(own[s], named=False) for s in self.schemes
            ]  # "the chamber's says nothing; how is it in the others?"
        if named:
            extra = [
                s
                for s in self.schemes
                if s not in named
                and ((self._own_plan_name(s, text) and own[s].plans) or self._own_type(s, named, own, text))
            ]
            return [own[s] for s in (*named, *extra)]
        if ALL_SCHEMES.search(text):
            return [own[s] for s in self.schemes]
        current = self._in_force(selection, before)
        elsewhere = self._elsewhere(own, message, current) if current else None
        if elsewhere is not None:
            return [replace(own[elsewhere], named=True)]
        if before is not None and any(r.named for r in before.readings):
            return [own[r.scheme] for r in before.readings]
        if selection.scheme is not None and selection.scheme in self.schemes:
            return [own[selection.scheme]]
        by_plan = [s for s in self.schemes if self._own_plan_name(s, text) and (own[s].plans or own[s].riders)]
        if by_plan:
            return [own[s] for s in by_plan]
        everywhere = [own[s] for s in self.schemes]
        speaking = [s for s in self.schemes if self.lexicons[s].tells_speaker(text)]
        if len(speaking) == 1 and (before is None or len(before.readings) == len(everywhere)):
            return [own[speaking[0]]]
        # "Type G II", 「類型3」: only one scheme has such types.
        for by_choice in ([r for r in everywhere if r.choices], [r for r in everywhere if r.wrong]):
            if len(by_choice) == 1 and before is None:
                return by_choice
        if before is not None and len(before.readings) < len(everywhere):
            return [own[r.scheme] for r in before.readings]
        return everywhere

    def _in_force(self, selection: Selection, before: Query | None) -> tuple[str, ...]:
        """The schemes that a message is about if it says nothing of that; empty where it may be any."""
        if before is not None and any(r.named for r in before.readings):
            return tuple(r.scheme for r in before.readings)
        if selection.scheme is not None and selection.scheme in self.schemes:
            return (selection.scheme,)
        narrower = before is not None and len(before.readings) < len(self.schemes)
        return tuple(r.scheme for r in before.readings) if before is not None and narrower else ()

    def _elsewhere(self, own: _Alone, message: Message, current: Sequence[str]) -> str | None:
        """The one other scheme that has the set or type named, where those in force have no such thing; else None.

        A bare "type 9" is also a type that does not exist; with residents it is a town's.
        """
        if any(own[s].choices or own[s].plans for s in current):
            return None
        town = residents_of(find_all(message.cased), message)[0] is not None
        wrong = any(own[s].wrong for s in current)
        found = []
        for s in self.schemes:
            if s in current:
                continue
            rate = isinstance(self.schemes[s].premium, PremiumRate)
            type_named = bool(own[s].choices.get("type"))
            ranked = bool(own[s].choices.get("rank")) and bool(re.search(r"ランク|rank", message.text))
            chosen = (type_named or ranked) and (not wrong or (rate and town))
            if chosen or (rate and town and "premium" in find_intents(message.text)):
                found.append(s)
        return found[0] if len(found) == 1 else None

    def _own_type(self, ident: str, named: Sequence[str], own: _Alone, text: str) -> bool:
        """Whether a lettered type is named that none of the named schemes has: "our F III" beside the towns' cover."""
        types = own[ident].choices.get("type", ())
        letters = {t.split()[0].lower() for t in types if " " in t and not any(t in self._types[s] for s in named)}
        return any(re.search(rf"(?<![a-z]){x}[ -]?(?:i{{1,3}}|[1-3])(?![a-z0-9])", text) for x in letters)

    def _own_plan_name(self, ident: str, text: str) -> bool:
        """Whether a plan's or option's full name stands in the message (an alias alone names no scheme)."""
        return any(name in text for name in self._full_names[ident])

    # ------------------------------------------------------------------ several turns

    def _in_light_of(self, r: SchemeReading, message: Message, before: Query) -> SchemeReading:
        """A reading with what only the turn before makes clear: a mere label ("and 2?"), a plan by its price."""
        old = next((x for x in before.readings if x.scheme == r.scheme), None)
        if old is None:
            return r
        scheme = self.schemes[r.scheme]
        choices = dict(r.choices)
        for dimension, values in old.choices.items():
            label = None if dimension in choices or r.wrong else mere_label(scheme, dimension, values, message.cased)
            if label:
                choices[dimension] = (label,)
        beside = None if "type" in choices else next_type(scheme, old, message.text)
        if beside:
            choices["type"] = (beside,)
        plan = (
            None if r.plans or choices.get("type") != r.choices.get("type") else other_plan(scheme, old, message.text)
        )
        riders, facts = r.riders, dict(r.facts)
        if leaves_out(message.text) and not old.riders:
            # "Consent in writing: yes." "And without it?"
            told = self.in_scheme(r.scheme, before.message).facts
            done = [f for f, v in told.items() if v is True and scheme.facts[f].kind == "requirement"]
            facts |= {f: False for f in done if f not in facts}
        if adds_what_was_left_out(message.text):
            lexicon, said = self.lexicons[r.scheme], before.message.text
            optional = [x for x in scheme.implications if str(x.when).startswith("rider.")]
            refused = [x for x in optional if any(old.facts.get(f) is False for f in x.then)]
            riders = tuple(dict.fromkeys((*riders, *(str(x.when).removeprefix("rider.") for x in refused))))
            facts |= {f: True for x in refused for f in x.then}
            named = [m for m in lexicon.find_plans(said) if m.truth is False or _WITHOUT.search(said, m.start, m.end)]
            rest = [p for p, x in scheme.plans.items() if x.offered and (p,) != old.plans]
            plan = next(
                (m.id for m in named if (m.id,) != old.plans),
                rest[0] if (named or leaves_out(said)) and len(rest) == 1 else plan,
            )
            riders = tuple(dict.fromkeys((*riders, *(m.id for m in lexicon.find_riders(said) if m.truth is False))))
            riders = riders or old.riders or helpful_riders(scheme, old.items)
        return replace(
            r,
            choices=choices,
            riders=riders,
            facts=facts,
            plans=(plan,) if plan else r.plans,
            plans_from="text" if plan else r.plans_from,
        )

    def _with_what_was_said(
        self, r: SchemeReading, message: Message, figures: Figures, frames: Sequence[Query]
    ) -> SchemeReading:
        """A reading with costs named by half their name, and with unit prices for as many as were told before."""
        r = by_context(r, message, figures, frames, self.lexicons[r.scheme])
        again = named_before(message, figures, r, frames, self.lexicons[r.scheme])
        if again:
            scheme, text = self.schemes[r.scheme], r.bare or message.text
            known = [m for m in self.lexicons[r.scheme].find_items(text) if m.id in r.items]
            mentions = sorted([*known, *again], key=lambda m: m.start)
            costs = attach_amounts(message, figures, mentions, scheme)
            if drops(message.text) or any(c.yen for c in costs if c.item in {m.id for m in again}):
                r = replace(
                    r, items=tuple(dict.fromkeys(m.id for m in mentions)), costs=costs, focused=True, recalled=True
                )
        return with_number(r, message, figures, frames)

    def _is_elliptic(self, message: Message, readings: list[SchemeReading], figures: Figures) -> bool:
        """Whether a message continues the one before: it refers back, or only fills in or changes a detail."""
        if adds_what_was_left_out(message.text) or leaves_out(message.text):
            return True
        if merely_prompts(message.text) or asks_the_same(message.text):
            return True
        if _IN_ITS_PLACE.search(message.text) and _ELLIPTIC.match(message.text):
            return True
        if CORRECTION.match(_HEAD.sub("", message.text)):
            return True  # "ah wait, it is not free": what is told anew is told of the same case
        known = any(r.facts for r in readings)
        content = any(
            r.items or any(v and self.schemes[r.scheme].facts[f].kind == "peril" for f, v in r.facts.items())
            for r in readings
        )
        detail = bool(figures.amounts or figures.counts) or any(r.plans or r.choices or r.riders for r in readings)
        if len(message.text) <= (8 if message.language == "ja" else 20) and not content and find_intents(message.text):
            return True
        if (detail or dated(message.text)) and not content and CORRECTION.search(message.text):
            return True
        # "And if they took the other plan instead, same option?": another choice for what was asked.
        changed = any(r.plans or r.choices or r.riders for r in readings) and (
            WHAT_IF.search(message.text) or without_same(message.text) != message.text
        )
        if (
            len(message.text) <= (20 if message.language == "ja" else 44) * (2 if changed else 1)
            and _ELLIPTIC.match(message.text)
            and (detail or _SHORT_REFERENCE.search(message.text))
        ):
            return True
        if (
            not content
            and not known
            and _UNKNOWN_CONTENT.search(_FILLERS.sub(" ", self._named_anew(message, readings, detail=detail)))
            and not self._asks_outcome(message)
            and not (
                detail and _FIGURE_ASKED & set(find_intents(message.text)) and not any(r.unknown for r in readings)
            )
        ):
            # "And a typhoon?" names something that is not known here: the subject before must not answer for it.
            return False
        if not content and not detail and not known:
            # "Then how is it with the other schemes?" puts others in the place of the one talked about.
            others = bool(ALL_SCHEMES.search(message.text)) or any(r.named for r in readings)
            # "The other one, I mean": which scheme was meant is all that is said.
            meant = any(self.lexicons[r.scheme].names_scheme(message.text) for r in readings)
            return (
                meant
                or bool(find_intents(message.text))
                or bool(_REFERS_BACK.match(message.text))
                or bool(_OTHER_SCHEMES.search(message.text))
                or (others and bool(_ELLIPTIC.match(message.text) or _SHORT_REFERENCE.search(message.text)))
            )
        if _ELLIPTIC.match(message.text):
            return True
        length = len(message.text) if message.language == "ja" else len(message.text) / 2.6
        return length <= 16 or (length <= 60 and not content)

    def _named_anew(self, message: Message, readings: list[SchemeReading], *, detail: bool) -> str:
        """Where something not known may be named: with a plan, type or figure put in place, only in what asks."""
        asking = [message.text[x.start : x.end] for x in message.sentences if x.asks] if detail else []
        return self._without_details(_TOLD_BY.sub(" ", " ".join(asking)) if asking else message.text, readings)

    def _asks_outcome(self, message: Message) -> bool:
        """Whether all that a message asks is how it stands with what was told: "… So are we paid or not?"."""
        asked = [message.text[x.start : x.end].strip() for x in message.sentences if x.asks]
        return bool(asked) and all(merely_prompts(x) for x in asked)

    def _takes_up(self, message: Message, readings: list[SchemeReading], before: Query) -> bool:
        """Whether a message only puts another plan, or another part of the cover, in the place of the one before."""
        if before.wants("limit") and names_only_a_section(message.text):
            return True
        told = any(r.items or any(v for v in r.facts.values()) for r in before.readings)
        new = any(r.items or any(v for v in r.facts.values()) for r in readings)
        return told and not new and any(r.plans for r in readings) and asks_of_another(message.text)

    def _without_details(self, said: str, readings: list[SchemeReading]) -> str:
        """What is said, without names of plans, types, ranks, options and without figures."""
        text = without_same(said)
        for r in readings:
            lexicon = self.lexicons[r.scheme]
            found = find_choices(self.schemes[r.scheme], text, r.plans)
            spans: list[Span] = [*lexicon.find_plans(text), *lexicon.find_riders(text), *found]
            text = mask(text, [*spans, *lexicon.names.yes.find(text)])
        return re.sub(r"\d[\d,.]*\s*(?:万|億|千)?(?:円|人|名|yen|million)?", " ", text)

    def _merge(self, frames: Sequence[Query], now: Query, elliptic: bool) -> Query:
        """The new message in the light of those before it."""
        how, before = relation(
            now.message, now.readings, frames, self.schemes, elliptic, "limit" in now.intents, "premium" in now.intents
        )
        elliptic = how in ("elliptic", "returns")
        carried = how in ("elliptic", "returns", "continues")
        earlier = {r.scheme: r for q in (*frames, before) for r in q.readings}
        if carried:
            # Of an earlier subject the incident; plan and type as they were settled since.
            latest = {r.scheme: r for q in frames for r in q.readings}
            earlier = {
                s: replace(r, plans=latest[s].plans, choices=latest[s].choices, riders=latest[s].riders)
                if (how == "returns" and latest[s].own) or (how != "returns" and before is not frames[-1])
                else r
                for s, r in {**earlier, **{r.scheme: r for r in before.readings}}.items()
            }
        merged = []
        unadorned = base_alone(now.message.text)
        for r in now.readings:
            old = earlier.get(r.scheme)
            scheme = self.schemes[r.scheme]
            if carried and r.items and old is not None and old.items and not r.recalled:
                alone = self.in_scheme(r.scheme, now.message)
                if not alone.items:  # a cost that is only likely is none beside the one that is talked about
                    r = replace(r, items=(), costs=alone.costs)
            if old is None or (carried and r.scheme not in {x.scheme for x in before.readings}):
                # Another scheme is named: the subject carries over, in that scheme's own terms.
                again = self._across(r.scheme, before) if carried else None
                if again is not None:
                    merged.append(carry(again, r, now, frames, scheme, elliptic=elliptic))
                else:
                    merged.append(
                        keep_person(old, r, scheme, now.message.text, away=how == "away", alone=unadorned) if old else r
                    )
                continue
            if carried:
                merged.append(carry(old, r, now, frames, scheme, elliptic=elliptic))
            else:
                merged.append(keep_person(old, r, scheme, now.message.text, away=how == "away", alone=unadorned))
        first = first_named(now.message.text)
        if first is not None and elliptic:
            merged = [self._as_asked(r, frames, first) for r in merged]
        if "premium" in now.intents and _OF_EACH.search(now.message.text):
            merged = [_each_asked(r, earlier.get(r.scheme), frames) for r in merged]
        if "difference" in now.intents and changes_choice(now.message.text):
            merged = [_both_types(r, earlier.get(r.scheme)) for r in merged]
        intents: Mapping[Intent, int] = now.intents
        prompts = merely_prompts(now.message.text) and not find_intents(now.message.text)
        if elliptic and (prompts or asks_the_same(now.message.text)):
            intents = before.intents or now.intents
        elif elliptic:
            main = {"premium", "payout", "limit", "deductible", "coverage", "deadline", "contact", "choose"}
            if not (set(now.intents) & main) or (
                "coverage" not in now.intents and set(now.intents) <= {"compare", "sum", "difference"}
            ):
                intents = {**before.intents, **now.intents}
            elif (
                "premium" in before.intents
                and set(now.intents) <= {"payout", "difference", "compare", "sum", "choose"}
                and not any(r.items or r.facts for r in now.readings)
            ):
                # "And how much more is it with the other one?" is still about the premium.
                intents = {**now.intents, "premium": before.intents["premium"]}
        if carried and "choose" in before.intents and wishes_for(now.message.text):
            intents = {**before.intents, **intents}  # one more thing that what is chosen must do
        elif how == "continues" and not now.intents:
            intents = dict(before.intents)
        said = find_intents(now.message.text)
        if carried and not said and not any(s.asks for s in now.message.sentences) and before.intents:
            intents = before.intents  # what is only told adds to what was asked
        asks = bool(WHAT_IF.search(now.message.text)) or any(s.asks for s in now.message.sentences)
        # "Settled for 200,000. And under F I?": with sum and type told, how much is what is left to ask.
        typed = any(r.choices.get("type") for r in now.readings)
        supposed = asks and not said and any(r.choices.get("type") for r in merged)
        if (
            carried
            and (now.figures.amounts or any(c.yen for r in (merged if typed else now.readings) for c in r.costs))
            and "payout" not in intents
            and ("payout" in before.intents or _HOW_MUCH.search(now.message.text) or supposed)
        ):
            intents = {**intents, "payout": 0}
        if now.residents is not None and before.wants("premium") and self._by_heads(merged):
            # "Sorry, that was the number of households; we are 8,247": the contribution is asked for anew.
            intents = {"premium": before.intents.get("premium", 0), **intents}
        topic = f"{before.topic} {now.topic}" if elliptic else now.topic
        if not elliptic and "premium" in intents and not now.figures.amounts and self._by_example(merged):
            # Trade and sales are who the person is, as plan and type are.
            topic = " ".join((*(q.message.text for q in frames[-2:]), topic))
        residents = now.residents
        if residents is None and not now.bad_residents:
            residents = next((q.residents for q in reversed(frames) if q.residents is not None), None)
        return replace(
            now,
            readings=tuple(merged),
            intents=intents,
            residents=residents,
            needs=now.needs or (before.needs if elliptic else {}),
            budget=now.budget if now.budget is not None else (before.budget if elliptic else None),
            topic=topic,
            followup=how == "elliptic",
        )

    def _as_asked(self, r: SchemeReading, frames: Sequence[Query], which: int) -> SchemeReading:
        """The reading with the type and plan that were asked about first (0) or second (1) in the conversation."""
        asked: list[SchemeReading] = []
        for old in (x for q in frames for x in q.readings if x.scheme == r.scheme and x.choices.get("type")):
            if not asked or asked[-1].choices["type"] != old.choices["type"]:
                asked.append(old)
        if len(asked) <= which:
            return r
        old = asked[which]
        return replace(r, plans=old.plans, choices={**r.choices, "type": old.choices["type"]})

    def _across(self, ident: str, before: Query) -> SchemeReading:
        """What was talked about before, in the terms of another scheme."""
        again = self.in_scheme(ident, before.message)
        scheme = self.schemes[ident]
        facts = {f: v for r in before.readings for f, v in r.facts.items() if f in scheme.facts}
        items = tuple(dict.fromkeys(i for r in before.readings for i in r.items if i in scheme.items))
        costs = tuple(c for r in before.readings[:1] for c in r.costs if c.item in scheme.items)
        return replace(
            again,
            facts={**facts, **again.facts},
            items=again.items or items,
            costs=costs,
            plans=(),
            choices={},
            riders=(),
        )

    # ------------------------------------------------------------------ selection and consistency

    def _settle(self, r: SchemeReading, selection: Selection, query: Query) -> SchemeReading:
        """Fill in what was selected where the words leave it open, and find contradictions of plan and type."""
        scheme = self.schemes[r.scheme]
        choices = dict(r.choices)
        plans, source = r.plans, r.plans_from
        if r.typed_by_limit and "type" in choices:
            # "The 100 million one" is a type of the plan that was told or selected.
            meant = plans or ((selection.plan,) if selection.plan in scheme.plans else ())
            kept = tuple(t for t in choices["type"] if any(t in scheme.plans[p].types for p in meant))
            choices["type"] = kept or choices["type"]
            if selection.type in choices["type"]:
                choices["type"] = (selection.type,)
        typed = choices.get("type", ())
        # In the order of the types: somebody's own comes before the one that it is set against.
        by_type = tuple(dict.fromkeys(p for t in typed for p, x in scheme.plans.items() if x.types and t in x.types))
        conflict: tuple[str, str] | None = None
        if plans and typed and by_type and source in ("text", "history"):
            odd = [t for t in typed if not any(t in scheme.plans[p].types for p in plans)]
            if odd and len(typed) == 1 and len(plans) == 1:
                if self._supposes_other(r, query, odd[0], plans[0]):
                    plans = (*by_type, *plans)
                elif source == "text" and "type" in self._scheme_choices_now(r, query):
                    conflict = (plans[0], odd[0])
                else:
                    plans, source = by_type, "type"
            elif odd and len(plans) == 1 and len(typed) > 1:
                # 「連合会は充実F II、うちはG III」: a type stands for its plan though that is not named.
                plans = tuple(p for p in scheme.plans if p in plans or p in by_type)
        elif not plans and by_type:
            plans, source = by_type, "type"
            offered = tuple(p for p, x in scheme.plans.items() if x.offered)
            if len(plans) == 1 and len(typed) == 1 and len(offered) > 1 and ALL_PLANS.search(query.message.text):
                plans, source = (*plans, *(p for p in offered if p not in plans)), "text"
        if len(plans) > 1 and source == "text" and typed:
            # "We have F II. And under the other plan?": type II of that plan is meant.
            untyped = tuple(p for p in plans if (own := scheme.plans[p].types) and not set(own) & set(typed))
            if untyped and len(untyped) < len(plans):
                choices["type"] = (*typed, *follow_plan(scheme, untyped, {"type": typed})["type"])
        riders = r.riders
        if selection.scheme == r.scheme or selection.scheme is None:
            # What was selected may be an option, which stands for the plan with it.
            chosen = next((i for i, x in scheme.riders.items() if x.plan and x.plan == selection.plan), None)
            if chosen and not r.riders and not r.plans:
                riders = (chosen,)
            # "Which of these is paid: the claims, our costs, the profit?" sets costs side by side and no plans.
            apart = query.wants("compare", "choose") and not r.listed
            if not plans and selection.plan in scheme.plans and not apart:
                plans, source = (selection.plan,), "selected"
            for dimension in scheme.dimensions:
                value = getattr(selection, dimension if dimension in ("type", "rank") else "type", None)
                if value and dimension == "type" and self._moves_from(r.scheme, value, choices, query):
                    choices[dimension] = (value, *choices[dimension])
                if dimension in choices or value not in scheme.dimensions[dimension].values:
                    continue
                own_types = [scheme.plans[p].types for p in plans]
                if dimension == "type" and any(own_types) and not any(value in t for t in own_types):
                    n = ordinal(value.split()[-1].lower())
                    same = [v for t in own_types for v in t if ordinal(v.split()[-1].lower()) == n]
                    if same:
                        choices[dimension] = tuple(same)
                    continue
                choices[dimension] = (value,)
        if len(plans) == 1 and not query.followup and query.wants("coverage") and not query.wants(*_OF_FIGURES):
            named = [(m.start, m.end) for m in self.lexicons[r.scheme].find_plans(query.message.text)]
            if sets_beside(query.message.text, named) and conflict is None:
                # "Does our policy answer, and would the other plan?": the verdict of each.
                plans, source = tuple(p for p, x in scheme.plans.items() if x.offered), "text"
        return replace(r, plans=plans, plans_from=source, choices=choices, conflict=conflict, riders=riders)

    def _moves_from(self, ident: str, selected: str, choices: Mapping[str, tuple[str, ...]], query: Query) -> bool:
        """Whether the type selected is where a move begins whose end alone is named: "what more do we pay for type 7?"."""
        named = choices.get("type", ())
        return (
            not query.followup
            and not query.earlier
            and query.wants("difference")
            and len(named) == 1
            and named[0] != selected
            and selected in self.schemes[ident].dimensions["type"].values
            and moves_to(query.message.text)
        )

    def _supposes_other(self, r: SchemeReading, query: Query, value: str, plan: str) -> bool:
        """Whether the message tells of a type and asks what another plan than the type's would do."""
        message, lexicon = query.message, self.lexicons[r.scheme]
        types = [c for c in find_choices(self.schemes[r.scheme], message.text, r.plans) if c.value == value]
        return any(
            supposes_other_plan(
                message.text,
                (c.start, c.end),
                (m.start, m.end),
                asked=message.sentences[message.sentence_at(m.start)].asks,
            )
            for c in types[:1]
            for m in lexicon.find_plans(message.text)
            if m.id == plan
        )

    def _scheme_choices_now(self, r: SchemeReading, query: Query) -> set[str]:
        return {c.dimension for c in find_choices(self.schemes[r.scheme], query.message.text, r.plans)}


def _priced_at(message: Message, cost: Mention, mentions: Sequence[Mention], priced: Sequence[int]) -> bool:
    """Whether an amount (by its start) stands right behind a cost, or further on in its sentence with no other cost between."""
    end = message.sentences[message.sentence_at(cost.start)].end
    if any(cost.start <= x < cost.end for x in priced):
        return True  # "the claim was settled for 45 million": the words that name the cost have its amount in them
    near = min((x for x in priced if cost.end <= x < end), default=None)
    if near is None:
        return False
    between = any(cost.end <= m.start < near for m in mentions)
    return near - cost.end <= _PRICED_WITHIN or (near - cost.end <= _PRICED_IN_SENTENCE and not between)


def _each_asked(r: SchemeReading, old: SchemeReading | None, frames: Sequence[Query]) -> SchemeReading:
    """The reading with the last two types that were asked about, where the message itself names none."""
    both = last_two(old, SchemeReading(r.scheme), frames) if old is not None else None
    if both is None or r.choices.get("type", ()) not in ((), old.choices.get("type", ()) if old else ()):
        return r
    return replace(r, plans=both.plans, choices={**r.choices, "type": both.choices.get("type", ())})


def _both_types(r: SchemeReading, old: SchemeReading | None) -> SchemeReading:
    """The reading with the type spoken of before beside the one named now, where one of each is: they are compared."""
    before, now = (old.choices.get("type", ()) if old else ()), r.choices.get("type", ())
    if old is None or len(before) != 1 or len(now) != 1 or before == now:
        return r
    lettered = " " in now[0]  # such a type belongs to one plan
    plans = tuple(dict.fromkeys((*old.plans, *r.plans))) if lettered else r.plans or old.plans
    return replace(r, plans=plans, choices={**r.choices, "type": (*before, *now)})


class _Alone(dict[str, SchemeReading]):
    """One message in the terms of each scheme, read when it is asked for: most messages concern one scheme."""

    def __init__(self, reader: Reader, message: Message) -> None:
        super().__init__()
        self._reader, self._message = reader, message

    def __missing__(self, ident: str) -> SchemeReading:
        self[ident] = reading = self._reader.in_scheme(ident, self._message)
        return reading


def costs_with_amounts(reading: SchemeReading) -> tuple[Cost, ...]:
    """The costs of a reading that carry an amount."""
    return tuple(c for c in reading.costs if c.yen is not None)
