"""Recognise subjects that no brochure here is about: other insurances, other companies, other help."""

from __future__ import annotations

import re

from assistant.corpus.patterns import PatternSet
from assistant.understanding.text import Message

# Insurers whose products may be compared with; those that a brochure here names are not foreign to it.
INSURERS = (
    "三井住友海上", "aig損保", "aig", "チャブ", "chubb", "ソニー損保", "楽天損保", "セコム損保", "共栄火災", "日新火災", "アクサ", "axa", "アリアンツ", "allianz", "チューリッヒ",
    "zurich", "ロイズ", "lloyd's", "大同火災", "イーデザイン", "sbi損保", "日本生命", "第一生命", "明治安田", "住友生命", "アフラック", "aflac", "東京海上", "損保ジャパン", "あいおい",
)  # fmt: skip

# A Latin name is a word of its own: there is no "aig" in "straight".
_NAMED = {n: re.compile(rf"(?<![a-z]){re.escape(n)}(?![a-z])" if n.isascii() else re.escape(n)) for n in INSURERS}


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
        "(?:could|can|will|would|may|might|do|does) [^.?!]{0,30}\\b(?:go to|end up in|land in|be sent to) (?:prison|jail)(?![^.?!]{0,40}(?:cover|paid|insur))",
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


# A how-to question: steps are wanted, not a yes or a sum.
_HOW_TO = re.compile(
    r"(?:どう(?:すれば|したら|やれば|やったら|やって|すると)|どうやれば|どのように(?:すれば|して|したら)|どんな(?:手順|設定|方法|コマンド)|どの(?:設定|コマンド|ポート|メニュー|ボタン|キー|ツール|ソフト))|"
    r"(?:方法|やり方|やりかた|手順|仕方|(?:直|消|外|戻|使|開|治|作|つく)し?[りいきえ]?(?:方|かた)|コマンド|スクリプト|マクロ|プログラム|数式|関数|コード)(?:を|は|って|が|について|と)?[^。!?\n]{0,20}(?:教え|知り|何|どう|書い|示し|案内|ください|下さい|もらえ|[?？]|$)|設定(?:を|は|って)(?:教え|どう|何|どこ)|"
    r"\bhow (?:do|can|could|should|would|might|to|does)\b|\b(?:walk|talk|guide|take) (?:me|us) through\b|\bstep[- ]by[- ]step\b|\b(?:show|tell|teach|explain to) (?:me|us) how\b|"
    r"\bwhich (?:\w+ )?(?:setting|command|key|registry|menu|tool|port|switch|button|option in|software|script)s?\b|\bwhat (?:is|are|'s) the (?:command|steps|setting|shortcut|formula|syntax|procedure)\b|"
    r"\b(?:write|give|send|make|draft)(?: me| us)? (?:a |an |the |some )?(?:\w+ )?(?:script|macro|formula|command|code|regex|query|program|guide|checklist)\b"
)
# What is to be done to a machine, or with it.
_TO_A_MACHINE = re.compile(
    r"復号|解読|解除|暗号化|削除|駆除|除去|消(?:し|す|せ|去)|直(?:し|す|せ|り|る)|戻(?:し|す|せ)|再設定|リセット|初期化|設定|更新|アップデート|バージョン|インストール|接続|つなが|繋が|開(?:き|く|け)|起動|再起動|印刷|"
    r"バックアップ|復元|復旧|ログイン|ログオン|パスワード|パッチ|ファームウェア|ファイアウォール|vpn|wi-?fi|ルータ|ルーター|スキャン|隔離|フィルタ|圧縮|同期|転送|移行|変換|プリンタ|エクセル|ワード|outlook|windows|マクロ|関数|スクリプト|レジストリ|"
    r"\b(?:resets?|decrypt\w*|unlock\w*|remov\w+|delet\w+|restor\w+|recover\w*|re-?install\w*|install\w*|configur\w+|set(?:ting)? up|settings?|updat\w+|upgrad\w+|patch\w*|connect\w*|block\w*|encrypt\w*|decryption|back(?:ing)? up|backups?|"
    r"re-?boot\w*|restart\w*|fix\w*|repair\w*|clean\w*|export\w*|import\w*|format\w*|scan\w*|quarantine\w*|log(?:ging)? in|password|printer|router|firewall|firmware|vpn|wi-?fi|outlook|excel|spreadsheet|windows|registry|script|macro|powershell|sync\w*|migrat\w+|disable|enable|turn (?:on|off))\b"
)
_OF_COVER = re.compile(
    r"保険|補償|費用|費目|支払|払(?:って|われ)|請求|加入|申し?込|対象|見舞|代理店|ホットライン|引受|プラン|特約|損保|東京海上|全福|千里|会議所|町村会|パンフ|チラシ|案内|資料|サービス|連絡|通報|報告|届|見積|契約|証券|"
    r"insur|cover|\bpa(?:y|ys|id|yment)\b|polic(?:y|ies)|claim|premium|costs?\b|fees?\b|reimburs|agency|hotline|join|enrol|appl(?:y|ication)|notif|report|brochure|flyer|plan\b|scheme|service|contact|quot|sign up|register|declar"
)
_MONEY = re.compile(
    r"費用|補償|対象|支払|払(?:って|われ)|出(?:ます|る)|いくら|代金?(?:は|も)|insur|\bcover(?:ed|s)?\b|\bpa(?:y|ys|id|yment)\b|costs?\b|fees?\b|reimburs|claim"
)
_OF_CONTRACT = re.compile(
    r"限度|上限|免責|自己負担|掛け?金|分担金|負担金|賠償|制度|特約|オプション|類型|タイプ|ランク|セット|割引|下り|おり(?:る|ます)|出(?:る|ます|ない)|もら|貰|受け取|カバー|サイバー|漏え?い|漏洩|"
    r"limit|deductible|excess\b|contribut|discount|damages|liabilit|options?\b|riders?\b|types?\b|ranks?\b|sets?\b|receive|\bget\b|compensat|cyber|leak|breach"
)
# A machine or account of one's own, at home: the schemes here insure organisations.
_PRIVATE_THING = re.compile(
    r"(?:自宅|実家|家庭|我が家|うちの家|家)(?:で使っている|にある)?の(?:パソコン|pc|ネット|wi-?fi|ルーター?|プリンター?|nas|カメラ|スマート|写真)|(?:個人|私用|プライベート)(?:で(?:使っ|持っ|契約し)て(?:い)?る|用|名義)?の?(?:スマホ|携帯|pc|パソコン|アカウント|口座|カード|インスタ|line|メール|写真|タブレット)|"
    r"(?:私|わたし|僕|俺|母|父|妻|夫|嫁|娘|息子|孫|祖母|祖父|おばあちゃん|おじいちゃん|友人|友だち|友達|家族|彼女|彼氏)の(?:スマホ|携帯|pc|パソコン|アカウント|口座|カード|インスタ|line|メール|写真|タブレット|クレカ|クレジットカード|銀行)|"
    r"\bmy (?:own |old |personal |private |home |(?:mum|mom|mother|dad|father|wife|husband|son|daughter|grand\w+|partner|girlfriend|boyfriend|friend|sister|brother)(?:['’]s)? )*(?:phone|smartphone|iphone|laptop|home|house|living room|storage box|photos?|credit card|bank account|instagram|facebook|gmail|tablet|home network|games? console|family)\b|"
    r"\b(?:home|household|family|personal|private) (?:pc|computer|laptop|network|storage|router|account|e-?mail|nas|photos?)\b"
)
# One of the family is the one it happened to.
_FAMILY = re.compile(
    r"(?:母|父|妻|夫|家内|嫁|娘|息子|孫|祖母|祖父|兄|弟|姉|妹|おばあちゃん|おじいちゃん|親|友人|友だち|友達)(?:が|は)(?!会員|センター|会社|勤め)|"
    r"\bmy (?:own |old |elderly |little |teenage )*(?:mum|mom|mother|dad|father|wife|husband|son|daughter|grand\w+|partner|girlfriend|boyfriend|sister|brother|aunt|uncle|parents)\b"
)
_AT_WORK = re.compile(
    r"会社|弊社|当社|自社|職場|業務|仕事|職員|社員|従業員|センター|事務局|事務所|役場|役所|当町|当村|団体|会員|顧客|取引先|名簿|法人|組合|店|工場|学校|病院|住民|町の|村の|"
    r"\b(?:office|work\w*|compan\w+|business|customers?|clients?|members?|town|village|employees?|staff|cent(?:re|er)|firm|association|shop|factory|residents?)\b"
)
_SAID_PRIVATE = re.compile(
    r"(?:会社|職場|仕事|業務|センター|役場|勤め先)(?:と|に|の)?(?:は|も)?(?:(?:全然|まったく|全く|一切|何も)?関係(?:は|が)?(?:な|あり?ま)|無関係)|(?:会社|職場|仕事|業務)の(?:もの|こと|話|パソコン|pc|件)?(?:では|じゃ)(?:な|あり)|私用|私物|プライベート|個人的な|一個人|個人の(?:立場|者|相談)|"
    r"\bnot (?:at |from |for |in )?(?:my|the|our|an?) (?:office|work|company|business|employer|workplace)\b|\bnothing to do with (?:my |our |the )?(?:work|office|job|company|business|employer)\b|\bprivate(?:ly| matter| person| individual| life)\b|\bas an individual\b|\bpersonal (?:matter|use|life)\b|\bjust me\b"
)
_ORGANISATION = re.compile(
    r"会社|弊社|当社|自社|職場|業務|仕事|職員|社員|従業員|スタッフ|センター|事務局|事務所|役場|役所|当町|当村|町村|本町|本村|町の|村の|団体|会員|顧客|お客|取引先|名簿|法人|組合|店|工場|学校|病院|住民|"
    r"\b(?:office|work\w*|compan\w+|business|customers?|clients?|members?|town|village|employees?|staff|cent(?:re|er)|firm|association|municipal\w*|shop|factory|school|residents?|our|we|us)\b"
)
# A promise is wanted; nobody can give it, as the insurer decides on each claim.
_PROMISE = re.compile(
    r"(?:保険金|支払|払(?:って|い|われ)|出る|おりる|下りる|補償|審査|通る|請求)[^。!?\n]{0,24}(?:保証|約束|確約|断言|請け合|太鼓判|一筆)(?:し|って|を)?[^。!?\n]{0,8}(?:もらえ|くれ|いただけ|頂け|ください|下さい|でき(?:ます|る)|ます?か|書い)|"
    r"(?:保証|約束|確約|断言|言い切)(?:し|って)?[^。!?\n]{0,4}(?:もらえ|くれ(?:ます|る|ない)|いただけ|頂け|ください|下さい|できますか)|"
    r"\b(?:can|could|will|would|do|does) (?:you|anyone|anybody|somebody|the insurers?|the agency|they|tokio marine|sompo)\b[^.?!\n]{0,20}\b(?:guarantee|promise|assure|swear|vouch|warrant|commit|put (?:it|that|this) in writing|confirm in writing|give (?:me|us) (?:your|a) word)\b|"
    r"\b(?:guarantee|promise|assure) (?:me|us)\b|\b(?:give|want|need|have) (?:me |us )?(?:a |your |the )?(?:written )?(?:guarantee|promise|assurance)s? (?:that|of)\b"
)


