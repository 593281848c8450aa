"""What the words around a number say: sign, about, each, from … to, and whether yen may be meant."""

from __future__ import annotations

import re
from typing import Final

from assistant.understanding.numerals import Numeral
from assistant.understanding.quantities import Per

_FIGURE: Final = "0-9〇零一二三四五六七八九十百千万億兆円%人名社件台日年月割"
_SIGN: Final = re.compile(
    r"(?:(?<![0-9a-z円%)\]人名社件台日万億])[-−▲△]|(?:マイナス|(?<![a-z])minus|(?<![a-z])negative)[ ]?)$",
    re.I,
)
_ARITHMETIC: Final = re.compile(r"(?:[0-9円]|yen|million|thousand)[ ]?$", re.I)

_ABOUT_BEFORE: Final = re.compile(
    r"(?:約|およそ|おおよそ|おおむね|だいたい|大体|ざっと|ほぼ|概算で?|概ね|推定|推計"
    r"|(?<![a-z])(?:about|around|roughly|approximately|approx\.?|nearly|almost|some|circa|ca?\.|estimated)"
    rf"|(?<![{_FIGURE}])[~〜])[ ]{{0,2}}(?:a[ ])?$",
    re.I,
)
APPROXIMATELY_AFTER: Final = re.compile(
    r"[ ]?(?:程度|前後|くらい|ぐらい|ほど|位(?!置)|弱(?![点者い])|強(?![いく化制])|あまり|余り?(?!裕)"
    r"|ちょっと|そこそこ"
    r"|or[ ]so(?![a-z])|or[ ]thereabouts|-ish(?![a-z])|ish(?![a-z]))",
    re.I,
)

_PERSON_BEFORE: Final = re.compile(
    r"(?:(?:[1一]|お?ひと)(?:人|名|り)|個人|各人|被害者|会員|本人)[ ]?(?:あたり|当たり|当り|につき"
    r"|ごとに?|毎に?|/)[、はにの:\s]{0,3}約?$"
    r"|(?<![0-9])[1一](?:人|名)[、にへは\s]?約?$"
    r"|(?<![a-z])(?:per|each|every|for[ ]each|each[ ]of[ ](?:the|our)(?:[ ][0-9,]{1,9})?)[ ](?:person"
    r"|people|victim|individual|customer|member|resident|user|head)s?"
    r"(?:[ ](?:gets?|got|receives?|is|was|of|paid|at|about))?[ ,:]{0,2}$",
    re.I,
)
_CORPORATION_BEFORE: Final = re.compile(
    r"(?:[1一]社|[1一]?法人|各社|会社)[ ]?(?:あたり|当たり|当り|につき|ごとに?|毎に?|/)[、はにの:\s]{0,3}約?$"
    r"|(?<![0-9])[1一](?:社|法人)[、にへは\s]?約?$"
    r"|(?<![a-z])(?:per|each|every|for[ ]each|each[ ]of[ ](?:the|our)(?:[ ][0-9,]{1,9})?)[ ](?:company"
    r"|companies|corporation|firm|business|organi[sz]ation)s?"
    r"(?:[ ](?:gets?|got|receives?|is|was|of|paid|at|about))?[ ,:]{0,2}$",
    re.I,
)
_MONTH_BEFORE: Final = re.compile(
    r"(?:月額|月々|毎月|(?<![0-9〇一二三四五六七八九十今来先翌前か])月|[1一][かヶカ]月(?:あたり|につき)?"
    r"|monthly|per[ ]month)[、はにの:\s]{0,3}約?$",
    re.I,
)
_PERSON_AFTER: Final = re.compile(
    r"[ ]?(?:/|×|x|\*)[ ]?(?:[0-9,]{0,9}[ ]?(?:人|名)|(?:person|victim|head|individual|member))"
    r"|[ ,]{0,2}(?:per|a|for[ ]each|for[ ]every|to[ ]each|each)[ ](?:affected[ ])?(?:person|victim|head"
    r"|individual|member"
    r"|resident|user|customer)(?![a-z])",
    re.I,
)
_CORPORATION_AFTER: Final = re.compile(
    r"[ ]?(?:/|×|x|\*)[ ]?(?:[0-9,]{0,9}[ ]?(?:社|法人)|company|corporation|firm)"
    r"|[ ,]{0,2}(?:per|a|for[ ]each|for[ ]every|to[ ]each|each)[ ](?:affected[ ])?(?:company|corporation"
    r"|firm|business"
    r"|organi[sz]ation)(?![a-z])",
    re.I,
)
_MONTH_AFTER: Final = re.compile(
    r"[ ]?(?:/[ ]?(?:月|month|mo(?![a-z]))|(?:per|a|each|every)[ ]month"
    r"|monthly)",
    re.I,
)
_EACH_AFTER: Final = re.compile(r"[ ]?(?:ずつ|each(?![a-z])|apiece|a piece(?![a-z]))", re.I)
_CORPORATIONS: Final = re.compile(r"社|法人|企業|取引先|compan|corporation|firm|business", re.I)
_PEOPLE: Final = re.compile(r"[人名]|者|会員|person|people|victim|individual|member|customer|resident", re.I)

