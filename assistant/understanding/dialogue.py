"""How a message stands to those before it: a new subject, a continuation, a correction, or a return to an earlier one.

All that a conversation needs is in the messages sent, so that any process can answer the next one. What carries over
depends on the relation: who the person is (plan, type, rank, residents) outlives a change of subject; the incident and
its costs do not, but come back when the person comes back to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from assistant.corpus.model import Fact, Scheme
from assistant.understanding.amounts import bare_sums
from assistant.understanding.followups import WITHOUT, another_actor, changes_choice, other_persons
from assistant.understanding.lexicon import ordinal
from assistant.understanding.query import Cost, Query, SchemeReading
from assistant.understanding.recall import asked_in_a_row, drops, last_two, portion, whole_of
from assistant.understanding.text import Message
from assistant.understanding.variants import base_alone

_BACK_TO = 3  # turns in which an incident is still the one talked about
PREMIUM_POSSIBLE = 0.3  # probability
# "How much, F III?" after a priced cost asks for no premium, whatever it looks like alone.
PREMIUM_NAMED = re.compile(
    r"保険料|掛け?金|分担金|年額|年間|毎年|入る|加入|ランク|premium|contribution|\b(?:a|per|each|every) year\b|yearly|annual|\b(?:join|enrol)|\brank\b"
)
Relation = Literal["elliptic", "continues", "new", "away", "returns"]

# "By the way, something else": the incident talked about before is no longer meant.
_AWAY = re.compile(
    r"ところで|別の(?:話|件|質問|こと)|別件|話(?:は|が|を)変わ|話(?:を)?変え|全然(?:別|違)(?!の(?:事故|漏|流出|攻撃|感染|事件|請求|会社|取引先|人|会員))|それはさておき|by the way|another (?:question|thing|matter|topic|subject)|"
    r"different (?:question|topic|matter|subject|thing)|something else|unrelated|chang(?:e|ing) (?:the )?(?:subject|topic)|on another note|separate (?:question|matter)"
)
_BACK = re.compile(
    r"(?:話|件|こと|ほう|方)(?:に|へ)?[^。!?]{0,4}戻(?:り|る|し|っ)|戻(?:りますが|りますけど|るけど|るんですが)|に戻って|話に戻すと|(?:さっき|先ほど|最初|はじめ|初め|前)の[^。!?\n]{1,14}(?:の件|の話|について|なんですが|ですが|ですけど)|"
    r"\b(?:back to|go(?:ing)? back|return(?:ing)? to|as for (?:the|that) first|the first one again|earlier question|one more thing (?:about|on) (?:that|the))\b"
)
CORRECTION = re.compile(
    r"すみません|すいません|ごめん|失礼|勘違い|間違[いえっ]|まちがえ|違いました|違った|違う(?:わ|ん|、)|じゃなかった|ではなかった|でした。|でしたわ|訂正|"
    r"\b(?:sorry|oops|oh no|correction|no,? wait|wait,|i meant|i mean|mixed (?:that|it|them)? ?up|my mistake|wrong (?:number|plan|type|rank|one)|actually|scratch that|strike that|mistyped|misspoke|got (?:it|that|the \w+) wrong)\b"
)
WHAT_IF = re.compile(
    r"もし|仮に|だったら|だとしたら|なら\b|ではなく|じゃなく|でなく|代わりに|\b(?:what if|instead|suppose|if it (?:was|were|had)|rather than)\b"
)
_REFERS = re.compile(
    r"その|それ|これ|この|あの|同じ|合わせ|合計|全部で|全額|戻って|戻り|もらえ|"
    r"\b(?:that|this|it|its|they|them|those|these|their|he|she|his|her|the (?:bill|invoice|claim|cost|costs|firm|lawyer|client|amount|rest)|same|total|together|altogether|in all|come[s]? back|get back)\b"
)
_MORE = re.compile(
    r"^(?:plus|also|and also|さらに|また|あと|それに|加えて|それと)|さらに|に加えて|追加|上乗せ|増え|もう一(?:件|人|社)|別の(?:取引先|相手|会員|会社)|ほかにも|他にも|にも[^。]{0,12}かか|"
    r"\b(?:in addition|on top|plus|another|additional|extra)\b"
)
# "In December a second, separate leak": another incident of the same period, whose costs stand beside those of the first.
_NEXT_INCIDENT = re.compile(
    r"(?:2|二)(?:件|回|度)目(?:の|が|は|で|も|、)|(?:別|新た|次)の(?:漏えい|漏洩|流出|事故|攻撃|感染|事件)|(?:もう一[度回件]|再び|また(?:別の)?)[^。!?\n]{0,12}(?:漏|流出|攻撃|感染|事故|起き)|"
    r"\b(?:second|another|further|new|next)(?:,? (?:and )?(?:separate|unrelated|independent|different))? (?:data )?(?:leak|incident|breach|attack|loss|event|case|infection|claim)"
)
TOGETHER = re.compile(
    r"合わせ|合計|合算|全部で|全部|総額|両方|ぜんぶ|\b(?:total|together|altogether|in all|all told|combined|both|sum)\b"
)
_OWN = re.compile(
    r"入って(?:い?ます|い?る|おり)|加入して|加入済|加入中|付けて(?:い?ます|い?る|おり)|うちは|うちの|当センター|弊|契約して|"
    r"\b(?:we(?:'re| are| have|'ve| took| chose)|our (?:plan|type|rank|cover|policy|centre|center)|i'm (?:with|on|in)|i am (?:with|on|in)|my (?:plan|centre|center|office))\b"
)
# "And with the other insurer?", 「じゃあ、あちらのやつなら？」
_THERE = re.compile(
    r"^(?:じゃ|では|それなら|なら|and\b|what about|how about|ok\b|so\b)|(?:なら|だと|では|は|も)[?？\s]*$"
)
COMPARED = re.compile(r"比べ|比較|\bcompared? (?:with|to)\b|\bversus\b|\bvs\b")
_INCREASE = re.compile(
    r"増え|上がる|上がり|高く|安く|下がる|浮く|より|(?:how much|what) (?:more|less|extra)|cheaper|dearer|increase|than\b"
)


def relation(
    message: Message,
    readings: Sequence[SchemeReading],
    frames: Sequence[Query],
    schemes: Mapping[str, Scheme],
    elliptic: bool,
    limit: bool,
    premium: bool,
) -> tuple[Relation, Query]:
    """How the message stands to the conversation, and the earlier turn that it takes up.

    `limit` and `premium` say that a limit or a premium is asked for, which no incident changes.
    """
    last = frames[-1]
    text = message.text
    asks = max((r.likely.get("ask:premium", 0.0) for r in readings), default=0.0)
    if _BACK.search(text):
        if elliptic and any(r.choices for r in readings) and not _perils(readings, schemes):
            return "elliptic", last  # "back to B, but the full plan": a choice, no earlier subject
        return ("new", last) if asks > 0.5 or limit else ("returns", _taken_up(message, readings, frames))
    if _AWAY.search(text) and not _NEXT_INCIDENT.search(text):
        return "away", last
    own = _perils(readings, schemes)
    before = _perils(last.readings, schemes)
    if own and before and not own & before and not WHAT_IF.search(text):
        if not elliptic and not any(s.asks for s in message.sentences) and not _NEXT_INCIDENT.search(text):
            return "continues", last  # "It now turns out that names leaked": what is told without a question goes on
        return ("elliptic", last) if elliptic else ("new", last)
    priced = elliptic and not PREMIUM_NAMED.search(text) and any(c.yen for r in last.readings for c in r.costs)
    if premium and before and not any(r.items for r in readings) and asks >= PREMIUM_POSSIBLE and not priced:
        return "new", last
    if elliptic:
        told = before or any(r.items for r in last.readings)
        figures = last.wants("premium", "limit", "deadline", "contact") or own
        # What lies between ("publishers are excluded, I hear") told nothing of its own.
        return "elliptic", last if told or figures else _last_incident(frames, schemes) or last
    if asks > 0.5 or any(r.likely.get("ask:outside", 0.0) > 0.5 for r in readings):
        return "new", last
    items = any(r.items for r in readings)
    known = any(r.facts for r in readings)
    refers = bool(_REFERS.search(text))
    incident = _last_incident(frames, schemes)
    elsewhere = any(r.named for r in readings) and not {r.scheme for r in readings} & {r.scheme for r in last.readings}
    if elsewhere and not own and (refers or _THERE.search(text)):
        return "continues", last
    if own and before and own & before:
        return "continues", last
    if not own and another_actor(text):
        return "continues", incident or last
    if not own and (items or (refers and (known or any(c.isdigit() for c in text))) or (known and len(text) <= 90)):
        return "continues", incident or last
    return "new", last


def _perils(readings: Sequence[SchemeReading], schemes: Mapping[str, Scheme]) -> set[str]:
    return {f for r in readings for f, v in r.facts.items() if v is True and schemes[r.scheme].facts[f].kind == "peril"}


def _last_incident(frames: Sequence[Query], schemes: Mapping[str, Scheme]) -> Query | None:
    return next(
        (q for q in reversed(frames[-_BACK_TO:]) if _perils(q.readings, schemes) or any(r.items for r in q.readings)),
        None,
    )


def _taken_up(message: Message, readings: Sequence[SchemeReading], frames: Sequence[Query]) -> Query:
    """The earlier turn that a message comes back to: what it says in common, the later one where two fit as well."""

    def common(q: Query) -> float:
        facts = {f for r in readings for f, v in r.facts.items() if v} & {
            f for r in q.readings for f, v in r.facts.items() if v
        }
        items = {i for r in readings for i in r.items} & {i for r in q.readings for i in r.items}
        named = {r.scheme for r in readings if r.named} & {r.scheme for r in q.readings}
        sums = {c.yen for r in readings for c in r.costs} & {c.yen for r in q.readings for c in r.costs} - {None}
        aside = 1.5 if WHAT_IF.search(q.message.text) else 0.0
        return (
            2.0 * len(facts)
            + 2.0 * len(items)
            + 2.0 * len(sums)
            + len(named)
            + 0.5 * len(_pieces(message.text) & _pieces(q.message.text))
            - aside
        )

    scored = [(common(q) + 0.01 * n, n) for n, q in enumerate(frames)]
    return frames[max(scored)[1]]


# "1.5 million, not 900,000", 「90万ではなく150万」: a figure that is taken back.
_NOT_BEFORE = re.compile(r"\b(?:not|instead of|rather than)\s+(?:the |a )?(?:jpy|yen|¥)?\s*$")
_NOT_AFTER = re.compile(r"^\s*(?:円|yen)?(?:では|じゃ|で)(?:な|あり)|^\s*(?:円|yen)?の?間違")

_WORD = re.compile(r"[一-鿿]{2,}|[ァ-ヺー]{2,}|[a-z]{4,}")


def _pieces(text: str) -> set[str]:
    """Words of content, kanji in pairs."""
    out: set[str] = set()
    for word in _WORD.findall(text):
        out |= {word[i : i + 2] for i in range(len(word) - 1)} if not word.isascii() else {word[:5]}
    return out


def keep_person(
    old: SchemeReading, new: SchemeReading, scheme: Scheme, text: str, *, away: bool, alone: bool = False
) -> SchemeReading:
    """A new subject: who the person is (plan, type, rank, options) stays, the incident does not.

    `alone` says that no option is attached, whatever was talked about before.
    """
    if away and not old.own:
        return new
    if new.plans and changes_choice(text) and "type" not in new.choices:
        # "What would it cost more if we switched to comprehensive?": the type of the same number.
        old = replace(old, choices=follow_plan(scheme, new.plans, dict(old.choices)), plans=new.plans)
    return replace(
        new,
        plans=new.plans or old.plans,
        plans_from=new.plans_from if new.plans else ("history" if old.plans else "all"),
        choices={**old.choices, **new.choices}
        if new.plans in ((), old.plans) or "type" in new.choices
        else {**{d: v for d, v in old.choices.items() if d != "type"}, **new.choices},
        riders=new.riders or (() if alone else old.riders),
        own=new.own or old.own,
    )


def owned(message: Message) -> bool:
    """Whether a plan or type is named as the person's own ("we are on …") and not merely asked about."""
    return bool(_OWN.search(message.text))


