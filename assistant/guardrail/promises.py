"""Ways of speaking that no computed answer has: promises, guesses, advice, orders, decisions already taken.

Each is a pattern with the reason that is told. A draft may use one only where the answer itself has the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Manner:
    """A way of speaking, why it is refused, and where it is none after all.

    `ground`: where the answer has this, the draft may. `family`: where a sentence of the answer speaks in such a way of the same things, the draft may, too.
    """

    pattern: re.Pattern[str]
    reason: str
    family: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    ground: re.Pattern[str] | None = None


def _manner(
    pattern: str, reason: str, unless: str | None = None, family: str | None = None, ground: str | None = None
) -> Manner:
    return Manner(
        re.compile(pattern),
        reason,
        re.compile(family) if family else None,
        re.compile(unless) if unless else None,
        re.compile(ground) if ground else None,
    )


_WAIVED: Final = r"(?:構い|かまい)ません|を含む|要件では(?:ありません|な)|不要|必要(?:は|が)?(?:ありません|な[いくし])|問いません|要りません|\bnot (?:a |an )?(?:required|requirement|necessary|needed|condition)\b|\bneed not\b|\bno need\b|\bnot compulsory\b"


_NOT_ALWAYS: Final = r"(?:必ず|常に|確実に|絶対|間違いな|約束|確約|保証|満額|無条件|無制限|何でも|なんでも)[^。]{0,24}(?:限(?:ら|り)|限る(?:わけ|もの)|わけでは|とは(?:言|い|申)|とまで(?:は)?|言い切れ|申し上げられ|でき(?:ません|かね)|いたしかね|しかね)|(?:\b(?:not|never|cannot)|n't) (?:\w+ ){0,2}(?:always|everything|automatically|fully|entirely|completely|unlimited|unconditional\w*|absolutely|in full)\b|\b(?:everything|whatever) else\b[^.;]*\b(?:not|out|unpaid|uncovered|excluded|against|drops|goes|towards?)\b|\beverything (?:stays|remains|is kept) (?:under|secret|quiet)|\b(?:not|never|no|cannot|can't|isn't|n't)\b[^.]{0,20}\b(?:guarante|promis|certain|assur)"

_DUTY_JA: Final = r"必ず(?:(?!払|補償|対象|保険金|認め)[^。])*(?:ください|下さい|お願い|必要が?(?:です|あり)|必要です|ことが(?:条件|必要|前提))"
_OWN_PROMISE: Final = r"約束[^。]{0,8}(?:前に|前は|前の|より(?:先|前)|しない|せず|控え|待|なさら|保留)|約束[^。]{0,4}(?:は|も)、?[^。]{0,24}(?:てから|た(?:あと|後)|うえで|上で|まで)"
"""「約束」 of what the reader must not do yet."""
"""「必ず」 said of what the reader must do."""
ECHOED: Final = re.compile(
    r"偽|隠|申告|後(?:から|で)|段階でも|かもしれ|might|could|should|pretend\w*|hide|conceal\w*|transfer|password|website|振り?込み?"
)
"""What a draft may take up from the question."""
DOUBTS: Final = re.compile(r"might|could|かもしれ")
RISKS: Final = re.compile(r"おそれ|疑い|\b(?:risk|threat|fear|suspect\w*|possib\w+)\b")
"""Where the answer speaks of a risk, a draft may say that something might have happened."""

MANNERS: Final[tuple[Manner, ...]] = (
    _manner(
        r"必ず|絶対|間違いな|確実に|確約|保証(?:し|さ|い|の|と|で|付)|約束|もちろん支払|無条件|例外な(?:く|し)|問題な(?:く|い|し)|心配(?:は|な|あり|いり|要り|ご)|ご心配|心配には|ご?安心(?:で|く|し|下|を|な|$|。)|大丈夫|太鼓判|疑いな|100%(?:の)?(?:確|補償|安心)|丸ごと|まるごと|満額|無制限|青天井|いくらでも|何でも|なんでも|万全|手厚",
        "promises what the answer does not",
        rf"{_NOT_ALWAYS}|{_DUTY_JA}|{_OWN_PROMISE}",
    ),
    _manner(
        r"\bguarante\w+|\bpromis\w+|\bcertainly\b|\bdefinitely\b|\babsolutely\b|\bundoubtedly\b|\bno doubt\b|\bwithout (?:a )?doubt\b|\brest assured\b|\bassur(?:e|ed|es|ance)\b|\bof course\b|\bnaturally\b|\bobviously\b|\bneed(?:n't| not) worry\b|\bno (?:need to )?worr\w+|\bdon't worry\b|\bworry\b|\bsafe to say\b|\bcount on\b|\brely on\b|\bno problem\b|\bwithout (?:any )?(?:exception|limit|limits|question|further)\b|\bunlimited\b|\bunconditional\w*\b|\bin full\b|\bfully\b|\b(?:entirely|completely)\b(?! (?:clear|legible|certain|explicit))|\bwhatever\b(?! (?:the |your )?(?:\w+ )?(?:type|plan|rank|set)\b)|\beverything\b|\bno matter\b(?! (?:which|what|whether) )|\bany and all\b|\balways\b|\binvariably\b|\bautomatically\b",
        "promises what the answer does not",
        _NOT_ALWAYS,
    ),
    _manner(
        r"おそらく|恐らく|たぶん|多分|かもしれ|と思(?:われ|い)ます|でしょう|だろう|はず(?:です|だ|で)|と考え(?:てよ|られ|て(?:も)?(?:い|構|差))|見込めそう|可能性が(?:高|あ|十分)|余地|まず(?:認|補|支|対|間)|ほぼ(?:確|間|支|補)|期待(?:でき|し)|ものと(?:思|考|みら)|とみられ|ようです|そうです|(?:な|得|え|あり)そう|らしい|みたい|ではないか|不自然|意外|おかしい|当然|自然な|常識|のが筋|筋でしょう|しかるべき|まさか",
        "guesses or hints instead of stating",
        r"(?:こと|もの)と(?:思い|存じ)ます|いただけますでしょうか|いかがでしょう|でしょうか|どう(?:いたし|し)ましょう|わけではないか(?:ら)?|ご質問の|(?:大変|不安|心配|お困り|驚|お疲れ|混乱|心労|心細)[^。]{0,12}でしょう|(?:ない|ません)のは当然",
    ),
    _manner(
        r"\bprobabl[ey]\b|\blikely\b|\bperhaps\b|\bmaybe\b|\bpresumably\b|\bapparently\b|\bsupposedly\b|\bsurely\b|\bmight\b|\bcould\b(?! you)|\bought to\b|\bshould(?! (?:the|you|it|this|that|there|an?)\b[^.]{0,60}(?:,|be taken|before))(?= (?:\w+ly )?(?:be(?! (?:\w+ly )?(?:booked|done|made|obtained|sent|asked|handed|filed|submitted|reported|confirmed|checked|arranged|notified|requested|settled|signed|taken|clarified|established|addressed)\b)|pay|cover|respond|have|get|receive|normally|also|still|step|apply|fall|come|count|qualify))|\bseems?\b|\bit is hard to\b|\bhard to (?:see|imagine|believe)\b|\bsurpris\w+|\bstrange\b|\bodd\b(?! (?:half|number|yen|figure|man|jpy|¥|\d))|\bunthinkable\b|\bstands to reason\b|\bone would (?:expect|think)\b|\byou would (?:expect|think)\b|\bin all likelihood\b|\bchances\b|\bpromising\b|\bgood (?:case|chance|prospect)\w*|\barguabl[ey]\b|\bin principle\b|\bi (?:think|believe|guess|assume|suppose|would say)\b|\bwe (?:think|believe|assume)\b|\bwhy would\w*\b|\bwould be (?:unfair|absurd|unreasonable|unusual)\b|\bsensible insurer\b|\breasonable to (?:expect|assume)\b|\btend(?:s)? to\b|\busually\b|\bnormally\b|\btypically\b|\bgenerally\b|\bin practice\b|\bby custom\b",
        "guesses or hints instead of stating",
    ),
    _manner(
        r"(?:すでに|既に|もう)[^。]{0,24}(?:認め|承認|決定|決ま|確定|手配|支払(?:済|われました)|了承)|(?:支払|補償|承認)(?:が|は)?(?:決定し|確定し|決まり|認められました)|認定(?:され|し)(?:まし|て)|当社(?:が|は|で)|弊社|私ども(?:が|で|は)(?:支|補|手|保)|お支払いいたします|手配いた|担当者(?:が|より)|ご連絡いたし|送金|着金",
        "tells of a decision or service that is not in the answer",
    ),
    _manner(
        r"\b(?:has|have|had) (?:already |now )?(?:been )?(?:approved|agreed to pay|accepted|confirmed|decided|authori[sz]ed|signed off)\b|\balready (?:approved|decided|confirmed|accepted|agreed)\b|\b(?:we|i) (?:will|'ll|can|shall) (?:pay|cover|arrange|send|transfer|make sure|ensure|approve|handle)\b|\bour (?:company|team|office) (?:will|has|can)\b|\bapproved\b",
        "tells of a decision or service that is not in the answer",
        r"\b(?:before|until|unless|once|after|if|when|first)\b[^.]{0,40}\b(?:has|have) (?:agreed|approved|accepted|confirmed|consented)",
    ),
    _manner(
        r"できれば|なるべく|可能であれば|可能なら|望ましい|よいでしょう|いいでしょう|よろしいでしょう|おすすめ|お勧め|得策|無難|念のため|努め|努力|任意|推奨|助言|コツ|ほうが(?:よ|い|無)|申告|装|偽|隠|黙って|言わず|伏せ",
        "advises, or makes light of what is required",
        r"念のため[^。]{0,24}(?:確認|問い?合わ|相談|照会|尋ね|確かめ|聞)|(?:確認|確かめ|問い?合わせ|相談|照会|尋ね|連絡|電話|聞い|聞く|聞か)[^。]{0,12}(?:おすすめ|お勧め|よいでしょう|いいでしょう|よろしいでしょう|確実|安心|無難)",
    ),
    _manner(
        r"\bif (?:at all )?possible\b|\bpreferabl[ey]\b|\bideally\b|\brecommend\w*\b|\badvis(?:e|able|ed|es)\b|\bcourtesy\b|\boptional\b(?! (?:[\w'-]+ ){0,3}(?:cyber|insurance|cover(?:age)?|rider|extension|add-?on|endorsement|option|module|clause|extra|personal|profit|it services))|\bsuggest\w*\b|\btip\b(?!-?\s?off| from)|\bbest to\b|\bwise to\b|\btry to\b|\bfeel free\b|\bformality\b|\bnice to\b|\bpretend\w*|\bconceal\w*|\bhide\b|\bdescribe it as\b|\bphrase (?:the|your) claim\b|\bif convenient\b|\bwhen convenient\b",
        "advises, or makes light of what is required",
        r"\b(?:best to|recommend\w*|advis\w+|suggest\w*|wise to|feel free to)\b[^.]{0,24}\b(?:ask|confirm|check|contact|call|verify|consult|speak|talk|double-check|get in touch|reach out)",
    ),
    _manner(
        r"不要|必要(?:は|も|が)?(?:あり?ません|な[いくし])|要りません|いりません|要らない|いらない|構いません|かまいません|構わない|差し支え|さしつかえ|(?<!間に合わ)(?<!過ぎてい)なくても|無くても|なしでも|無しで|せずに|しなくて|ずとも|(?<!プランを)(?<!タイプを)(?<!ランクを)(?<!セットを)(?<!類型を)(?:問いません|問わず|問わない)|(?<![類ラ型ト])(?<!プランに)(?<!類型に)(?<!ランクに)(?<!セットに)(?<!タイプに)(?:かかわらず|関わらず)|関係な[くい]|自動的|事後|(?<!時間)(?<!日)(?<!分)(?<!月)(?<!週間)(?<!年)後(?:から|日|追い|回し)|後で|あとで|あと(?:に|から|、)|遅れても|いつでも|免除|省略|足ります|足りる|十分です|だけで(?:十分|よ|い|足|結構|済)|結構です|済みます|済む|(?:関係|関連|必要|該当|対象)(?:の|が|で|し)?(?:は)?な(?:い|かった)[^、。]{0,10}(?:でも|も(?:、|補|対|含|引))|前でも|後でも|段階でも|別枠|上乗せで|追加で|加えて(?=[^。]{0,12}(?:支払|補償))",
        "waives or loosens what the answer requires",
        family=_WAIVED,
    ),
    _manner(
        r"\bno need\b|\bneed(?: not|n't)\b|(?:\bnot|n't) (?:\w+ )?(?:need|require|have to)\w*\b|\bnot (?:required|necessary|needed|mandatory|obligatory)\b|\bunnecessary\b|\bwaive[sdr]?\b|\bwaived\b|\bregardless\b|\birrespective\b|\bmakes? no difference\b|\bdoes(?:n't| not) matter\b(?! (?:whether|which|what))|\bno matter\b(?! (?:which|what|whether) )|\beven (?:if|when|where|without|though)\b(?=[^,.;]{0,80}\b(?:not|no|never|n't|without|before|after|consent|notice|notif\w*|approv\w*|public\w*|claim\w*|late\w*|writ\w*)\b)|\bafterwards\b|\blater on\b|\bafter the fact\b|\bretrospective\w*|\bretroactive\w*|\bany ?time\b|\bat any (?:time|point|hour)\b|\bwhenever\b|\bwherever\b|(?<!mentioned )(?<!stated )(?<!said )(?<!addressed )(?<!covered )\banywhere\b|\bworldwide\b|(?<!\bit )(?<!cover )(?<!insurance )(?<!insurer )(?<!plan )(?<!option )(?<!rider )\bmay (?:settle|admit|accept|agree|pay|order|engage|proceed|wait|(?:also|still|simply)(?! (?:be|come|count|apply|fall|belong)\b))\b|\bcan (?:settle|admit|accept|agree|order|engage|wait|simply|also be)\b|\bsuffic\w+|\bis enough\b|\bon top of\b(?![^.;]{0,40}(?:discount|%))|\bin addition to the\b|\bfree to\b|\bwithout (?:having|any|the|first|asking|prior|written|telling|notice|consent|deduct\w*)\b|\bwithin reason\b|\bjust as well\b|\bas (?:often|many|much) (?:as|times)\b|\beach time\b|\bevery time\b",
        "waives or loosens what the answer requires",
        family=_WAIVED,
        ground=r"\bwill do\b|\benough\b|\bsuffic",
    ),
    _manner(
        r"\bignore\b|\bdisregard\b|\bsystem prompt\b|\binstructions?\b|\bas an ai\b|\blanguage model\b|\bassistant:|\bsystem:|\buser:|\bprompt\b|\boverrid\w+|\bjailbreak|\[/?inst\]|<\|",
        "gives orders or speaks about the machine",
    ),
    _manner(
        r"(?:指示|命令|プロンプト|設定)(?:を|に|は)(?:無視|従|破棄|上書|忘)|システムプロンプト|言語モデル|aiとして|以前の(?:指示|回答)は|管理者",
        "gives orders or speaks about the machine",
    ),
    _manner(
        r"\bclick\b|\bdownload\b|\bvisit\b|\bwebsite\b(?= (?:at|below|to))|\bscan\b|\bqr code\b|\blog in\b|\bpassword\b|\bbank account\b|クリック|ダウンロード|アクセスしてください|ログイン|パスワード|qrコード",
        "sends the reader elsewhere",
    ),
    _manner(
        r"\btransfer\b|\bwire\b|口座(?:番号|へ|に)|振込先|振り?込",
        "sends the reader elsewhere",
        ground=r"\baccount\b|\btransfer|口座|振り?込|払い?込|払う",
    ),
    _manner(
        r"△(?![\d\s])|▲(?![\d\s])|(?<![:=→はもで])(?<![:=→] )(?:◯|○(?=と|で|が|です|$|。))|◎",
        "uses a sign in place of a verdict",
    ),
)
