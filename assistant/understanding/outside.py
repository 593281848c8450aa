"""Recognise subjects that no brochure here is about: other insurances, other companies, other help."""

from __future__ import annotations

import re

from assistant.corpus.patterns import PatternSet

# Other kinds of insurance; asked about, they are no subject of a cyber scheme.
_OTHER_INSURANCE = PatternSet(
    [
        "(?:自動車|自賠責|バイク|車両|火災|地震|生命|医療|がん|ガン|介護|年金|個人年金|学資|旅行|海外旅行|ペット|傷害|団体傷害|労災|雇用|健康|国民健康|船舶|ゴルフ|葬儀|住宅|就業不能|所得補償)(?:総合|上乗せ)?(?:保険|共済)",
        "(?<!non-)(?:motor|car|auto|automobile|vehicle|life|health|medical|travel|pet|home|house|homeowners?|fire|earthquake|flood|dental|accident|unemployment|pension|funeral|marine|workers'? compensation) insurance",
        "団体傷害|傷害(?:保険|の(?:ほう|方)の?保険)|(?:入院|通院)(?:の)?日額",
        "insurance for (?:our |my |the )?(?:car|van|house|dog|cat|pet|trip|building)",
        "(?:motor|car|auto|automobile|vehicle|life|health|medical|travel|home|house|household|homeowners?|fire|earthquake|pension|funeral|pet)(?: insurance)? polic(?:y|ies)",
    ],
    "other insurance",
    sure=True,
)

# Insurers whose products may be compared with; those that a brochure here names are not foreign to it.
INSURERS = (
    "三井住友海上", "aig損保", "aig", "チャブ", "chubb", "ソニー損保", "楽天損保", "セコム損保", "共栄火災", "日新火災", "アクサ", "axa", "アリアンツ", "allianz", "チューリッヒ",
    "zurich", "ロイズ", "lloyd's", "大同火災", "イーデザイン", "sbi損保", "日本生命", "第一生命", "明治安田", "住友生命", "アフラック", "aflac", "東京海上", "損保ジャパン", "あいおい",
)  # fmt: skip


# Help of another kind: something to be written, bought, chosen or foretold.
_OTHER_HELP = PatternSet(
    [
        "(?:俳句|短歌|川柳|詩|歌詞|作文|小説|物語|ジョーク|冗談|なぞなぞ|レシピ|献立|天気|占い|星座)(?:を|は|の|が|で)?[^。!?]{0,14}(?:詠|書い|作っ|つくっ|教え|聞かせ|考え|どう|予報)",
        "(?:おすすめ|お勧め|オススメ|一番(?:安い|いい|良い|強い)|評判の(?:いい|良い))の?(?:ウイルス対策|セキュリティソフト|アンチウイルス|ソフト|業者|会社|弁護士|取引所|税理士|パソコン|サーバー?|クラウド)",
        "write (?:me |us )?(?:a |an |some )?(?:\\w+ )?(?:haiku|poem|song|story|joke|essay|speech|rap)",
        "(?:best|cheapest|recommended?|which) (?:antivirus|anti-virus|security software|firewall|exchange|laptop|cloud provider|password manager|vpn)",
        "確率[^。!?]{0,14}(?:下が|上が|減|増|どの|何|いくら)",
        "(?:probability|likelihood|odds) (?:of|that|we)",
        "weather (?:forecast|today|tomorrow)|recipe for|tell me a joke|horoscope",
        "solvency|(?:still |stay |remain )solvent|financial strength|(?:share|stock) price|credit rating of",
        "ソルベンシー|支払余力|株価|(?:保険会社|損保|海上)[^。!?]{0,14}(?:の格付|の決算|経営状態|財務)",
    ],
    "other help",
    sure=True,
)