def carry(
    old: SchemeReading, new: SchemeReading, now: Query, frames: Sequence[Query], scheme: Scheme, *, elliptic: bool
) -> SchemeReading:
    """The same subject: what the new message says beats what was said before."""
    text = now.message.text
    plans = new.plans or old.plans
    if not new.plans and len(old.plans) == 1 and WITHOUT.search(text):
        plans = tuple(p for p, x in scheme.plans.items() if x.offered and p not in old.plans)
    choices = {**old.choices, **new.choices}
    if new.typed_by_limit and set(old.choices.get("type", ())) & set(new.choices.get("type", ())):
        choices["type"] = old.choices["type"]  # "F II." "With a limit of 100 million, how far …": the type told before
    if new.plans and new.plans != old.plans and "type" not in new.choices:
        choices = follow_plan(scheme, new.plans, choices)
    if "difference" in now.intents and not CORRECTION.search(text):
        apart = last_two(old, new, frames)
        if apart is not None:
            plans, choices = apart.plans, {**choices, **apart.choices}
        else:
            plans, choices = _steps(old, new, text, plans, choices)
    if (row := asked_in_a_row(old, new, now, frames)) is not None:
        choices |= row
    if "compare" in now.intents and new.plans and old.plans and COMPARED.search(text):
        plans = tuple(dict.fromkeys((*old.plans, *new.plans)))
    facts = {**_facts_kept(old, new, now.message, scheme, frames[-1].message.text), **new.facts}
    dropped = set(new.items) & set(old.items) if drops(text) else set()
    if dropped and len({*old.items, *new.items}) > len(dropped):
        old = replace(
            old,
            items=tuple(i for i in old.items if i not in dropped),
            costs=tuple(c for c in old.costs if c.item not in dropped),
        )
        new = replace(
            new,
            items=tuple(i for i in new.items if i not in dropped),
            costs=tuple(c for c in new.costs if c.item not in dropped),
        )
    costs = _costs(old, new, now, frames)
    # A cost that is only told of ("the letters are sent") does not take the place of the one asked about.
    items = new.items if new.items and (new.focused or not old.items) else old.items
    priced = any(c.yen is not None for c in new.costs)
    if (
        new.items
        and old.items
        and (
            (priced and old.costs and not WHAT_IF.search(text))
            or _MORE.search(text)
            or (TOGETHER.search(text) and any(c.yen for c in costs))
        )
    ):
        items = tuple(dict.fromkeys((*old.items, *new.items)))
    return replace(
        new,
        plans=plans,
        plans_from="text" if new.plans else ("history" if old.plans else "all"),
        choices=choices,
        facts=facts,
        items=items,
        costs=costs,
        riders=new.riders
        if WITHOUT.search(text) or base_alone(text)
        else tuple(dict.fromkeys((*old.riders, *new.riders))),
        variants=new.variants or (() if new.riders or new.plans else old.variants),
        named=new.named or old.named,
        sections=new.sections or (old.sections if elliptic else ()),
        limits=new.limits or (old.limits if elliptic else ()),
        own=new.own or old.own,
    )


