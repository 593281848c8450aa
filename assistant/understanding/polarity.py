"""Does a message say that something is so, is not so, or is not known? The scope of negation in both languages."""

from __future__ import annotations

import re

# Japanese: what follows the mention, within the clause.
_JA_TAIL = re.compile(r"[^、。,!?\n]{0,26}")
_JA_NOT = re.compile(
    r"^[」』)]?(?:など|等|とか)?(?:の?(?:おそれ|恐れ|可能性|事実|形跡|痕跡|心配|危険|疑い|被害|事故))?(?:に|と|で)?(?:は|が|も|を|について)?"
    r"(?:まだ|一切|全く|まったく|特に|何も|全然|実際に?は?)*"
    r"(?:(?:し|され|して|されて|て|で|起き|起こっ|生じ|発生し|あり|見つか|見つかっ|見つけ|確認され|確認でき|認められ|出|得|得て|取|取って|取れ|受け|受けて|もら|もらって|い|行|行って|"
    r"送っ|送って|届け|届けて|なって|なっ|含まれ|含んで|関係|該当|当たら|あたら|わけ|もの|こと)(?:は|て|って|い|いて|おり)*)?"
    r"(?:ない|なし|無し|無い|無く|なく(?!な)|なかった|ません|おらず|いず|せず|ず(?=[、に。]|$)|ゼロ|ではな|じゃな|でな)"
)
_JA_NOT_REALLY = re.compile(
    r"かもしれ|かもしん|かも知れ|に違いない|間違いな|に間違い|しかない|否定でき|否定はでき|排除でき|とは言えない|とは限ら|ないか(?!ら)|ませんか|ないでしょうか|なくな|だけでなく|"
    r"ばかりでなく|じゃないですか|ではないですか|のではない(?:か|で|だ)"
)
# The mention ends in a verb: 止ま|っていません, され|てへん, 入られ|たわけではなく.
_JA_VERB_NOT = re.compile(
    r"^(?:[っんいきしちりぎび]?(?:らせ|させ|られ|され|れ|せ|め|ら|わ|さ|ま|え|け)?(?:て|で)?(?:は|も)?(?:い|おり|お|と)?"
    r"(?:ません|なかった|(?<=[てでれせめいお])(?:ない|へん|まへん)|らん(?=[。、 かけしで]|$)|とらん)|"
    r"(?:[っんいし]?(?:た|だ)|され(?:た|て(?:い)?た))?(?:わけ|もの|こと|の|ん)(?:では|じゃ|でも|や)(?:な(?:い|く|か)|あ[りら]|ね)|"
    r"でも[^、。!?\n]{1,14}でも(?:な(?:い|く|か|し)|あり))"
)
_JA_UNKNOWN = re.compile(
    r"^[^。!?\n]{0,22}?(?:(?:分か|わか|判)ら(?:ない|ず|なく|ん)|(?:分か|わか|判)り(?:ません|かね)|(?:分か|わか|判)って(?:い)?(?:ない|ません|おらず)|不明|未確認|"
    r"確認(?:できて|が?取れて)(?:い)?(?:ない|ません)|はっきりし(?:て(?:い)?)?(?:ない|ません)|調査中|確認中|調べて(?:い)?る(?:ところ|最中))"
)

# English: what precedes the mention, within the clause.
_EN_HEAD = re.compile(r"[^.;:!?\n]{0,48}$")
_EN_NOT = re.compile(
    r"\b(?:no|not|never|without|none of|neither|nor|nothing|nobody|isn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|didn't|doesn't|don't|"
    r"won't|can't|cannot|couldn't|free of|rather than|instead of|other than|lack of|lacking)\b(?:\s+[\w'’-]+){0,4}\s*$"
)
_EN_NOT_REALLY = re.compile(
    r"\b(?:not only|not just|no doubt|no longer|no idea|not sure|don't know|do not know|doesn't know|didn't know|not rule out|can't rule out|"
    r"cannot rule out|couldn't rule out|not to mention|nothing but|(?:charge|charges|charged|cost|costs|pay|pays) nothing|no wonder|why not|don't mind|isn't it|is it not|not know)\b"
)
_EN_UNKNOWN = re.compile(
    r"(?:(?:don't|do not|doesn't|does not|didn't|nobody|no one|cannot|can't|not) (?:yet )?(?:know|knows|tell|say|sure|clear|certain|confirmed)|unclear|unknown|"
    r"no idea|still (?:open|investigating|checking)|remains to be seen)(?: yet| exactly| so far)*(?: if| whether| what| who| how|\b)[^.;!?\n]{0,40}$"
)
_EN_UNKNOWN_AFTER = re.compile(
    r"^[^.;!?\n]{0,30}\b(?:is|are|was|remains?) (?:still |as yet |yet )?(?:unknown|unclear|not (?:yet )?(?:known|clear|confirmed)|open(?! to| for| on))\b"
)
_EN_NOT_AFTER = re.compile(
    r"^[\w'’-]*(?:\s+(?!(?:and|but|or|that|which|who|so|because|the|a|an|our|we|they|their|it|i|you)\b)[\w'’-]+){0,3}?\s+"
    r"(?:(?:is|was|were|has|have|had|did|does|do|could|can)(?: not|n't|n’t)\b|never\b)(?: yet)?(?: been)?"
    r"(?: (?:found|happen|occur|obtained|given|involved|leaked|detected|confirmed|published|asked|received))?"
)


def polarity(text: str, start: int, end: int) -> bool | None:
    """Whether the mention at `text[start:end]` is affirmed (True), denied (False) or said to be unknown (None)."""
    tail = _JA_TAIL.match(text, end)
    after = tail.group() if tail else ""
    long_after = text[end : end + 60]
    if _JA_UNKNOWN.match(long_after):
        return None
    denied = _JA_NOT.match(after) or _JA_VERB_NOT.match(after)
    if denied and not _JA_NOT_REALLY.search(after[: denied.end() + 6]):
        return False
    head_match = _EN_HEAD.search(text[max(0, start - 60) : start])
    head = head_match.group() if head_match else ""
    if _EN_UNKNOWN.search(head) or _EN_UNKNOWN_AFTER.match(long_after):
        return None
    if _EN_NOT.search(head.split(",")[-1]) and not _EN_NOT_REALLY.search(head):
        return False
    if not text[start:end].isascii():
        return True
    denied_after = _EN_NOT_AFTER.match(long_after)
    if denied_after is None or "?" in long_after[: denied_after.end() + 1]:
        return True
    return bool(_EN_NOT_REALLY.search(long_after[: denied_after.end() + 12]))
