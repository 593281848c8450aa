"""What a sentence says about being paid: yes or no, for whom, under a condition or not, however it is put."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# ---------------------------------------------------------------- Japanese
_JA_YES: Final = re.compile(
    r"補償(?:が|は|も)?(?:さ(?:れ|せ)|し(?:ます|て|な|よ|ま|う|得)|する(?!(?:の|た)?ため|もの)|でき|可能|受け|を受け|行|及|およ|適用|あり|ある|有|届|出|なされ)|補償(?=です|[。!)]|$|で、|で$)|に(?:は|も|て)?含(?:まれ|め(?:ら|る|て))|(?:この|その|同)補償(?:が|は)|"
    r"(?:補償|お?支払い?|保険金(?:のお?支払い?)?|給付|カバー|担保|引受|請求|保険)?(?:の)?対象(?!外|者|期間|事由|損害|となる事由|となる損害|になる事由|の事由|サービス|から|事故)(?:と|に|で|が|内|範囲|です|だ|か(?!ら)|と(?:し|な|さ)|も|、|。|$|\)|\s)|"
    r"(?:お?支払|払)(?:わ(?:れ|な|ず)|い(?:ます|まし|し(?:ま|て|な)|いた|でき|を受け|の対象|可能|がな|はな|もな|はあり|がある|はござ|が行|され)|う(?![^。、]{0,4}(?:ため|前))|え(?:ま|る|な)|い戻)|払い?(?:戻|込まれ)|"
    r"保険金(?:が|は|も|を)?(?:お)?(?:出|支払|受け取|受取|下り|おり|降り|あり|ない|なし|ござい|請求でき|もら|いただ)|保険金(?:は|が|も)?(?=ゼロ|0円|無)|"
    r"(?:^|(?<=[がはもらで→ :=、「(額切ずんく円用金費分])|(?<=やはり)|(?<=つまり)|(?<=ただし)|(?<=ちゃんと))(?<!違いが)(?<!差が)(?:出(?:ます|る(?:の|と|こ|わけ)|ません|ない|して)|下り(?:ます|ません|る))|(?<=[がはもらで→ ])おり(?:ます(?!が)|ません)|"
    r"拾(?:い(?:ます|ませ)|う(?=[。、]|$|の|と)|え(?:ま|る|な)|わ(?:れ|な)|って(?:くれ|もら))|守備範囲(?!の?外)|対象の(?:費用|損害|事由|出来事|事故|うち|中)(?:です|だ|でし|に(?:入|含|な|当|該)|と(?:読|な|み|い))|(?<=[=:→])補償(?=、)|"
    r"カバー(?:さ|し|で(?:き|す)|範囲|の対象)|まかな[いうえわ]|賄[いうえわ]|使え(?:ま|る|な)|利用でき|受け取(?:れ|る(?:こと|の)|り)|もら(?:え|う(?:こと|の))|請求(?:が|も)?(?:でき|可能|通|認め)|"
    r"(?:が|も|は)(?:認め(?:られ(?:ま|る|な)|て)|認定され|通り(?:ます|ません)|通る)|適用され|引き受け(?:ら|て|る|ま)|応じ(?:ます|られ|て)|守られ|救済|肩代わり|面倒を見|填補|てん補|負担(?:して(?:くれ|もら)|され)(?:ま|る|な)?|"
    r"見て(?:もら|くれ|いただ)|(?<!に)戻(?:って(?:き|く)|り(?:ます|ません)|る(?=の|と|こ|。|わけ)|され|せ(?:ま|る))|補填|補てん|穴埋め|埋め合わせ|取り戻|回収でき|充当|充て(?:ら|る)|持って(?:もら|くれ)|頼(?:れ|り(?:に(?:な|で)))|(?<!め)あてに(?:で|な|し)|なんとか(?:な|して)|何とかな|助けて(?:もら|くれ)|"
    r"(?<=保険が)(?:使|き)|(?<=保険で)(?:対応|ま)|(?:補償|対象|範囲|支払い?)に(?:含ま|入|含め|該当|当た)|支払い?(?:が|は)(?:受け|見込)"
)
_JA_NO: Final = re.compile(
    r"(?:補償|お?支払い?|支払|保険|適用|保障|給付)?(?:の)?対象(?:と)?外|(?:補償|適用|カバー|保険|支払い?|守備)(?:の)?(?:範囲)?(?:の)?外|対象から(?:は)?(?:外|除|はず)|除外(?!事由|は適用|の例外|規定)|除かれ|除きます|外れ(?:て|ま|る)|"
    r"免責(?:と(?:な|さ|し)|です|に(?:な|当|該)|事由に(?:当|該|あ)|扱|されま)|不担保(?!オプション|特約)|"
    r"(?:ご)?自(?:身|社|分|前|ら|己)(?:たち)?(?:での|で|の|が)?(?:ご)?(?:負担|支払|用意)(?!額|金額)|自費|自腹|身銭|知らんぷり|見放|見捨て|泣き寝入り|損(?:は|を)?し|残念な結果|実費負担|(?:センター|町村|(?<![険保受])会社|会員|貴社|貴会|加入者|お客様|ご契約者|契約者|被保険者|当事者)(?:様|側)?(?:自身)?(?:で|の|が)(?:全部|全額|そのまま)?(?:ご)?負担|自分(?:たち)?(?:で|が)(?:埋め|かぶ|被[るり]|持つ|持ち|出す|出し|払[うい])|(?:村|町|センター|(?<![険保受])会社|会員|店|自社|貴社)(?:側)?(?:で|が)(?:自分で|そのまま|全部|全額|丸ごと|まるごと|すべて)?(?:かぶ|被[るり]|背負)|持ち出し(?=に(?:な|は)|です|となり|で(?:す|あ))|無保険|"
    r"補償(?:は|が|も)?(?:な[いくし]|無[いくし]|ありませ|ございませ|されず)|(?:お)?支払い?(?:は|が|も)?(?:な[いくし]|無[いくし]|ゼロ|0円)|保険金(?:は|が|も)?(?:ゼロ|0円|な[いくし]|無[いくし])|(?<=は)×|×(?=[。)、]|です|と|$)"
)
_JA_NEGATION: Final = re.compile(
    r"な(?:い|く(?!な(?:い|く))|かっ|し(?=[。、)]|です|$)|けれ|さそう)|無[いくし]|ません|ませぬ|ず(?=[、にとも。]|$)|ざる|ぬ(?=[。、])|まい|不可|不能|かね(?:ま|る)|難し|ゼロ|得な|対象外"
)
_JA_HEDGED_NEGATION: Final = re.compile(
    r"(?:ない|なく|ません)(?:という|と)?(?:わけ|訳|こと|もの|の)?(?:で|に)?(?:は|も)(?:あり?ません|な[いく]|ございません|限)|とは(?:限|言え|いえ|言い|いい|断)|とも(?:言え|いえ|限)|とは(?:なり|思)|ないとも|なくもな|ないでもな|(?:では|でも|も)ないとは"
)
_JA_CONDITION: Final = re.compile(
    r"場合(?:に限|のみ|だけ|に(?!も|おい|つい|よっ)|は|、)|(?:れ|け|せ|め|え|て)ば(?=[、補支対保充限どいサシ個基そこ両全])|(?:れ|け|せ|め|え|べ|て)ば|たら(?=[、補支対保])|とき(?:に限|のみ|は|に)|(?:う|る|い|まま.{0,12})と(?=、|＿|$)|ないまま|限(?:り(?!は|ませ|な)|って|られ|定)|条件|要件|前提|(?<=[たいるの])なら|でしたら|であれば|満たす|満たし|のみ|だけ(?:で|が|に|、)|うえで|上で|かぎり|限り|次第|必要"
)
_JA_ATTRIBUTIVE: Final = re.compile(
    r"^\d|^お金|^[れるますう]{0,4}」?(?:と|って|など(?:と)?)(?:言|い[うわっ]|約束|伝え|答え|返事|申)[^。、]{0,8}(?:前|な[いく]|ず|まで)|^[らうるれいたになの]{0,6}(?:ため(?:の|に)(?!、)|場合(?:の|でも|に|は|、|が|と)|ときは|とき(?:に|の|、)|には、|と(?:書|記|明記|いう)[^。、]{0,8}(?:保険|プラン|制度|記載|もの|補償|事由)|かどうか|か否か|か(?=は|を|に|、)|条件|要件|割合|限度|上限|範囲|事由|対象|金額|額|見込|可能性|前提|損害|費用は|(?:保険)?期間|もの(?:は|に)|に(?:は|あた))"
)
_JA_ONLY: Final = re.compile(r"だけ|のみ|に限|限られ|絞ら|限定(?!プラン)")

# ---------------------------------------------------------------- English
_EN_YES: Final = re.compile(
    r"\b(?:covers?(?! (?:applies|letter|is|are|has|note|page))|covered(?! (?:in|by) (?:this|the|either|these|both|any) (?:\w+ )?(?:flyer|brochure|document|leaflet|guide|material|page)s?\b)|covering|(?<!the )(?<!named )(?<!anyone )(?<!everyone )(?<!those )(?<!persons )(?<!people )(?<!members )(?<!of )(?<!an )(?<!one )(?<!each )(?<!every )(?<!any )(?<!other )(?<!another )(?<!both )(?<!two )(?<!between )(?<!same )insured(?! (?:ordinary|person|event|item|part|compan|amount|sum|cost|incident|organi))|insures|insuring|pays?(?! attention| (?:the )?(?:premium|contribution))|paid(?! to (?:the |an? )?(?:wrongdoer|attacker|criminal|hacker|extort|blackmail|perpetrator|offender|culprit|gang))(?! (?:by you|in (?:advance|full) by))|payable|paying|payouts?|pay-outs?|"
    r"reimburs\w+|compensat\w+|responds?|indemnif\w+|indemni[sz]\w+|eligible|claimable|recoverable|refund\w*|"
    r"includ(?:es|ed)|within (?:the )?(?:scope|cover|policy|terms|plan)|falls? (?:within|under|into|inside)|comes? (?:within|under)|kicks? in|picks? (?:(?:it|this|that|these|those|them|such \w+) )?up|steps? in|step in|meets? (?:the|this|such|these|those|that|your)|takes? care|"
    r"protect(?:s|ed)|can (?:be )?claim(?:ed)?|able to claim|may claim|(?:you|can|could|will) (?:get|recover|receive)|is in\b(?! (?:the|a|an|japan|rank|force|place|full|part|line|either|both|addition))|qualif(?:y|ies)|foots? the|shoulders?|bears? the (?:cost|loss)|absorbs?|"
    r"extends? to|reaches?|honou?red|accepted|picked up|taken care of|(?:is|are) in scope|count(?:s|ed)? as (?:covered|an? (?:\w+ )?(?:cost|expense))|comes? with|(?:is|are|comes?) bundled|"
    r"ma(?:de|kes?|king) (?:\w+ ){0,3}?(?:good|up for|whole)|(?:gets?|got|getting|have|has|given|handed|comes?|claw\w*|win) (?:\w+ ){0,4}?back|met by (?:the |your )?(?:\w+ ){0,3}?(?:insur\w+|plans?|option|cover|policy|scheme)|borne by (?:the |your )?(?:\w+ ){0,3}?(?:insurers?|insurance|plans?|option|policy|scheme)|"
    r"looked after|entitled|draw on|fall back on|sees? (?:you|to (?:it|this|that))|out of the insur\w+|(?:an? |as |is )(?:insured )?(?:event|trigger)s? under|insured events?|provid(?:es|ed) (?:cover|for)|offers? cover|gives? cover|has cover|have cover|cover exists|is there cover)\b"
)
_EN_NO: Final = re.compile(
    r"\b(?:exclu(?:des?|ded|sions? appl\w+|ding)|among the exclusions|an? exclusion|is an exclusion|(?:falls?|lies?|is|are|remains?|sits?|stays?|being|comes?|stands?) outside|outside (?:the (?:scope|cover)|both|either|this (?:plan|cover|policy|insurance)|its|what)|uninsured|uncovered|unpaid|not-covered|out[- ]of[- ]pocket|own pockets?|on your own(?! (?:system|computer|website))|on their own(?= *[.,]|$)|"
    r"(?:bear|pay|carry|fund|meet|absorb|settle|cover|handle|shoulder)(?:s|ing)?(?: for)?(?: (?:this|it|that|these|those|them|the \w+(?: \w+)?|all of (?:this|it)))? (?:yourself|yourselves|itself|themselves|ourselves)|"
    r"yourselves|your own (?:expense|account|cost|means|funds|responsibility)|left out|leaves? (?:it|this|that|these|them|you) (?:out|alone|with|to)|without (?:cover|coverage|insurance|any cover|payment|any payment)|no (?:cover|coverage|payout|payment|benefit|insurance|money|claim|compensation|reimbursement|protection)(?! (?:limit|is taken))\b|"
    r"nothing (?:is|will be|would be|gets|can be) (?:paid|covered|payable)|pays? nothing|pay out nothing|denied|denies|declin\w+|refus\w+|reject\w+|falls? (?:to|on|back on) you|stays? with you|remains? with you|yours to bear|up to you to pay|"
    r"beyond (?:the|its|what)|ruled out|rules? out|is out\b|are out\b|borne by (?:you|the (?:insured|cent(?:re|er)|member|town|company|policyholder))|left to you|not an? (?:insured )?(?:event|trigger|peril)|ineligible|(?:is|are) (?:missing|absent) from|lacks|non-?payable|falls? short of cover|carved out|off the table|unavailable|(?:is|are|'s) (?:all )?on (?:you|your (?:cent(?:re|er)|town|company|organisation))|(?:is|are|will be)(?: not|n't) (?:enough|sufficient))\b"
)
_EN_NEGATION: Final = re.compile(
    r"\b(?:not(?! only| just| merely)|never|no(?! (?:longer than|more than|later than|doubt|matter))|neither|nor|without|cannot|hardly|scarcely|nothing|none|nobody|nowhere|unable|\w+n't|fails? to|stops? short)\b"
)
# Says what something is like, and denies nothing of the verb behind it: "an attack without a leak", "that leaks nothing".
_EN_ATTRIBUTE: Final = re.compile(
    r"(?<!not )(?<!never )\bwithout (?:(?:a|an|any|the) )?(?:\w+ ){0,2}?\w+(?=[ ,])|\b(?:that|which) (?:\w+ )?(?:leaks?|leaked|causes?|caused|harms?|loses?|lost|damages?|touches) (?:nothing|no \w+)\b"
)
_EN_CONDITION: Final = re.compile(
    r"\b(?:if|provided|providing|as long as|so long as|only when|only where|only once|on condition|unless|subject to|conditions?|conditional(?:ly)?|depends?|depending|assuming|in case|once|where|when|only (?:if|for|to the extent)|contingent|hinges|requires?|limited to|must)\b"
)
_EN_ONLY: Final = re.compile(
    r"\b(?:only|solely|exclusively|just|limited to|restricted to|confined to|nothing but|except)\b"
)
_EN_ATTRIBUTIVE: Final = re.compile(
    r"\b(?:whether|who(?= (?:is|are|counts?|qualif\w+|has|can|may|gets?)\b(?: \w+){0,2} $)|how much|(?:at|in|to|up to) which|what|the amount|the question of|to be|in order to be|for it to be|before being|insurer(?= (?:decid|determin|judg|assess|says|will say|checks)))\s+(?:\w+\s+){0,5}$"
)
_CLAUSE_EN: Final = re.compile(
    r",|;|:|\b(?:but|while|whereas|although|though|because|since|so|and(?= (?:the|under|with|in|it|this|they|you)\b))\b"
)
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Said:
    """One statement about payment at a place of a sentence: `paid` or not, and how it is put.

    `hedged` for "not impossible that it is"; `conditional` where the segment names a condition; `only` where it is
    said of nothing else; `attributive` where it is part of another statement ("the amount that is paid"); `open` where
    it is said to depend.
    """

    start: int
    end: int
    paid: bool
    hedged: bool = False
    conditional: bool = False
    only: bool = False
    attributive: bool = False
    open: bool = False


@lru_cache(maxsize=8192)
def verdicts_in(text: str, masked: str) -> tuple[Said, ...]:
    """The statements about payment in a segment, `masked` being the same text with the names of plans blanked."""
    if _JAPANESE.search(masked):
        return _japanese(text, masked)
    return _english(text, masked)


def _japanese(text: str, masked: str) -> tuple[Said, ...]:
    found: list[Said] = []
    taken: list[tuple[int, int]] = []
    for base, pattern in ((False, _JA_NO), (True, _JA_YES)):
        for m in pattern.finditer(masked):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            taken.append((m.start(), m.end()))
            tail = re.split(r"[。、,()]|(?<=[すいた])が", masked[m.end() : m.end() + 26])[0]
            head = "" if base is False and _JA_NEGATION.search(m[0]) else m[0][-4:] if base else ""
            flips = len(_JA_NEGATION.findall(head + tail))
            hedged = bool(_JA_HEDGED_NEGATION.search(head + tail))
            paid = base if flips % 2 == 0 else not base
            found.append(
                Said(
                    m.start(),
                    m.end(),
                    paid,
                    hedged=hedged,
                    conditional=bool(_JA_CONDITION.search(masked)),
                    only=bool(_JA_ONLY.search(masked)),
                    attributive=bool(base and _JA_ATTRIBUTIVE.match(masked[m.end() :])),
                )
            )
    return tuple(sorted(found, key=lambda s: s.start))


def _english(text: str, masked: str) -> tuple[Said, ...]:
    found: list[Said] = []
    taken: list[tuple[int, int]] = []
    for base, pattern in ((False, _EN_NO), (True, _EN_YES)):
        for m in pattern.finditer(masked):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            if base and _noun(masked, m):
                continue
            taken.append((m.start(), m.end()))
            clauses = list(_CLAUSE_EN.finditer(masked, 0, m.start()))
            head = masked[clauses[-1].end() if clauses else 0 : m.start()]
            negations = [
                n for n in _EN_NEGATION.finditer(_EN_ATTRIBUTE.sub(" ", head)) if n[0] != "nor" or "neither" not in head
            ]
            after = (
                re.match(
                    r"\s*(?:for |out )?(?:nothing|no(?! (?:more|less|later|longer|matter|doubt)\b)|none|neither|not)\b",
                    masked[m.end() : m.end() + 16],
                )
                if base
                else None
            )
            flips = len(negations) + (1 if after else 0)
            paid = base if flips % 2 == 0 else not base
            found.append(
                Said(
                    m.start(),
                    m.end(),
                    paid,
                    hedged=flips >= 2,
                    conditional=bool(_EN_CONDITION.search(masked)),
                    only=bool(_EN_ONLY.search(masked)),
                    attributive=bool(_EN_ATTRIBUTIVE.search(head) if base else re.search(r"\bwhether\b", head)),
                )
            )
    return tuple(sorted(found, key=lambda s: s.start))


_NOUN_BEFORE: Final = re.compile(
    r"(?:\b(?:the|its|this|your|liability|base|basic|cyber|insurance|data|profit|cost|costs|help with|about|section of|scope of|extent of|kind of|of|under|estimated|expected|total|final|an|a|any|such|plan's|plans'|'s)\s+)$"
)


_OPEN: Final = re.compile(
    r"条件(?:つき|付き|付|次第)|次第(?:です|で(?:す|、|し|変|決)|と(?:な|いう|の)|。|$)|(?:まだ|これだけでは|現時点では)[^。、]{0,10}(?:決ま|決め|言え|わかり|分かり)(?:ま|られ|て)|場合によ(?:り(?:ます|。)|ります|る)|(?:どちら|いずれ)とも(?:言え|申し|いえ|お答え)|一概に|(?:か(?:どうか|否か)?|(?:誰|何|どこ)[がにで][^。、]{1,16}か)(?:は|も)?[^。、]{0,14}(?:で|によって|により)(?:決ま|変わ|分かれ|異な)"
    r"|^\W*(?:(?:it|this|that) (?:all )?depends\b|depends\b|possib(?:le|ly)\b|maybe\b|perhaps\b|conditional(?:ly)?\b|(?:yes|it|this|that|they|these)[^a-z]* (?:can|could|may|might) be\b|(?:only )?(?:on|under|with) (?:one|two|three|certain|some|the following) conditions?\b)|\b(?:it|this|that|which|payment|cover|the answer|everything|all) (?:all |here |still )?(?:depends|hinges|turns) (?:up)?on\b|\b(?:is|are) (?:still |as yet )?(?:conditional|undecided)\b|\b(?:not|n't) (?:yet )?(?:settled|decided)\b"
)
"""What says that it depends, and decides nothing itself."""
_NOT_OURS: Final = re.compile(r"引受保険会社|保険会社の判断|\binsurers?\b")


def left_open(masked: str) -> Said | None:
    """The statement that payment depends on something, where a piece holds one."""
    m = _OPEN.search(masked)
    if m is None or _NOT_OURS.search(masked):
        return None
    return Said(m.start(), m.end(), True, conditional=True, open=True)


_HAS: Final = re.compile(r"(?:\b(?:is|has|have|gives?|offers?|provides?)|'s)\s+$")
_PAYER: Final = re.compile(
    r"\b(?:you(?:'d|'ll)?|we|they|towns?|villages?|cent(?:re|er)s?|members?|rank ＿*|residents|(?<!＿ )one|municipality)\s+(?:each )?(?:would |will |have to |must |should )?$"
)


def _noun(text: str, m: re.Match[str]) -> bool:
    """Whether a word such as cover or payout is the noun and states nothing."""
    if m[0] in ("pay", "pays", "paying", "paid") and _PAYER.search(text[: m.start()]):
        return True
    if m[0] == "cover" and text[m.end() : m.end() + 5] in (" for ", " for") and not _HAS.search(text[: m.start()]):
        return True  # "cover for liability" names a thing
    return m[0] in ("cover", "covers", "payout", "payouts", "pay-out", "claim", "shoulder", "pay") and bool(
        _NOUN_BEFORE.search(text[: m.start()])
    )
