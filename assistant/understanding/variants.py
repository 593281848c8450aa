"""Options that are asked about one by one: with an option and without it, one option against another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.corpus.model import Scheme
from assistant.understanding.lexicon import Mention

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
    r"\bwith (?:and|or|versus|vs\.?) without\b|\bwithout (?:and|or) with\b|\bwith\b[^.?!\n]{0,60}(?:and|or|versus|vs\.?),? without (?:it|that|the|one|them)\b|\bwithout (?:it|that|them)\b[^.?!\n]{0,20}\bwith (?:it|that|them)\b"
)
_CONTRAST = re.compile(
    r"それぞれ|両方|あれば|なければ|(?:付|つ)け(?:れば|たら)|だったら|比べ|比較|違い|違う|違います|どう変わ|変わり|どちら|どっち|場合[^。!?\n]*場合|〔1〕[^!?\n]*〔2〕|と、|または|あるいは|もしくは|vs|対して|一方|"
    r"\bcompar\w+|\bversus\b|\bvs\b|\bdiffer\w*|\beach\b|\bwhich\b|\beither\b|\bboth\b|\brather than\b|\bor\b|\band with\b|\bwhereas\b|\binstead\b|\brespectively\b"
)
# 「基本補償に…を付けて」: the option is attached to the plan, which is no case of its own.
_ADDED_TO = re.compile(
    r"^(?:補償|部分|契約|プラン)?(?:に(?!は)|へ|の上に|プラス|\+|と(?=[^、。!?\n]{2,30}(?:を|も)(?:付|つ)け))|^\s*(?:cover |plan |policy )?(?:plus|with|and) (?:the |our |its )?"
)


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
    contrast = bool(_CONTRAST.search(text))
    clash = any(other in own for r in own for other in scheme.riders[r].excludes)
    each = tuple((r,) for r in own) if len(own) > 1 and contrast else ()
    if clash and not contrast:
        return ()
    if _base_too(text, plans, contrast):
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


_UNKNOWN_OPTIONS = re.compile(
    r"(?:オプション|特約)[^。!?\n]{0,24}(?:不明|(?:分か|わか|判)ら(?:な|ず|ん)|(?:分か|わか|判)り(?:ません|かね)|知りません|知らな(?!か)|しか知ら|覚えて(?:い)?(?:な|ませ)|確認(?:でき|して(?:い)?(?:な|ませ))|見られ(?:な|ませ)|未確認|はっきりし|記憶に?な)|"
    r"\b(?:no idea|not sure|don['’]t know|do not know|unsure|can(?:['’]t|not) (?:tell|say|check|find out)|unknown|unclear|nobody (?:here )?knows)\b[^.?!\n]{0,40}\b(?:options?|riders?|extras?|add-?ons?|extensions?)\b|"
    r"\b(?:options?|riders?|extras?|add-?ons?|extensions?)\b[^.?!\n]{0,40}\b(?:unknown|unclear|no idea|not sure|nobody (?:here )?knows|don['’]t know|can(?:['’]t|not) (?:tell|say|check))\b"
)


def options_unknown(text: str) -> bool:
    """Whether a prepared text says that nobody knows which options are attached."""
    return bool(_UNKNOWN_OPTIONS.search(text))


def asks_which_option(text: str) -> bool:
    """Whether it is asked if an option makes a difference, without naming one."""
    return bool(_WHICH_OPTION.search(text) or (_EITHER_WAY.search(text) and _OPTION.search(text)))


_OPTION = re.compile(r"オプション|特約|\b(?:options?|riders?|add-?ons?|extras?|extensions?)\b")
_WHICH_OPTION = re.compile(
    r"(?:オプション|特約)(?:の(?:有無|あるなし|ありなし|力|追加)|が(?:いる|要る|必要|あれば|ないと|なければ)|を?(?:付け|つけ|追加|買|足)(?:れば|たら|ないと|なきゃ|なければ|る必要|た(?:場合|とき|時|ら)|るのと)|次第|で(?:違|変わ|何とか|カバー|出|補償))|"
    r"(?:どの|どんな|何の|なんの|何か|なにか|別の|追加の)(?:オプション|特約)|(?:オプション|特約)[^。!?\n]{0,6}(?:どれ|何(?:です|か)|ありますか|ある\?)|"
    r"\b(?:which|what|any|an|another|extra|additional|some) (?:extra |additional |optional |other )?(?:options?|riders?|add-?ons?|extensions?)\b[^.?!\n]{0,60}(?:need|help|requir|necessar|chang|cover|pay|buy|add|solve|differ|do we)|"
    r"\bwith (?:the|an|that|this) (?:option|rider|add-?on|extension)\b(?! for| of| on| that| to)|\b(?:need|require|buy|add|take|attach|purchase)\w*\s+(?:an?|any|some|the)\s+(?:extra |additional |optional )?(?:option|rider|add-?on|extension)|(?:options?|riders?|add-?ons?) (?:make|makes|change|changes|matter)"
)