# A text is to be made: translated, drafted, put in another form. "The cost of drafting a letter" asks for none.
_PLEASE_JA = r"(?:ください|下さい|くださ(?:い|る)|もらえ(?:ます|ません|ない|る[?？か])|くれ(?:ます|ません|ない|る[?？か]|[。!?]|$)|いただけ(?:ます|ません|ない|る)|頂け|ほしい|欲しい|ちょうだい|頂戴|$)"
_TEXT_WANTED = re.compile(
    rf"(?:訳し|翻訳し|和訳し|英訳し|[一-龥ァ-ヺー]{{1,8}}語(?:に|で)(?:直し|要約し|まとめ|書い|説明し))て{_PLEASE_JA}|"
    r"(?:文面|文案|原稿|挨拶文?|スピーチ|台本|セリフ|せりふ|キャッチコピー|標語|ポスター|スライド|四コマ|漫画|マンガ|替え歌|手紙|返信|メール|お?詫び状|謝罪文|案内文|通知文|議事録|稟議書|報告書|契約書|誓約書|規程|ひな形|雛形|テンプレ(?:ート)?|記事|作文|レポート)"
    rf"(?:(?:を|の(?:案|例|下書き|たたき台)を?|も|、|に)?[^、。!?\n]{{0,10}}(?:書い|作っ|つくっ|作成し|考え|直し|添削し|起こし|整え|仕上げ|変え)て{_PLEASE_JA}|(?:を|の(?:案|例|下書き)を)(?:ください|下さい|ちょうだい|頂戴|お願い))"
    r"|(?:^|[.?!,:] ?)(?:(?:please|kindly|now|so|and|then|also|just|hey|hi|hello),? )*(?:(?:can|could|would|will) you (?:please |kindly |also |just )?|help me (?:to )?|i (?:need|want|would like) you to )?"
    r"(?:translate|rephrase|paraphrase|proof-?read|rewrite|(?:write|draft|compose|prepare|make|create|design|turn|shorten|condense|boil|sum up|summari[sz]e|put)\b[^.?!\n]{0,60}\b(?:letters?|e-?mails?|speech|poster|slides?|slideshow|presentation|memo|minutes|press release|apology|template|contract|article|essay|tweet|post|cartoon|comic|song|rap|rhyme|limerick|quiz|poem|bullet points?|in(?:to)? (?:french|german|chinese|korean|spanish|portuguese|vietnamese|italian)))\b"
)
# Dealing with those who attack: no insurer's brochure tells how.
_WITH_CRIMINALS = re.compile(
    r"(?:犯人|犯罪者|攻撃者|ハッカー|脅迫者|相手)[^。!?\n]{0,14}(?:交渉|値切|やりとり|やり取り|返事|連絡)[^。!?\n]{0,14}(?:コツ|こつ|方法|仕方|やり方|どう(?:すれば|したら|やって)|テクニック|何を言)|"
    r"\b(?:negotiat\w+|bargain\w*|haggl\w+|talk|reply|deal) (?:with|to) (?:the |these )?(?:attackers?|hackers?|criminals?|gang|blackmailers?|extortionists?|crooks?)\b"
)