def _facts_kept(
    old: SchemeReading, new: SchemeReading, message: Message, scheme: Scheme, told: str
) -> dict[str, bool | None]:
    """The facts told before; "what if it was a patent instead" takes the place of what happened.

    Something else that is asked about is another case; something else that is only told goes on with the one before.
    `told` is the prepared text of the message before.
    """
    text = message.text
    message_asks = any(s.asks for s in message.sentences)
    happened = {f for f, v in new.facts.items() if v is True and scheme.facts[f].kind == "peril"}
    swapped = other_persons(message.text, told)
    old = replace(
        old, facts={f: v for f, v in old.facts.items() if not any(_speaks_of(scheme.facts[f], w) for w in swapped)}
    )
    # What the new message rules out is not kept: "what if it was a mere slip?" after a deed that was meant.
    ruled_out = {
        f for x in scheme.implications if new.facts.get(str(x.when)) is True for f, v in x.then.items() if not v
    }
    old = replace(old, facts={f: v for f, v in old.facts.items() if f not in ruled_out})
    another = _ANOTHER_CASE.search(text) or (message_asks and not _ON_TOP.search(text))
    # "And personal data that our own clerk leaks?": told anew from the start, though a leak was told before.
    afresh = _ANOTHER_CASE.search(text) and not _SAME_CASE.search(text)
    if happened and another and (afresh or not happened & {f for f, v in old.facts.items() if v}):
        # "And what if somebody's car is damaged?": nothing of the lost list makes that case.
        return {f: v for f, v in old.facts.items() if v is not True or scheme.facts[f].kind == "requirement"}
    if happened and _INSTEAD.search(text):
        return {f: v for f, v in old.facts.items() if scheme.facts[f].kind != "peril" or f in happened}
    if happened and WHAT_IF.search(text) and not happened & {f for f, v in old.facts.items() if v}:
        return {f: v for f, v in old.facts.items() if scheme.facts[f].kind != "peril"}
    given_up = {m[1] or m[2] for m in _GIVEN_UP.finditer(text)}
    return {
        f: v
        for f, v in old.facts.items()
        if not (v is True and any(_speaks_of(scheme.facts[f], word) for word in given_up))
    }


