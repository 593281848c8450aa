"""Whether a draft ties together what the answer ties together: who has which figure, what is said no of, what must be.

All words of a lie may stand in the answer. Here are the ways in which a sentence made of the answer's own words can still
be wrong: it affirms what the answer denies, denies what it affirms, makes a duty of what is none, joins what stands in
different sentences, or gives one party's number to another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.guardrail.bilingual import bilingual
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.figures import read_figures
from assistant.guardrail.harmless import ENGLISH, JAPANESE, SYNONYMS
from assistant.guardrail.names import Named
from assistant.guardrail.text import Segment, Sentence
from assistant.guardrail.words import latin, missing_pieces, runs, words_of
from assistant.language.stemming import ENGLISH_STOPWORDS, stem

_NOT: Final = re.compile(
    r"な(?:い|く(?!な)|かっ|し(?=[。、)」で]|です|$))|無(?:い|く|し)|ません|ず(?=[、にと。]|$)|ざる|(?:対象|補償|適用|範囲)(?:範囲)?外|除(?:外|か|き|く)|不要|不可(?![能欠抗分])|以外|外れ|不担保|禁|免責(?!金額|期間|事由は適用)"
    r"|\b(?:not|no|never|neither|nor|without|cannot|nothing|none|nobody|excluded?|excludes|exclusions?|except|unless|outside|other than|rather than|fails? to|unable|missing|lacks?)\b|n't\b"
)
_FREE_OF: Final = re.compile(
    r"(?:^|(?<=[、。\s(「・-]))(?:まず|ひとまず|とりあえず)(?=、)|必ず|\bwithout (?:it|them|(?:the |this |that )?(?:\w+ ){0,2}?(?:option|rider|add-on))\b|\b(?:do not|don't) (?:despair|panic|lose heart|give up)\b|(?:付け|つけ|加入し|セットし|選ば|追加し)(?:て(?:い)?)?ない(?:場合|とき|なら)|\bif you (?:do not|don't) (?:add|take|choose|attach|buy)\b|な(?:くて|くと)も、|ずとも、|変わ(?:り(?:は|も)?(?:ありません|ません|な[いくし])|らな)|違い(?:は|も)?(?:ありません|な[いくし])|差(?:は|も)(?:ありません|な)|^\W*(?:no|いいえ|not at all)[,.;:!、。]|\b(?:do|must|may|should|can)(?: not|n't)\b[^.;]*\b(?:before|until)\b|する前に[^。]*(?:ない|せず)|少なくとも|間違いな|(?:では|で)なく|\bnot \w+ but\b|\b(?:no|free of|without) (?:charge|cost|fee)|\bat no\b|通話料無料|わけではな|(?:構|かま)(?:いません|わない)|差し支え(?:は)?(?:ありません|ございません|な)|だけ(?:の|で|が)[^、。]{0,8}(?:ではありません|ではな)|に(?:過|す)ぎ(?:な|ません)|だけで(?:は)?な|のみなら|\bno matter (?:which|what|whether)\b|\bnot only\b|\bno (?:later|more|less) than\b|\bno\."
)
_SILENCE: Final = re.compile(
    r"読み取れ|書かれて(?:いませ|おりませ|いな)|記載が(?:な|ありませ|ござい)|載って(?:いませ|おりませ|いな)|不明(?!な?点)|お答えでき|わかりません|分かりません|\bcannot be read\b|\bnot (?:stated|printed|given|mentioned|legible|readable)\b|\b(?:il|un)(?:legible|readable|known)\b|\bdoes not say\b|\bsays nothing\b"
)
SILENT: Final = re.compile(
    r"(?:記載|書かれ|書いて|載って|読み取|示され|答え|わかり|分かり|触れ|明記|判断(?:が)?(?:でき|つ)|判別でき|のって|見当た)[^。]{0,12}(?:ません|な[いくし]|ず|かね)|(?:資料|パンフレット|チラシ|案内|概要)に(?:は|も)?(?:出て(?:い|お)|ござい|あり)(?:ません|な)|不明|\b(?:not|no|nothing|nowhere|neither|silent|without|cannot|can't|unclear|un\w+)\b[^.]*\b(?:stat\w+|say\w*|said|print\w*|tell\w*|told|give\w*|mention\w*|show\w*|read|answer\w*|legible|contain\w*|find|found|known|defin\w+|specif\w+|spell\w*)\b"
    r"|\b(?:stat\w+|say\w*|print\w*|tell\w*|give\w*|mention\w*|show\w*|read|answer\w*|nam\w+)\b[^.]*\b(?:nothing|no|neither|nor)\b|\b(?:are|is) not in (?:this|the|either) (?:flyer|brochure|documents?|leaflet)\b|\bsilent\b|\bleaves? (?:it |this |that )?open\b|\bnot (?:be )?defined\b|\bno \w+ (?:appears?|is (?:listed|given|stated|found|mentioned|shown|printed)) (?:in|on|anywhere)\b|\bleaves? [\w ]{0,40}\bopen\b|\b(?:is|are|was) left open\b|\b(?:neither|nor)\b[^.]*\bspells?\b|\bno (?:figures?|information|rates?|data|amounts?|details?)\b|n't (?:define|state|say|said|tell|told|mention|give|print|show|spell|settle|specif|contain|cover this|address)\w*\b"
)
_SILENT_ANSWER: Final = re.compile(
    r"読み取|書かれて|記載|載って|不明|ありません|legible|not (?:state|print|give|say|mention|read)|does not|cannot|neither|unclear|hard to read|without saying|\bno \w+|ない"
)
_ANTONYMS: Final[tuple[tuple[str, str], ...]] = (
    (r"(?<!直)(?:適用|控除|割引|差引|加算)前", r"(?:適用|控除|割引|差引|加算)前"),
    (r"税(?:抜|別|込)|消費税", r"税"),
    (r"(?<!not )\bbefore (?:any |the )?discounts?|\bexcluding (?:any |the )?discounts?|\bplus tax|\bbefore tax|\bafter tax", r"before (?:any |the )?discount|tax"),
    (r"共通の(?:限度|枠|上限)|共有|合わせて(?:の)?(?:限度|枠|上限)|shared? (?:a |one |the )?(?:common|single|joint|same)?\s?(?:limit|pot|cap)|\bcommon limit|\bcombined limit|\bjoint limit", r"共通の限度|合わせ|common limit|combined|joint|share|together"),
    (r"(?<!not )\baltogether\b|\bbetween them\b|\btaken together\b|通算", r"together|combin|total|\bsum\b|joint|合計|合わせ|通算"),
    (r"当日(?!の)", r"当日"),
    (r"翌日", r"翌日|次の日|午[前後]|から"),
    (r"前日", r"前日|前の日"),
    (r"\bsame[- ]day\b|\bday (?:before|after)\b|\bnext day\b|\bfollowing day\b", r"same|day before|day after|next day|following|eve|prior|previous"),
    (r"切り?捨て|端数[^。]{0,6}(?:落と|切っ|切り落|省[かい])|rounded down|rounding down|truncat|(?:fractions?|half (?:a )?yen|odd half|decimals?)\b[^.;]{0,24}\b(?:dropped|cut off|ignored|lost|disregarded|falls? away)\b", r"切り?捨て|down|truncat|dropped"),
    (r"切り?上げ|rounded up|rounding up", r"切り?上げ|rounded up|rounding up"),
    (r"四捨五入|to the nearest", r"四捨五入|nearest|round"),
    (r"有料|通話料(?:が|は)?(?:かか|有)|\bcharged\b|\bfee applies", r"有料|通話料|charge|fee"),
    (r"無料|無償|ただで|free of charge|\bfor free\b|\bat no (?:extra )?(?:charge|cost)|\btoll-free|\bfree\b", r"無料|無償|フリー|free|no charge"),
    (r"追加(?:の)?(?:保険料|料金|負担)|additional premium|extra premium|for an additional|追加料金", r"追加(?:の)?保険料|additional premium|上乗せ"),
    (r"\b(?:actual|real|proven|confirmed|genuine) (?:\w+ )?(?:attack|incident|leak|breach|damage|loss)|実際(?:に|の)(?:攻撃|漏えい|事故|被害|損害|情報)|現実に", r"\bactual|\breal\b|proven|confirmed|genuine|実際(?:に|の)(?!お?支払)|現実"),
    (r"平日|土日|祝|年末年始|weekdays?|weekends?|holidays?|business hours", r"平日|土|祝|年末|営業|weekday|weekend|saturday|sunday|holiday|business|monday"),
    (r"24時間|年中無休|365日|24/7|around the clock|day and night|day or night|every day", r"24|365|年中|around the clock|every day"),
)  # fmt: skip
_ANTONYM_PATTERNS: Final = tuple((bilingual(a), re.compile(b)) for a, b in _ANTONYMS)
# Harmless by themselves, telling in company: what is classified as what, what includes which discount.
_GENERIC: Final = JAPANESE - frozenset(
    ["分類", "区分", "種類", "割引", "共通", "別途", "免責", "限度", "上限", "自費", "個別", "例外"]
)
_AFFIX: Final = frozenset("費料金者的化性率代様等達毎各該約両全総再未被御内外中後前間用分側時書")


def check_relations(sentence: Sentence, named: tuple[Named, ...], evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for what it ties together."""
    text = sentence.text
    for said, known in _ANTONYM_PATTERNS:
        if (found := said.search(text)) and not known.search(evidence.whole):
            yield f"The answer does not say “{found[0]}”."
    facts = not evidence.answer.verdicts
    silent = evidence.answer.abstained
    if _SILENCE.search(text) and not silent and not _SILENT_ANSWER.search(evidence.whole):
        yield "The draft says that something is not stated, and the answer states it."
    yield from _order(sentence, evidence)
    yield from _same_treatment(sentence, evidence)
    yield from _denied_with_it(sentence, evidence)
    yield from _only_denied(sentence, evidence)
    if facts:
        yield from _denied(sentence, evidence)


