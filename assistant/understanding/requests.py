"""Split a message that asks several things into its requests.

"What is the premium for F II, and by when must we apply?", 「団体割引は何%で、加入できるのは誰ですか」,
「保険料と限度額を教えてください」: sentences, clauses with a question word of their own, and things named side by side in
one question. What is compared, added up or chosen from is one request, however many things it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.understanding.asides import list_signs
from assistant.understanding.dialogue import CORRECTION
from assistant.understanding.intents import Intent, find_intents
from assistant.understanding.text import Message

MAX_REQUESTS = 4
_LEAST = 2  # characters of a request

# ---------------------------------------------------------------- clauses
_ASKS_EN = (
    r"(?:what|what's|which|who|who's|whom|whose|when|where|how|why|is|are|was|do|does|did|can|could|may|must|should|will|would|"
    r"(?:by|until|till|from|to|at|on|within|in|for|under) (?:what|which|when|how|whom)|tell me|give me|please (?:tell|give)|whether|also)\b"
)
_CLAUSE_EN = re.compile(
    rf"(?:[,;:]? (?:and|plus|&)(?: also| then| finally| secondly)?|[;,])(?: please)? (?!what (?:with|without) (?:it|one|that|the))(?={_ASKS_EN})"
)
_CLAUSE_JA = re.compile(
    # a question that is complete in itself, then another: 「…ですか、それと…」
    r"(?:(?:ます|です|でしょう|ません)か|(?:いくら(?:まで)?|何[%円日人件名つ年社]|誰|だれ|いつ(?:まで|から)?|どこ|どれ)(?:で|なの|あって|いて|か)?)(?P<a>[、,])|"
    r"(?:(?:いくら|何(?:パーセント|種類|ヶ月|か月|[%円日人件名つ年社割])|誰|いつまで|どこ|いくつ)(?:あって|ありまして|いて|です(?:か|が)|で))(?P<b>[、,]?)(?=[一-龥ァ-ヺa-z「])|"
    r"(?:知りたい|聞きたい|伺いたい|確認したい|教えてほしい)(?P<d>(?:の|こと)と[、,]?)|"
    r"(?P<e>[、,。]?\s*〔[1-9]〕)|"
    r"(?P<c>[、,。]?(?:それに(?=両|その|[一-龥])|それと|それから|あと(?!で|に|か|\d)|また(?!は)|ついでに|加えて|併せて|あわせて(?=、)|および|及び|ならびに|並びに)(?:は)?[、,]?)"
)
_ASKED_EN = re.compile(
    r"\b(?:what|which|who|whom|whose|when|where|how|why|whether|tell me|give me|let me know)\b|^(?:\W*(?:and|so|also|but|ok|hi|hello),? )*(?:is|are|was|do|does|did|can|could|may|must|should|will|would)\b|[:,] (?:is|are|do|does|did|can|may|must|will|would)\b"
)
# ---------------------------------------------------------------- things named side by side
# What can be asked for in a word: its name ends a piece that is a request of its own.
_THING_JA = re.compile(
    r"(?:保険料|掛け?金|分担金|負担金|料金|限度額?|上限|最高額|免責金?額?|自己負担額?|割引率?|料率|加入率|番号|連絡先|窓口|問い?合わせ先|送り先|提出先|住所|fax|メール|時間|受付|"
    r"期限|締め?切り?日?|期間|日付|開始日|満期|始期|終期|定義|意味|構成|内容|範囲|中身|種類|対象者|条件|要件|資格|方法|手順|手続き?|流れ|書類|様式|名前|名称|会社名?|担当課?|"
    r"補償|事由|特約|オプション|プラン|タイプ|セット|特長|特色|注意点|サービス|例|事例|金額|額|割合|率|人数|件数|年月|出典|版|発行日?)(?:の(?:上限|額|金額))?$"
)
_THING_EN = re.compile(
    r"\b(?:premiums?|contributions?|limits?|ceilings?|caps?|maximum|deductibles?|excess|discounts?|rates?|share|numbers?|phone|telephone|fax|e-?mail|address|hours|contact|deadlines?|dates?|"
    r"period|term|definition|meaning|make-?up|contents?|scope|kinds?|conditions?|requirements?|eligibility|way|steps?|procedure|documents?|papers?|forms?|names?|company|insurers?|agency|department|"
    r"triggers?|riders?|options?|plans?|types?|sets?|features?|services?|examples?|cases?|amounts?|percentage|edition|source|population)\b"
)
_ANY_THING_JA = re.compile(_THING_JA.pattern.removesuffix("$"))
_PAIR_JA = re.compile(r"(?P<and>と[、,]?|[、,]|や|・)(?=[「『一-龥ァ-ヺa-z〔]|それぞれ)")
_OF_THINGS = re.compile(r"の?(?:差額?|違い|開き)$")
_PAIR_EN = re.compile(r",? and (?:also )?|, (?=.* and )")
_ASKS_NOUN_EN = re.compile(
    r"^(?:(?:hi|hello|please|and|also|so)[ ,]+)*(?:what(?:'s| is| are| was| would be| will be)?|tell me|give me|i (?:need|want|would like|'d like)(?: to know)?|can you (?:tell|give) me|could you (?:tell|give) me|we need|let me know|please give|please tell me)\b"
)
# "The gap in premium, and each plan's limit": what is compared is the one thing, the other is asked for beside it.
_TWO_FIGURES = re.compile(
    r"(?:保険料|掛け?金|分担金|限度額|上限|免責金額)の?(?:差額?|違い|開き)と(?:、|[^。!?]{0,12}(?:保険料|分担金|限度額|上限|免責))[^。!?]*(?:保険料|分担金|限度額|上限|免責)"
)
# 「助けてください」, 「聞いてください」, 「三つ教えてください」: a plea, which asks for nothing by itself.
_PLEA = re.compile(
    r"^[^、。!?]{0,12}(?:助けて|聞いて|お聞き|許して|お許し|待って|安心して|教えて)(?:下さい|ください)[、。!\s]*|(?:助けて|聞いて|待って)(?:下さい|ください)[。!\s]*$"
)
_ASKS_BY_FORM = re.compile(r"[?？]|[かの][。\s]*$|教えて|知りたい|お願い")
_CHOICE = re.compile(r"\b(?:rank|type|set|plan|option)\b|ランク|タイプ|類型|セット|プラン")
_SEVERAL = 2
_ONE_REQUEST: frozenset[Intent] = frozenset(("compare", "difference", "sum", "choose"))
_SIDE_BY_SIDE = re.compile(
    r"違い|比べ|比較|どちら|どっち|差|合計|(?<!問)(?<!問い)合わせ|differen|compar|versus|\bvs\b|\bbetween\b|\bboth\b"
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a message: its own `words`, and `told`, the whole message without what else it asks.

    `corrects` says that the words only correct what was told a turn before, so that what was asked then is asked anew.
    """

    words: str
    told: str
    corrects: bool = False


