"""What a message leaves open without saying that it is not known: a question that it answers itself with a shrug
("A crime? Search me."), alternatives of which none is chosen ("either the provider or a hacker", 「攻撃からなのか、紛失なのかも」).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.corpus.sighting import Sought

_EN_SHRUG = (
    r"(?:well,? |honestly,? |sorry,? )?(?:search me|(?:i (?:have|['’]ve) )?(?:no|not an?|n['’]t an?|haven['’]t (?:an?|the)) (?:faintest )?(?:idea|clue)|(?:i |we )?haven['’]t (?:a|the faintest) (?:idea|clue)|your guess|not sure|(?:(?:i|we|they) )?(?:really )?(?:do not|don['’]t|can['’]t|cannot|couldn['’]t|could not) (?:yet )?(?:know|say|tell|rule)|unclear|unknown|undecided|not (?:yet )?(?:decided|settled|clear|known|established|certain)|hard to (?:say|tell)|"
    r"who knows|we['’]ll see|beats me|(?:still|remains) (?:open|unclear|unknown|undecided)|to be (?:seen|confirmed)|nobody (?:knows|can)|no one (?:knows|can)|(?:could|might|may) be[,.]|anyone['’]s guess)"
)
_JA_SHRUG = (
    r"(?:さあ|さぁ|それは)?、?(?:まだ|現時点では|今のところ|そこは|そこも|全部|どれも|いずれも)?(?:は|も)?(?:不明|未定|未確認|未判明|未確定|微妙|保留|"
    r"(?:分か|わか|判)(?:ら|り(?:ま|か))|はっきりし|何とも|なんとも|[一-龥]{1,4}待ち|[一-龥]{1,3}中|誰も|だれも|確認(?:でき|が取れ)|(?:どう)?だか|(?:です|。|$))"
)
_ASKED_THEN_SHRUGGED = (
    Sought(rf"(?P<rest>(?:[^.?!\n]{{2,120}}\?[ ]*){{1,4}})(?={_EN_SHRUG})"),
    Sought(
        rf"(?P<rest>(?:[^。?!\n]{{1,60}}\?[ ]*){{1,4}})(?=(?:さあ|さぁ|まだ|現時点|今のところ|不明|未|微妙|保留|分から|わから|はっきり|何とも|なんとも|[一-龥]{{1,4}}待ち))(?={_JA_SHRUG})"
    ),
)
# "He says that it was hacked, but nothing is certain": what somebody else says, and the person does not vouch for.
_HEARSAY = (
    Sought(
        r"(?P<rest>(?![^.!?\n]*\b(?:contract|clause|letter|policy|brochure|leaflet|agreement|note|notice|report) (?:says?|said|claims?))[^.!?\n]*\b(?:says?|said|swears?|claims?|claimed|told us|tells|according to|rumou?r\w*|heard|supposedly|allegedly)\b[^.!?\n]*?)(?:[.;,]| but| and)[^.!?\n]{0,60}"
        r"\b(?:nothing is (?:certain|sure)|not (?:sure|certain|confirmed)|un(?:confirmed|certain|verified)|can(?:['’]t|not) (?:confirm|verify|prove)|no (?:proof|evidence|confirmation)(?! of| needed)|exaggerat\w*|may be wrong|(?:file|folder) is empty|nothing in writing)"
    ),
    Sought(
        r"(?P<rest>[^。!?\n]*(?:と(?:[^。!?\n、]{1,6}は)?(?:言い|言う|言って|言っ|主張|証言)|言い張|という話|との話|噂|うわさ|によると)[^。!?\n]*?)[、。][^。!?\n]{0,40}"
        r"(?:確か(?:で|じゃ)(?:は)?な|確認(?:でき|が取れ)(?:て)?(?:い)?(?:な|ま(?:せ|へ))|本当か|裏(?:が|は)?取れ(?:て)?(?:い)?(?:な|ま)|証拠(?:が|は)?な|見当たら|大げさ|あてにな|当てにな)"
    ),
)
# "I cannot find any paper showing that the insurer agreed": it may have.
_UNPROVEN = (
    Sought(
        r"(?:can(?:no|['’])t|cannot|couldn['’]t|could not|nobody can|no one can) find (?:any |an? |the )?(?:paper|record|document|note|file|letter|e-?mail|memo|copy|entry)\w*[^.;!?\n]{0,12} (?:showing|saying|proving|to show|to say|that shows|that says|stating|on|about|as to)(?: that| whether| if)? (?P<rest>[^.;!?\n]{3,90})"
    ),
    Sought(
        r"(?:there(?:['’]s| is)|we have|i have|we['’]ve got) no (?:paper|record|document|note|file|letter|memo)s? (?:showing|saying|to show|on|of|about|as to) (?:whether|if) (?P<rest>[^.;!?\n]{3,90})"
    ),
)
_ALTERNATIVES = (
    # "it is either our provider or a hacker"
    Sought(
        r"(?:^|(?<=[.;!?\n] )|\b(?:is|was|are|were|been|it['’]s|by|from|to|of) )either (?P<rest>[^.;!?\n]{2,80}? or [^.;!?\n,]{2,60})"
    ),
    # "a hacker or just a bug, we cannot tell"
    Sought(
        r"(?:^|(?<=[.;!?\n,] ))(?P<rest>[^.;!?\n,]{2,60} or [^.;!?\n,]{2,50}),? (?:and |but )?(?:we|i|nobody|no one|they|the \w+)(?: (?:still|really|just|honestly))* (?:(?:do(?:n['’]t| not)|can(?:['’]t|not)|could(?:n['’]t| not)|can) )?(?:yet |really )?(?:knows?|tell|say|sure)\b"
    ),
    # "maybe an attack, maybe the flood"
    Sought(
        r"\b(?P<rest>(?:maybe|perhaps|possibly|might be|may be|could be) [^.;!?\n]{2,60}?,? (?:or )?(?:maybe|perhaps|possibly|might be|may be|could be|just) [^.;!?\n]{2,60})"
    ),
    # 「うっかりか、わざとか。さあ」
    Sought(
        r"(?P<rest>[^。!?\n、]{1,30}か、[^。!?\n、]{1,40}か)[。?]?\s*(?:さあ|さぁ|どちらでしょう|どっちでしょう|不明|分かり|わかり|何とも)"
    ),
    # 「特約を付けたか付けないかで揉めて、結局どっちだったか」
    Sought(
        r"(?P<rest>[^。!?\n、]{2,30}(?:たか|のか)、?[^。!?\n、]{2,16}(?:ないか|なかったか|のか))(?:どうか)?(?:で|が|は|も|、)?[^。!?\n]{0,24}(?:揉め|もめ|どっち|どちら|忘れ|覚え|記憶|分から|わから|はっきり|曖昧|あいまい|不明)"
    ),
    # 「攻撃からなのかも、紛失なのかもまだ」「特許か営業秘密か、まだ」
    Sought(
        r"(?:^|(?<=[。!?\n、は]))(?P<rest>[^。!?\n、]{2,40}(?:なの)?か(?!も(?:し|知))[もは]?、?[^。!?\n]{2,60}?(?:なの)?か(?!も(?:し|知))[もは]?)、?(?:まだ|いまだ|今も|まだまだ)(?=[。、.]|$|です|な)"
    ),
)


# "They said fine on the phone, but there is nothing in writing": what was said is known, and how.
_SPOKEN = re.compile(r"\b(?:on|over|by) the (?:tele)?phone\b|\bby (?:tele)?phone\b|\b(?:orally|verbally)\b")
_BREAK = re.compile(r"[.!?。\n]")


def _sentence_before(text: str, at: int) -> int:
    """Where the sentence begins that holds the character `at`."""
    return max((m.end() for m in _BREAK.finditer(text, 0, at)), default=0)


def doubted(text: str) -> Iterator[tuple[int, int]]:
    """Spans of a prepared text (offsets in characters) whose predicates are left open."""
    for pattern in (*_ASKED_THEN_SHRUGGED, *_HEARSAY, *_UNPROVEN, *_ALTERNATIVES):
        for m in pattern.finditer(text):
            if pattern in _HEARSAY and _SPOKEN.search(text, _sentence_before(text, m.start()), m.end()):
                continue
            yield m.start("rest"), m.end("rest")
