"""Small words that carry a claim of their own: every, other, only, again, separately, whether or not.

They stand in no list of harmless words, since each of them changes what is said; and in no list of terms, since they
belong to none. A draft may use one only where the answer, where it speaks of the same thing, has one of the same sort.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.guardrail.bilingual import Bilingual, bilingual
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.licences import LEAVES_OPEN, Meaning, licensed
from assistant.guardrail.names import Named
from assistant.guardrail.relations import SILENT, anchors, has
from assistant.guardrail.text import Sentence, fold_text
from assistant.language.stemming import ENGLISH_STOPWORDS


@dataclass(frozen=True, slots=True)
class Operator:
    """A sort of small words: how a draft says it, and how an answer that means it says it."""

    name: str
    said: Bilingual
    ground: re.Pattern[str]


def _operator(name: str, said: str, ground: str = "") -> Operator:
    return Operator(name, bilingual(said), re.compile(f"{said}|{ground}" if ground else said))


OPERATORS: Final[tuple[Operator, ...]] = (
    _operator(
        "every",
        r"\b(?:each(?! other| claim individual)|every|(?<!at )(?<!after )(?<!above )(?<!in )(?<!not )(?<!are )all(?! (?:by|before|within|until) | of (?:this|that|it|which)\b)(?! (?:it|they|we|you) (?:say|give|tell|show|state|mention|have|can)| the same| year| day)|whichever|whatever|entire|whole|any (?:kind|type|sort|amount|number|cost|such cost|claim|damage|loss))\b"
        r"|すべて|全て|全部|全員|全額|全種|どれも|あらゆる|一切|ごと(?:に|の)|各(?!種|位|自)|それぞれ|毎回|事故毎",
        r"\b(?:any|per|both|alike|in common|sum|total|together|none|no|whole|between|separate\w*|either|regardless|365|24|full)\b|いずれ|共通|合計|どの|どちら|両|全|毎|につき|あたり|別|かかわら|問わ|も(?:、|対象)",
    ),
    _operator(
        "other",
        r"\b(?:other(?! (?:hand|words|way|reading|than|person|people|part))|others|another(?! (?:question|matter|reading))|additional(?:ly)?|extra|furthermore|moreover|remainder|on top)\b"
        r"|(?<!その)他の(?!人|法人|制度)|(?<!その)ほかの(?!人|読)|別途|別に(?!、)|追加(?:の|で|され)|上乗せ|残りの|残額",
        r"\b(?:another|else|further|also|more|besides|apart|except|than|plus|separate\w*|and|rest|addition)\b|他|ほか|別|加え|以外|外|もう|一方|除",
    ),
    _operator(
        "only",
        r"\b(?:only|solely|exclusively|alone|merely|nothing but|restricted to|confined to|limited to)\b|(?<!できる)だけ(?!で(?:は)?な)|のみ(?!なら)|に限(?!りませ|らな)|限定(?!プラン|の(?:ほう|方)|で(?:も|は)|[もはがと、]|なら|だと)|限られ(?!ませ|な)",
        r"\b(?:one|just|limited|except|not|no|nothing|none|outside|excluded|unless|reduced|need\w*|requires?|conditions?|assumes|provided|first|other than|neither|cannot|valid|by contrast|remains?|left)\b|選べる|残|一方|これに対|以外|ありませ|な[いくし]|ませ|対象外|除|前提|条件|必要|免責|限|はじめて|ず",
    ),
    _operator(
        "too",
        r"\bas well\b(?! as)|\btoo\b(?=[.,;)]|$)|\blikewise\b|\bequally\b|も同様|についても(?:同|補償|対象)",
        r"\b(?:also|both|either|neither|alike|in common|same|every|all|any|further|and|plus)\b|も|共通|同|どちら|いずれ|両|すべて",
    ),
    _operator(
        "again",
        r"\b(?:repeated\w*|anew|twice|double|doubly|several times|a second time|each time)\b|(?<!try )\b(?<!ask )(?<!write )(?<!call )again\b(?! with)|もう一度(?!、?(?:どうぞ|お[尋知聞]|ご[連確質]|聞|教え|尋ね))|二重|再度(?!、?(?:お[尋知聞]|ご[連確質]|聞|教え|尋ね))|改めて(?!、?(?:お[尋知聞]|ご[連確質]|聞|教え|尋ね))|繰り返|何度|たびに|都度|二回(?!目)|2回(?!目)",
        r"\b(?:once|repeat\w*|second|re-\w+|per|each|recur\w*)\b|再発|一度|1回|一回|ごと|再",
    ),
    _operator(
        "whether or not",
        r"\b(?:whether or not|with or without|regardless|irrespective|no matter|independent(?:ly)? of|even (?:if|when|without|where))\b|有無に(?:よらず|かかわらず|関わらず)|かどうかに(?:よらず|かかわらず|関わらず)|(?<![型ラトクプ])(?<!プラン)(?:に|を)(?:かかわらず|関わらず|問わず)|問いません|問われません|関係(?:なく|ありません|しません)",
        r"\b(?:even|unpaid|unsuccessful|any|whatever|whichever|both|either|in common|every|all|alike|does not matter|counts?|too|not|fear|suspect\w*|risk|threat|whether)\b|共通|どの|どちら|いずれ|すべて|全|おそれ|疑|ても|でも|も|関係|ませ|ない",
    ),
    _operator(
        "earlier or later",
        r"\b(?:previous(?:ly)?|formerly|in the past|so far|until now|already(?! (?:includ|reflect|contain|built|part of|factored|allow|take|taken|in the))|from now on|in future|in the future|subsequent(?:ly)?|no longer|any longer|still (?:be|in)|next (?:year|month|version|edition|period)|last (?:year|month))\b"
        r"|これまで|従来|以前(?:は|も|から|の)|過去|今後|将来|次回|翌年|来年|昨年|前年|すでに|既に",
        r"\b(?:before|earlier|later|after|once|past|future|next|last|until|use|prior|running|previous)\b|前|後|翌|来|過去|将来|今後|次|すでに|既に",
    ),
    _operator(
        "how often",
        r"\b(?:always|never|often|usually|sometimes|frequently|rarely|seldom|mostly|in most cases|in many cases|as a rule|many times|in practice)\b|常に|しばしば|いつも|時々|時には|多くの場合|ほとんど|大抵|たいてい|めったに|通常|普通",
        r"\b(?:no|not|every|any|around|most|average|normal\w*|cannot|mandatory|compulsory|automatic\w*)\b|常|必|年中|通常|平均|多|普通|毎|24",
    ),
    _operator(
        "by choice",
        r"\b(?:on request|upon request|at (?:your|his|her|their|its) (?:request|option|choice|discretion)|choose|choice|if (?:you )?(?:wish|like|want|prefer)|optional(?:ly)?|voluntar\w+|free to)\b|任意|希望(?:すれば|により|に応|する(?:場合|方))|選べ|選択|お好き|自由に|申し出(?:れば|により)",
        r"\b(?:option|choose|choice|freely|request|wish|may|can|free|set|rider|or)\b|任意|希望|選|自由|フリー|特約|オプション|申",
    ),
    _operator(
        "no option",
        r"\bno (?:option|rider|add-on|extension|endorsement)s?\b|(?:どの|いずれの|いかなる)(?:オプション|特約)",
        r"\b(?:none|neither|any)\b",
    ),
    _operator(
        "under no circumstances",
        r"\b(?:(?:out|excluded|uninsured|uncovered|unpaid|outside)[^.;,]{0,24} (?:in any (?:case|event)|altogether|entirely|for good|at all times)|under no circumstances|in no case|on no account|whatever option|no option (?:can|changes?|helps?))\b",
        r"\b(?:none|neither|any|never)\b",
    ),
    _operator(
        "next",
        r"\b(?:next|following) (?:\w+ ){0,2}(?:day|weekday|week|month|year|period)\b|\b(?:day|week|month)s? after\b|翌(?:営業|業務)?日|翌週|翌月|次の(?:平日|営業日|日|月)|繰り下|後ろ倒し|順延",
        r"\b(?:next|following|after|later|from)\b|翌|次の|後|繰り下|から",
    ),
    _operator(
        "charged besides",
        r"とは別(?:に|で)|に上乗せ|を上乗せ",
        r"別|上乗せ|加え|加わ|足|\+|プラス",
    ),
    _operator(
        "flat",
        r"一律|(?<!確)定額|均一|\bflat(?:[- ]rate)?\b|\bfixed (?:sum|amount|fee|payment)\b|\blump[- ]sum\b|\bexactly\b(?= [\d¥])|\bno (?:more and no less|matter how)\b",
    ),
    _operator(
        "sum",
        r"\b(?:(?<!not )altogether|in total|all told|added up|cumulative\w*|aggregate\w*|combined)\b|通算|累計|合算|足し合わせ",
        r"\b(?:total|sum|together|both|common|times|one|combin\w*|shared?|per (?:claim|incident)|insured period|period)\b|[+×=−]|合|計|総|共通|足|差|掛|期間中",
    ),
    _operator(
        "more or less",
        r"\b(?:rises?|rising|increases?|increased|decreases?|grows?|shrinks?|extended|extends?|prolong\w*|lengthen\w*|doubled|halved|lowered|widened|improved?|better|worse)\b|増え|減り|減る|延長|延び|引き上げ|引き下げ|広が|拡大(?!防止)|縮小(?!支払)|改善|有利|不利|優遇",
        r"\b(?:increase|decrease|difference|more|less|dearer|cheaper|higher|lower|discount)\b|増|減|延|引|広|拡|差|高|安|割引|上|下",
    ),
)  # fmt: skip

ROW: Final = re.compile(r"(?:だけ|のみ|\b(?:only|alone))\)?\s*[::](?=\s?[\d¥])")
"""The label of a row that says "this one only", before its figure."""

EXCEPT: Final = _operator(
    "except",
    r"\b(?:except(?: for| where| when| if)?|apart from|other than|with the exception of|save for|excepting|aside from)\b|(?:場合|とき|もの|費用|損害|の)(?:を|は)除(?:き(?!ます)|いて|く(?!と))|以外(?:は|の|なら|であれば)",
    r"\b(?:exclu\w+|unless|not|no|neither|only|nor|outside|cannot)\b|除|以外|対象外|ない|ません|限|だけ|のみ|他|ほか|外",
)
SUPERLATIVE: Final = _operator(
    "most of all",
    r"\b(?:cheapest|dearest|priciest|highest|lowest|largest|smallest|biggest|(?<!at )best(?! to| reading| bet| regards| wishes| guess)|worst|longest|shortest|fastest|most (?:expensive|common|generous|popular))\b|最も|もっとも(?!、)|いちばん|(?<!第)一番(?!号|目)|最安|最高額|最小|最多",
    r"\bmost\b|\bfirst\b|最|1位|順位|いちばん",
)
COMPARED: Final = _operator(
    "more than the other",
    r"\b(?:cheaper|dearer|pricier|costlier|higher|more expensive|less expensive|a bargain)\b|(?:(?<!円)より|ほうが|方が)[^。、]{0,8}(?:高(?!度)|安(?!全|心)|多|少な|大き|小さ|有利|お得|手厚|広|狭)|割安|割高|お得",
    r"\b(?:more|less|lower|difference|than|expensive|discount\w*|off|dear|cheap)\b|高|安|差|増|減|割引|得|多|少",
)

_DEMANDS_ALL: Final = re.compile(
    r"(?:の)?(?:すべて|全て|全部|いずれも|両方|双方|[二三四五六2-6](?:つ|点|種)(?:とも|すべて|全て|の(?:すべて|全て)))(?:を|が|の|に|も)?(?:必要|満た|済|揃|そろ|行|そなえ|備え|求め|要)?"
    r"|\b(?:in addition|additionally|as well as|together with)\b|かつ|に加え|両方|そのうえ"
    r"|\b(?:all|both|each|every one)(?: (?:of|the|these|those|two|three|four|five|six|conditions?|requirements?|steps?|ways|points))*\b"
)
_NEEDS: Final = re.compile(
    r"必要|条件|要件|満た|済ませ|なければ|求め|揃|そろ|\bmust\b|\bneed\w*\b|\brequire\w*\b|\bcondition\w*\b|\bhave to\b|\bunless\b|\bonly if\b|\bprovided\b|\bhas to\b|\bnecessary\b"
)


_MEANINGS: Final[dict[str, Meaning]] = {
    "other": "addition",
    "too": "alike",
    "more or less": "change",
    "charged besides": "addition",
}
"""What an operator means, where the make-up of an answer may mean it."""


def _meaning(operator: Operator, word: str) -> Meaning | None:
    if operator.name == "earlier or later":
        return "included" if _ALREADY.fullmatch(word.strip()) else None
    return _MEANINGS.get(operator.name)


_ALREADY: Final = re.compile(r"already|すでに|既に")


_PLAN_BY_PLAN: Final = re.compile(
    r"(?:プラン|保険|制度)ごと|\b(?:plan by plan|(?:for )?each (?:plan|scheme)(?= is|:|,))"
)


def check_operators(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for a small word that the answer does not have of the same thing."""
    text = ROW.sub(":", _without_names(sentence.text, named))
    several = len({k.figure.value for k in evidence.known if k.final}) > 1
    for operator in (*OPERATORS, *(() if several else (SUPERLATIVE, COMPARED)), *_excepting(evidence)):
        found = operator.said.search(text)
        if found is None or (operator.name == "every" and _distributes(found, sentence.text)):
            continue
        if operator.name == "every" and len(evidence.plans) > 1 and _PLAN_BY_PLAN.search(text):
            continue  # the answer goes plan by plan
        if operator.name in ("every", "again") and _each_time(found, sentence, evidence):
            continue
        if operator.name == "every" and _bears_all(sentence, evidence):
            continue
        if found[0] == "whichever" and len({v.verdict for v in evidence.answer.verdicts}) == 1 < len(evidence.plans):
            continue  # whichever of the plans, which are judged alike
        if operator.name == "only" and evidence.answer.verdicts and _OF_PLAN.search(text):
            continue  # "only the one plan" is judged with the verdicts
        if _told_so(found, text, sentence, evidence):
            continue
        meaning = _meaning(operator, found[0])
        if meaning is not None and licensed(meaning, sentence, evidence):
            continue
        if not operator.ground.search("\n".join(_near(sentence, evidence, operator.name == "only"))):
            yield f"The draft says “{found[0].strip()}”, the answer does not."
    text = _BOTH_PLANS.sub("＿", text)
    if (found := _DEMANDS_ALL.search(text)) and _NEEDS.search(sentence.text) and not LEAVES_OPEN.search(text):
        near = _near(sentence, evidence)
        if _ALL_CONDITIONS.search(text) and any(len(v.conditions) > 1 for v in evidence.answer.verdicts):
            return  # of several conditions each one must hold; a choice is one within a condition
        if licensed("all conditions", sentence, evidence):
            return
        if any(LEAVES_OPEN.search(x) for x in near) and not any(_DEMANDS_ALL.search(x) for x in near):
            yield f"The draft demands “{found[0].strip()}” where the answer leaves a choice."