# Advice on law, tax and staff, and decisions on claims: nobody should take them from a brochure.
_ADVICE = PatternSet(
    [
        "法律(?:上|的に)(?:は|も)?[^。!?]{0,8}(?:問題|大丈夫|義務|違反|許)",
        "違法(?:です|に(?:なり|あた)|かどうか|じゃ|でしょ)",
        "(?:懲戒|解雇|クビに)[^。!?]{0,14}(?:でき|して(?:も|い)|問題|いい)",
        "確定申告|節税|仕訳|勘定科目|損金|経費で落|(?:消費税|印紙税|法人税|源泉)(?:は|の|が|を|、)?[^。!?]{0,10}(?:課税|非課税|不課税|扱い|かかり|控除|区分)|(?:支払手数料|保険料勘定|雑費|福利厚生費|前払費用)(?:で|に|として|と)[^。!?]{0,10}(?:いい|よい|処理|計上|落と)",
        "(?:book|post|record|enter|expense|account for) (?:it|this|that|the premium|the contribution|them) (?:under|as|to|in) (?!(?:the )?(?:plan|form|application|claim|policy|prevention|response|recovery|restoration|cover|incident|notification|consultation)(?![a-z]))|(?:consumption|corporate|sales|income|withholding) tax|\\bvat\\b|depreciat|(?:which|what) (?:account|ledger)",
        "個人情報保護委員会[^。!?]{0,24}(?:何日|いつまで|期限)",
        "(?:支払い?|査定|判断)(?:を|が)?[^。!?]{0,6}(?:決めて|覆|ひっくり返)",
        "by law,? (?:within|how|when|must|do|are|is|what)",
        "(?:have|has|need|needs|required|obliged|must|bound)\\b[^.?!]{0,40} by law\\b(?![^.?!]{0,30}(?:cover|paid|insur))",
        "(?:裁判|訴訟|訴え(?:られ)?(?:たら|れば|て)|争(?:ったら|えば))(?:に|は|で|、)?[^。!?]{0,10}(?:勝て|勝ち目|負け(?:ます|る|そう))",
        "(?:will|can|could|would) we (?:win|lose)\\b(?! (?:the |our )?(?:cover|rank|discount|insurance))|(?:chances?|prospects?) (?:of winning|in court)",
        "is it (?:legal|illegal|lawful|against the law)",
        "(?:fire|dismiss|sack|discipline|punish) (?:him|her|them|the (?:employee|clerk|staff|member))",
        "tax[- ]deduct|tax return|write (?:it|them|this) off",
        "(?:approve|decide|overturn|settle) (?:my|our|this|the) claim",
        "legally (?:required|obliged|allowed to)",
        "(?:write|give|draft|prepare|provide|need)(?: me| us)? (?:a |your |an? |some )?(?:\\w+ )?legal (?:opinion|advice|assessment|view)(?! (?:cost|fee|bill|paid|cover))",
        "(?:could|can|will|would|may|might) (?:our |the |a |an )?(?:\\w+ )?(?:be |get |face )(?:prosecut|jail|arrest|punish|imprison)\\w*(?![^.?!]{0,40}(?:cover|paid|insur))",
        "(?:did|have|has|does|do) (?:we|our|the|his|her|their)\\b[^.?!]{0,60}(?:breach|violat|break|contraven)\\w*(?: the)? (?:\\w+ ){0,3}(?:act|law|statute|ordinance|regulations?)\\b",
        "(?:法律|法的)(?:な|の)?(?:意見書?|見解)(?:を)?(?:書い|くださ|作っ|述べ|示し)",
        "(?:個人情報保護法|法律|条例|刑法)(?:に|には)(?:違反|抵触|触れ)(?:し|する|して|なり|ます|る)?(?![^。!?]{0,24}(?:保険|補償|払|出|対象))[^。!?]{0,10}(?:か|[?？])",
        "(?:起訴|逮捕|処罰|立件)され(?:ます|る(?:可能性|の|ん|こと|でしょう)?)(?![^。!?]{0,24}(?:保険|補償|払|対象))[^。!?]{0,12}(?:か|[?？])",
    ],
    "advice",
    sure=True,
)


