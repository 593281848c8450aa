"""Denials that reach further than the word next to them: "a strike? No.", 「攻撃とも漏えいとも関係ありません」.

What is denied may stand in a row of which only the last is followed by "not", may be put as a question that the person
answers, or may be denied of its being claimed, or having come to that (「重過失とまでは言われていません」).
"""

from __future__ import annotations

import re

_ADVERBS = (
    r"(?:まだ|一切|全く|まったく|特に|何も|なんも|なにも|全然|実際に?は?|どこも|一度も|誰も|結局|結局は|結果的に|今回は?|もちろん|幸い(?:に|にも)?|"
    r"最初から|そもそも|少しも|ひとつも|一つも|一件も|微塵も|本当に|だれも|どれも|いずれも|別に)*"
)
# 「名簿をなくしました」 is a loss, no denial.
_LOSE = r"し(?:た|て|まし|ちゃ)"
_NOT = (
    rf"(?:な(?:い|く(?!な|{_LOSE})|し|かった|さそう|さげ)|無(?:い|く(?!{_LOSE})|し|かった|さそう)|あり(?:は)?(?:し)?ませ|ございませ|おりませ|いませ|皆無|ゼロ|あらへん|おらん|おらず|"
    r"(?:し|され|や[らっ]|扱[わっ]|行[わっ]|請け負[わっ]|受け|出|出し|言われ|言わ|言って|言い|認め|認められ|含[まめん]|起き|起こ|生じ|触れ|及[びんば]|つながら|払|取|取ら|使っ)"
    r"(?:て|って|で|んで)?(?:は)?(?:い|おり|お)?(?:り)?(?:ませ|な(?:い|く(?!な)|か)|ず|へん|とらん|おら))"
)
# What stands behind a noun and leaves it the subject: "the talk of it", "such a thing".
_TALK = (
    r"(?:の|な)?(?:話|主張|指摘|訴え|件|問題|争い|侵害|関与|仕業|しわざ|被害|事故|事実|形跡|可能性|仕事|業務|事業|商売|商い|取引|つもり|予定|類|たぐい|請求|要求|疑い|計上|"
    r"提供|約束|損|損失|差損|破損|対応|行為|運用|不具合|欠陥|瑕疵|発生|申し?立て)"
)
_REST = r"(?![一-龥]{0,3}[外せ])[一-龥ァ-ヶーa-z]{0,5}"

