"""What a sentence does: it states something of the cover, or it feels, points, offers or sends the reader to ask.

A writer frames an answer in words that no answer has: sympathy, headings, "here is how that works out", "do have a look at
your certificate". Such words are without number, so they stand in no list. A sentence is left alone where it does one of
these things and has no head of a claim: nothing about paying, no duty, condition, period, exception, promise, comparison.
Its names and figures are compared all the same.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.harmless import SYNONYMS
from assistant.guardrail.licences import JOINED
from assistant.guardrail.names import Named
from assistant.guardrail.nearness import feels, near
from assistant.guardrail.relations import anchors, has, negated
from assistant.guardrail.text import Sentence, segments
from assistant.guardrail.verdicts import verdicts_in

# ---------------------------------------------------------------- heads of claims
_CLAIM_JA: Final = re.compile(
    r"(?:心配|気遣い|不安)(?:は|に(?:は)?|ご?無用|なく|いり|要り|及)|保険(?:は|が|で|です)|プラン|損|結果(?:と|に)な|補償|支払|払|対象|保険金|給付|カバー|担保|免責|免除|限度|上限|割引|割増|無料|無償|有料|料金|保険料|分担金|返|戻|除外|例外|認め|責任|賠償|同意|承認|承諾|許可|示談"
    r"|必ず|絶対|確実に|間違いな|保証|約束|万全|全額|満額|丸ごと|丸々|すべて|全て|全員|全部|どんな|あらゆる|いくらでも|何でも"
    r"|必要|不要|なければ|なくても|ても(?:よ|い|構|かま)|べき|義務|必須|任意|条件|前提|要件|(?:[れけせえめべてね]ば|たら|なら)(?:、|[ぁ-ん一-龥])"
    r"|だけ|のみ|限(?:り(?!ません)|って|定|ら)|ごと|以内|以上|以下|未満|期限|期間|締切|まで(?:に|の|は|で)|前(?:に|まで|もって)|(?:後|あと|のち)(?:に|で|から|の)|うちに|翌|事前|事後"
    r"|申請|申し込|申込|提出|届け?出|通報|加入|解約|更新|特約|オプション|口頭|書面|文書"
    r"|より(?:も|高|安|多|少|低|有|手)|高(?:い|く|額)|安(?:い|く|価)|多(?:い|く)|少な|増|減(?!る)|倍|半(?:額|分)|懐|財布|自腹|自費|負担|賄|まかな|肩代わり|受け取|もらえ|もらう|手元|出(?:ます|る|ません|な)|おり(?:ます(?!が)|る)|下り|穴埋め|埋め合わせ|助か|救済|守られ|損(?:を|は|も)"
)
_SAID_NO_JA: Final = re.compile(r"ません|ない(?!か|よう|ですか)|なし|無し|ず(?:に|、)|不可|外(?:です|で|に)")
_CLAIM_EN: Final = re.compile(
    r"\b(?:no|not|n't|never|without)\b[^.]{0,20}\bworr\w+|(?:is|are|a) (?:\w+ )?(?:yes|no)\b|\b(?:cover(?:s|ed|ing|age)?|insured?|insures|insuring|pa(?:y|ys|id|ying|yable|yments?)|pay-?outs?|reimburs\w+|compensat\w+|refund\w*|money|cash|pocket|tab|bill|expense|cost(?:s|ed|ly)?|fees?|charged?|free|gratis|discounts?|premiums?|contributions?|prices?|cheap\w*|dear\w*|expensive"
    r"|deduct\w*|excess|retention|limit\w*|cap(?:s|ped)?|ceiling|maximum|minimum|exclu\w+|except\w*|exempt\w*|eligib\w+|entitl\w+|includ\w+|belong\w*|protect\w*|cushion\w*|safe\w*|secure\w*"
    r"|must|need(?:s|ed)?|ha(?:s|ve) to|requir\w+|oblig\w+|mandatory|compulsory|optional|unless|provided|providing|conditions?|conditional\w*|subject to|depend\w*|only|solely|merely|alone|exclusively|without|before\w*|after\w*|until|till|within|prior|advance|later|deadline|due|period|expir\w+"
    r"|all|every\w*|each|any|anything|always|never|none|nothing|neither|nor|both|either|whatever|whenever|regardless|even if|no matter"
    r"|more|less|most|least|higher|lower|bigger|smaller|better|worse|than|double|half|twice|extra|additional\w*|another"
    r"|guarant\w+|promis\w+|certain(?:ly)?|definite\w*|absolute\w*|undoubted\w*|doubt|assur\w+|automatic\w*|immediate\w*"
    r"|days?|weeks?|months?|years?|hours?|minutes?|overnight|weekends?|business"
    r"|consent\w*|approv\w+|agree\w*|permi\w+|admit\w*|admission|settl\w+|sign(?:ed|s|ing)?|notif\w+|report\w*|submit\w*|send\w*|sent|appl(?:y|ies|ied|ication)|fil(?:e|ed|ing)|regist\w+|join\w*|enrol\w*|cancel\w*|renew\w*|transfer\w*|waiv\w+"
    r"|liab\w+|responsib\w+|damages?|losses|recover\w*|restor\w+|replac\w+|restitut\w+|rider|option|plan)\b"
)
_SAID_NO_EN: Final = re.compile(r"\b(?:not|no|cannot|can't|won't|isn't|aren't|doesn't|don't|didn't|wasn't|unable)\b")

# ---------------------------------------------------------------- what is done instead
_FEELS: Final = re.compile(
    r"困(?:っ|り)|心苦し|心配|心配|不安|大変でし|大変な|お困り|お察し|驚か|残念|お見舞い申し|胸中|ご心労|お気持ち|お気の毒|落ち着|慌て|ご不便|お手数|恐れ入り|恐縮|申し訳|失礼|ありがとう|感謝|お役に立|幸いです|お疲れ|大切ですね|重要ですね|安心ですね|お困りの|ご心配"
    r"|\b(?:sorry|sympath\w+|stressful|stress|frustrat\w+|worr(?:y|ies|ied|ying)|upset\w*|unpleasant|difficult|tough|understandabl\w+|understand (?:how|that|why|your)|unfortunate(?! that)|regret|apolog\w+|thank\w*|glad|happy|pleasure|hope|appreciate|great question|good question|trust|pleasant|no fun|matters a lot|peace of mind|take a deep breath)\b"
)
_POINTS: Final = re.compile(
    r"次の(?:とおり|通り)|以下|下記|(?:ポイント|要点|概要|結論|内訳|内容|違い|整理|まとめ|詳細|計算|手順|流れ|理由|扱い|概略|一覧|注意点?|留意点?|連絡先|窓口|お問い合わせ先)(?:(?:は|です|が|を)?[^。]{0,12}:$|(?:は|を)?、?(?:次|以下|下記|こちら|下)[^。]{0,12}[:。]?$)|(?:点|こと|もの|について|場合)[:]$"
    r"|まとめ(?:る|ま|て)|整理(?:する|し|いた)|ご説明|お示し(?:し|いた)|順を追って|お答え|ご案内|ご紹介|お伝え|見てみ|見ていき|順に"
    r"|\b(?:here(?:'s| is| are)|as follows|below|in (?:short|brief|summary|other words|a nutshell|detail)|to (?:sum up|summari[sz]e|recap)|let me|let's|the (?:details?|breakdown|calculation|short answer|summary|gist|key points?|reason|picture|position|difference)|step by step|at a glance|break (?:this|it) down|works? out|overview|summary|answer|caveat|note)\b"
)
_OFFERS: Final = re.compile(
    r"お気軽に|ご遠慮なく|何か(?:あり|ござい)|ほかにも|お申し付け|(?:お知らせ|お聞かせ|お伝え|ご指定|お選び)(?:ください|下さい|い?ただけ|頂け)|教えて(?:い?ただけ|頂け)|お尋ねください|お聞かせ|教えて(?:ください|いただ)|ご質問(?:が|は)|ご不明(?:な点|点)"
    r"|(?:計算|比較|確認|説明|案内|調べ|お調べ)(?:も|を)?(?:いた)?し(?:ます|ましょう)か|[がも](?:計算|比較|ご説明|ご案内|お調べ)(?:でき|いたし)ます"
    r"|\b(?:(?:would|do) you (?:like|want) (?:me|us) to|shall i|want me to|i can also (?:compare|calculate|explain|look|show|work out)|let (?:me|us) know|feel free to (?:ask|contact|get|reach|call|write)|(?:don't|do not) hesitate|happy to (?:help|answer|explain|look|go)|glad to (?:help|answer)|anything else|(?:any|more|further|other) questions|could you (?:tell|let)|please tell (?:me|us)|which (?:type|plan|rank) )"
)
_SENDS: Final = re.compile(
    r"(?:ご確認|お確かめ|確認して|確かめて|お問い?合わせ|ご相談|ご照会|お尋ね|ご連絡|ご覧)(?:ください|下さい|いただ|をお願い|願い|になって|くださいませ|のうえ|してみて|をおすすめ|をお勧め)|(?:確認|照会|相談|問い合わせ)(?:すると|いただくと|することを|を(?:お願い|おすすめ|お勧め))|(?:確認|確かめ|尋ね|聞い|問い合わせ|相談し?)(?:て|して)(?:ください|下さい|いただ|おくと|みて)"
    r"|\b(?:please|do|should|best to|worth|recommend\w*|advis\w+|suggest\w*|bet|wise to)\b[^.]*\b(?:check\w*|confirm\w*|ask\w*|contact\w*|verify\w*|call\w*|consult\w*|speak\w*|talk\w*|double-check\w*|reach out|get in touch|look at|see)\b|^\W*(?:check|confirm|ask|contact|verify|consult)\b"
)
_BARE_POINTER: Final = re.compile(
    r"^\W*(?:it|that|this) depends (?:on )?which of (?:the|these|them)\b[^.]{0,40}[:.]$|^[^。]{0,40}?(?:次|以下|下記|下表)の(?:とおり|通り|ように)?(?:です|になります|となります|なります|になっています|にまとめました|表)?[。:]?$"
    r"|^\W*(?:here(?:'s| is| are)|these are|this is) (?:how|what|why|the|a|your)\b[^.]{0,50}:$|^[^.]{0,50}\b(?:works out )?(?:as follows|is below|are below|in a nutshell)\W*$"
    r"|^[^.]{0,40}\b(?:document|brochure|flyer|leaflet|guide)s? (?:lists?|names?|gives?|mentions?|shows?|has) (?:two|three|four|several|a few|these|the following)\b [\w ]{0,30}\W*$"
)
_OFFER_CLAIMS: Final = re.compile(
    r"補償|支払わ|払わ|保険金|無料|無償|割引|返|戻|必ず|保証|同意|承認|認め|示談|\b(?:cover(?:s|ed)?|pa(?:ys|id)|reimburs\w+|refund\w*|free of|discounts?|guarant\w+|promis\w+|consent|approv\w+|admit|settl\w+|we will|we'll|i will arrange)\b"
)
_SENDS_AND_CLAIMS: Final = re.compile(
    r"(?:され|でき)(?:ます|ません|る|ない)|ません|(?:[れけせえめべてね]ば|たら|なら)(?:、|[ぁ-ん一-龥])|ても|以内|以上|まで(?:に|の)|前(?:に|まで)|(?:後|あと|のち)(?:に|で|から)|翌|うちに|必ず|絶対|だけ|のみ|限|口頭|書面|同意|承認|示談|認め|無料|無償|有料|割引|返|戻|全額|満額|請求し|提出|払っ|支払っ|もらえ"
    r"|\b(?:if|unless|provided|only|within|before|after|until|first|must|need\w*|require\w*|consent|approv\w*|agree\w*|admit\w*|settl\w+|will|would(?! (?:be (?:best|wise|good|worth)|suggest|recommend|advise))|can|free|refund\w*|reimburs\w*|discounts?|guarant\w*|promis\w*|days?|weeks?|months?|hours?|always|never|pays?|covers|and then|so that|because|since|but|although|who will)\b"
)
_WHOM: Final = re.compile(
    r"代理店|保険会社|会議所|警察|弁護士|消費者|行政|役場|市役所|本部|コールセンター|ホットライン|協会|組合|連合"
    r"|\b(?:agency|agent|insurer|insurance company|chamber|police|lawyer|broker|authority|hotline|ombudsman|head office|association|ministry|bank|call cent(?:re|er))\b"
)
_ALWAYS_THERE: Final = frozenset(("代理店", "保険会社", "agency", "agent", "insurer", "insurance company"))
_HEADING: Final = re.compile(r"[:：]\s*$")
_PREDICATE: Final = re.compile(
    r"です|ます|ません|(?:した|する|れる|ない|ある|いる)(?:。|$)|\b(?:is|are|was|were|be|been|will|would|can|could|may|might|shall|should|has|have|had|does|do|did|gets?|takes?|makes?|gives?|goes|comes?|lasts?|starts?|ends?|stays?|remains?)\b|\w+(?:n't)\b"
)
_PLEASANT: Final = re.compile(
    r"\bmust (?:have been|be)(?= (?:\w+ )?(?:stressful|frustrating|upsetting|worrying|difficult|unpleasant|hard|a shock))|\b(?:never|not|no) (?:very |at all )?(?:pleasant|easy|fun|nice|welcome)\b"
)


_CHANGES: Final = re.compile(
    r"変わ|変え|変更|異な|次の(?:版|ページ|年|回)|同じ内容|理解が|終わ|終え|選べ|選ん|増え|延(?:長|び|ば)|続(?:き|く|け)|始ま|上が|下が|伸び|短く|長く|早ま|遅れ|見方|扱わ"
    r"|\b(?:differ\w*|chang\w+|vary|varies|version|edition|next|same|again|otherwise|rises?|rising|grow\w*|extend\w*|prolong\w*|choose|choice|improv\w+|confirmed|possible|may|might|describe)\b"
)


def claims_in(text: str) -> bool:
    """Whether a folded text in lower case has a head of a claim."""
    return bool(_CLAIM_JA.search(text) or _CLAIM_EN.search(text) or _CHANGES.search(text))


def claims_nothing(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> bool:
    """Whether a sentence only feels, points, offers or sends the reader to ask, and bears no claim."""
    text = _PLEASANT.sub(" pleasant ", _masked(sentence.text, named))
    if _CLOSING.search(text) and not verdicts_in(text, text) and not _SENDS_AND_CLAIMS.search(_CLOSING.sub("", text)):
        return not _figures(sentence, evidence)
    if _reflects(sentence, text, evidence) or _differs(text, evidence):
        return True
    if leads_in(text):
        return not _figures(sentence, evidence)
    if _HEADING.search(text) and not _PREDICATE.search(text) and not _SENDS_AND_CLAIMS.search(text):
        return not (_figures(sentence, evidence) or verdicts_in(text, text))
    if _counts_conditions(sentence, text, evidence):
        return True
    if _BARE_POINTER.match(text) and not _SENDS_AND_CLAIMS.search(text):
        return not _figures(sentence, evidence)
    if _OFFERS.search(text) and not _OFFER_CLAIMS.search(text):
        return not _figures(sentence, evidence)
    if _SENDS.search(text):
        if not all(m[0] in _ALWAYS_THERE or m[0] in evidence.whole for m in _WHOM.finditer(text)):
            return False
        pieces = [text[s.start : s.end] for s in sentence.segments]
        at = max(i for i, p in enumerate(pieces) if i == len(pieces) - 1 or _SENDS.search(p))
        rest = [p for i, p in enumerate(pieces) if i != at]
        return not _SENDS_AND_CLAIMS.search(pieces[at]) and not any(
            _CLAIM_JA.search(p) or _CLAIM_EN.search(p) or verdicts_in(p, p) for p in rest
        )
    if not (_FEELS.search(text) or _POINTS.search(text) or _OFFERS.search(text) or feels(text)):
        return False
    return not (claims_in(text) or _figures(sentence, evidence))


def without_feelings(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Sentence:
    """A sentence without the segments before its claim that only feel: 「お困りのところ恐縮ですが、」.

    The same sentence where there is none.
    """
    if len(sentence.segments) < 2 or not _FEELS.search(sentence.text):
        return sentence
    text = _masked(sentence.text, named)
    start = 0
    for segment in sentence.segments[:-1]:
        piece = text[segment.start : segment.end]
        if not _FEELS.search(piece) or _CLAIM_JA.search(piece) or _CLAIM_EN.search(piece) or "＿" in piece:
            break
        start = segment.end
    if not start or read_figures(sentence.text[:start]).figures:
        return sentence
    rest = sentence.text[start:].lstrip(" 、,")
    return Sentence(rest, sentence.cased[-len(rest) :], segments(rest), sentence.bullet)


def _counts_conditions(sentence: Sentence, text: str, evidence: Evidence) -> bool:
    """Whether a sentence only says how many conditions there are, and that all of them must be met."""
    found = _CONDITIONS_ARE.fullmatch(text.strip())
    if found is None:
        return False
    numbers = {f.value for f in read_figures(sentence.text).figures if f.kind not in ("page", "label")}
    counts = {len(v.conditions) for v in evidence.answer.verdicts if v.verdict == "conditional"}
    if not evidence.answer.verdicts and numbers <= {2} and any(JOINED.search(x.text) for x in evidence.lines):
        return True  # two demands that a sentence of the answer joins
    return bool(counts) and (not numbers or bool(numbers & counts))


_CLOSING: Final = re.compile(
    r"(?:参考|お役|お力|判断の?(?:一助|材料)|検討の(?:参考|一助)|お手伝い)[^。、]{0,10}(?:なれば|なりましたら|立てれば|できれば|なると)(?:と)?(?:幸い|嬉し|うれし|存じ|思い)?(?:です|でございます|に存じます|ます)?"
)
_REFLECTS: Final = re.compile(
    r"(?:という|との)ご質問(?:ですね|ですが|でした)|(?:の|ん)ですね|(?:の|ん)でしたら?ね|とのこと(?:です(?:ね)?)?(?:。|、|$)|ということですね|^\W*(?:so |i see (?:that )?|i understand (?:that )?)?you(?:'re| are|'ve| have|'d like| would like| asked| want| mention)\b"
)


_LEADS: Final = re.compile(r"[:：]\s*$")
_LEAD_CLAIMS: Final = re.compile(
    rf"{_SENDS_AND_CLAIMS.pattern}|\b(?:all|every\w*|any|none|both|same|also|guarant\w+|promis\w+|insurer|next|later|days?|weeks?|months?|years?)\b|すべて|全て|全部|同じ|保険会社|必要|条件|翌|次の(?:年|月|日)"
)


def leads_in(text: str) -> bool:
    """Whether a statement, names blanked, only leads to what stands behind its colon."""
    if not _LEADS.search(text) or negated(text):
        return False
    return not (_LEAD_CLAIMS.search(text) or verdicts_in(text, text))


def _differs(text: str, evidence: Evidence) -> bool:
    """Whether a sentence only says that the plans are judged differently, and they are."""
    if len({v.verdict for v in evidence.answer.verdicts}) < 2 or not (_DIFFERS.search(text) and _CHOICE.search(text)):
        return False
    return not (verdicts_in(text, text) or _SENDS_AND_CLAIMS.search(text) or negated(text))


_CHOICE: Final = re.compile(r"＿|プラン|オプション|特約|保険|\b(?:plans?|options?|insurances?|covers?)\b")
_DIFFERS: Final = re.compile(
    r"(?:結論|扱い|答え|回答|判断|結果|取り?扱い|補償の有無|可否)(?:は|が|も)[^。]{0,10}(?:変わ|異な|違[いうっ]|分かれ|分れ)|で(?:結論|扱い|答え)?(?:が|は)?(?:異なり|分かれ|違い)ます"
    r"|\b(?:answer|outcome|result|treatment|verdict|position)\b[^.]{0,24}\b(?:differs?|depends on (?:the|which) (?:plan|option|insurance|cover)|varies|is different|not the same)\b|\b(?:two|both) (?:plans|insurances|covers) (?:differ|part ways|treat)\b"
)


def _reflects(sentence: Sentence, text: str, evidence: Evidence) -> bool:
    """Whether a sentence only gives the question back: its words are the question's, and it states no verdict."""
    if not _REFLECTS.search(text) or not evidence.question or _figures(sentence, evidence):
        return False
    asked = evidence.asked
    body = _ASKED_WHETHER.sub(" ", _FEELS_WITH.sub(" ", text))
    if verdicts_in(body, body) and not all(has(asked.text, a) for a in anchors(body)):
        return False
    if (
        _SENDS_AND_CLAIMS.search(body)
        or _PROMISED.search(body)
        or (negated(body) != negated(asked.text) and negated(body))
    ):
        return False
    if _ASKED_WHETHER.search(text):
        return True
    strange = [a for a in anchors(body) if not (has(asked.text, a) or near(a, asked.text) or _synonym(a, asked.text))]
    return len(strange) <= bool(_YOU_ASKED.match(text) and not verdicts_in(body, body))