@lru_cache(maxsize=16384)
def negated(text: str) -> bool:
    """Whether a text says no to something."""
    return bool(_NOT.search(_URGES.sub(" ", _FREE_OF.sub(" ", text))))


_URGES: Final = re.compile(
    r"\b(?:do not|don't|never) (?:mix|confuse|mistake|forget|overlook|miss|hesitate|worry|be (?:misled|confused|alarmed))\b|(?:間違え|混同し|取り違え|勘違いし|忘れ|見落とさ)ない(?:よう|で)"
)
"""Warns the reader of a mistake, and denies nothing."""


@lru_cache(maxsize=8192)
def anchors(text: str) -> tuple[str, ...]:
    """The telling words of a text: runs of kanji or katakana and English stems that are no courtesy."""
    masked = list(text)
    for f in read_figures(text).figures:
        masked[f.start : f.end] = " " * (f.end - f.start)
    plain = "".join(masked)
    found = [r for r in runs(plain) if len(r) > 1 and missing_pieces(r, (), _GENERIC, _AFFIX)]
    found += [stem(w) for w in latin(plain) if len(w) > 2 and w not in ENGLISH and stem(w) not in ENGLISH]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=65536)
def has(text: str, anchor: str) -> bool:
    """Whether a text has an anchor, in pieces or inflected."""
    if anchor[0].isascii():
        words = words_of(text)
        if anchor in words.stems or (len(anchor) >= 5 and anchor[:5] in words.families):
            return True
        # A stem may keep or lose its last letter: agree, agreeing.
        return len(anchor) >= 4 and (anchor[:-1] in words.stems or any(s[:-1] == anchor for s in words.stems))
    if len(anchor) <= 3 or anchor in text:
        return anchor in text or (len(anchor) == 3 and anchor[-1] in "分等様側" and anchor[:2] in text)
    if not any(anchor[i : i + 2] in text for i in range(len(anchor) - 1)):
        return False
    return not missing_pieces(anchor, (text,), _GENERIC, _AFFIX)


