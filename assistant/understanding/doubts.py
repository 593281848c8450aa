"""What a message leaves open without saying that it is not known: a question that it answers itself with a shrug
("A crime? Search me."), alternatives of which none is chosen ("either the provider or a hacker", 「攻撃からなのか、紛失なのかも」).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_EN_SHRUG = (
    r"(?:well,? |honestly,? |sorry,? )?(?:search me|no idea|not sure|(?:(?:i|we|they) )?(?:really )?(?:do not|don['’]t|can['’]t|cannot|couldn['’]t|could not) (?:yet )?(?:know|say|tell|rule)|unclear|unknown|undecided|hard to (?:say|tell)|"
    r"who knows|we['’]ll see|beats me|(?:still|remains) (?:open|unclear|unknown|undecided)|to be (?:seen|confirmed)|nobody (?:knows|can)|no one (?:knows|can)|(?:could|might|may) be[,.]|anyone['’]s guess)"
)
_JA_SHRUG = (
    r"(?:さあ|さぁ|それは)?、?(?:まだ|現時点では|今のところ|そこは|そこも|全部|どれも|いずれも)?(?:は|も)?(?:不明|未定|未確認|未判明|未確定|微妙|保留|"
    r"(?:分か|わか|判)(?:ら|り(?:ま|か))|はっきりし|何とも|なんとも|[一-龥]{1,4}待ち|[一-龥]{1,3}中|誰も|だれも|確認(?:でき|が取れ)|(?:どう)?だか|(?:です|。|$))"
)
_ASKED_THEN_SHRUGGED = (
    re.compile(rf"(?P<rest>(?:[^.?!\n]{{2,120}}\?[ ]*){{1,4}})(?={_EN_SHRUG})"),
    re.compile(
        rf"(?P<rest>(?:[^。?!\n]{{1,60}}\?[ ]*){{1,4}})(?=(?:さあ|さぁ|まだ|現時点|今のところ|不明|未|微妙|保留|分から|わから|はっきり|何とも|なんとも|[一-龥]{{1,4}}待ち))(?={_JA_SHRUG})"
    ),
)
_ALTERNATIVES = (
    # "it is either our provider or a hacker"
    re.compile(
        r"\b(?:is|was|are|were|been|it['’]s|by|from|to|of) either (?P<rest>[^.;!?\n]{2,80}? or [^.;!?\n,]{2,60})"
    ),
    # "a hacker or just a bug, we cannot tell"
    re.compile(
        r"(?:^|(?<=[.;!?\n,] ))(?P<rest>[^.;!?\n,]{2,60} or [^.;!?\n,]{2,50}),? (?:and |but )?(?:we|i|nobody|no one|they|the \w+)(?: (?:still|really|just|honestly))* (?:(?:do(?:n['’]t| not)|can(?:['’]t|not)|could(?:n['’]t| not)|can) )?(?:yet |really )?(?:knows?|tell|say|sure)\b"
    ),
    # "maybe an attack, maybe the flood"
    re.compile(
        r"\b(?P<rest>(?:maybe|perhaps|possibly|might be|may be|could be) [^.;!?\n]{2,60}?,? (?:or )?(?:maybe|perhaps|possibly|might be|may be|could be|just) [^.;!?\n]{2,60})"
    ),
    # 「攻撃からなのかも、紛失なのかもまだ」「特許か営業秘密か、まだ」
    re.compile(
        r"(?:^|(?<=[。!?\n、は]))(?P<rest>[^。!?\n、]{2,40}(?:なの)?か(?!も(?:し|知))[もは]?、?[^。!?\n]{2,60}?(?:なの)?か(?!も(?:し|知))[もは]?)、?(?:まだ|いまだ|今も|まだまだ)(?=[。、.]|$|です|な)"
    ),
)


def doubted(text: str) -> Iterator[tuple[int, int]]:
    """Spans of a prepared text (offsets in characters) whose predicates are left open."""
    for pattern in (*_ASKED_THEN_SHRUGGED, *_ALTERNATIVES):
        for m in pattern.finditer(text):
            yield m.start("rest"), m.end("rest")
