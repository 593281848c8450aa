"""Options that are asked about one by one: with an option and without it, one option against another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.corpus.model import Scheme
from assistant.understanding.lexicon import Mention
from assistant.understanding.open_questions import open_about_contract

# The plan as it is without any option, said so plainly that an option named beside it must be another case.
_ALONE_AFTER = re.compile(
    r"^(?:補償|部分|契約|プラン)?(?:だけ|のみ|単独|の?まま|しか)|^\s*(?:cover |plan |policy |package )?(?:alone|only|by itself|on its own|as it is)\b"
)
_ALONE_BEFORE = re.compile(r"\b(?:only|just|nothing but|merely)\s+(?:the |a |our )?(?:\w+ )?$")
_NO_OPTION = re.compile(
    r"(?:オプション|特約)[^、。!?\n]{0,4}(?:なし|無し|付けな|つけな|付けず|つけず|付いていな|入れな)|(?:without|no) (?:any |an |the )?(?:options?|riders?|extras?|add-?ons?|extensions?)\b"
)
# 「オプションの有無で違いますか」, "with and without the option"
_EITHER_WAY = re.compile(
    r"(?:有無|有り無し|ありなし|あるなし|付けるか付けないか|付ける(?:の)?と付けない(?:の)?|付けた(?:場合|時|とき)と付けな|付けな(?:い|かった)(?:場合|時|とき)と付け)|"
    r"\bwith (?:and|or|versus|vs\.?) without\b|\bwithout (?:and|or) with\b|\bwith\b[^.?!\n]{0,60}(?:and|or|versus|vs\.?),? without(?: (?:it|that|the|one|them)\b|(?= ?(?:[.?!,;:]|$)))|\bwithout (?:it|that|them)\b[^.?!\n]{0,20}\bwith (?:it|that|them)\b"
)
_CONTRAST = re.compile(
    r"それぞれ|両方|あれば|なければ|(?:付|つ)け(?:れば|たら)|だったら|比べ|比較|違い|違う|違います|どう変わ|変わり|どちら|どっち|場合[^。!?\n]*場合|〔1〕[^!?\n]*〔2〕|と、|または|あるいは|もしくは|vs|対して|一方|"
    r"\bcompar\w+|\bversus\b|\bvs\b|\bdiffer\w*|\beach\b|\bwhich\b|\beither\b|\bboth\b|\brather than\b|\bor\b|\band with\b|\bwhereas\b|\binstead\b|\brespectively\b"
)
# 「基本補償に…を付けて」: the option is attached to the plan, which is no case of its own.
_ADDED_TO = re.compile(
    r"^(?:補償|部分|契約|プラン)?(?:に(?!は)|へ|の上に|プラス|\+|と(?=[^、。!?\n]{2,30}(?:を|も)(?:付|つ)け))|^\s*(?:cover |plan |policy )?(?:plus|with|and) (?:the |our |its )?"
)


# "What if both are attached?": one case with several options, not several cases.
_ALL_ATTACHED = re.compile(
    r"両方(?:とも)?(?:を)?(?:一緒に|同時に)?(?:付|つ|セット)[けしい]|(?:一緒に|同時に|併せて|あわせて|合わせて|重ねて)(?:付|つ|セット)[けしい]|"
    r"\bwith both\b|\bboth (?:of them |options |riders |add-?ons )?(?:are |were |have been )?(?:attached|taken|bought|added|in place)\b|\b(?:attach|take|buy|add|combine)\w* (?:them )?(?:both|together)\b"
)


# "Does the option change anything?", 「オプションを付けると変わりますか」: the case without it is asked for as well.
_CHANGE_AFTER = re.compile(
    r"^[^、。!?\n]{0,6}(?:(?:で|を|も|が)?(?:付|つ)け(?:ると|れば|たら|た(?:場合|とき|時)は?)|(?:が)?(?:あれば|あると|あったら)|で|なら|だと)[^。!?\n]{0,10}(?:何か|なにか|答え|結論|結果|扱い|話|どう)?(?:が|は)?(?:変わ(?:る|り)|違(?:う|い|って)|異な(?:る|り))|"
    r"^[^.?!\n]{0,40}?\b(?:chang(?:e|es|ing)|alters?|mak(?:e|es) (?:any|a|the|some|much) (?:\w+ )?difference|(?:be|is) (?:any )?different|matters?|affects?)\b"
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:chang(?:e|es)|differ|different|difference|alter)\b[^.?!\n]{0,30}\b(?:with|if|once|by|through|under)\b[^.?!\n]{0,30}$|\bwhat (?:difference )?(?:does|do|would|will|could) (?:the |our |an? )?$"
)
_CHANGE_WHAT = re.compile(r"^[^.?!\n]{0,30}?\b(?:chang\w+|make|alter|do)\b")


def asks_what_it_changes(text: str, start: int, end: int) -> bool:
    """Whether it is asked what the option named at a place of a prepared text changes, which is to be attached only then."""
    before, after = text[max(0, start - 70) : start], text[end : end + 60]
    m = _CHANGE_BEFORE.search(before)
    if m is not None:
        return not m[0].startswith("what") or bool(_CHANGE_WHAT.match(after))
    return bool(_CHANGE_AFTER.match(after))


def variants_of(
    scheme: Scheme, text: str, plans: Sequence[Mention], riders: Sequence[Mention]
) -> tuple[tuple[str, ...], ...]:
    """Sets of options to be judged each on its own, the plan without any first; empty where there is one case only."""
    named = tuple(dict.fromkeys(m.id for m in riders if m.truth is not False and scheme.riders[m.id].plan))
    denied = tuple(dict.fromkeys(m.id for m in riders if m.truth is False and scheme.riders[m.id].plan))
    # An option that another one named brings along is no case beside it.
    brought = {needed for r in named for needed in scheme.riders[r].requires}
    own = tuple(r for r in named if r not in brought)
    if _EITHER_WAY.search(text) and len({*own, *denied}) == 1:
        return ((), tuple({*own, *denied}))
    if not own:
        # "We have not taken the option": the plan without it, and no other case.
        return ((),) if denied else ()
    contrast = bool(_CONTRAST.search(text)) and not _ALL_ATTACHED.search(text)
    clash = any(other in own for r in own for other in scheme.riders[r].excludes)
    each = tuple((r,) for r in own) if len(own) > 1 and contrast else ()
    changes = any(asks_what_it_changes(text, m.start, m.end) for m in riders if m.id in own)
    if clash and not contrast and not changes:
        return ()
    if changes or _base_too(text, plans, contrast):
        return ((), *(each or (own,)))
    return each


def _base_too(text: str, plans: Sequence[Mention], contrast: bool) -> bool:
    """Whether the plan without its options is a case of its own."""
    if _NO_OPTION.search(text):
        return True
    for m in plans:
        if m.truth is False:
            continue
        if _ALONE_AFTER.match(text[m.end : m.end + 24]) or _ALONE_BEFORE.search(text[max(0, m.start - 24) : m.start]):
            return True
        set_against = text[m.end : m.end + 6].startswith(" with ") and "compar" in text[: m.start]
        if contrast and (set_against or not _ADDED_TO.match(text[m.end : m.end + 40])):
            return True
    return False


_OPTION_NOUN = re.compile(
    r"オプション|特約|不担保|のみ担保|\b(?:options?|riders?|add-?ons?|extras?|extensions?|endorsements?|supplements?|the extra|top-?ups?)\b"
)
_UNKNOWN_OPTIONS = re.compile(
    r"(?:オプション|特約|不担保)[^。!?\n]{0,30}(?:不明|思い出せ(?:な|ま(?:せ|へ))|(?:分か|わか|判)ら(?:な|ず|ん)|(?:分か|わか|判)り(?:ません|かね)|知りません|知らな(?!か)|しか知ら|覚えて(?:い)?(?:な|ませ)|確認(?:でき|して(?:い)?(?:な|ませ))|見られ(?:な|ませ)|未確認|はっきりし|記憶に?な|"
    r"手元に(?:な|あり)|忘れ|曖昧|あいまい|うろ覚え|見当たら|見つから|どっちだったか|どうだったか)|"
    r"\b(?:no (?:idea|clue)|not sure|don['’]t (?:know|remember)|do not (?:know|remember)|unsure|can(?:['’]t|not) (?:tell|say|check|find out|remember)|unknown|unclear|nobody (?:here )?knows|forg[eo]t(?:ten)?)\b[^.?!\n]{0,40}\b(?:options?|riders?|extras?|add-?ons?|extensions?|endorsements?)\b|"
    r"\b(?:options?|riders?|extras?|add-?ons?|extensions?|endorsements?)\b[^.?!\n]{0,40}\b(?:unknown|unclear|no (?:idea|clue)|not sure|unsure|nobody (?:here )?knows|don['’]t (?:know|remember)|can(?:['’]t|not) (?:tell|say|check|remember)|forgot(?:ten)?)|"
    r"\b(?:options?|riders?|extras?|add-?ons?|endorsements?)\?[^?!\n]{0,80}\b(?:no (?:idea|clue)|not a clue|haven['’]t a clue|don['’]t know|can['’]t say|unknown)"
)
_CHOSEN = re.compile(
    r"(?:外し|付け|つけ|残し|選ん|契約し)た(?:の|もの|ほう|方)(?:が|は|も)|付いて(?:い)?る(?:の|もの|ほう|方)(?:が|は)|\b(?:which (?:one|part|half)|what) (?:we|they|he|she|the agent|the broker) (?:took|dropped|left|chose|added|picked|put)"
)
# An option that takes something out of the cover.
_NARROWING = re.compile(
    r"不担保|対象外|(?:を|だけ|片方|一部|どちらか)[^、。!?\n]{0,4}(?:外|除|抜|削)[すいしくっらかれ]|いらない|要らない|不要|絞|限定する|\b(?:restrict\w*|narrow\w*|drop\w*|exclud\w*|exclusion|leav\w+ out|left out|cut\w* (?:out|down)|tak\w+ (?:out|away)|took out|remov\w*|without|only|carve\w*|limit(?:s|ing|ed))\b"
)


def options_unknown(text: str, *, narrowing: bool = False) -> bool:
    """Whether a prepared text says that nobody knows which options are attached; which of them narrow the cover."""
    if narrowing and not _NARROWING.search(text):
        return False
    if _UNKNOWN_OPTIONS.search(text):
        return True
    # 「片方を外す特約を付けました。外したのが利益か費用か覚えていません」: the option itself stands a sentence before.
    said = bool(_OPTION_NOUN.search(text))
    return any(
        _OPTION_NOUN.search(text, a, b) or (said and _CHOSEN.search(text, max(0, a - 24), b))
        for a, b in open_about_contract(text)
    )


_BASE_ONLY = re.compile(
    r"(?:基本(?:補償|プラン|契約)?|ベース)(?:だけ|のみ|しか)|(?:オプション|特約)(?:は|を|も|なんて)?(?:一切|何も|全然|1つも|ひとつも|まったく)?(?:なし|無し|付け(?:て(?:い)?)?(?:な|ま)|つけ(?:て(?:い)?)?(?:な|ま)|入って(?:い)?(?:な|ま))|"
    r"\bbase (?:cover |plan |policy )?only\b|\bonly (?:have |took |got )?(?:the |our )?base\b|\bjust (?:have |got )?the base\b|"
    r"(?:never|n['’]t|\bnot|\bno|without)\b[^.?!\n]{0,24}\b(?:any|a single|one of the|an) (?:options?|riders?|extras?|add-?ons?)|\bno (?:options?|riders?|extras?|add-?ons?)\b"
)


def base_alone(text: str) -> bool:
    """Whether a prepared text says that no option is attached, whatever was talked about before."""
    return bool(_BASE_ONLY.search(text))


def asks_which_option(text: str) -> bool:
    """Whether it is asked if an option makes a difference, without naming one."""
    return bool(_WHICH_OPTION.search(text) or (_EITHER_WAY.search(text) and _OPTION.search(text)))


_OPTION = re.compile(r"オプション|特約|\b(?:options?|riders?|add-?ons?|extras?|extensions?)\b")
_WHICH_OPTION = re.compile(
    r"(?:オプション|特約)(?:の(?:有無|あるなし|ありなし|力|追加)|が(?:いる|要る|必要|あれば|ないと|なければ)|を?(?:付け|つけ|追加|買|足)(?:れば|たら|ないと|なきゃ|なければ|る必要|た(?:場合|とき|時|ら)|るのと)|次第|で(?:違|変わ|何とか|カバー|出|補償))|"
    r"(?:何|なに)を(?:足|付け|つけ|追加)(?:せ|し|す|て|れ|と|ば)|"
    r"\bwhich of (?:the |your |these |those )?(?:seven |7 )?(?:options?|riders?|add-?ons?|extensions?)\b|\bwhat (?:should|do|must|would|ought) we (?:have |need to |to )*(?:add|added|buy|bought|attach|attached|tick|ticked)|"
    r"(?:どの|どんな|何の|なんの|何か|なにか|別の|追加の)(?:オプション|特約)|(?:オプション|特約)[^。!?\n]{0,6}(?:どれ|何(?:です|か)|ありますか|ある\?)|"
    r"\b(?:which|what|any|an|another|extra|additional|some) (?:extra |additional |optional |other )?(?:options?|riders?|add-?ons?|extensions?)\b[^.?!\n]{0,60}(?:need|help|requir|necessar|chang|cover|pay|buy|add|solve|differ|do we)|"
    r"\bwith (?:the|an|that|this) (?:option|rider|add-?on|extension)\b(?! for| of| on| that| to)|\b(?:need|require|buy|add|take|attach|purchase)\w*\s+(?:an?|any|some|the)\s+(?:extra |additional |optional )?(?:option|rider|add-?on|extension)|(?:options?|riders?|add-?ons?) (?:make|makes|change|changes|matter)"
)
