"""What a message asks to be paid in words that nothing here knows.

"Is the interest on the bridging loan covered?" names a loss. Where no cost is recognised, the verdict on the incident
behind it ("a cyber attack: covered") would be read as a yes to that loss. This finds such a thing by the grammar of the
question, not by a list of losses: the subject or object of "paid", "covered", 出る, 補償される.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.understanding.lexicon import Span
from assistant.understanding.text import Message

# A word that asks for some particular cost; with no cost recognised, a verdict on the incident alone could mislead.
A_COST = re.compile(
    r"費用?(?!用)|(?:払った|使った|かかった|頼んだ|渡した)(?:お金|金額|分)|代(?:金|は|が|も|って|を|、|の|\?|$)|料(?:金|は|が|も|って|を|、|の)|賃|手当|給料|経費|出費|謝礼|報酬|修理|弁償|購入|買い?替え|"
    r"\b(?:costs?|fees?|bills?|expenses?|charges?|wages?|salary|price|repairs?|replacement|invoice|spending|spend|bought|purchase)\b|\b(?:that|the) money (?:we|i|they) (?:paid|spent)\b|\b(?:get|is|was) that money\b"
)

_JA_PAID = (
    r"(?:出(?:ます|る|して|せ|ませ|ない|ん|して)|補償|払(?:わ|って|い|え|う|っ)|対象|下り|降り|おりる|おります|もらえ|貰え|いただけ|頂け|カバー|"
    r"見て(?:もら|くれ|い?ただ)|みて(?:もら|くれ|い?ただ)|面倒|賄|まかな|戻(?:る|って|り)|持って(?:もら|くれ|い?ただ)|埋めて|認め)"
)
_JA_ASKED = re.compile(
    rf"([一-龥ァ-ヺー][一-龥ぁ-んァ-ヺー]{{1,6}}?(?:代|料|賃)|[一-龥々ァ-ヺーa-z0-9]{{2,16}}|[おご][一-龥](?![一-龥]))(?:の?分)?(?:は|も|って|まで|くらいは|とか|が|を|、)、?(?:(?:これ|それ)(?:は|も|って)、?)?(?:[^、。!?\n]{{0,14}}?(?:保険|プラン|特約|補償|制度|限定|充実|それ|これ|[\u3000 ]+)?(?:で|なら|から|だと|に入っていれば)(?:は|も)?、?)?[^、。!?\n]{{0,6}}?{_JA_PAID}"
)
_ARTICLE = r"(?:the |our |my |his |her |their |a |an |this |that |these |those |any |some |such )"
_NP = r"((?:[a-z][a-z'’-]* ){0,3}?[a-z][a-z'’-]*)"
_EN_PAID = r"(?:covered|paid|payable|reimbursed|reimbursable|insured|met|recoverable|refunded|refundable|claimable|included|made good|picked up)"
_EN_ASKED = (
    re.compile(
        rf"\b(?:pay|pays|paying|reimburse|reimburses|refund|refunds|foot|fund|cover|covers|meet|meets) (?:us |me )?(?:for |towards |back )?{_ARTICLE}?{_NP}(?= ?[?,.;]| (?:of|for|on|in|under|as|when|if|too|then|that|which|to|from|after|by|with|while|we|i)\b|$)"
    ),
    re.compile(
        rf"\b(?:buy|buys|get|gets|treat|treats|stand|stands) (?:us|me|them|the team) (?:to )?{_ARTICLE}{_NP}(?= ?[?,.;]| (?:of|for|on|in|that|which|to|from|after|we|i|back)\b|$)"
    ),
    re.compile(
        rf"\b(?:is|are|was|were|will|would|can|could|may|might|do|does) {_ARTICLE}{_NP} (?:(?:of|for|on|to|from|by) [^.?!\n]{{1,40}}? )?(?:get |be |also |still |then |now )*{_EN_PAID}\b"
    ),
)
# What a question of cover is about anyway: the insurance, those in it, the incident, or a word that stands for all of it.
_JA_PLAIN = re.compile(
    r"(?:場合|ケース|事案|案件|件|事故|事件|被害|損害|損失|賠償|責任|保険|共済|プラン|補償|制度|特約|オプション|会社|社|人|者|方|分|側|先|金額|全額|部分|範囲|範囲内|条件|対応|期間|年度|"
    r"これ|それ|費用|費目|経費|見積|見積り|期限|一部|全部|両方|双方|状況|状態|内容|今回|万一|どこ|どれ|何|何円|円|億|万|回目|つ目|類型|タイプ|ランク|セット|保険金|お金|請求|基本|限定|充実|ベーシック|ワイド|サイバー|町|村|役場|"
    r"攻撃|漏えい|漏洩|流出|感染|侵入|侵害|紛失|盗難|停止|障害|故障|被災|災害|違反|行為|過失|故意|ミス|不正|アクセス|ウイルス|ウィルス|マルウェア|ランサム|ランサムウェア|サイト|ページ|メール|データ|情報|システム|サーバー?|"
    r"パソコン|pc|usb|お[金客店話]|ご[用縁]|[0-9]+)$"
)
_EN_PLAIN = re.compile(
    r"(?:it|that|this|these|those|them|us|you|anything|something|everything|nothing|all|any|both|either|one|ones|such|so|out|up|back|less|more|much|half|full|"
    r"insurance|polic(?:y|ies)|plans?|cover|coverage|schemes?|options?|riders?|base|basic|wide|comprehensive|town|office|centre|center|company|firm|we|they|he|she|who|what|"
    r"damages?|loss(?:es)?|claims?|compensation|liabilit(?:y|ies)|incidents?|events?|cases?|situations?|accidents?|breach(?:es)?|leaks?|attacks?|infringements?|disclosures?|intrusions?|things?|kinds?|sorts?|part|rest|"
    r"amount|money|sum|yen|percent|costs?|expenses?|fees?|bills?|way|case|time|virus(?:es)?|malware|ransomware|hacking|data|information|systems?|servers?|websites?|e-?mails?|crimes?|acts?|errors?|mistakes?|negligence|outages?|failures?|theft|"
    r"do|does|did|is|are|was|were|be|can|could|will|would|should|shall|must|may|might|has|have|had|need|needs|pay|pays|apply|applies|"
    r"covered|paid|if|whether|when|under|not|only|also|even|just|people|person|victims?|members?|customers?|clients?|residents?|others|head|year|types?|sets?|ranks?|responsibility|harm|injur(?:y|ies)|"
    # "Is that an insured event?": no thing at all
    r"a|an|the|my|our|some|any|no|really|actually)$"
)


# "What she is owed", "what the firm wants": a claim put by who makes it, no cost of an unknown kind.
_WHAT_IS_CLAIMED = re.compile(
    r"what(?:ever)?\b.*?(?:['’]s|\bowed?|\bwants?|\bask(?:s|ed|ing)?|\bdemand(?:s|ed|ing)?|\bclaim(?:s|ed|ing)?|\bdue)$"
)
# "We bought pizza for the crew. Is that reimbursed?": what was spent is told a sentence before, and only pointed at.
_SPENT_JA = re.compile(
    r"([一-龥々ァ-ヺーa-z0-9]{2,16})(?:の[一-龥]{1,6})?(?:を|に)[^、。!?\n]{0,12}?(?:買|購入|雇|増員|増や|発注|外注|委託|依頼|頼[みんむ]|借り|レンタル|リース|手配|配布|立て?替え|支払|払[いっ]|設置|導入|入れ替え|交換|印刷)[^、。!?\n]{0,10}$"
)
# 「神社に頼んだ祈祷料。どこかの保険で出ますか」
_NAMED_ALONE_JA = re.compile(r"(?<![一-龥ァ-ヺー])([一-龥ァ-ヺー]{1,8}(?:代|料|賃|費))$")
_DONE_EN = r"(?:bought|purchased|ordered|hired|rented|leased|booked|paid for|commissioned|brought in|took on|put up)"
_TO_DO_EN = r"(?:pay for|buy|purchase|order|replace|rent|hire|book)"
_SPENT_EN = re.compile(
    rf"(?:(?:\b(?:we|i|they|our [a-z]+)|,? (?:and|then|so|but))(?: (?:have|had|['’]ve|then|now|also|even|quickly))* (?:{_DONE_EN}|(?:must|have to|had to|need to|are to|should) {_TO_DO_EN})|"
    rf"\b(?:wants?|wanted|asks?|asked|told|forces?|forced) us to {_TO_DO_EN}) {_ARTICLE}?{_NP}(?= ?[,.;:]| (?:for|so|to|and|from|at|in|on|because|while|with|as)\b|$)"
)
_POINTS_JA = re.compile(
    r"^(?:では|じゃあ?|で|さて)?、?(?:(?:どれか|どこか|何か|なにか|どの保険|どの制度)(?:の|で|なら|に)|(?:これ|それ|その(?:分|代金|お金|出費)|この(?:分|代金|お金|出費)|かかった(?:分|お金))(?:って|は|も|の分|について|、|を))"
)
_POINTS_EN = re.compile(
    rf"^(?:so |and )?(?:is (?:there )?)?(?:{_EN_PAID}|any cover)(?: (?:by|under|anywhere|through|with|for (?:that|it|this))\b|\?)|\b(?:reimburse|refund|pay for|pay|cover|covers|foot|claim|recover|get) (?:that|it|this|them|those)\b|\b(?:is|are|was|will|would|can|could) (?:that|it|this|they|those|these) (?:be |get |also |then )*{_EN_PAID}"
)
_INSURANCE = re.compile(
    r"保険|特約|オプション|プラン|掛け?金|補償|\b(?:insurance|polic(?:y|ies)|cover|options?|riders?|plans?|premiums?|add-?ons?)\b"
)


def unknown_thing(message: Message, text: str, known: Iterable[Span]) -> str:
    """The thing that the message asks to be paid, where it is in no known word; empty where there is none.

    Args:
        message: the whole message, for its sentences.
        text: its text with names of plans and options blanked, offsets kept.
        known: places where a fact, cost, section or limit was recognised.
    """
    places = [(s.start, s.end) for s in known]
    for sentence in message.sentences:
        if not sentence.asks:
            continue
        for m in _found(text[sentence.start : sentence.end], message.language):
            start, end = sentence.start + m.start(1), sentence.start + m.end(1)
            if _WHAT_IS_CLAIMED.match(text[start:end]):
                continue
            head = _head(text, start, end)
            if _plain(text[head:end]) or _overlaps(places, head, end):
                continue
            return text[start:end]
    return _spent_before(message, text, places)


def _spent_before(message: Message, text: str, known: Sequence[tuple[int, int]]) -> str:
    """What a sentence tells to have been spent on, where the next one asks whether "that" is paid; empty where none is.

    What it goes on to tell may be what is pointed at instead: "we hired a programmer, who sold the list".
    """
    ja = message.language == "ja"
    for told, asking in zip(message.sentences, message.sentences[1:], strict=False):
        if told.asks or not asking.asks:
            continue
        points = _POINTS_JA.search if ja else _POINTS_EN.search
        if not points(text[asking.start : asking.end].strip()):
            continue
        said = text[told.start : told.end].rstrip("。.! ")
        spent = [*(_SPENT_JA if ja else _SPENT_EN).finditer(said), *(_NAMED_ALONE_JA.finditer(said) if ja else ())]
        for m in reversed(spent):
            start, end = told.start + m.start(1), told.start + m.end(1)
            head = _head(text, start, end)
            later = any(a >= end and a < told.end for a, _ in known)
            if later or _INSURANCE.search(text[start:end]) or _plain(text[head:end]) or _overlaps(known, head, end):
                continue
            return text[start:end]
    return ""


def _found(sentence: str, language: str) -> list[re.Match[str]]:
    if language == "ja":
        return list(_JA_ASKED.finditer(sentence))
    return [m for pattern in _EN_ASKED for m in pattern.finditer(sentence)]


def _head(text: str, start: int, end: int) -> int:
    """Where the last word of a noun phrase begins."""
    if not text[start:end].isascii():
        return start
    return start + text[start:end].rfind(" ") + 1


def _plain(word: str) -> bool:
    return bool((_EN_PLAIN.match if word.isascii() else _JA_PLAIN.search)(word))


def _overlaps(places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in places)
