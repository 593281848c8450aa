"""Classes of words that patterns share: `{record}` in a pattern is any thing that holds information on others.

A word that is missing from a list is missed by every pattern that copies the list. Here it is added once. A class is an
alternation over prepared text (folded, lower case). The Japanese words stand here, the English ones in `english_classes`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from assistant.corpus.english_classes import ENGLISH

_PERSON: Final = r"(?:会員|顧客|お?客(?:様|さん)?|利用者|就業者|従業員|職員|社員|応募者|受講者|参加者|患者|生徒|住民|町民|村民|登録者|個人|取引先|発注者|家族|親)(?:さん|様|たち|各位)*の?"

_NOT_OURS: Final = (
    r"(?<!センターの)(?<!事務所の)(?<!事務局の)(?<!うちの)(?<!当会の)(?<!窓口の)(?<!合わせの)(?<!合わせ先の)(?<!代表の)"
)
"""An address that one gives out oneself."""

WORD_CLASSES: Final[Mapping[str, str]] = {
    # What is on paper or in a file and tells of others.
    "record": (
        r"(?:(?:会員|顧客|連絡|電話)?名簿|(?:会員|利用者)?台帳|住所録|連絡網|アドレス帳|電話帳|履歴書|申込書|申請書|申告書|登録票|調査票|相談票|受付票|"
        r"面談?(?:メモ|記録|シート)|面接(?:資料|票|シート|メモ)|カルテ|診断書|診断結果|健診結果|問診票|(?:給与|配分金|支払)明細|源泉徴収票|年賀状の?宛名|"
        r"(?:入札|見積)(?:価格|金額|額|書)|仕入れ?値|単価表|価格表|原価表?|図面|設計図|企画書|未公(?:表|開)の[一-龥ァ-ヶー]{1,8}|顧客(?:リスト|カード|データ|情報)|"
        r"会員(?:リスト|カード|データ|情報|証の写し)|個人(?:情報|データ)|本人確認書類|免許証の?(?:写し|コピー|画像)|保険証の?(?:写し|コピー|画像)|マイナンバー|個人番号|"
        rf"口座(?:番号|情報)|暗証番号|パスワード一覧|{_NOT_OURS}(?:住所|電話番号|メールアドレス|連絡先)|氏名|実名|生年月日|病歴|病名|病状|持病|家族構成|年収|学歴|成績|相談内容|"
        rf"{_PERSON}(?:[一-龥]{{0,3}}(?:一覧表?|リスト|名|表)|名前|情報|データ|書類|資料|記録|アンケート|通帳|メモ|ノート|番号|アドレス|秘密|ファイル|フォルダー?|事情|"
        r"病気|認知症|障害|借金|滞納|離婚|過去|家庭))"
    ),
    # What such things are carried in.
    "carrier": (
        r"(?:usb(?:メモリー?)?|メモリーカード|sdカード|外付け(?:hdd|ハードディスク|ディスク)?|ハードディスク|(?:磁気)?ディスク|cd-?r?(?:om)?|dvd|バックアップ(?:テープ|媒体)?|"
        r"(?:ノート|個人)?パソコン|ノートpc|タブレット|端末|スマホ|スマートフォン|書類|資料|文書|ファイル|バインダー|ノート|手帳|メモ(?:帳|用紙)?|伝票|封筒|封書|控え|コピー|"
        r"紙(?:の束|束)?|用紙|綴り|段ボール箱?|ダンボール箱?|(?<![ァ-ヶ])箱|かばん|カバン|鞄|バッグ|リュック)"
    ),
    # Who has no business with it.
    "stranger": (
        r"(?:第三者|他人|部外者|関係者以外|会員以外|本人以外|無関係[なの][一-龥]{1,4}|知人|友人|友達|友だち|知り合い|身内|親戚|妻|夫|嫁|旦那|子ども|子供|息子|娘|孫|兄弟|"
        r"近所(?:の[^、。]{1,4})?|ご近所|隣(?:人|の[^、。]{1,4})|よそ(?:の[^、。]{1,5})?|同業(?:者|他社)?|競合(?:他社|先|相手|する[^、。]{1,5})?|ライバル[^、。にへが]{0,4}|他社|"
        r"記者|マスコミ|新聞社|テレビ局|週刊誌|名簿(?:屋|業者)|情報屋|営業マン|セールスマン|勧誘業者|葬儀屋|不動産屋|候補者|議員|通行人|通りすがり[^、。]{0,4}|居合わせた[^、。]{1,5}|"
        r"来客|見学者|見物客|拾った(?:人|方)|買った(?:人|方|店)|見知らぬ[^、。]{1,5}|知らない(?:人|会社|相手|男|女|番号|アドレス|ところ)|赤の他人|"
        r"(?:別|ほか|他|違う|よそ)の?(?:会員|人|客|方|利用者|会社|世帯|家|宅)|交際相手|恋人|飲み仲間|愛人|(?:ママ|パパ|飲み|趣味の)友|元(?:夫|妻|カレ|彼[^、。]{0,1})|市民|傍聴人?|読者|別れた[^、。]{1,3})(?:さん|様|たち|の方)?"
    ),
    # Where everybody can look.
    "net": (
        r"(?:sns|ネット|インターネット|ウェブ|web|ホームページ|(?<![a-z])hp(?![a-z])|サイト|掲示板|インスタ(?:グラム)?|instagram|ツイッター|twitter|ツイート|(?<![a-z])x(?=に|へ|で|上)|"
        r"フェイスブック|facebook|(?<![a-z])line(?![a-z])|ラインの?グループ|グループライン|グループチャット|チャット|ブログ|youtube|ユーチューブ|動画|tiktok|ティックトック|"
        r"ダークウェブ|闇サイト|(?:口コミ|まとめ)サイト)"
    ),
    # Who must agree, what that is called, how it is kept, and what must not come before it.
    "insurer": r"(?:引受保険会社|引受会社|保険会社|保険屋|損保(?:会社|さん)?|東京海上(?:日動)?|幹事会社|保険の(?:担当|窓口|人|会社))(?:の?(?:担当(?:者|の方)?|側|人))?(?:さん|様)?",
    "assent": r"(?:同意|承諾|承認|了承|了解|許可|お?許し|お墨付き|ok|オーケー|オッケー|ゴーサイン|認可|快諾|内諾)書?",
    "writing": r"(?:書面|文書|書類|紙|手紙|レター|書状|通知書|同意書|承諾書|承認書|一筆|書いたもの|文字)",
    "spend": (
        r"(?:払い?(?!戻)|払っ|払う|支払|発注|依頼|頼ん|頼み|契約|購入|買っ|手配|着手|振り?込|済ませ|注文|雇っ|雇い|立て替え|配っ|配り|送っ|送り|直し|直っ|使っ|始め|入れ|かけ)"
    ),
    **ENGLISH,
}

_CLASS = re.compile(r"\{([a-z]+)\}")


def spell_out(pattern: str) -> str:
    """The pattern with its classes in full.

    Raises:
        re.error: there is no class of that name.
    """

    def words(m: re.Match[str]) -> str:
        if m[1] not in WORD_CLASSES:
            raise re.error(f"no class of words is called {m[1]}; there are {', '.join(WORD_CLASSES)}")
        return WORD_CLASSES[m[1]]

    return _CLASS.sub(words, pattern)
