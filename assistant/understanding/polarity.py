"""Does a message say that something is so, is not so, or is not known? The scope of negation in both languages."""

from __future__ import annotations

import re

from assistant.understanding.denials import denied_at_a_distance, left_unsaid
from assistant.understanding.open_questions import is_open

# Japanese: what follows the mention, within the clause.
_JA_TAIL = re.compile(r"[^、。,!?\n]{0,26}")
# The ways to say "not" after a stem, in the standard language, in Kansai (へん, あらへん) and in Kyushu (なか, とらん).
_JA_NEG = (
    r"(?:ない|なし|無い|無し|無く(?!し(?:た|て|まし|ちゃ))|なく(?!な|し(?:た|て|まし|ちゃ))|なかった|ません|おらず|おらん|いず|せず|とらず|ず(?=[、に。]|$)|ゼロ|へん|ひん|"
    r"とらん|ちょらん|なか(?=[。、 ]|$|った|っち|ばっ|けん|とよ|たい))"
)
# Verbs that bring about or hold what is mentioned. Verbs of telling and paying are no denial of it.
_JA_VERBS = (
    r"(?:し|され|して|されて|て|で|起き|起こっ|起こし|生じ|発生し|あり|あっ|見つか|見つかっ|見つけ|確認され|確認でき|認められ|"
    r"出て|出(?=なかった|ませんでした)|得|得て|取|取って|取っ|取れ|取れて|受け|受けて|もら|もらって|もらえて|もろ|もろう|もろて|もろうて|頂い|頂けて|いただい|いただけて|"
    r"い|行|行って|送っ|送って|届け|届けて|届い|届いて|来|来て|なって|なっ|含まれ|含んで|関係|該当|当たら|あたら|わけ|もの|こと|配ら|配って|配っ|渡し|渡さ|渡して|包ん|包んで|"
    r"無くし|なくし|失くし|書かれ|書き込まれ|壊れ|壊し|壊さ|付け|つけ|付けられ|入れ|入れて|入って|入っ|加入し|交わし|結ん|結んで|始まっ|始まら|開かれ|開始され|"
    r"使って|使っ|使わ|売っ|売って|侵し|侵害し|疑っ|疑って|感染し|漏らし|消え|消し|関与し|関わっ|絡ん|下り|降り|おり|伴わ|伴って|ともなわ|つながら|つながって|至ら|至って)"
)
_JA_NOT = re.compile(
    r"^[」』)]?(?:など|等|とか|なんか|なんて)?(?:の?(?:おそれ|恐れ|可能性|事実|形跡|痕跡|様子|気配|兆候|ふし|跡|記録|報告|心配|危険|疑い|被害|事故|意図|自覚|認識)|の[一-龥]{2}(?=(?:は|も|を)?(?:まだ|一切|全く)?(?:し|行|さ|でき)))?(?:に|と|で)?(?:は|が|も|を|の(?=ない|無い|なかった|無かった)|について|なんか|なんて)?"
    r"(?:まだ|一切|全く|まったく|特に|何も|なんも|なにも|全然|実際に?は?|どこも|一度も|誰も)*"
    rf"(?:{_JA_VERBS}(?:は|て|って|い|いて|おり)*)?"
    rf"(?:{_JA_NEG}|ではな|じゃな|でな)|"
    r"^(?:の(?:方|ほう|手続き))?(?:は|も|が)まだ(?:です|だ|や|で|なん|の段階|[。、]|$)"
)
# "It is no such thing": a noun and a copula, also behind the rest of a compound (刑事|案件ではない, 制裁|先でもない).
_JA_IS_NOT = re.compile(
    r"^[」』)]?(?![一-龥]{0,4}[外せ])[一-龥ァ-ヶー]{0,5}(?:の(?:方の?|者の?|側の?)?(?:話|件|問題|争い|類|関係|疑い|仕業|行為|ミス|犯行|せい|責任|こと|方|ほう)?)?"
    r"(?:(?:とか|など|なんか)?(?:では|じゃ|でも|や)(?:な(?:い|く|か(?!に))|あり(?:は)?(?:し)?ませ|あら(?:へん|ず|ん)|のうて|のう(?=[、。]|$)|ね[えぇ])|"
    r"(?:と|に|が)?(?:は|も)?(?:無縁|無関係|関係(?:が|は|も)?(?:ない|なく|なし|あり?ませ|ありませ|あらへん|なか))|"
    r"(?:と|や|(?<=さん)|(?<=[一-龥ァ-ヶー]{2}))ちゃ(?:う(?!か|\?|ん?か|の\?)|い(?:ます|まん)(?!か)))"
)
_JA_NOT_REALLY = re.compile(
    r"かもしれ|かもしん|かも知れ|に違いない|間違いな|に間違い|しかない|否定でき|否定はでき|排除でき|とは言えない|とは限ら|ないか(?!ら)|ませんか|ないでしょうか|なくな|だけでなく|だけではな|だけじゃな|"
    r"ばかりでなく|(?:じゃ|では|や)ないです(?:か|よね)|のではない(?:か|で|だ)|(?:じゃ|では|や)ない(?:の|ん)?\?|ん?ちゃいますか"
)
# The mention ends in a verb: 止ま|っていません, され|てへん, 入られ|たわけではなく.
_JA_VERB_NOT = re.compile(
    r"^(?:[っんいきしちりぎび]?(?:らせ|させ|られ|され|れ|せ|め|ら|わ|さ|ま|え|け)?(?:て|で)?(?:は|も)?(?:い|おり|お|と)?"
    r"(?:ません|なかった|(?<=[てでれせめいお])(?:ない|へん|まへん)|らん(?=[。、 かけしで]|$)|とらん)|"
    r"(?:[っんいし]?(?:た|だ)|され(?:た|て(?:い)?た))?(?:わけ|もの|こと|の|ん)(?:(?:では|じゃ|でも|や)(?:な(?:い|く|か)|あ[りら]|ね)|と?ちゃ(?:う(?!か|\?|んか)|い(?:ます|まん)(?!か)))|"
    r"(?![^、。!?\n]{0,10}(?:払|補償|出る|出す|下り|おり))[^、。!?\n]{0,10}(?:わけ|訳|つもり)(?:では|じゃ|でも|や|は|が|も)?(?:な(?:い|く|か)|あり?ませ|ありませ|あらへん|ね[えぇ]|ちゃう(?!か|\?))|"
    r"でも[^、。!?\n]{1,14}でも(?:な(?:い|く|か|し)|あり))"
)
# "No sign that …": 漏れ|た様子はなく, 侵入され|た形跡も見当たらない.
_JA_NO_SIGN = re.compile(
    r"^[^、。!?\n]{0,6}[ただる](?:ような|という|との|らしき|らしい)?(?:様子|気配|兆候|形跡|痕跡|ふし|節|跡|記録|報告|事実|証拠|疑い|おそれ|恐れ)(?:は|が|も|など)?"
    r"(?:一切|まったく|全く|今のところ|特に|何も|まだ)*(?:な(?:い|く(?!な)|し|かった)|あり?ませ|見(?:当たら|つか(?:ら|って(?:い)?(?:な|ませ))|られ(?:な|ませ))|出て(?:い)?(?:な|ませ)|確認(?:でき|され)(?:て)?(?:い)?(?:な|ませ))"
)
# "Neither this nor that": ケガも物の損もない, 人がけが|をしたわけでも、物が壊れたわけでもない.
_JA_NEITHER = re.compile(
    r"^[一-龥ァ-ヶー]{0,4}(?:に|で)?も、?(?![^。!?\n]{0,18}(?:使え|開|動か|見え|戻|読め|復旧|でき|直|つなが|足り|分か|わか))[^、。!?\n]{1,12}も"
    rf"(?:[^、。!?\n]{{0,4}}(?:し|て|で|き|れ|い|と|り))?{_JA_NEG}|"
    r"^[^、。!?\n]{0,8}(?:わけ|の|こと)でも、?[^。!?\n]{1,20}でもな"
)
# 「予算案(個人名も他社の情報も無し)」: what stands in brackets with a subject of its own denies nothing before them.
_JA_ASIDE = re.compile(r"\([^()\n]{0,12}?[一-龥ァ-ヶー]{2,}[^()、。\n]{0,3}[もはが](?=[^()\n]{0,40}\))[^()\n]*\)")
# What is said of the thing itself (漏れた|かどうかは不明), not of something named after it (漏れた|のは確か、攻撃かは不明).
_JA_OPEN = (
    r"(?:(?:分か|わか|判|解)ら(?:ない|ず|なく|ん|へん)|(?:分か|わか|判)り(?:ません|かね|まへん)|(?:分か|わか|判)って(?:い)?(?:ない|ません|おらず|へん)|不明|未確認|未定|"
    r"確認(?:できて|が?取れて)(?:い)?(?:ない|ません)|はっきり(?:し(?:て(?:い|お)?)?(?:ない|ません|らず)|せん)|調査中|確認中|協議中|照会中|精査中|検証中|聴取中|交渉中|検討中|審議中|聞き?取り(?:を(?:して(?:い)?る|行って(?:い)?る))?(?:中|の?最中|の?途中)|ヒアリング(?:を)?(?:中|して(?:い)?るところ)|未確定|未判明|保留|(?:回答|返事|結果)待ち|調べて(?:い)?る(?:ところ|最中|途中)|"
    r"何とも(?=[。、…]|$|言え|いえ)|なんとも(?=[。、…]|$|言え|いえ)|定かで|見当が?つ[かき]|断定(?:は)?でき|判断(?:が|は)?(?:つか|でき))"
)
_JA_UNKNOWN = re.compile(
    rf"^(?:(?:(?!確か|確実|[。!?\n]|(?:が|けれ?ど(?:も)?|ものの|だけで|し|[てで]|おり)、).){{0,10}}?(?:か(?!ら|かっ|け)|有無|おそれ|恐れ|可能性|かどうか)[^。!?\n、]{{0,4}}、?(?:[^。!?\n、]{{0,16}}か、?)?[^。!?\n、]{{0,14}}?{_JA_OPEN}|"
    rf"(?:(?!確か|確実)[^、。!?\n]){{0,12}}?{_JA_OPEN})"
)