# A row: 攻撃|とも漏えいとも関係ありません, 攻撃|や漏えいは関係ありません, 過払い|も計上漏れもありません.
_JA_ROW = re.compile(
    rf"^{_REST}(?:の話)?(?:(?:とも|にも|も|でも|や|・|とか|だの|なり|と)、?)(?P<other>[^、。!?\nはがもでにをへと]{{1,12}})"
    rf"(?:とも|にも|でも|では|には|とは|とか|など|なんか|の話)?(?:は|も)?{_ADVERBS}(?:(?:関係(?:が|は|も)?|縁(?:が|は|も)?){_NOT}|無関係|無縁|{_NOT})"
)
# 特許|の話は一切ありません, プログラムを作る|仕事は一切していません, 攻撃|は結局なかった.
_JA_TALK = re.compile(
    rf"^{_REST}{_TALK}?(?:の(?:話|件|主張))?(?:など|等|とか|なんか|なんて)?(?:(?:は|も|が|を|に)(?:は|も)?{_ADVERBS}{_NOT}|(?:なし|無し|無く|ゼロ|皆無))"
)
# だまし取|られたのではありません, 漏えい|につながるようなものではない.
_JA_NO_SUCH = re.compile(
    r"^[っんいきしちりぎび]?(?:らせ|させ|られ|され|れ|せ|わせ)?(?:た|だ|る|て(?:い)?(?:た|る))?(?:という)?(?:わけ|もの|こと|の|ん|話|件)(?:では|じゃ|でも)(?:な(?:い|く|か)|あり?ませ|あらへん|ね[えぇ])|"
    r"^(?:に|と|を)?(?:つながる|なる|当たる|あたる|至る|及ぶ|関わる|する|された|した)?(?:ような|ほどの|類の|たぐいの|という)(?:もの|こと|話|内容|事態|件|状況)(?:では|じゃ|でも|は)(?:な(?:い|く|か)|あり?ませ)"
)
# 重過失|とまでは言われていません, ひどい手抜き|というほどではない.
_JA_NOT_THAT_FAR = re.compile(
    r"^(?:だ|である|が(?:あった|ある)|を(?:した|していた))?(?:と|って)(?:いう)?(?:まで|ほど)?(?:(?:の(?:こと|もの)|こと)?(?:では|でも|じゃ)(?:な(?:い|く)|あり?ませ)|"
    r"(?:は|も)(?:誰(?:も|にも))?(?:言(?:われ|って|っ|わ)|いわれ|言え|いえ|いか|主張(?:され|し)|指摘(?:され|し)|認定され|思われ|疑われ)(?:て)?(?:い)?(?:な(?:い|く|か)|ませ|ず|おら))"
)
# 公的調査|は見送りになりました: what was to come and does not.
_JA_CALLED_OFF = re.compile(
    r"^(?:は|も|が)(?:結局|結果的に|今回は?)?(?:見送(?:り|ら)|取りやめ|中止|取り下げ|立ち消え|回避(?:され|し|でき)|免れ|未遂に)"
)
# 業務を妨げ|たり人や物に被害を出したりもしていません: a row of doings, of which the last verb denies all.
_JA_NOR_DID = re.compile(
    r"^(?!い)[ぁ-ん]{0,3}?[ただ]り(?:[^。!?\n]{1,40}?[ただ]り)?(?:など|とか|なんか|なんて)?(?:は|も)?(?:まだ|一切|全く|まったく|特に|全然|もちろん)*"
    r"(?:し|され)(?:て)?(?:は|も)?(?:い|おり?|と)?(?:ませ|な(?:い|く(?!な)|か)|ず(?=[、。にで]|$)|へん|らん|らず)"
)
_JA_PERHAPS = re.compile(
    r"かもしれ|かも知れ|違いな|しかな|否定でき|否定はでき|排除でき|とは言えな|言い切れ|とは限ら|だけ(?:で|じゃ)|ばかりで|なくな|"
    r"な(?:い|かった)(?:です)?(?:か(?!ら|も)|よね|んじゃ|でしょう|だろう|と(?:は|も))|ませんか|ませんよね|(?:払|補償|出(?:る|ま)|下り|対象|もらえ|カバー)"
)

# "A strike? No.", "Sanctions? Nope.", "Leak: none so far."
_EN_ANSWERED = re.compile(
    r"^(?![^?\n]{0,40}\b(?:cover\w*|paid|pays?|payable|insur\w*|includ\w*|claim\w*|reimburs\w*|eligible|enough|possible|allowed)\b)"
    r"[^.;:!?\n]{0,30}\?\s*(?:no(?=[,.;:!]|$| (?:we|it|they|he|she|i|not|there|nothing|just|only|this|that)\b)|nope\b|never\b|none\b|not (?:us|at all|here|really|that|any|ours|a|one)\b|nothing\b)"
)
_EN_COLON = re.compile(
    r"^:\s*(?:so far |thankfully |luckily )?(?:no(?=[.,;!]|$)|no (?:sign|trace)\b|none\b|never\b|nil\b|zero\b|nothing(?=[.,;!]|$| so far))"
)
# "Copyright not claimed", "leak not involved".
_EN_BARE_NOT = re.compile(
    r"^\s+(?:\w+\s+)?not (?:even |being |been )?(?:claimed|alleged|involved|concerned|affected|at issue|touched|reached|in question|in play|mentioned|raised|the (?:issue|point|problem|matter|case))\b"
)
# "Nobody's been hacked", "not a soul was hurt".
_EN_NOBODY = re.compile(
    r"\b(?:nobody|no one|no-one|none|not (?:a|one|any)(?: single)? \w+)(?:['’]s)?(?:\s+(?:else|here|of us|of them|of|of (?:our|the|their|your|my|its|any|all)|outside|inside|at all))?(?:\s+(?:has|have|had|was|were|is|are|got|did|ever|even|really|yet|actually|been|being|gets?))*\s*$"
)
_EN_PERHAPS = re.compile(r"\b(?:not only|not just|no doubt|but|except|other than|apart from|save)\b")


def denied_at_a_distance(text: str, start: int, end: int) -> bool:
    """Whether the mention at `text[start:end]` (offsets in characters, prepared text) is denied further along."""
    after = text[end : end + 60]
    for pattern in (_JA_ROW, _JA_TALK, _JA_NO_SUCH, _JA_NOT_THAT_FAR, _JA_CALLED_OFF, _JA_NOR_DID):
        found = pattern.match(after)
        if found and not _JA_PERHAPS.search(after[: found.end() + 8]):
            return True
    if not text[start:end].isascii():
        return False
    if _EN_ANSWERED.match(after) or _EN_COLON.match(after) or _EN_BARE_NOT.match(after):
        return True
    before = text[max(0, start - 50) : start]
    return bool(_EN_NOBODY.search(before)) and not _EN_PERHAPS.search(after[:24])