_ANOTHER_CASE = re.compile(
    r"^(?:じゃあ?|では|それでは|それなら|一方|逆に)[、,]?[^。!?\n]{2,40}(?:場合|とき|時|ケース|のは?|たら|れば)(?:は|だと|なら)?(?:どう(?:です|なり|でしょう|なの)?|出(?:ます|る)|対象(?:です)?|いけ(?:ます|る))?(?:か|の)?[?？。]?\s*$|"
    r"^(?:(?:and|ok(?:ay)?|so|right|then|but)[ ,]+)*(?:what|how) about (?!it\b|that\b|this\b|those\b|them\b|the same\b)|^(?:(?:and|ok(?:ay)?|so|then|but)[ ,]+)*what if "
)


_INSTEAD = re.compile(r"\binstead\b(?! of)|代わりに|かわりに")
_SAME_CASE = re.compile(r"その|この|同じ|それ|これ|\b(?:it|that|this|same|them|they|those|these)\b")


# "And addresses leaked, too", 「漏えいもしていたら？」: something beside what was told before.
_ON_TOP = re.compile(
    r"(?:漏|流出|感染|攻撃|被害|停止|事故|侵害|データ|情報|会員|お客|顧客)[^、。!?\n]{0,10}も(?:して|され|あっ|出|受け|含|入|漏|流|[^、。!?\n]{0,8}(?:た|い)[^、。!?\n]{0,6}(?:場合|ら|なら|と))|さらに|その上|しかも|加えて|同時に|それに伴|その(?:結果|攻撃|事故|ウイルス|せい)|これ(?:で|により|によって)|それ(?:で|により|によって)|"
    r"\b(?:also|too|as well|in addition|besides|even|on top|at the same time|because of (?:it|this|that)|through (?:it|this|that)|as a result|which|it had|on (?:it|them|that)|from (?:it|there|them)|they|them|those)\b"
)