def _excepting(evidence: Evidence) -> tuple[Operator, ...]:
    """An exception is compared where the answer says yes; a no may well be said in such words."""
    return (EXCEPT,) if any(v.verdict in ("covered", "conditional") for v in evidence.answer.verdicts) else ()


_ALL_CONDITIONS: Final = re.compile(
    r"条件(?:を|が|の|は)?(?:すべて|全て|いずれも|どれも)|(?:すべて|全て)の条件|\b(?:all|each|every one) of (?:the|these|those)(?: \w+)? (?:conditions?|points|requirements)\b|\ball (?:the |these )?(?:\w+ )?conditions\b"
)
_BOTH_PLANS: Final = re.compile(
    r"＿(?: plan| cover)?,? (?:as well as|together with|in addition to)(?: (?:in|under|with|for|by|the))* ＿"
)
_OF_PLAN: Final = re.compile(
    r"\b(?:only|solely) (?:(?:under|with|in|by|through|the|your) )*＿|＿+(?: plan| cover)?(?:\)|」)?(?:だけ|のみ|に限|,? only\b| alone\b)"
)


def _distributes(found: re.Match[str], text: str) -> bool:
    """Whether "each" hands out the figures that stand beside it, which are compared elsewhere."""
    if found[0] not in ("each", "それぞれ"):
        return False
    kinds = [f.kind for f in read_figures(text).figures if f.kind not in ("page", "label")]
    return any(kinds.count(k) > 1 for k in kinds)