def _asking(message: Message) -> str:
    return " ".join(message.text[s.start : s.end] for s in message.sentences if s.asks) or message.text


def technical_help(message: Message) -> bool:
    """Whether steps at a machine are asked for, and the insurance in no word of what is asked."""
    asked = _asking(message)
    return bool(_HOW_TO.search(asked) and _TO_A_MACHINE.search(asked)) and not _OF_COVER.search(asked)


def text_wanted(message: Message) -> bool:
    """Whether a text is to be written, translated or put in another form, or advice on dealing with criminals given."""
    asked = _asking(message)
    if _WITH_CRIMINALS.search(asked):
        return not _MONEY.search(asked)
    found = _TEXT_WANTED.search(asked)
    return found is not None and not _MONEY.search(asked)


def speaks_of_insurance(text: str) -> bool:
    """Whether any word of a message belongs to insurance, so that "the highest" and "how much" may ask for its figures."""
    return bool(_OF_COVER.search(text) or _OF_CONTRACT.search(text))


def private_matter(message: Message) -> bool:
    """Whether it is told of a person's own things, at home, and not of an organisation that a scheme insures."""
    text = message.text
    if _FAMILY.search(text) and not _AT_WORK.search(text) and not _OF_COVER.search(text):
        return True
    if not _PRIVATE_THING.search(text):
        return False
    return bool(_SAID_PRIVATE.search(text)) or not _ORGANISATION.search(text)


def wants_promise(message: Message) -> bool:
    """Whether the assistant or the insurer is to promise a payment."""
    return bool(_PROMISE.search(_asking(message)))


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


def foreign_insurer(text: str, corpus_text: str) -> str | None:
    """An insurer named in the message that no brochure here names, or None."""
    return next((n for n, named in _NAMED.items() if named.search(text) and not named.search(corpus_text)), None)