# "And if instead of a strike …", 「ストではなく…」: the word that is taken back.
_GIVEN_UP = re.compile(
    r"\b(?:instead of|rather than|(?:imagine|suppose|say|assume|picture)(?:,? (?:that )?there (?:is|was|were))? no|no(?= [a-z]+ at all))\s+(?:an? |the |our |some )?([a-z]{4,})|"
    r"([一-鿿ァ-ヺー]{2,})(?:ではなく|じゃなく|でなく|の(?:代わり|かわり)|は(?:なかった|ない|無し|なし)と(?:して|する|します|仮定))"
)


NAMED_IN = 5  # of as many examples one must hold a word that names a fact


def _speaks_of(fact: Fact, word: str) -> bool:
    """Whether a word belongs to how people name a fact."""
    if any(word in x.lower() for x in (fact.name.ja, fact.name.en)):
        return True
    # A word that one example happens to hold ("money") names nothing.
    said = [x.lower() for x in fact.words.utterances]
    return sum(word in x for x in said) * NAMED_IN >= max(1, len(said))


def _steps(
    old: SchemeReading,
    new: SchemeReading,
    text: str,
    plans: tuple[str, ...],
    choices: dict[str, tuple[str, ...]],
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """A difference asked for between what was asked before and what is asked now."""
    if (new.choices or new.plans) and _INCREASE.search(text) and len(new.choices.get("type", ())) < 2:
        mixed = {d: tuple(dict.fromkeys((*old.choices.get(d, ()), *v))) for d, v in new.choices.items()}
        return tuple(dict.fromkeys((*old.plans, *new.plans))) or plans, {**choices, **mixed}
    return plans, choices


def _costs(old: SchemeReading, new: SchemeReading, now: Query, frames: Sequence[Query]) -> tuple[Cost, ...]:
    """The costs after this message: more, others in their place, or those told before."""
    text = now.message.text
    told = tuple(c for c in old.costs if c.yen is not None)
    known = {c.yen for c in told}
    amounts = [
        a for a in now.figures.amounts if not a.too_large and a.value > 0 and not _taken_back(text, a.start, a.end)
    ]
    denied = {a.value for a in now.figures.amounts} - {a.value for a in amounts}
    if not amounts and "payout" in now.intents and old.items and not new.items:
        amounts = bare_sums(now.figures)  # "how much of 900,000 would be paid?"
    if "limit" in now.intents and not amounts:
        return new.costs
    people = [
        c for c in now.figures.counts if c.unit in ("person", "resident") and isinstance(c.value, int) and c.value > 0
    ]
    more = bool(_MORE.search(text))
    if told and amounts and {a.value for a in amounts} <= known:
        return told
    priced = tuple(c for c in new.costs if c.yen is not None and c.yen not in denied)
    if priced and not new.items and not told:
        return priced
    share = None if amounts or priced else portion(text)
    if share is not None and told:
        return tuple(replace(c, yen=int((c.yen or 0) * share)) for c in told)
    if len(priced) > 1 and CORRECTION.search(text):
        priced = tuple(c for c in priced if c.yen not in known) or priced
    if priced and told and _NEXT_INCIDENT.search(text):
        last = max(c.incident for c in told)
        return (*told, *(replace(c, incident=last + c.incident) for c in priced if c not in told))
    if priced:
        if more:
            stated = {c.yen for c in priced}
            return (*(c for c in told if c.yen not in stated), *(replace(c, incident=1) for c in priced))
        replaced, again = {c.item for c in priced}, {c.yen for c in priced}
        return (*(c for c in told if c.item not in replaced and c.yen not in again), *priced)
    if amounts and old.items and not new.items and not now.needs and now.budget is None:
        item = told[-1].item if told else old.items[-1]
        if people and amounts[-1].per and not told:
            count = int(people[-1].value)
            return (Cost(item, amounts[-1].value * count, count),)
        whole = whole_of(amounts[-1], now.message, now.figures, frames)
        if whole is not None:
            return (*(c for c in told if c.item != item), Cost(item, *whole))
        if told and _NEXT_INCIDENT.search(text):
            last = max(c.incident for c in told)
            return (*told, *(Cost(item, a.value, incident=last + n) for n, a in enumerate(amounts, 1)))
        if more:
            return (*told, *(Cost(item, a.value) for a in amounts))
        return (*(c for c in told if c.item != item), Cost(item, amounts[-1].value))
    if people and told and not new.items and any(c.heads for c in told):
        count = int(people[-1].value)
        return tuple(replace(c, yen=c.yen // c.heads * count, heads=count) if c.heads and c.yen else c for c in told)
    if not new.items or {c.item for c in told} & set(new.items):
        return told if not new.items else tuple(c for c in told if c.item in new.items or TOGETHER.search(text))
    return new.costs


def _taken_back(text: str, start: int, end: int) -> bool:
    return bool(_NOT_BEFORE.search(text[max(0, start - 20) : start]) or _NOT_AFTER.match(text[end : end + 12]))


def follow_plan(
    scheme: Scheme, plans: tuple[str, ...], choices: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Another plan of the same scheme: type II stays type II, under the other plan's letter."""
    types = choices.get("type")
    if not types:
        return choices
    moved = []
    for t in types:
        n = ordinal(t.split()[-1].lower())
        for plan in plans:
            own = scheme.plans[plan].types
            moved += [v for v in own if ordinal(v.split()[-1].lower()) == n] if own and t not in own else [t]
    return {**choices, "type": tuple(dict.fromkeys(moved))}