_WORD: Final = re.compile(r"\s?([a-z'-]{3,})")


def _told_so(found: re.Match[str], text: str, sentence: Sentence, evidence: Evidence) -> bool:
    """Whether the answer has a small word with the very word that it goes with: "each town", 「保険だけ」."""
    if len(text) != len(sentence.text):
        return False
    if found[0][0].isascii():
        behind = _WORD.match(sentence.text, found.end())
        return behind is not None and behind[1] not in ENGLISH_STOPWORDS and behind[0] in _behind(found[0], evidence)
    before = sentence.text[max(0, found.start() - 4) : found.start()]
    return len(before) == 4 and before + found[0] in evidence.whole


@lru_cache(maxsize=1024)
def _behind(word: str, evidence: Evidence) -> frozenset[str]:
    """What stands right behind a word of the answer, wherever it has it."""
    return frozenset(
        m[0]
        for at in re.finditer(rf"\b{re.escape(word.strip())}\b", evidence.whole)
        if (m := _WORD.match(evidence.whole, at.end()))
    )


_EACH: Final = re.compile(r"each|それぞれ|twice|double|二重|二回|2回|ごと(?:に|の)|whole|entire|full|全額")
_WHOLE: Final = re.compile(r"whole|entire|全額")
_SUM: Final = re.compile(r"[\d,+ ]+")
"""A step that takes nothing off."""
_BEARS: Final = re.compile(
    r"自(?:社|分|身|腹|己)|負担|持ち出し|手出し|かぶ|\b(?:yourself|yourselves|your own|out of pocket|own pocket|bear\w*|on you|yours)\b"
)