def requests_of(message: Message, intents: Iterable[Intent], *, follows: bool = False) -> tuple[Request, ...]:
    """The requests of a message, in order; empty where it makes no more than one. `follows`: others came before it."""
    pieces: list[tuple[str, bool]] = []
    one = bool(set(intents) & _ONE_REQUEST or _SIDE_BY_SIDE.search(message.text))
    asks = [s.asks and not _merely_pleads(message.text[s.start : s.end].strip()) for s in message.sentences]
    if not any(asks):
        asks[-1] = True
    for s, asking in zip(message.sentences, asks, strict=True):
        sentence = message.cased[s.start : s.end].strip()
        if not asking:
            pieces.append((sentence, False))
            continue
        for clause in _clauses(sentence, message.language):
            found = [clause] if one and not _TWO_FIGURES.search(clause.lower()) else _pairs(clause, message.language)
            pieces += [(p, True) for x in found if len(p := x.strip(" 、,;。")) >= _LEAST]
    words = tuple(dict.fromkeys(p for p, asking in pieces if asking))[:MAX_REQUESTS]
    story = " ".join(_ended(p, message.language) for p, asking in pieces if not asking)
    again = follows and CORRECTION.search(story.lower()) and any(c.isalnum() and not c.isalpha() for c in story)
    first = (Request(story, story, corrects=True),) if again or (follows and _corrects_choice(story)) else ()
    if len(words) + len(first) < _SEVERAL:
        return ()
    return first + tuple(
        Request(w, " ".join(_ended(p, message.language) for p, asking in pieces if not asking or p == w)) for w in words
    )


def _corrects_choice(story: str) -> bool:
    """Whether what is told, not asked, corrects a type or rank: "sorry, we're rank C"."""
    return bool(CORRECTION.search(story.lower()) and _CHOICE.search(story.lower()))


def _merely_pleads(sentence: str) -> bool:
    """Whether a sentence asks only to be heard or helped: what else it says tells the story."""
    rest = _PLEA.sub("", sentence)
    return rest != sentence and not find_intents(rest) and not _ASKS_BY_FORM.search(rest)


def _ended(piece: str, language: str) -> str:
    """A piece of a message as a sentence of its own, so that nothing in it reaches into the next one."""
    if piece.endswith(("?", "!", ".", "。", "？", "！")):
        return piece
    return f"{piece}{'。' if language == 'ja' else '.'}"


def _clauses(sentence: str, language: str) -> list[str]:
    pattern, text = (_CLAUSE_JA, sentence) if language == "ja" else (_CLAUSE_EN, sentence.lower())
    out, start = [], 0
    signs = {s.start for s in list_signs(text)}
    for m in pattern.finditer(text):
        name = m.lastgroup
        if name == "e" and not signs & set(range(m.start(), m.end())):
            continue  # a cost by its number
        cut, resume = (m.start(name), m.end(name)) if name else (m.start(), m.end())
        told = language == "en" and not _ASKED_EN.search(text[start:cut])  # "If it leaks, what …?": one request
        if told or cut - start < _LEAST or not text[resume:].strip(" ?？。"):
            continue
        out.append(sentence[start:cut])
        start = resume
    return [*out, sentence[start:]]


def _pairs(clause: str, language: str) -> list[str]:
    """The things that one question names side by side, each with the words that ask for them."""
    text = clause.lower()
    if language == "ja":
        out, start = [], 0
        for m in _PAIR_JA.finditer(text):
            left = _OF_THINGS.sub("", text[start : m.start()])
            if _THING_JA.search(left) and _ANY_THING_JA.search(text[m.end() :]):
                out.append(f"{clause[start : m.start()]}を教えて")
                start = m.end()
        return [*out, clause[start:]]
    lead = _ASKS_NOUN_EN.match(text)
    if lead is None:
        return [clause]
    pieces = [p.strip(" ?.,") for p in _PAIR_EN.split(clause[lead.end() :])]
    if len(pieces) < 2 or not all(_THING_EN.search(p.lower()) for p in pieces):
        return [clause]
    return [f"{clause[: lead.end()]} {p}?" for p in pieces]