_YOU_ASKED: Final = re.compile(r"\W*you asked about\b(?![^.]*\b(?:and|but|so|because)\b)")
"""What was asked about may be told with a word of the draft's own."""
_ASKED_WHETHER: Final = re.compile(r"^[^。、]{1,40}か(?:どうか)?(?:という|との)ご質問(?:ですね|ですが|でした)[。、]?$")
_FEELS_WITH: Final = re.compile(
    r"(?:対応|ご対応|心配|心労|不安)[^。、]{0,10}(?:こと|もの)と(?:思い|存じ|お察しし)ます|(?:さぞ|大変)[^。]*$"
)
_PROMISED: Final = re.compile(
    r"補償され|支払われ|払われ|対象(?:に|です|と)|ご安心|大丈夫|\b(?:covered|paid|entitled|insured)\b"
)


def _synonym(anchor: str, text: str) -> bool:
    return any(w in text for w in SYNONYMS.get(anchor, ()))


_CONDITIONS_ARE: Final = re.compile(
    r"(?:ただし、)?(?:お?支払い?|補償|保険金)?(?:を受けるに|のため)?(?:に)?(?:は|の)?、?(?:主な)?(?:条件|要件)?(?:は|として)?、?(?:次|以下|下記)?の?(?:[2-9二三四五六](?:つ|点|件))?(?:の)?(?:条件|要件)?(?:で|が|を|は)?、?(?:です|あります|＿＿|両方|すべて|全て|いずれも)?(?:とも)?(?:を|に|が)?(?:満たす|満たして(?:いる)?|必要|そろ(?:う|って))?(?:こと)?(?:が|で|も)?(?:いる)?(?:必要|条件)?(?:です|があります|になります|となります)?[。:]?"
    r"|\W*(?:but )?(?:there are|the) (?:two|three|four|five|following) (?:conditions?|requirements?)(?: (?:to meet|apply|must be met))?\W*|\W*(?:all|both|each) of (?:these|the following)(?: conditions)? must be (?:met|true|fulfilled)\W*"
)


def _figures(sentence: Sentence, evidence: Evidence) -> bool:
    """Whether a sentence has a figure that the question has not; telephone numbers and small counts of things aside."""
    read = read_figures(sentence.text)
    asked = {f.value for line in evidence.question for f in read_figures(line.text).figures}
    return any(
        f.value not in asked and not (f.kind == "number" and str(f.value) in ("1", "2", "3", "4", "5"))
        for f in read.figures
    )


def _masked(text: str, named: tuple[Named, ...]) -> str:
    letters = list(text)
    for n in named:
        letters[n.start : n.end] = "＿" * (n.end - n.start)
    return "".join(letters)