# 漏えい|とも言い切れません: neither said nor denied.
_JA_UNSAID = re.compile(
    r"^(?:だ|した|された|である)?(?:と|って)(?:まで)?(?:も|は)(?:まだ|一概に)?(?:言い切れ|言いきれ|断定でき|断言でき|限ら|決まって(?:い)?)(?:な|ませ|ず)"
)


def left_unsaid(text: str, end: int) -> bool:
    """Whether what is mentioned before `text[end]` (an offset in characters) is neither said to be so nor denied."""
    return bool(_JA_UNSAID.match(text[end : end + 24]))


# 「漏えいがない|とは言えません」, "nothing stolen| but names": a denial that is taken back at once.
_JA_NOT_SURELY = re.compile(r"^と?(?:は|も|まで(?:は)?)?(?:言え|いえ|限ら|言い切|断言|断定|思え)")
# 「タオル|でなく現金」: the very thing that would deny is denied itself.
_JA_BUT_RATHER = re.compile(r"^(?:という)?(?:の)?(?:では|じゃ|で)なく(?:て)?(?=[、]?[一-龥ァ-ヺa-z0-9])(?!な)")
_JA_PERHAPS_SO = re.compile(r"かも(?:しれ|知れ|しん)(?:な(?:い|く|か)?|ませ(?:ん)?)?$")
# 「悪用されていない|か見張る」: whether it is so is looked into.
_JA_LOOKED_INTO = re.compile(
    r"^か(?:どうか|否か)?(?:を|も|が|は|について)?[^、。!?\n]{0,6}(?:見張|監視|調べ|調査|確認|確かめ|点検|検査|チェック|ウォッチ|見守|モニタ|心配|不安|探|検索)"
)
_EN_BUT = re.compile(
    r"\s+(?:but|except(?: for)?|other than|apart from|save)\s+(?!(?:we|they|it|he|she|i|you|now|still|then|there)\b)"
)
_EN_NOTHING = re.compile(r"(?:nothing|no|none|nobody)\b")
_EN_NOTHING_BEFORE = re.compile(r"\bnothing (?:was |has been |is |got )?$")
_CONCLUSION = re.compile(r"(?:[=→⇒]|つまり|すなわち|(?:という|って)ことは)、?$")
_JA_CANNOT_SAY = re.compile(r"(?:言え|いえ|限ら|言い切れ|言いきれ|断言でき|否定でき|排除でき)$")


def taken_back(text: str, start: int, end: int) -> bool:
    """Whether a denial at `text[start:end]` (offsets in characters, prepared text) is none after all."""
    after, denial = text[end : end + 24], text[start:end]
    if denial.isascii():
        return bool(_EN_NOTHING.match(text, start) and _EN_BUT.match(after))
    return bool(
        _JA_NOT_SURELY.match(after)
        or _JA_LOOKED_INTO.match(after)
        or _JA_BUT_RATHER.match(after)
        or _JA_PERHAPS_SO.search(denial)
    )


def affirmed_all_the_same(text: str, start: int, end: int) -> bool:
    """Whether a mention at `text[start:end]` is affirmed though a denial stands beside it ("nothing stolen but names")."""
    if _CONCLUSION.search(text, max(0, start - 8), start):
        return True  # what the person concludes (「個人情報じゃない=漏えいじゃない、ですよね」) is no fact
    mention = text[start:end]
    if mention.isascii():
        whole = f" {mention}{text[end : end + 16]}"
        return bool(_EN_NOTHING_BEFORE.search(text, max(0, start - 24), start)) and any(
            _EN_BUT.match(whole, m.start()) for m in re.finditer(" ", whole)
        )
    return bool(_JA_CANNOT_SAY.search(mention))


NEGATION = re.compile(
    r"(?<=[a-z]) not\b(?! only| just)|(?<=[a-z])n['’]t\b(?! only| just)|\b(?:never|neither|nor|nobody|no one|no-one|none of (?:us|them|our|the|their|your|my|its))\b ?"
)
"""English words of denial that may stand within a mention ("the stick wasn't lost")."""