# English: what precedes the mention, within the clause.
_EN_HEAD = re.compile(r"[^.;:!?\n]{0,60}$")
_EN_CLAUSE = re.compile(
    r",|\b(?:but|so|because|while|although|though|and (?=(?:the|our|we|they|he|she|it|now|then|nobody|no)\b))"
)
_EN_NOT = re.compile(
    r"\b(?:no(?! (?:doubt|wonder|surprise|matter)\b)|not|never|without(?! (?:any |a |the slightest |apparent |obvious )*(?:warning|doubt|notice(?! to)|reason|cause|provocation|question|fail|fuss|delay|further ado|(?:us|our|anyone|anybody) (?:noticing|knowing|realising|realizing))\b)|none of|neither|nor|nothing|nobody|isn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|didn't|doesn't|don't|"
    r"won't|can't|cannot|couldn't|free of|rather than|instead of|other than|lack of|lacking|nothing to do with)\b"
    r"(?:\s+[\w'’-]+){0,4}(?:\s+n?or(?:\s+[\w'’-]+){0,3}){0,2}\s*$"
)
_EN_NOT_REALLY = re.compile(
    r"\b(?:not only|not just|not merely|no doubt|no longer|no idea|not sure|don't know|do not know|doesn't know|didn't know|not rule out|can't rule out|"
    r"cannot rule out|couldn't rule out|not to mention|nothing but|(?:charge|charges|charged|cost|costs|pay|pays) nothing|no wonder|why not|don't mind|isn't it|is it not|not know)\b"
    # "No state was behind the intrusion": it is a thing that is so of which something is denied.
    r"|\b(?:no|nobody|none|neither)\b[^.;,]{0,30}\b(?:was|were|is|are|has|had|stood|stands)\b[^.;,]{0,20}\b(?:the|this|that|our)\s*$"
    # What is not noticed or not told has happened all the same, and what is not paid for may have.
    r"|\b(?:no|nobody|no one|none of us|never|not|without|\w+n['’]t)\s+(?:\w+\s+)?(?:notic\w+|reali[sz]\w+|knew|know\w*|aware|report\w*|mention\w*|tell\w*|told|announc\w+|prevent\w*|"
    r"remember\w*|forg[eo]t\w*)\b(?!\s+(?:of\s+)?any)"
    r"|\b(?:no|never|not|\w+n['’]t)\s+(?:\w+\s+){0,2}(?:pay|pays|paid|cover|covers|covered|coverage|insurance|insured?|includ\w+|reimburs\w+|compensat\w+|respond|apply|good|luck|hope|help|use|limit)\b"
)
# "It was rumoured that …, in fact …", 「…という噂でしたが、実際は」.
_JA_MERE_RUMOUR = re.compile(
    r"^[^、。!?\n]{0,6}(?:という|との|って|と)?(?:噂|うわさ|話|騒ぎ|デマ)(?:でした|だった|やった)(?:が|けど|けれど)、?(?:実際|本当|結局|事実)"
)
# "We did not know that it was infected": what was not known then is so.
_EN_UNAWARE = re.compile(
    r"\b(?:did not|didn['’]t|had not|hadn['’]t|never) (?:\w+ )?(?:know|known|knew|suspect|expect)\b(?! (?:if|whether|what|who|how|when|which|where)\b)"
)
_EN_UNKNOWN = re.compile(
    r"(?:(?:don't|do not|doesn't|does not|didn't|nobody|no one|cannot|can't|not) (?:yet |been |even )?(?:know|knows|known|tell|say|sure|clear|certain|confirmed|decided|established|settled)|unclear|unknown|"
    r"no idea|still (?:open|investigating|checking|unclear|unknown|deciding)|remains to be seen)(?: yet| exactly| so far)*(?: if| whether| what| who| how|\b)[^.;!?\n]{0,40}$"
)
_EN_WHETHER = re.compile(r"\bwhether\b[^.;!?\n]{0,36}$")
_EN_OPEN_AFTER = re.compile(
    r"^[^.;!?\n]{0,70}?(?:\b(?:can't|cannot|can not|could not|couldn't|don't|do not|not|nobody|no one|hasn't|yet to) (?:yet |one |been |be )*(?:know|known|say|tell|decided|clear|sure|established|confirmed)|"
    r"\b(?:search me|beats me|who knows|anyone['’]s guess|anybody['’]s guess|hard to say|unclear|unknown|undecided|(?:is|remains|still) open|remains to be seen)\b)"
)
_EN_UNKNOWN_AFTER = re.compile(
    r"^(?:(?!,? (?:whether|if|but|and|so|though|although)\b)[^.;!?\n]){0,30}\b(?:is|are|was|remains?) (?:still |as yet |yet )?(?:unknown|unclear|undecided|not (?:yet )?(?:known|clear|confirmed|decided|established|settled)|"
    r"being (?:established|checked|investigated|looked into|clarified|examined|asked about|found out)|under (?:investigation|examination|review|inquiry)|to be (?:established|confirmed|clarified|checked|decided)|"
    r"open(?! to| for| on))\b"
)
_EN_NOT_AFTER = re.compile(
    r"^-free\b|^[\w'’-]*(?:\s+(?!(?:and|but|or|that|which|who|so|because|the|a|an|our|we|they|their|it|i|you)\b)[\w'’-]+){0,3}?"
    r"(?:\s+(?:that|which)(?=\s+(?:has|have|had|was|were|is)(?: not|n['’]t)(?: yet)? (?:begun|started|happened|occurred|opened|been|taken place|come)\b))?\s+"
    r"(?:(?:is|was|were|has|have|had|did|does|do|could|can)(?: not|n't|n’t)\b|never\b)"
    r"(?!(?: yet| even)? (?:cover|paid|pay|payable|includ|insur|our|your|my|his|her|their|notic|discover|report|told|tell|known|clear|sure|certain|only|just|mention|help|matter|enough|eligible|claimable|want|like|wait|stop|end)\w*)"
    r"(?: yet)?(?: been)?"
    r"(?: (?:found|happen|occur|obtained|given|involved|leaked|detected|confirmed|published|asked|received))?"
)