# Somebody was hurt with no computer about: what the treatment costs is a matter of other insurances.
_INJURY = PatternSet(
    [
        "(?:自転車|バイク|通勤|帰り道|階段|雪道|脚立|はしご|草刈り?|剪定|作業中|仕事中|就業中) && (?:転[んび倒]|こけ[たて]|落ち[たて]|骨折|捻挫|けが|ケガ|怪我|やけど) && (?:治療|通院|入院|手術|医療|病院)",
        "(?:bicycle|bike|stairs|ladder|commut|slipped|tripped|mowing|pruning) && (?:hurt|broke|injur|fell|sprain|fracture) && (?:hospital|treatment|medical|doctor|surgery)",
        "(?:自転車|バイク|通勤|帰り道|階段|雪道|脚立|はしご|草刈り?|剪定|作業中|仕事中)~(?:転|こけ|ころ|落ち|骨折|ひね|捻挫|けが|ケガ|怪我|やけど)~(?:治療|通院|入院|手術|医療|病院)",
        "(?:bicycle|bike|stairs|ladder|commut|on the way|slipped|tripped|fell|mowing|pruning)~(?:hurt|broke|injur|fell|slipped|tripped|sprain|knee|ankle|arm|leg|hospital)~(?:hospital|treatment|medical|doctor|surgery)",
    ],
    "injury",
    sure=True,
)
_COMPUTING = PatternSet(
    [
        "サイバー|システム|サーバ|パソコン|pc(?![a-z])|データ|ネット|ウイルス|攻撃|漏え?い|漏洩|個人情報|メール",
        "cyber|system|server|computer|data|network|virus|attack|hack|leak|e-?mail",
    ],
    "computing",
    sure=True,
)

# Whether one must publish, report or go to the police is for the law to say; what the insurer wants to be told is not.
_DUTY = re.compile(
    r"(?:報告|届け?出|被害届|通報|公表|公開|本人(?:へ|に)の?通知|(?:本人|被害者|会員|住民|委員会|警察|役所|国|県|市|監督官庁)(?:へ|に)?(?:も|は)?[^、。!?\n]{0,8}(?:通知|知らせ|連絡|報告|届け|謝))"
    r"[^、。!?\n]{0,8}(?:義務(?:が|は|って|も)?(?:あ[りる]|です|でしょう|なの|発生)|ないと(?:いけ|だめ|ダメ|駄目|まず|なら)|なければ(?:なら|なり|いけ)|なきゃ|なくて(?:も|は)?(?:いい|よい|良い|大丈夫|構)|べき(?:です|でしょう|なの|か))|"
    r"\b(?:must|should|shall|do|does|are|is) (?:we|i|they|one|the (?:centre|center|town|office|company|association))\b (?:really |now |also )?(?:have to |need to |obliged to |required to )?"
    r"(?:publish|disclose|make (?:it|this|that) public|announce|report (?:it|this|that|the (?:leak|attack|incident|breach))?|notify (?:the )?(?:victims|people|persons|members|residents|police|authorit\w+|regulator|commission)|tell (?:the )?(?:victims|people concerned|police|authorit\w+|regulator|commission)|go to the police|call the police)"
)
_OF_THE_INSURANCE = re.compile(
    r"保険|補償|対象|支払|見舞|受け取|もら[えい]|費用|プラン|代理店|ホットライン|引受|東京海上|損保|条件|要件|"
    r"insur|cover|paid|pays?\b|polic(?:y|ies)|claim|hotline|reimburs|agency|condition|\bto (?:get|receive|be)\b|you\b|sympathy|voucher|costs?\b|fees?\b|eligib|before\b"
)


def legal_duty(text: str) -> bool:
    """Whether it is asked if one must publish, report or notify, with no word of the insurance beside it."""
    return bool(_DUTY.search(text)) and not _OF_THE_INSURANCE.search(text)


def everyday_injury(text: str) -> bool:
    """Whether the treatment of an injury is asked about with which no computer had to do."""
    return bool(_INJURY.find(text)) and not _COMPUTING.find(text)


def advice(text: str) -> bool:
    """Whether advice on law, tax or staff is wanted, or a decision on a claim."""
    return bool(_ADVICE.find(text))


def other_help(text: str) -> bool:
    """Whether something is wanted that no insurance brochure gives: verses, shopping advice, the weather."""
    return bool(_OTHER_HELP.find(text))


def other_insurance(text: str) -> bool:
    """Whether another kind of insurance is asked about."""
    return bool(_OTHER_INSURANCE.find(text))


def foreign_insurer(text: str, corpus_text: str) -> str | None:
    """An insurer named in the message that no brochure here names, or None."""
    return next((n for n in INSURERS if n in text and n not in corpus_text), None)