@lru_cache(maxsize=16384)
def means(text: str, anchor: str) -> bool:
    """Whether a text has an anchor or a Japanese word that is used for it."""
    return has(text, anchor) or any(w in text for w in SYNONYMS.get(anchor, ()))


@lru_cache(maxsize=8192)
def clauses(line: Sentence) -> tuple[str, ...]:
    """A sentence cut where a statement ends, not at every comma: a subject stays with what is said of it."""
    found: list[str] = []
    for segment in line.segments:
        if found and not _STATED.search(found[-1]) and not _begins(line.text, segment):
            found[-1] += segment.text
        else:
            found.append(segment.text)
    return tuple(found)


def _begins(text: str, segment: Segment) -> bool:
    """Whether a segment begins a statement: after a bracket, or with a word of contrast."""
    return text[: segment.start].endswith("(") or bool(_BEGINS.match(segment.text))


_STATED: Final = re.compile(
    r"(?:[がでしりくてずれ]|です|ます|ため|ので)[、 ]*$|[一-龥](?<![及並次])[いきぎちにびみえけげせねべめ](?<!に)、\s*$|[;:。]\s*$"
)
_BEGINS: Final = re.compile(r"\s*(?:but|while|whereas|although|though|however|and (?:the|it|this)\b)")


_EN_DENIAL: Final = re.compile(
    r"\b(?:do(?:es)?|did|is|are|was|were|will|can|could|has|have|must|may|need)(?: not|n't)\b|\bcannot\b|\bnever\b|\b(?:is|are) excluded\b|\bneither\b"
)