def polarity(text: str, start: int, end: int) -> bool | None:
    """Whether the mention at `text[start:end]` is affirmed (True), denied (False) or said to be unknown (None)."""
    if is_open(text, start, end):
        return None
    aside = _JA_ASIDE.match(text, end)
    behind = aside.end() if aside else end
    tail = _JA_TAIL.match(text, behind)
    after = tail.group() if tail else ""
    long_after = text[behind : behind + 60]
    # 「名簿を置き忘れ、漏れたかは不明」: what a verb has said before a comma is said.
    said = long_after[:1] == "、" and "ぁ" <= text[end - 1] <= "ん"
    if (_JA_UNKNOWN.match(long_after) and not said) or left_unsaid(text, end):
        return None
    for denial, where in (
        (_JA_NOT, after),
        (_JA_IS_NOT, text[behind : behind + 30]),
        (_JA_VERB_NOT, after),
        (_JA_NEITHER, long_after),
        (_JA_NO_SIGN, long_after),
        (_JA_MERE_RUMOUR, long_after),
    ):
        denied = denial.match(where)
        if denied and not _JA_NOT_REALLY.search(long_after[: denied.end() + 6]):
            return False
    if denied_at_a_distance(text, start, end):
        return False
    head_match = _EN_HEAD.search(text[max(0, start - 60) : start])
    head = head_match.group() if head_match else ""
    if (
        (_EN_UNKNOWN.search(head) and not _EN_UNAWARE.search(head))
        or _EN_UNKNOWN_AFTER.match(long_after)
        or (_EN_WHETHER.search(head) and _EN_OPEN_AFTER.match(long_after))
    ):
        return None
    clause = _EN_CLAUSE.split(head)[-1]
    if _EN_NOT.search(clause) and not _EN_NOT_REALLY.search(clause):
        return False
    if not text[start:end].isascii():
        return True
    denied_after = _EN_NOT_AFTER.match(long_after)
    if denied_after is None or "?" in long_after[: denied_after.end() + 1]:
        return True
    return bool(_EN_NOT_REALLY.search(long_after[: denied_after.end() + 12]))
