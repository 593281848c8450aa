"""General ideas that clerks put into many words: one name for 掛金, 分担金 and premium, in both languages.

Used as features beside the letters of a message when it is linked to statements; no idea belongs to one scheme.
A pattern is a plain regular expression over prepared text; after the first `\\b` the English side begins, each word
of which is searched as written there.
"""

from __future__ import annotations

import re

from assistant.corpus.sighting import Sought

_IDEAS: dict[str, str] = {
    "who": r"誰|だれ|どなた|どこの(?:会社|保険)|\bwho(?:se|m)?\b|which (?:company|insurer|firm)",
    "when": r"いつ|何月|何日|何時|期日|日付|\bwhen\b|what (?:date|time|day)|which day",
    "deadline": r"締め?切|期限|〆切|いつまで|何日まで|何日以内|までに|間に合|\bdeadline|latest|last day|due|no later|in time|by when|until when",
    "howlong": r"どのくらい|どれくらい|どのぐらい|何日|何ヶ?月|何か月|何年|期間|\bhow long|how soon|how many (?:days|months|weeks|years)|period",
    "howmuch": r"いくら|何円|なんぼ|金額|値段|おいくら|\bhow much|amount|what does it cost|price",
    "howmany": r"いくつ|何(?:個|社|件|つ|台|人|名|種類)|\bhow many|number of",
    "percent": r"%|パーセント|何割|割合|\d割|何分の|全額|満額|\bper ?cent|ratio|proportion|share|full amount|in full",
    "meaning": r"とは|って何|ってなに|何のこと|どういう(?:意味|もの|こと)|定義|意味|指す|何を指|言葉|用語|\bwhat is|what's|mean|definition|define|count as|counts as|stand for|term\b|explain|understood",
    "include": r"含ま|含め|入る|入って|入りま|入っと|当たる|あたる|該当|扱い|\binclud|count|qualif|part of|belong|fall (?:under|within)|within|covers?\b",
    "except": r"除[かく外]|対象外|出ない|おりない|下りない|払われない|もらえない|だめ|ダメ|駄目|\bexclu|except|not paid|not cover|leave out|left out|refus",
    "difference": r"違い|違う|ちがう|ちがい|差は|比べ|比較|どっち|どちら|\bdifferen|compare|versus|\bvs\b|which of the two",
    "list": r"一覧|全部|全て|すべて|ぜんぶ|種類|リスト|挙げ|並べ|何と何|\blist|all the|kinds|types of|enumerate|overview|name the",
    "contents": r"中身|内容|具体的|どんな(?:もの|費用|こと|の|内容)|内訳|何が|何に使|\bwhat exactly|details?|consist|comprise|content|what kind",
    "silentask": r"書いて(?:い?る|い?な|あ)|載って|記載|\bsay|said|mention|written|stated?\b|brochure|leaflet|booklet|document",
    "agency": r"代理店|取扱|窓口の会社|問い?合わ?せ|相談先|連絡先|\bagen(?:t|cy)|broker|contact|get in touch|inquir|enquir",
    "insurer": r"保険会社|保険屋|損保|引受|引き受け|会社側|\binsurers?\b|insurance compan|underwrit",
    "two": r"2社|二社|共同|分担|\bcoinsur|co-insur|jointly|two (?:compan|insurer)|share the risk",
    "phone": r"電話|番号|かけ(?:る|られ|たら|れば)|tel|ダイヤル|フリー|コール|\bphone|number|call\b|ring|dial|telephone",
    "fax": r"ファ[ック]クス|fax|ファクス|\bfax",
    "mail": r"メール|mail|アドレス|\be-?mail",
    "address": r"住所|所在|どこに(?:ある|送)|郵便|郵送|ポスト|送付|送る|送れ|\baddress|located|where is|post\b|by post|send|mail to",
    "hours": r"営業時間|受付時間|何時から|何時まで|土日|休日|祝日|夜中|夜間|深夜|24時間|365日|年末|昼休み|\bhours|opening|weekend|holiday|midnight|night|round the clock|24/7|sunday|saturday",
    "hotline": r"ホットライン|緊急|いざ|すぐ(?:電話|相談)|駆け込|助けて|\bhotline|emergenc|urgent|straight away|right away",
    "complaint": r"苦情|もめ|揉め|納得(?:でき|いか)|不服|不満|文句|こじれ|仲裁|中立|第三者|\bcomplain|dispute with|disagree|unhappy|ombudsman|mediat|arbitrat|neutral|adr",
    "policyholder": r"契約者|契約して(?:い?る)|契約の(?:主|名義|当事)|名義|\bpolicyholder|policy holder|contracting party|holds the (?:policy|contract)|in whose name",
    "insured": r"被保険者|守ら?れ|補償され(?:る|て)|対象(?:者|になる人)|\binsured|protected|who is covered|covered person",
    "staff_people": r"役員|理事|職員|使用人|従業員|パート|アルバイト|派遣|事務局|\bdirector|employee|staff|officer|temp\b|part-?timer|board",
    "members": r"就業会員|会員さん|お年寄り|ボランティア|委託先|下請|外注|\bmembers? (?:who|that) work|working member|volunteer|subcontract|contractor|senior",
    "membership": r"会員(?:で|じゃ|に|資格)|加入資格|入れる(?:人|団体)|誰でも入|うちも入|npo|社協|個人でも|\beligib|may we join|can we join|allowed to join|who can join|non-?member|outsider|member of",
    "branches": r"支所|支部|分室|出張所|作業所|拠点|合併|解散|統合|名前が変|名称変更|\bbranch|merge|merger|dissolv|rename|sub-?office|satellite",
    "join": r"加入|入会|入り(?:たい|ます|方|直)|入るに|入れる|申し?込|手続|\bjoin|enrol|enter|sign up|apply|application|take out|take part",
    "midterm": r"途中|中途|年度の真ん中|期中|半ば|秋から|今から|夏から|途中で|\bmid-?(?:term|year|way)|halfway|part-?way|during the (?:year|term|period)|in the middle",
    "form": r"依頼書|申込書|申し込み書|用紙|捺印|はんこ|判子|ハンコ|書類|\bform\b|paper|stamp|seal|paperwork|sign\b",
    "documents": r"必要(?:な)?書類|何を(?:出|揃|そろ|用意)|見積|領収|証拠書類|添付|\bdocuments?|papers|proof|receipts?|evidence",
    "terms_book": r"約款|重要事項|規約|細かい(?:字|条件|決まり)|しおり|\bterms and conditions|fine print|small print|policy wording|clauses?|wording|conditions",
    "certificate": r"証券|加入証|加入者証|証明書|証書|\bcertificat|proof of (?:cover|insurance)|policy document",
    "cancel": r"解約|やめ(?:たい|る|た)|脱退|抜け(?:たい|る)|取りやめ|キャンセル|\bcancel|terminat|withdraw|leave the|quit|pull out|drop out",
    "refund": r"返[還金]|戻(?:って|り|る|し)|返れい|払い戻|返して|返って|\brefund|money back|get back|return(?:ed)? .{0,12}premium|reimburs",
    "renew": r"更新|継続|翌年も|自動(?:で|的|更新|継続)|毎年|出し直|\brenew|automatic|every year|each year|roll over|continue|again next year",
    "nextyear": r"来年|来年度|次の年|次年度|翌年|再来年|今後|将来|2027年度|値上げ|値上がり|\bnext year|following year|future|go up|increase|rise|raise|2028",
    "lastyear": r"去年|昨年|前年|昨年度|以前|これまで|今までの|前と|前回|\blast year|previous|earlier|former|used to|past|before this year|changed since",
    "period": r"保険期間|いつから|始まり|始期|開始|スタート|終わり|満期|効く|切れ|有効|\bstart|begin|run from|expire|end of|in force|take effect|effective|cover period|valid",
    "wait": r"待機|免責期間|待ち|すぐ(?:効|使|補償|有効)|即日|当日から|\bwaiting|immediately|instantly|right after joining|grace",
    "change": r"変更|変え|切り?替え|乗り換え|アップグレード|グレード|上げ(?:たい|る|られ)|下げ|\bchange|switch|upgrade|downgrade|move (?:up|to)|swap",
    "type": r"タイプ|型|コース|\btypes?\b|class",
    "plan": r"プラン|コース|\bplans?\b|comprehensive|limited",
    "rank": r"ランク|補助金|国庫|補助ランク|認定|\branks?\b|subsid|grant",
    "newbody": r"新設|新しく|立ち上げ|できたばかり|設立|発足|連合会|\bnew(?:ly)? (?:set|found|establish|center|centre)|federation|just opened|brand.?new|start-?up",
    "premium": r"保険料|掛け?金|分担金|負担金|会費|費用は年|年間.{0,4}(?:いくら|金額)|値段|\bpremium|contribution|fee for joining|cost of the (?:insurance|cover)|price",
    "pay_in": r"振り?込|払い込|納め|納付|支払方法|払い方|送金|入金(?:する|し)|口座|\btransfer|pay the premium|bank|remit|wire|deposit",
    "instal": r"分割|月払|月々|毎月|分けて|半年払|年払|少しずつ|ちょっとずつ|\binstal|monthly|in parts|split|quarterly|by the month",
    "card": r"カードで|クレカ|クレジット(?:カード)?(?:払|で)|コンビニ|口座振替|引き落と|引落|現金|手数料|請求書|領収書|paypay|ペイ|\bcredit card (?:pay|ok|accepted)|pay (?:by|with) (?:card|credit)|direct debit|cash|invoice|receipt|bank charge|cheque|paypal",
    "late": r"遅れ|遅く|間に合わ|忘れ|過ぎ(?:て|た|ちゃ)|うっかり|滞|すっぽか|\blate\b|miss(?:ed)?\b|overdue|forgot|too late|delay|behind",
    "discount": r"割引|安く|値引|まけ|ディスカウント|無事故|お得|特典|\bdiscount|cheaper|reduction|rebate|no.?claims?|bonus|lower premium",
    "aftereffect": r"(?:使|もら|受け取|請求し|事故).{0,12}(?:と|たら|ちゃ|ば).{0,12}(?:高く|上が|更新|断|影響|不利)|ペナルティ|等級|断られ|\bafter (?:a )?claim|if we (?:claim|use).{0,30}(?:go up|rais|higher|renew)|penal|affect|kicked out",
    "commission": r"代理店手数料|手数料.{0,6}(?:代理|取)|運営費|事務費|マージン|取り分|儲け|\bcommission|admin|margin|how much.{0,20}(?:agent|agency).{0,10}(?:earn|get|keep)|cut\b",
    "tax": r"税|損金|経費|勘定|会計|仕訳|消費税|控除|\btax|deductib(?:le for|le from tax)|accounting|bookkeep|vat|ledger|book(?:ed)? as",
    "stats": r"実績|件数|統計|確率|損害率|どのくらいの頻度|何件|よく(?:ある|起き)|過去の支払|\bstatistic|how often|claims paid|loss ratio|track record|probab|frequency|payouts so far",
    "participation": r"加入率|何センター|いくつのセンター|全国で|ほかのセンター|他のセンター|よその|みんな(?:入|加入)|\bhow many (?:cent|bod|member)|take-?up|other cent|percentage of cent|participa",
    "otherins": r"(?:ほか|他|別|既に|すでに|もう).{0,8}保険|二重|重複|ダブ[りっる]|かぶ[っるり]|団体傷害|\bother (?:insurance|polic|cover)|another (?:insur|polic)|double|overlap|already have|duplicate|second policy",
    "declare": r"告知|審査|申告|質問書|アンケート|チェックシート|届け?出|断られ|\bdisclos|declare|questionnaire|screening|turned? down|reject|underwriting|refuse us|notify.{0,12}change",
    "secreq": r"ウイルス対策|ウィルス対策|多要素|バックアップ|セキュリティ対策|対策(?:して|が|を|ソフト)|ファイア|\bantivirus|anti-?virus|mfa|multi-?factor|backup|firewall|security (?:measure|requirement|level)|minimum security",
    "language": r"英語|外国語|日本語|通訳|翻訳|中国語|\benglish|translat|interpret|japanese|language",
    "custom": r"オプション|個別|特別に|カスタマ|増額|もっと(?:大き|高|上)|選べ|好きな|5億|3億|\bcustom|tailor|bespoke|higher limit|optional|options?\b|add-?on|choose (?:our|another|a different)|bigger|raise the limit",
    "paid_when": r"(?:請求|申請)して?から|入金(?:され|は|まで)|振り込まれ|支払われるまで|もらえるまで|下りるまで|おりるまで|届くまで|\bget (?:paid|the money)|pay ?out take|money arrive|until (?:we are|payment)|days.{0,12}pay",
    "advance": r"前払|仮払|内払|先に(?:もら|払|出し)|立て?替え|直接(?:払|支払)|前借|\badvance|upfront|up front|interim|directly to|pay the (?:vendor|contractor|firm)|out of (?:our )?pocket",
    "claim": r"請求(?!書)|保険金|申請|\bclaim|payout|pay out|payment",
    "timebar": r"時効|何年前|さかのぼ|後から(?:でも)?請求|請求(?:の)?期限|\btime.?bar|limitation|expire|how late|statute|after how",
    "notify": r"連絡|通知|報告|知らせ|伝え|届け|一報|\bnotif|report|inform|tell (?:them|you|the)|let (?:them|you|the).{0,12}know|notice|warn",
    "consent": r"同意|承諾|了解|許可|承認|オーケー|事前に|先に(?:聞|相談|断)|書面|一筆|\bconsent|approval|approve|permission|agree|ok from|written|beforehand|in advance|sign.?off|green light",
    "vendor": r"業者|調査会社|ベンダー|指定|自由に選|いつもの(?:業者|会社)|付き合いのある|\bvendor|contractor|choose (?:our|the)|own (?:it|lawyer|firm)|appoint|designated|usual (?:it|firm)|pick (?:our|the)",
    "limit": r"上限|限度|最大|最高|マックス|天井|枠|まで(?:出|もら|払|補償|しか)|\blimit|maximum|max\b|cap\b|ceiling|at most|up to|most (?:we|they|you)",
    "cap_all": r"全部(?:で|合わせ|足し)|合計|合わせて|トータル|総額|全体|\bin total|altogether|overall|combined|put together|aggregate|sum of",
    "twice": r"2回|二回|2度|二度|複数|何回|何度|もう一(?:回|度)|続けて|2件|二件|復活|\btwice|two (?:incident|claim|accident|attack)|second (?:incident|time|claim|attack)|again|several|refill|reset|reinstat|multiple",
    "deductible": r"免責|自己負担|自腹|持ち出し|引かれ|差し引|控除額|10万|\bdeductible|excess|own share|self.?insured|deducted|subtract|100,?000|take off",
    "each": r"ごと|毎に|それぞれ|1人|一人|1名|一名|1社|一社|別々|1件|あたり|当たり|\beach|per (?:person|head|company|victim|item|claim)|separately|every (?:cost|item)|individually|apiece",
    "order": r"順番|順序|先に引|どっちが先|どちらを先|計算の(?:順|仕方)|掛けてから|引いてから|\border\b|first\b|before or after|sequence|calculat",
    "shared": r"共有|共通|分け合|一緒(?:の枠)?|シェア|ひとまとめ|内枠|別枠|\bshare[ds]?\b|pool|common|joint|inside|on top|same pot|separate",
    "liability": r"賠償|訴え|裁判|損害賠償|責任|\bliabilit|sue[ds]?\b|suing|lawsuit|damages|compensat|court|legal action",
    "settle": r"示談|和解|約束|認め(?:る|て|たら|ちゃ)|謝って|払うと言|\bsettle|admit|promise|accept (?:blame|liab|fault)|offer (?:to )?pay|apologis|apologiz",
    "dispute_cost": r"争訟|訴訟費用|裁判費用|裁判(?:に|の).{0,4}(?:お金|費用)|\bdispute cost|litigation cost|court (?:cost|fee)|legal (?:cost|fee|expense)|defen[cs]e",
    "coop": r"協力(?:費|し)|手伝(?:い|う|った)|\bcooperat|co-operat|help the insurer|assist",
    "win": r"勝訴|勝った|勝て|負け|敗訴|\bwin\b|won\b|lose\b|lost the case|prevail",
    "litigation": r"訴訟対応|コピー機|再現|鑑定|意見書|意見を?書|証人|出廷|\bphotocop|copier|re-?enact|reproduc|expert opinion|testif|appear in court|litigation",
    "abroad": r"海外|外国|国外|アメリカ|米国|世界|国内|中国|韓国|\babroad|overseas|foreign|country|countries|outside japan|in the us\b|worldwide|territor|international|domestic",
    "claimsmade": r"請求(?:を受け|された)時|いつ(?:の|起きた)事故|前の年(?:に|の)|昔の|起きたのは|発生した|どの時点|後に(?:なって)?請求|請求ベース|\bclaims.?made|which date counts|happened (?:before|last)|older|earlier (?:event|incident)|retroactive|occurr",
    "discover": r"発見|見つけ|見つか|気づ|気付|わかった(?:時|日)|発覚|判明|\bdiscover|found out|notic(?:e|ed) |realis|realiz|detect|come to light|became aware",
    "leak": r"漏え|漏洩|漏れ|流出|もれ|ばれ|バレ|洩|\bleak|breach|disclos|spill|exposed|got out",
    "personal": r"個人情報|名簿|氏名|住所録|生年月日|名前だけ|本人|個人の|\bpersonal (?:data|info)|names?\b|birth|privacy data|individual",
    "codes": r"マイナンバー|免許証|パスポート|旅券|識別符号|年金番号|保険証|\bmy number|licen[cs]e number|passport|identif|pension number|id number",
    "corporate": r"法人|取引先|会社の(?:内|情報|秘密)|企業|相手の会社|内部情報|社外秘|\bcorporat|compan(?:y|ies)'?s? (?:info|data|secret)|business partner|client compan|confidential|trade partner",
    "paper": r"紙(?:の|で|媒体)|書類(?:の|を(?:なく|紛|落))|プリント|ファイル(?:を)?なく|印刷|\bpaper (?:file|record|list|document)|printed|printout|hard cop",
    "system": r"システム|パソコン|pc|サーバ|機器|端末|クラウド|ネットワーク|カメラ|プリンタ|スマホ|タブレット|複合機|\bcomputer|server|cloud|device|network|printer|phone system|tablet|laptop|software",
    "attack": r"攻撃|不正アクセス|ハッカー|ハッキング|乗っ取|侵入|サイバー|\battack|hack|intru|unauthori[sz]ed|cyber|break.?in",
    "malware": r"ウイルス|ウィルス|マルウェア|スパイウェア|ワーム|ランサム|感染|トロイ|\bvirus|malware|spyware|worm|ransom|infect|trojan",
    "forensic": r"フォレンジック|デジタル鑑識|鑑識|証拠保全|痕跡|\bforensic|traces|preserv",
    "rumour": r"風評|書き込み|sns|投稿|炎上|噂|うわさ|悪口|ネットで|\breputation|rumou?r|social media|posts?\b|gossip|twitter|online comment|bad ?mouth",
    "public_step": r"公表|社告|新聞|テレビ|お詫び状|詫び状|広告|ラジオ|記者|ニュース|マスコミ|\bpublish|public(?:ation|ise|ize)|newspaper|\btv\b|press|media|announce|apology letter|radio",
    "outsider_report": r"外部通報|警察|ipa|jpcert|外から(?:言|指摘|連絡)|通報|保守会社|役所から|指摘され|\bpolice|outside (?:report|notice)|third.?party (?:report|tip)|public (?:body|authority)|tip-?off|whistle|authorit",
    "copyright": r"著作権|肖像|商標|意匠|写真|画像|イラスト|パクリ|盗用|人格|名誉|ドメイン名|\bcopyright|trade ?mark|photo|picture|image|portrait|defam|likeness|stock photo|personality|plagiar",
    "other_biz": r"休止|阻害|止め(?:て|ちゃ)|止まっ|業務が(?:止|でき)|よその会社|相手の(?:業務|仕事|データ)|\binterrupt|standstill|stopped (?:work|business)|hinder|someone else's (?:business|data)",
    "forothers": r"他人のため|受託|開発して|作って(?:あげ|渡|売)|販売(?:し|する)|納品|アプリ|\bfor others|for someone else|develop|sell|our app|deliver(?:ed)? to|built for",
    "mailrider": r"メール特約|メール送受信|送受信|メール.{0,6}賠償|ホームページ運営|特約|\bmail rider|e-?mail (?:rider|liability)|rider|endorsement|homepage",
    "recall": r"回収|リコール|やり直し|追完|点検|\brecall|redo|re-?perform|withdraw(?:al)? of|take back",
    "excl": r"免責事由|支払われない(?:場合|とき|ケース)|出ない(?:場合|とき|ケース)|わざと|故意|地震|戦争|津波|洪水|犯罪|\bexclusion|intentional|on purpose|earthquake|war\b|flood|criminal|tsunami|deliberate",
    "sanction": r"制裁|国連|国際連合|経済制裁|ロシア|北朝鮮|\bsanction|united nations|embargo|\bun\b|\beu\b",
    "costkinds": r"費用の種類|8種類|八つ|8つの費用|①から|対応費用(?:の|は|って)|\beight|kinds of cost|response costs?|cost categor",
    "emergency": r"緊急対応|攻撃(?:じゃ|では)?な(?:い|か)|空振り|何も(?:なかった|なく)|取り越し|誤報|結果(?:的|として)|疑い|怪し|おかしい|\bfalse alarm|no attack|turned out|nothing|suspected|suspicio|suspect",
    "shutdown": r"遮断|切り離|ネット(?:を)?切|隔離|\bdisconnect|shut.?down|isolate|cut off|block",
    "investigate": r"調査|原因|調べ|被害範囲|究明|\binvestigat|cause|root|examin|look into|find out what",
    "consult": r"弁護士|コンサル|相談費|顧問|専門家|法律|\blawyer|attorney|consult|solicitor|advis|counsel|retainer",
    "restore": r"復旧|復元|直す|修理|作り直|再構築|買い替え|バックアップから|\brestor|repair|recover|rebuild|fix\b|re-?creat",
    "rental": r"レンタル|借り|代わり(?:の|に)|代替|リース|仮設|敷金|\brent|hire|lease|substitute|temporary|replacement|stand-?in|loan",
    "portable": r"ノート(?:パソコン|pc|型)|スマホ|携帯|タブレット|持ち運|\blaptop|mobile|portable|smartphone|tablet|notebook",
    "overtime": r"残業|超過勤務|人件費|臨時(?:雇|の)|バイト代|時間外|応援|\bovertime|temp(?:orary)? (?:staff|worker|help)|wages|extra (?:staff|hands|hours)|salary|salaries|payroll",
    "travel": r"交通費|宿泊|出張|ホテル|タクシー|新幹線|電車|ガソリン|\btravel|hotel|taxi|train|trip|accommodation|transport",
    "callcentre": r"コールセンター|通信費|電話代|切手|郵送(?:代|料)|\bcall cent|communication|phone bill|postage|stamps",
    "apology": r"お詫び|詫び|謝罪|通知書|手紙|はがき|ハガキ|\bapolog|letter|notif(?:y|ication) to|postcard|informing (?:the )?(?:victim|people)",
    "sympathy": r"見舞|お詫びの品|金券|商品券|菓子|クオカード|図書カード|粗品|\bsympathy|gift|voucher|goodwill|token|condolence|sweets|present\b",
    "creditmon": r"クレジット情報|カード(?:番号|情報|の不正)|不正使用|\bcredit (?:monitor|card (?:number|data|info))|card number|misuse|fraudulent use",
    "publicinv": r"公的調査|行政(?:の|から|調査|指導|機関)|立入|役所|個人情報保護委員会|当局|官庁|\bregulator|government|official (?:inquiry|investig)|inspection|commission",
    "counterclaim": r"こっちから(?:訴|請求)|(?:犯人|業者|相手)(?:に|を|へ).{0,6}(?:請求|訴)|逆に|うちから|\bwe sue|sue (?:the|him|them|our)|claim against|our own claim|go after|recover from the",
    "prevention": r"再発|二度と|防止|今後の対策|認証|プライバシーマーク|\brecurrence|prevent|never happen|certification|happen again",
    "service": r"サービス|おまけ|付帯|ついて(?:くる|いる)|無料|タダ|ただで|\bservice|free\b|extras?|come with|no charge|perk",
    "port": r"サイバーポート|cyber ?port|ポート(?!フォ)|会員登録|ログイン|\bport\b|registration|regist|log ?in|sign up",
    "tools": r"ツール|テキスト|教材|研修|情報誌|メルマガ|フロー|マニュアル|セミナー|勉強|\btools?\b|training|magazine|newsletter|flow ?chart|seminar|teaching|material|manual",
    "monitor": r"モニタリング|見守|監視|見張|アラート|ドメイン|\bmonitor|watch|alert|domain|scan|keep an eye",
    "bench": r"ベンチマーク|同業(?:他社)?|偏差|点数|採点|スコア|順位|\bbenchmark|score|rating|peer|compared? (?:us|with others)|same trade|grade",
    "diagnosis": r"診断|想定(?:最大)?損害|リスクを?(?:数字|計算|測)|定量|シミュレ|\bdiagnos|risk assess|estimate (?:the|our) (?:loss|risk)|worst.?case|quantif|simulat",
    "navi": r"ナビ|専門業者を?(?:紹介|探)|紹介して|マッチング|\bnavi|introduc|recommend|referral|find a (?:provider|vendor|firm|specialist)",
    "disclaimer": r"保証|正確|責任(?:を|は)(?:取|負|と)|信用|当てに|あてに|外れ|\bguarantee|accura|reliable|responsib|trust|rely",
    "example": r"事例|事故例|例(?:が|は|で|の|に|って)|ケース|実際に(?:あった|起き)|パンフ.{0,10}(?:話|載)|\bexample|case study|case\b|sample|scenario|story|illustrat",
    "emotet": r"エモテット|emotet|マクロ|macro",
    "ddos": r"ddos|dos攻撃|大量(?:の|アクセス|データ)|\bddos|denial|flood of",
    "encrypt": r"暗号化|開けなく|ロック|閲覧(?:履歴|不)|\bencrypt|locked|unreadable|hijack",
}


def _sides(pattern: str) -> tuple[Sought, Sought | None]:
    """The Japanese and the English side; English words are searched at their beginnings only."""
    ja, _, en = pattern.partition("|\\b")
    return Sought(ja), Sought(rf"\b(?:{en})") if en else None


_COMPILED = tuple((name, *_sides(pattern)) for name, pattern in _IDEAS.items())
_LATIN = re.compile(r"[a-z]{3}")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]")


def concepts(text: str) -> tuple[str, ...]:
    """The names of the ideas that a prepared text speaks of, in a fixed order."""
    ja, en = bool(_JAPANESE.search(text)), bool(_LATIN.search(text))
    return tuple(
        name
        for name, first, second in _COMPILED
        if (ja and first.stands_in(text)) or (en and second and second.stands_in(text))
    )