def _each_time(found: re.Match[str], sentence: Sentence, evidence: Evidence) -> bool:
    """Whether "each" or "twice" is said of a figure that several steps of the computation use; "the whole" of a result."""
    if not _EACH.fullmatch(found[0].strip()):
        return False
    values = {f.value for f in read_figures(sentence.text).figures if f.kind not in ("page", "label")}
    if _WHOLE.fullmatch(found[0].strip()):
        steps = [s for amount in evidence.answer.amounts for s in amount.steps]
        return all(_SUM.fullmatch(fold_text(s.expression)) for s in steps) and any(
            k.final and k.role == "payout" and k.figure.value in values for k in evidence.known
        )
    times: Counter[object] = Counter()
    for amount in evidence.answer.amounts:
        for step in amount.steps:
            expression = fold_text(step.expression)
            times.update({f.value for f in read_figures(expression).figures if f"- {f.text}" in expression})
    return any(times[v] > 1 for v in values)


def _bears_all(sentence: Sentence, evidence: Evidence) -> bool:
    """Whether somebody is said to bear all of it, where nothing is paid."""
    return {v.verdict for v in evidence.answer.verdicts} == {"not_covered"} and bool(_BEARS.search(sentence.text))


def _without_names(text: str, named: tuple[Named, ...]) -> str:
    letters = list(text)
    for n in named:
        letters[n.start : n.end] = "＿" * (n.end - n.start)
    return "".join(letters)


def _near(sentence: Sentence, evidence: Evidence, further: int = 0) -> Sequence[str]:
    """The answer's sentences that speak of what the sentence speaks of; all of them where it has no telling word."""
    body = evidence.statements
    telling = anchors(sentence.text)
    if SILENT.search(sentence.text) or evidence.answer.abstained:
        return body  # what is not stated may stand anywhere
    figures = {f.value for f in read_figures(sentence.text).figures if f.kind != "page"}
    hits = [
        i
        for i, x in enumerate(body)
        if (telling and any(has(x, a) for a in telling))
        or (figures and figures & {f.value for f in read_figures(x).figures})
    ]
    # The sentence behind goes on with the same thing: "The hotline is open day and night. Only members can use it."
    return [body[i] for i in sorted({j for h in hits for j in range(h, h + 1 + further) if j < len(body)})] or body
