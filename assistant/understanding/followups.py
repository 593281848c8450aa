"""What a short message does to the one before it: adds or leaves out an option, names another date, keeps or changes a type.

These say of a prepared text alone what it asks for; how it stands to the conversation is told by `dialogue`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.corpus.model import Scheme
from assistant.understanding.numbers import Figures
from assistant.understanding.text import Message

MERE_CHANGE = 40  # characters of a message that says nothing else
WITHOUT = re.compile(
    r"^(?:(?:じゃあ|では|それ|これ|もし|逆に|やっぱり|やはり|で、|、)*(?:なし|無し|外し|外す|付けな|つけな|(?:入って|加入して|付けて|つけて|付いて)(?:い)?な|入らな|加入しな|未加入)|(?:(?:and|but|so|what|how|about|ok|then)[ ,]+)*without (?:it|that|this))|"
    r"^(?:would|will|is|are|does|do|can) (?:it|that|this|we|they)\b[^.?!]{0,30}\bwithout (?:it|that|this)\s*\??\s*$"
)
# 「じゃあ付けたら？」, "and with it?": what was left out before.
_WITH = re.compile(
    r"^(?:じゃあ?|では|それ(?:を|に|なら)?|なら|これ(?:を)?|もし|逆に|やっぱり|やはり|で、|、)*(?:(?:その|何か)?(?:オプション|特約)(?:を|が|も)?)?(?:付け|つけ|付き|つき|入れ|加え|足し|あり|有り|セットに)(?:て|る|た|れ|で|だ|な|の|と|ら|ば|場合|も)*(?:たら|れば|ると|場合|なら|だと|とき)?(?:いくら|どう(?:です|なり|なる)?)?(?:です)?(?:か|は)?[?。、]?\s*$|"
    r"^(?:(?:and|but|so|what|how|about|ok|then|now)[ ,]+)*with (?:it|that|this|the option|the rider)(?: (?:added|included|attached|on|in))?(?: then)?\s*[?.]*\s*$"
)


def adds_what_was_left_out(text: str) -> bool:
    """Whether a prepared message asks the same with what the one before left out: 「じゃあ付けたら？」, "and with it?"."""
    return bool(_WITH.match(text))


def helpful_riders(scheme: Scheme, items: Sequence[str]) -> tuple[str, ...]:
    """The option meant by "with the option" where one only is made for the part of the cover that the items belong to."""
    sections = {scheme.items[i].section for i in items}
    found = [
        i for i, x in scheme.riders.items() if x.plan and not x.requires and sections and sections <= {*x.sections}
    ]
    return tuple(found) if len(found) == 1 else ()


# "… at the same liability limit", 「同じ限度額のまま」: which type is meant, no limit asked for.
_SAME = re.compile(
    r"(?:,|\b(?:at|with|but|keeping|for)) (?:the |our )?same (?:(?:liability )?limits?|level|rank|type|size|cover)(?=\s*(?:[,.?!]|and\b|same\b|$))|"
    r"同じ(?:賠償)?(?:の)?(?:限度額?|上限|補償額|ランク|タイプ)(?:の(?:まま|もの|ほう|方)|で(?!す)|なら|だと)"
)


# 「著作権も補償してほしい」, "it should cover copyright, too"
_WISH = re.compile(
    r"(?:て|に|が)(?:ほしい|欲しい|もらいたい|いただきたい|必要)|(?:ほしい|欲しい)(?:です|の|ん|け)|"
    r"\b(?:it|we|they) (?:should|must|needs? to|has to|have to|want it to|would like it to) (?:also )?(?:cover|include|pay)|\bwe (?:also )?(?:need|want)\b"
)


def wishes_for(text: str) -> bool:
    """Whether a prepared message says what is wanted of a cover and asks nothing."""
    return bool(_WISH.search(text)) and "?" not in text


def without_same(text: str) -> str:
    """A prepared text with what shall stay as it is blanked, offsets kept."""
    return _SAME.sub(lambda m: " " * len(m[0]), text)


# 「類型6に上げると」, "if we switch to set 3": a type in the place of the one before.
_CHANGES = re.compile(
    r"(?:に|へ)(?:上げ|下げ|落と|戻[しす]|変え|替え|換え|変更|切り?替え|移[しっる]|乗り換え|アップ|ダウン|した(?:ら|場合)|する(?:と|場合))|"
    r"\b(?:mov|go|switch|chang|upgrad|step|rais|dropp?|com)(?:e|es|ing|ed)? (?:up |down |over )?to\b|\binstead\b"
)


def changes_choice(text: str) -> bool:
    """Whether a prepared message puts a type or rank in the place of the one that was spoken of."""
    return bool(_CHANGES.search(text))


# 「5月7日開始なら？」, "and if we start on 7 May?": another date for the deadline asked about before.
_DATED = re.compile(
    r"\d{1,2}月\s*\d{1,2}日|\d{1,2}/\d{1,2}(?!\d)|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december)\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}(?!\d)"
)
_ANOTHER_DATE = 28  # characters of a Japanese message that does no more than name a date


def dated(text: str) -> bool:
    """Whether a prepared text names a day of the year."""
    return bool(_DATED.search(text))


def names_another_date(message: Message) -> bool:
    """Whether a message says little more than a date, so that it asks what was asked before for that date."""
    long = _ANOTHER_DATE * (1 if message.language == "ja" else 2)
    return len(message.text) <= long and dated(message.text)


def leaves_out(text: str) -> bool:
    """Whether a prepared message asks the same without what was talked about: 「じゃあ外したら？」, "and without it?"."""
    return bool(WITHOUT.match(text)) and len(text) <= MERE_CHANGE


# "So?", 「それで？」, "so are we paid or not?": nothing but the outcome of what was told is asked.
_PROMPT = re.compile(
    r"^(?:(?:ok(?:ay)?|right|well|hm+|and|so|then|now|but|honestly|anyway|in that case|therefore)[ ,.]*)*"
    r"(?:(?:so )?(?:what|how) (?:now|then|about (?:it|that|now))|(?:so )?what(?:'s| is) (?:it|the (?:answer|result|verdict|upshot))(?: then| now)?|"
    r"(?:(?:is|are|was|will|would|do|does|can|could) (?:we|it|that|this|they|you)(?: then| now| still| really| get| be)*(?: (?:paid|covered|insured|pay|cover (?:it|that|us)|ok|okay|all right|in|out|get (?:anything|something|money|paid)|anything|something))?(?: for (?:it|that|this))?)(?: (?:or not|then|now|at all))*|"
    r"what (?:should|ought|would|do|must) we (?:to )?(?:have |need to |have to )*(?:add(?:ed)?|buy|bought|take(?:n)?|attach(?:ed)?|tick(?:ed)?)(?: instead)?|"
    r"(?:still|all|is (?:it|that)) (?:ok|okay|covered|paid|fine|good))?\s*\?+\s*$|"
    r"^(?:(?:なるほど|了解(?:です)?|わかりました|はい|ふむ)[。、 ]*)?(?:(?:で|じゃあ?|では|それで|それなら|なら|つまり|結局|とすると|すると|だとすると|ということは|その場合(?:は)?|この場合(?:は)?|やっぱり|どちらにしても)[、,は]*)*"
    r"(?:(?:何|なに|どれ|どの(?:オプション|特約))を(?:付け|つけ|足し?|追加し?|入れ)(?:て(?:お|い)(?:けば|れば)|とけば|とく(?:べき|の)|れば|せば|すれば|たら|る(?:べき|の)|す(?:べき|の))?(?:(?:良|よ)(?:い|かった|かっ)|いい|足り)?(?:の|ん)?(?:です|でしょう)?か?|どう(?:なん|なり|なる|です|でしょう)[^。?]{0,8}|(?:これ|それ)?(?:は|って)?(?:出|下り|おり|払われ|支払われ)(?:る|ます|て(?:い)?た|ました|た)?(?:の|ん|こと|って)?(?:です|でしょう)?(?:か|の)?|(?:補償|対象)(?:され|に(?:なり|なる)|です|ある|あり)?(?:ます|る)?(?:の|ん)?(?:です|でしょう)?か?|だめ(?:です)?か?)?\s*[?？。]?\s*$"
)
_ASKS_END = re.compile(r"[?？]\s*$|[かの]。?\s*$")


def merely_prompts(text: str) -> bool:
    """Whether a prepared message or sentence asks for nothing but the outcome of what was told before."""
    return bool(_ASKS_END.search(text)) and bool(_PROMPT.match(text.strip()))


# 「無くしたのが業者だったら？」, "what if a contractor did it?": what happened stays, somebody else did it.
_PERSON_JA = (
    r"(?:業者|会社|委託先|下請け?|外注先?|職員|社員|従業員|スタッフ|パート|アルバイト|バイト|派遣|ボランティア|会員|役員|理事|事務局長|局長|課長|所長|取引先|第三者|部外者|"
    r"外部の人|ハッカー|元職員|退職者|新人|家族|友人|私|自分|本人|人|方|子ども?)"
)
_ANOTHER_ACTOR = re.compile(
    rf"(?:[たるだ]|[てで]いた)の(?:が|は)[^、。!?\n]{{0,16}}{_PERSON_JA}(?:さん|の(?:人|方))?(?:だった|だと(?:した|し)|の場合|なら|でも|だと|(?:では|じゃ)(?:なく|ない))|"
    rf"^(?:じゃあ?|では|もし|仮に|逆に|で、|それが)*[、,]?[^、。!?\n]{{0,16}}{_PERSON_JA}(?:さん)?が(?:や|し|起こ|行|間違|ミス)[^、。!?\n]{{0,12}}(?:ら|と|場合|なら)|"
    r"\b(?:if|suppose|say|was|were) (?:it (?:was|were|had been|is) )?(?:not us but )?(?:an?|the|our|one of our|somebody|someone)\s?(?:[a-z-]+ ){0,2}?(?:contractor|subcontractor|vendor|supplier|temp|temporary worker|volunteer|member|employee|worker|director|manager|cleaner|intern|outsider|colleague|courier|firm|company|else|staff)s?"
    r"(?:'s (?:fault|mistake|doing))?(?: (?:who|that) [^.?!]{0,40}| (?:did|had done|does|caused|made|lost|sent|leaked) [^.?!]{0,20})?(?: instead| then)?\s*[?.]"
)


# 「お客様のだったら？」, 「職員のなら？」: the same of what belongs to somebody else.
_OF_SOMEBODY = re.compile(
    r"^(?:じゃあ?|では|もし|仮に|逆に|で、|それが)*[、,]?(?P<who>(?:お?客(?:様|さん)|会員|職員|社員|役員|従業員|取引先|住民|本人|第三者|利用者|顧客)(?:さん|様)?)の(?:もの|分|情報|データ|個人情報|名簿)?(?:だったら|だとしたら|なら|だと|の場合は?|は)[^。!?\n]{0,6}[?？]?$"
)
_SOMEBODY = re.compile(r"客|会員|職員|社員|役員|従業員|取引先|住民|本人|第三者|利用者|顧客")


def other_persons(text: str, before: str) -> set[str]:
    """The persons spoken of before in whose place a prepared message puts others; empty where it does no such thing."""
    m = _OF_SOMEBODY.match(text)
    if m is None:
        return set()
    return {w for w in _SOMEBODY.findall(before) if w not in m["who"]}


def another_actor(text: str) -> bool:
    """Whether a prepared message asks the same with somebody else having done it."""
    return bool(_ANOTHER_ACTOR.search(text) or _OF_SOMEBODY.match(text))


_SAME_QUESTION = re.compile(
    r"\b(?:the |that )?(?:very )?same (?:thing|question|again|for|with|but|calculation|sum|story)\b|\b(?:ditto|likewise) for\b|"
    r"同じ(?:こと|質問|計算|話|もの)(?:を|です|で、|なん|だ)|同様に(?:教え|お願い|計算|知り)"
)
_TOLD_THE_SAME = re.compile(r"\bis (?:it )?the same|同じ(?:です|扱い|なの)(?:か|\?)|same (?:answer|treatment|result)")


def asks_the_same(text: str) -> bool:
    """Whether a prepared message asks the same of something else: "now the same thing for …"."""
    return bool(_SAME_QUESTION.search(text)) and not _TOLD_THE_SAME.search(text)


_NTH = re.compile(
    r"\bthe (first|second|other) (?:one|type|plan|set|thing)?\s*(?:that )?(?:i|we) (?:asked|mentioned|said|named|talked|started|meant)|"
    r"(最初|はじめ|初め|1番目|一番目|2番目|二番目)に(?:聞|言|尋|挙げ|出|お聞き|お尋ね|話)(?:いた|った|ねた|た|きした|ねした|した)"
)


def first_named(text: str) -> int | None:
    """Which of what was asked about before a prepared message means by its order: 0 the first, 1 the second; else None."""
    m = _NTH.search(text)
    if m is None:
        return None
    return 1 if (m[1] or m[2]) in ("second", "2番目", "二番目") else 0


_MISWRITTEN = re.compile(
    r"swapp|typo|mistyp|misread|digit|wrong|sorry|oops|oh no|correct|actually|\bi meant?\b|\bno,|間違|まちがえ|訂正|違[いうっ]|すみません|すいません|失礼|ではなく|じゃなく|でした|逆"
)
_LEAST_RESIDENTS = 50


def corrected_residents(message: Message, figures: Figures, before: int | None) -> int | None:
    """The residents where a message only puts another number in the place of the one told before; else None."""
    text = message.text
    if before is None or figures.amounts or not _MISWRITTEN.search(text):
        return None
    found = [
        x.value
        for x in (*figures.bare, *(c for c in figures.counts if c.unit == "person"))
        if isinstance(x.value, int) and x.value >= _LEAST_RESIDENTS and x.value != before and not x.too_large
    ]
    return found[0] if len(set(found)) == 1 else None


_MERE_NUMBER = 14  # characters beside the number


def residents_told(message: Message, figures: Figures) -> int | None:
    """The residents where a message is little more than one whole number, told where a contribution was asked for."""
    found = [x for x in (*figures.bare, *(c for c in figures.counts if c.unit == "person")) if isinstance(x.value, int)]
    if figures.amounts or len(found) != 1 or len(message.text) - len(found[0].text) > _MERE_NUMBER:
        return None
    n = int(found[0].value)
    return n if n >= _LEAST_RESIDENTS and not found[0].too_large else None