def denied(clause: str, anchor: str) -> bool:
    """Whether a statement says no of a word in it: by its last predicate, or in English by a denied verb."""
    if anchor.isascii() and re.search(rf"\bnot (?:the |a |an |any )?(?:[a-z']+ )?{re.escape(anchor)}", clause):
        return True  # "(not the harmed town itself)"
    if re.search(r"[\u3040-\u30ff]", clause):
        return negated(clause[-18:]) and not re.search(r"ない(?!です|。|$|と|の)[^。]{3,}", clause[-12:])
    return bool(_EN_DENIAL.search(clause))


_AFTER: Final = re.compile(
    r"(?:た|の|てから|で)(?:後|あと)(?:に|で|から|の|、)|(?<=て)から(?!は)|以降|以後|\bafter(?!noon)\b|\bafterwards\b|\bsubsequent|\b(?:may|can|will|to) follow\b|\blater\b"
)
_BEFORE: Final = re.compile(
    r"前(?:に|日|もって|の|まで|、)|事前|あらかじめ|先に|までに|\bbefore\b|\bprior\b|\bin advance\b|\bby\b|\buntil\b|\bfirst\b"
)


_CONSENT_FIRST: Final = re.compile(
    r"(?:同意|承認|承諾|了解|了承|許可|(?<![a-z])ok(?![a-z]))[^、。]{0,8}(?:てから|た(?:あと|後)|のうえ|上)(?:に|で)?"
    r"|\b(?:after|once)\b(?:(?!\b(?:admi|settl|spen|order|agreeing|promis))[^.;,]){0,30}\b(?:consent\w*|approv\w*|agreed|permission|go-ahead|ok|said yes)\b"
)
"""Consent, and only then what needs it: another way to say "before"."""