_JOINERS: Final = re.compile(
    r"[ ]?(?:[-~〜–—−‐]|から|ないし|乃至|もしくは|または|又は|か|(?:to|through|or|up[ ]to"
    r"|until)(?![a-z]))[ ]?"
    r"(?:約|about|around|roughly)?[ ]?$",
    re.I,
)
_BETWEEN_LEAD: Final = re.compile(r"(?<![a-z])between[ ](?:about[ ]|around[ ])?$", re.I)
_BETWEEN_GAP: Final = re.compile(r"[ ](?:and|to)[ ](?:about[ ]|around[ ])?$", re.I)

# Counters and units that may follow 万; with one of these it is no amount.
_COUNTED: Final = re.compile(
    r"[ ]?[人件社台名口個点枚箇本冊世帯戸票店拠種行曲字文画歩坪株頭倍頁年月日時秒回度通室棟機部袋箱軒校班代ァ-ヺA-Za-z%°㎡]"
    r"|[ ]?(?:か所|ヶ所|つ|キロ)|[ ]?分(?!の|かか|支払|請求)"
)
_PHRASE_ENDS: Final = re.compile(
    r"[ \n]?(?:$|[.,;:!?)\]」。、/~〜–-]|[^\x00-\x7f]|(?:in|for|to|and|or|on|by|from|at|with|is|was|were"
    r"|as|if|be|would|will|can"
    r"|plus|total|altogether|per|each|a|the|we|so|but|due|because|before|after|when|then|damages?|loss"
    r"|losses|costs?"
    r"|claims?|limit|cap|cover|coverage|fees?|bill|invoice|deductible|premium|it|that|which|this|do|does"
    r"|are|i|you"
    r"|of[ ](?:damages?|loss|losses|costs?|cover|coverage|sales|turnover|revenue))(?![a-z]))",
    re.I,
)
_LEAST_OPEN_K: Final = 10_000

_FILLER_BEFORE: Final = re.compile(
    r"\s*(?:(?:はい|yes|ええ)[、, ]*)?(?:約|およそ|だいたい|about|around|roughly|approximately|maybe"
    r"|it's|it is)?\s*",
    re.I,
)
_FILLER_AFTER: Final = re.compile(
    r"\s*(?:くらい|ぐらい|ほど|程度|位)?(?:です(?:ね|か|が)?|でした|かな|だと思います"
    r"|と思います)?\s*[。.!]?\s*"
)


def is_negative(text: str, start: int, floor: int) -> tuple[bool, int]:
    """Whether a minus stands before a place, and over how many characters."""
    sign = _SIGN.search(text, max(floor, start - 10), start)
    if sign is None:
        return False, 0
    # "10 million minus 5 million" is arithmetic.
    at = sign.start()
    if len(sign[0]) > 1 and _ARITHMETIC.search(text[max(0, at - 9) : at]):
        return False, 0
    if sign[0] in "△" and text[at + 1 : at + 2] == " ":
        return False, 0
    return True, start - at


def is_approximate(text: str, start: int, end: int) -> bool:
    """Whether a number is "about" that much, by the words before or after it."""
    return bool(_ABOUT_BEFORE.search(text[max(0, start - 15) : start]) or APPROXIMATELY_AFTER.match(text, end))


def per_what(text: str, start: int, end: int) -> Per | None:
    """To what an amount applies each time, by the words before or after it."""
    before = text[max(0, start - 40) : start]
    after = text[end : end + 40]
    if _PERSON_BEFORE.search(before) or _PERSON_AFTER.match(text, end):
        return "victim"
    if _CORPORATION_BEFORE.search(before) or _CORPORATION_AFTER.match(text, end):
        return "corporation"
    if _MONTH_BEFORE.search(before) or _MONTH_AFTER.match(text, end):
        return "month"
    if _EACH_AFTER.match(text, end):
        corporations = max((found.end() for found in _CORPORATIONS.finditer(before)), default=0)
        people = max((found.end() for found in _PEOPLE.finditer(before)), default=0)
        if not people and not corporations:
            return "corporation" if _CORPORATIONS.search(after) else "victim" if _PEOPLE.search(after) else None
        return "corporation" if corporations > people else "victim"
    return None


def is_alone(text: str, start: int, end: int) -> bool:
    """Whether a number is all that a text says, fillers such as "about" and です aside."""
    if start > 20 or len(text) - end > 20:
        return False
    return bool(_FILLER_BEFORE.fullmatch(text[:start]) and _FILLER_AFTER.fullmatch(text[end:]))


def between(lead: str, gap: str) -> bool:
    """Whether two numbers with `gap` between them and `lead` before them are the ends of a range."""
    if _JOINERS.match(gap):
        return True
    return bool(_BETWEEN_GAP.match(gap) and _BETWEEN_LEAD.search(lead))


def may_be_yen(text: str, numeral: Numeral) -> bool:
    """Whether a number without a currency is of the size and form in which people say amounts of yen."""
    if numeral.myriad:
        if _COUNTED.match(text, numeral.end):
            return False
        units_first = numeral.script == "kanji" and text[numeral.start] in "十拾百千"
        return not (units_first and re.match(r"[一-鿿]", text[max(0, numeral.start - 1) : numeral.start]))
    if numeral.suffix == "k":
        return numeral.value >= _LEAST_OPEN_K and _PHRASE_ENDS.match(text, numeral.end) is not None
    if numeral.suffix in (
        "million",
        "millions",
        "billion",
        "trillion",
        "mil",
        "mio",
        "mln",
        "bn",
        "thousand",
    ):
        large = numeral.suffix != "thousand" or numeral.value >= _LEAST_OPEN_K
        return large and _PHRASE_ENDS.match(text, numeral.end) is not None
    return False
