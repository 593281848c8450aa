"""Questions about the contract itself, whatever incident is told around them.

"A temp lost our USB stick: who is the insured?" asks for no verdict on the loss. Nor do: must we take the insurance, is the
deductible taken from this cost, does that cost count towards the limit, can a firm of our size attach the rider.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.understanding.numbers import Figures
from assistant.understanding.text import Message

Topic = Literal["insured", "compulsory", "deductible", "limit", "eligibility"]

_INSURED = re.compile(
    r"(?:誰|だれ|どなた|どの人|どんな人|何者)[^。!?\n]{0,14}被保険者|"
    r"被保険者(?:は|って|とは|になるのは|(?:に|と)(?:当た|あた|なる|みな|含まれ)[^、。!?\n]{0,4}のは|の範囲は?|に含まれるのは)[^。!?\n]{0,12}(?:誰|だれ|どなた|どんな|どこまで|[?？]|$)|"
    r"(?:は|も|が|まで|って)、?(?:この(?:保険|契約)の|ここでいう|記名)?被保険者(?:です|でしょう|なの|なん|か(?!ら)|の(?:一人|ひとり|範囲|うち)|と(?:し|見|み|いえ|言え|な)|に(?:な[りるれ]|当た|あた|該当|含|入|いれ)|扱い|である|[?？])|"
    r"被保険者に(?:含め|入れ)|"
    r"\bwho(?:m|ever)? (?:exactly )?(?:is|are|counts?|would be|will be|becomes?|qualif\w+|can be|may be|all is)[^.?!\n]{0,24}\binsured\b(?! (?:sum|event|incident|amount|value|business|against|for|loss|peril|risk|case|thing))|"
    r"\b(?:is|are|was|were|would|does|do|will|can|counts?|could)\b[^.?!\n]{1,70}?\b(?:an insured|insured (?:persons?|part(?:y|ies)|people|or not)|one of the (?:named )?insureds?|among the insureds?|(?:count|qualif|rank|treated|regarded|considered|seen)\w* as (?:an? |the )?insured)\b(?! (?:event|incident|loss|peril|risk|case|trigger|cause|thing|matter|cost))"
)
_CONTRACT_JA = r"(?:保険|特約|オプション|プラン|補償|制度|セット|これ|それ|加入|サイバー|団体|センター|町村?|全員|必ず|絶対|どうしても)"
_COMPULSORY = re.compile(
    rf"(?:{_CONTRACT_JA}[^。!?\n]{{0,16}}|^[^。!?\n]{{0,6}})(?:入ら|加入し|付け|つけ|付帯し|契約し|セットし|選ば|参加し)(?:ない(?:と(?:いけ|だめ|ダメ|なら|まず)|で(?:は|も)?(?:いけ|なら))|なければ(?:なら|なり|いけ|だめ|ダメ)|なきゃ|なくちゃ|ねば|なくて(?:も|は)?(?:いい|よい|良い|大丈夫|構|済|いけ|なら|なり|だめ)|ずに(?:済|い))|"
    r"(?:加入|付帯|契約|参加|特約|オプション|保険|プラン)(?:すること|するの|の)?(?:は|が|って|も)?[^、。!?\n]{0,8}(?:義務|強制|任意|必須|自由)(?!に(?:付|選))(?:です|でしょう|なの|なん|か|じゃ|では|だ|付帯|加入|[?？]|$)|(?:義務|強制|必須|任意)(?:加入|付帯)|"
    r"(?:^|[,;.:] ?|\band |\bbut |\bso )(?:must|do|does|are|is|has|have|need|shall|should)\b(?:(?!\b(?:when|how|what|which|where|who)\b)[^.?!\n]){0,40}?\b"
    r"(?:(?:join|enrol\w*|participate|sign up|subscribe|take part)\b|(?:take out|take|buy|attach|purchase|have|choose|add)\b[^.?!\n]{0,40}?\b(?:insurance|cover|policy|options?|riders?|plans?|schemes?|sets?)\b)"
    r"(?![^.?!\n]{0,60}\b(?:by when|in time|before the|deadline|by (?:the|\d|january|february|march|april|may|june|july|august|september|october|november|december))\b)|"
    r"\b(?:compulsory|mandatory|obligatory|voluntary|free to (?:join|decline|choose|refuse))\b|\bis (?:it|that|this|the [^.?!\n]{1,40}) optional\b|"
    r"\b(?:can|could|may|might) (?:a |an |the |our |we|i|it|one|any|every)[^.?!\n]{0,24} ?(?:opt out|decline|go without|do without|stay out|refuse|leave (?:it|the [^.?!\n]{1,24}) out|skip (?:it|the|this))\b"
)
_MODAL = re.compile(
    r"\b(?:must|have to|has to|need|needs|required|obliged|obligated|forced|compelled|bound|made|supposed)\b"
)
_ABOUT_MONEY = re.compile(r"費用|代金|料金|払|出(?:ます|る)|保険金|\b(?:paid|reimbursed|refunded)\b")
_TAKEN_FROM = re.compile(
    r"\b(?:is|are) there (?:a|an|any|no)\b[^.?!\n]{0,20}\b(?:deductible|excess)\b (?:for|on|with|to)\b|\b(?:does|do) (?:a |an |the |any )?(?:deductible|excess)s? (?:touch|reach|hit|concern)\b|"
    r"(?:免責|自己負担|10万)[^。!?\n]{0,16}(?:差し?引|引か|引き|引く|かか|適用|控除|ある|あり)|(?:から|にも?|には)[^。!?\n]{0,10}(?:免責|自己負担)|"
    r"\b(?:deductible|excess|own share)\b[^.?!\n]{0,30}\b(?:taken|deducted|subtracted|appl\w+|come off|comes off|charged|levied|fall|falls|reduce\w*|hit|eat|borne|bear)\b|"
    r"\b(?:subject to|less|minus|net of|without|free of|bear|bears|carry|carries|after|before|reduced by) (?:a |an |the |any )?(?:deductible|excess)\b|\b(?:deduct|take off|subtract)\w*\b[^.?!\n]{0,40}\b(?:deductible|excess|100,?000)\b"
)
# "What total counts at most, before the deductible?", 「免責を引く前でいくら」: a sum is asked for.
_SUM_ASKED = re.compile(
    r"\b(?:what|which) (?:total|amount|sum)\b[^?]*\b(?:before|after|net of|less|minus|without)\b|(?:免責|自己負担)[^。!?\n]{0,10}(?:引く|差し引く|控除(?:する)?)(?:前|後)[^。!?\n]{0,10}(?:いくら|何円|合計|総額)"
)
_WITHIN = re.compile(
    r"内枠|外枠|別枠|枠(?:の)?(?:内|外|とは別)|(?:限度額?|上限)(?:の)?(?:中|内|外|内側|外側|とは別|に加えて|の対象|の枠)|(?:限度額?|上限)に(?:は)?(?:含|入|数え|算入|カウント)|(?:限度額?|上限)(?:を|が)?(?:食|減|使|消費|圧迫)|(?:限度額?|上限)(?:と|は)[^、。!?\n]{0,6}別|"
    r"\bcounts? (?:towards?|against|to|in|into|within)[^.?!\n]{0,24}\b(?:limit|cap|maximum|ceiling|sum insured)|\b(?:inside|outside|within|in addition to|on top of|over and above|part of|included in|come out of|comes out of|eat into|eats into|erode\w*|reduce\w*|use up|uses up|besides|separate from|apart from)\b[^.?!\n]{0,20}\b(?:limit|cap|maximum|ceiling)"
)
_CAN_TAKE = re.compile(
    r"(?:付け|つけ)(?:られ|れ(?=ます|る|な))|(?:付帯|セット|加入|契約|申込|申し込|追加|選択|参加)(?:が|は|も)?(?:でき|可能|出来|め(?:ます|る)|OK)|選べ|入れ(?:ます|る|ない|ません)|入る(?:こと|の)(?:が|は)でき|(?:加入|付帯)(?:の)?(?:資格|条件|要件)|"
    r"\b(?:can|could|may|able|eligible|allowed|permitted|qualif\w+|open to|possible|entitled|too (?:big|large)|let us|barred)\b"
)
_SALES = re.compile(r"年商|売上高?|売り上げ|売上げ|\b(?:sales|turnover|revenues?)\b")
_NEAR = 40  # characters between the word for sales and its figure


def contract_topic(message: Message) -> Topic | None:
    """What the message asks about the contract in a sentence that asks; None where it asks something else."""
    asked = [message.text[s.start : s.end].strip() for s in message.sentences if s.asks]
    for text in asked:
        if _INSURED.search(text):
            return "insured"
        if _asks_duty(text):
            return "compulsory"
        named = re.search(r"免責|自己負担|\b(?:deductible|excess|own share)\b", text)
        if named and _TAKEN_FROM.search(text) and not _SUM_ASKED.search(text):
            return "deductible"
        if _WITHIN.search(text):
            return "limit"
    return None


def _asks_duty(text: str) -> bool:
    found = _COMPULSORY.search(text)
    if found is None or _ABOUT_MONEY.search(text):
        return False
    # "Do we take it?" is no duty; "do we have to take it" and "must we take it" are.
    plain = re.match(r"\W*(?:and |but |so )?(?:must|do|does|are|is|has|have|need|shall|should)\b", found.group())
    return plain is None or bool(_MODAL.search(found.group())) or "optional" in found.group()


def sales_told(message: Message, figures: Figures) -> int | None:
    """The yearly sales that a message tells, in yen; None where none are, or none of its sums is called so."""
    words = [m.start() for m in _SALES.finditer(message.text)]
    near = [
        (min(abs(a.start - w) for w in words), a.value)
        for a in figures.amounts
        if words and not a.too_large and min(abs(a.start - w) for w in words) <= _NEAR
    ]
    return int(min(near)[1]) if near else None


def asks_whether_allowed(message: Message) -> bool:
    """Whether it is asked if one can take, attach or join something."""
    return any(_CAN_TAKE.search(message.text[s.start : s.end]) for s in message.sentences if s.asks)