def _order(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """An "after" where the answer, of the same things, has nothing but "before", or the other way round."""
    text = sentence.text
    before = bool(_BEFORE.search(text) or _CONSENT_FIRST.search(text))
    if bool(_AFTER.search(_CONSENT_FIRST.sub(" ", text))) == before:
        return
    after = not before
    words = [r for r in runs(text) if len(r) > 1] + [
        stem(w) for w in latin(text) if len(w) > 2 and w not in ENGLISH_STOPWORDS
    ]
    telling = [a for a in words if has(evidence.whole, a)]
    lines = [(sum(has(x.text, a) for a in telling), x.text) for x in (*evidence.lines, *evidence.details)]
    best = max((n for n, _ in lines), default=0)
    near = [x for n, x in lines if best and n == best]
    other, own = (_BEFORE, _AFTER) if after else (_AFTER, _BEFORE)
    if (
        near
        and all(other.search(x) and not own.search(x) for x in near)
        and not any(own.search(x) for n, x in lines if 2 * n >= best)
    ):
        yield f"The order in time is not that of the answer: “{text[:80]}”."


_SAME: Final = re.compile(
    r"同じ(?:扱|よう|く|で|結)|同様|も同じ|\bthe same (?:goes|applies|holds|is true|way)\b|\blikewise\b|\bso (?:is|are|does|do)\b(?! (?:please|check|ask|make|confirm|tell))|\btreated (?:alike|the same)\b"
    r"|\b(?:this|that|it|the (?:same|above|answer)) (?:also )?(?:applies|holds|goes|counts|is (?:true|so|the answer|the same)) (?:to|for|of|in|under|with) (?:both|all|each|either|the (?:other|two|plans))\b|\bso it is\b"
    r"|(?:どちら|両方|いずれ|両プラン|すべて)(?:の(?:プラン|保険))?(?:に|で|に(?:おいて|つい)て)?も(?:当てはま|あてはま|そう(?:です|なり)|このとおり|次のとおり|次のように)"
)


def _same_treatment(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """The same said of subjects or plans that the answer judges differently."""
    found = _SAME.search(sentence.text)
    if found and len({v.verdict for v in evidence.answer.verdicts}) > 1 and not negated(sentence.text[found.start() :]):
        yield f"The answer does not judge all the same: “{sentence.text[:80]}”."


_WITH_IT: Final = re.compile(
    r"(?:まとめて|一緒に|もろとも|道連れ|芋づる)[^。、]{0,12}(?:出な|出ませ|対象外|払われ(?:な|ませ)|外れ|受けられ(?:な|ませ))"
    r"|\b(?:along with (?:it|them|that)|together with (?:it|them|that)|takes? [^.;,]{0,40} down with)\b"
)
_ALL_OF_THEM: Final = re.compile(r"まとめて|一緒|\b(?:along|together)\b")


def _denied_with_it(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Something said to fall with what is denied, where the answer denies one thing only."""
    found = _WITH_IT.search(sentence.text)
    denies = found is not None and (not found[0].isascii() or negated(sentence.text))
    if denies and not any(_ALL_OF_THEM.search(x.text) for x in evidence.lines):
        yield f"The answer does not say that this falls with it: “{sentence.text[:80]}”."


def _topic(anchor: str, evidence: Evidence) -> bool:
    """Whether a word is what the question or the verdict is about."""
    return any(has(q.text, anchor) for q in evidence.question) or any(
        has(v.subject.lower(), anchor) for v in evidence.answer.verdicts
    )


def _only_denied(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """A word that the answer has only in denials, in a sentence that denies nothing."""
    if negated(sentence.text) and not _JAPANESE_YES.search(sentence.text):
        return
    if _MENTIONS.search(sentence.text) or _LEAVES_OPEN.search(sentence.text):
        return
    pairs = [
        (a, c, _goes_on(c, sentence.text))
        for line in (*evidence.lines, *evidence.details)
        for a, c in zip(("", *clauses(line)), clauses(line), strict=False)
    ]
    checked = [s.text for s in sentence.segments if _TO_CHECK.search(s.text) and not _PAYS.search(s.text)]
    for anchor in anchors(sentence.text):
        if any(has(piece, anchor) for piece in checked):
            continue  # what the reader is told to ask about
        places = [c for a, c, goes_on in pairs if has(c, anchor) or (goes_on and has(a, anchor))]
        if not places:
            continue
        if _INFERS.search(sentence.text) and all(SILENT.search(c) for c in places):
            continue  # what cannot be read is inferred
        if _ONLY_THEY.search(sentence.text) and any(_ONLY_THEY.search(x.text) for x in evidence.lines):
            continue  # who says that only they may need not say who may not
        others = [c for _, c, _ in pairs if not has(c, anchor) and means(c, anchor)]
        if all(denied(c, anchor) for c in (*places, *others)) and not _topic(anchor, evidence):
            yield f"The answer says no of “{anchor}”, the draft does not."
            return


_TAKES_UP: Final = re.compile(r"\W*(?:they|it|these|this|which|that|those)\b")
"""Goes on with what the clause before speaks of: "… are not in it; they are added by options"."""


def _goes_on(clause: str, text: str) -> bool:
    """Whether a clause goes on with what the one before speaks of, and a sentence says the same."""
    found = _TAKES_UP.match(clause)
    words = [w for w in latin(clause[found.end() :]) if len(w) > 2 and w not in ENGLISH_STOPWORDS] if found else []
    return bool(words) and any(w.startswith(words[0][:3]) for w in latin(text))


_ONLY_THEY: Final = re.compile(r"\bonly\b|\breserved for\b|だけ|のみ|に限")
_MENTIONS: Final = re.compile(
    r"という(?:事由|項目|費用)[^。]{0,6}(?:載って|挙げ|あり)|示す図|\b(?:lists?|mentions?) the\b"
)
"""Says that something is mentioned, and nothing of it."""
_JAPANESE_YES: Final = re.compile(
    r"で(?:は)?ない[^、。]{1,16}(?:も|でも|[もはが])[^、。]*(?:できます|られます|です|れます)。?$"
)
"""Said yes of those who are not: 「会員でない人も加入できます」."""
_LEAVES_OPEN: Final = re.compile(
    r"か(?:どうか)?(?:で|によって|により|次第で)(?:決ま|変わ|分かれ|違)|(?:か|か(?:どうか)?)が(?:決め手|分かれ目|分かれめ|ポイント|鍵|カギ)|\b(?:depends? on|turns? on|hinges? on|comes? down to) (?:whether(?! or not)|when|how|who)\b"
)
"""Says what it depends on, and not how that is."""
_TO_CHECK: Final = re.compile(
    r"確認(?:し|を|のうえ|ください|下さい)|確かめ|問い?合わせ|尋ね|照会|聞いて|\b(?:check|confirm|ask|verify|clarify|look up|establish)\b"
)
_PAYS: Final = re.compile(r"補償|支払|払わ|対象|出ます|\b(?:cover\w*|pa(?:y|id|ys)|insured|includ\w+)\b")
_INFERS: Final = re.compile(r"推定|\binfer")


def _denied(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """A denial of what the answer affirms: nothing that has the same words is denied there."""
    for segment in sentence.segments:
        if not negated(_ABROAD.sub(" ", segment.text)) or _repeats_question(segment.text, evidence):
            continue
        if (SILENT.search(segment.text) or _NOT_SO_SURE.search(segment.text)) and SILENT.search(evidence.whole):
            continue  # what is not stated is compared with the figures and with what must be said
        telling = [a for a in anchors(sentence.text) if has(evidence.whole, a)]
        body = (*evidence.lines, *evidence.details)
        hits = [i for i, line in enumerate(body) if telling and any(has(line.text, a) for a in telling)]
        places = [body[j] for i in hits for j in (i, i + 1) if j < len(body)]
        if evidence.answer.abstained:
            places += body[:1]  # "there is no such type", whatever else the sentence speaks of
        if not any(negated(_ABROAD.sub(" ", p.text)) or _RESTRICTS.search(p.text) for p in (places or evidence.lines)):
            yield f"The draft denies what the answer does not: “{segment.text.strip()[:80]}”."
            return


_ABROAD: Final = re.compile(r"\boutside (?:of )?(?:japan|the country)\b")
_RESTRICTS: Final = re.compile(
    r"なし|だけ|のみ|限[らりっ]|はじめて|(?<!-)\b(?:none|only|unpaid|unsuccessful|solely|alone)\b(?! option)"
)
_NOT_SO_SURE: Final = re.compile(r"と(?:は|まで(?:は)?)(?:言え|いえ|申し上げられ|言い切れ|限り)(?:ません|ない)")


def _repeats_question(text: str, evidence: Evidence) -> bool:
    """Whether a denial stands in the question as it is: "without cyber"."""
    plain = text.strip(" 、。,.;:()「」")
    return len(plain) > 2 and any(plain in q.text for q in evidence.question)
