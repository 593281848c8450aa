"""What a message asks for: intents, in both languages, read from its words."""

from __future__ import annotations

import re
from typing import Literal

from assistant.understanding.patterns import PatternSet

Intent = Literal[
    "premium", "payout", "limit", "deductible", "coverage", "compare", "choose", "deadline", "define", "contact",
    "difference", "sum", "count", "exclusions", "greeting", "outside",
]

_PATTERNS: dict[Intent, tuple[str, ...]] = {
    "premium": (
        "保険料", "掛け?金", "分担金", "負担金", "年間?で?いくら", "年いくら", "年額", "(?:いくら|何円|なんぼ)(?:位|ぐらい|くらい)?(?:払|納め)(?:え|う|い|わ|っ|込|めれ|め)", "おいくら",
        "(?:入る|加入する|加入|入った|付ける|つける|付けた|つけた|込みだ|込みで|外した|なしだ)~(?:いくら|なんぼ|費用)", "(?:いくら|なんぼ)~(?:入れ|加入でき)", "費用は年",
        "premium", "annual (?:fee|cost|price|contribution|charge)", "yearly (?:fee|cost|price|contribution|charge)", "contribution", "how much (?:is|are|for|does) ~?(?:type|rank|plan|per year|a year|cost)",
        "what (?:does|do|would|will|is) ~?(?:cost|costs|pay a year|pay per year|price|town pay|we pay)", "cost (?:us )?(?:per|a|each|every) year", "how much ~(?:a year|per year|per annum|annually|yearly|to join|to enrol)",
        "(?:price|fee|rate) (?:of|for)", "what would ~(?:town|village|municipality|center|centre) ~pay",
    ),
    "payout": (
        "いくら(?:まで|位|ぐらい|くらい)?(?:が)?(?:出|戻|もら|貰|支払|おり|下り|返|受け取|カバー|補償|払って)", "(?:何円|なんぼ|何万|どれ(?:だけ|くらい|ぐらい))(?:まで)?~(?:出|戻|もら|貰|支払|おり|下り|返|受け取|払って)", "保険金(?:は|って|の額|額|の金額|はいくら|、)(?!請求)",
        "(?:手元|うち)に(?:戻|入)", "(?:支払|受取)(?:われる)?(?:保険金)?額", "合計(?:で)?いくら", "全部でいくら", "自己負担~いくら", "いくら(?:が)?自己負担",
        "how much (?:would|will|do|does|can|could|is|are|of|comes?|in total|money|altogether)? ?~(?:paid|pay|get|back|reimburse|recover|covered|payout|receive|claim)", "how much ~(?:insurance|insurer|policy|plan)",
        "(?:total|insurance|overall) (?:insurance )?(?:payment|payout|paid|reimbursement|benefit)", "what (?:would|will|do|can|could) (?:we|i|they|the insurer|it|you) ~(?:get|receive|pay|recover|reimburse)", "payout", "how much comes back",
        "what (?:is|'s|are) (?:the )?(?:payment|payable|reimbursed)", "how much",
        "いくら", "何円", "なんぼ",
    ),
    "limit": (
        "限度額?", "上限", "最大(?:で)?(?:いくら|何円)?", "いくらまで", "何円まで", "最高額?", "補償額", "maximum", "max\\b", "limit", "ceiling", "\\bcap\\b", "up to (?:how much|what)", "at most", "highest",
    ),
    "deductible": ("免責金?額?(?:は|って|の|が|を|も|、|（|\\()", "免責金額", "自己負担", "deductible", "excess\\b", "own share", "self[- ]insured"),
    "coverage": (
        "補償(?:され|して|し|でき|の?対象|に(?:なる|なり)|範囲|する|ある|あり|は|が|内|外)", "対象(?:です|に(?:なる|なり|なっ|入|含)|と(?:なる|なり|いう)|外|か|内|でしょう|になら|じゃ|では|だ|って|？|\\?|なの|と言|と思)", "(?:出|で)(?:る|ます|ません|ない|て(?:も|く|き|こ)|るの|るん|ないの|ますか|ないん|せる|そう)",
        "(?:下り|おり)(?:る|ます|ない|ません)", "支払(?:わ|い|って|え)", "払(?:って|われ|い(?:ます|対象)|え)", "もらえ", "貰え", "いただけ", "頂け", "見て(?:もら|くれ|くださ|いただ|頂)", "みて(?:もら|くれ)", "カバー", "使え", "適用", "効(?:く|き|か)",
        "請求(?:でき|して(?:も|いい|よい)|可能)", "戻(?:って|る|り|せ)", "無理", "(?:ダメ|だめ|駄目)", "いけ(?:ます|る|ない)", "免責(?:です|に(?:なる|なり)|で|だ|じゃ|事由|か)", "認め(?:られ|て)", "落ち(?:る|ます)", "担保", "保険(?:で|が)?(?:何とか|なんとか|いけ|対応|賄|まかな)", "賄(?:え|わ)", "まかなえ", "お金になる", "面倒(?:を)?見",
        "cover", "insured", "pay(?:s|able|ing)?\\b", "paid\\b", "reimburs", "claim(?:able)?\\b", "compensat", "eligible", "includ", "exclu", "recover", "get (?:it|this|that|the|our|any|money|anything|something) ~back", "foot the bill", "pick(?:s|ed)? up", "on our own", "out of luck", "protect", "indemnif", "refund", "treat ~as an insured",
        "fall(?:s)? (?:outside|within|under)", "take care of", "help (?:us )?with the (?:cost|bill)", "count(?:s)? as",
    ),
    "compare": (
        "違い", "違う", "違います", "比べ", "比較", "どちら", "どっち", "どの(?:プラン|制度|保険)", "それぞれ", "両方", "同じ(?:です|か|なの|扱い|で)", "プランによって", "どれ(?:が|なら|だと|に)", "限定プランと充実", "差(?:は|が|額)",
        "differen", "compare", "comparison", "versus", "\\bvs\\b", "which (?:of|plan|one|scheme|policy|cover|option|insurance)", "either", "both", "same (?:in|under|for|treatment)",
    ),
    "choose": (
        "(?:一番|いちばん|最も|もっとも|最)(?:安|低|高|大き|良|手頃)", "予算", "安い(?:の|プラン|タイプ|方)", "おすすめ", "最安", "以上(?:の|欲し|ほし|確保|にしたい|必要)", "以下で", "以内で(?:入|加入|選)", "cheapest", "lowest", "budget", "least expensive", "afford", "best value", "at least ~(?:million|yen|cover|limit)", "highest", "lowest",
    ),
    "difference": (
        "(?:いくら|何円|どれ(?:だけ|くらい|ぐらい)|なんぼ)(?:高|安|違|変わ|増|減|上が|下が|浮)", "差額", "差(?:は|が)?(?:いくら|何円|いくつ)", "(?:高|安)くな", "差はいくら", "how much (?:more|less|cheaper|dearer|extra|higher|lower)", "difference (?:in|between)", "what(?:'s| is) the difference", "cheaper by", "by how much",
        "増え", "上がる", "上がり", "extra cost", "additional (?:cost|premium)",
    ),
    "sum": ("合計", "合わせ", "あわせ", "足す", "合算", "全部で", "総額", "2つ(?:の|で)", "in total", "altogether", "combined", "together", "sum of", "both ~(?:cost|premium)"),
    "deadline": ("いつまで", "期限", "何日まで", "締め?切", "何日以内", "いつ(?:から|が|に|頃)", "何日(?:で|が|に|ぐらい)", "deadline", "by when", "when (?:is|does|do|must|should|can|are|did|will)", "last day", "which date", "what date", "until when", "by what date", "how (?:soon|long|many days)"),
    "define": ("とは(?:何|なん|どう|、|$|\\?|？|いったい|、?何)", "って何", "ってなに", "ってどう(?:いう|ゆう)", "という(?:の|こと)は(?:何|なん|どう)", "の意味", "定義", "(?:に|には|に当|にも)(?:あた|当た|該当|含ま|入|なり)(?:る|り|ます|れ)", "でいう", "what (?:is|are|does) ~(?:mean|meant|definition)", "what(?:'s| is) (?:a|an|the) ", "meaning of", "defin", "count(?:s|ed)? as", "what do you mean", "扱いになら"),
    "contact": ("電話", "連絡先", "問い?合わせ", "窓口", "番号", "誰に(?:聞|連絡|相談)", "どこに(?:聞|連絡|相談|電話)", "ホットライン", "fax", "phone", "call\\b", "hotline", "contact", "whom", "who (?:do|should|can) (?:we|i) (?:ask|call|contact)", "telephone", "e-?mail address"),
    "count": ("何(?:人|名|件|個|台|社|つ|日|回|種類|パーセント|%|割)", "いくつ", "how many", "how often", "what (?:share|percentage|percent|proportion)"),
    "exclusions": ("(?:対象外|補償されない|支払われない|出ない|免責)(?:の|に(?:なる)?|となる)?(?:もの|ケース|場合|事由|のは)(?:は|って|を|に|$|\\?|何)", "what (?:is|are|isn't|is not) ~(?:not covered|excluded|exclusions)", "list of exclusions", "(?:main|what) exclusions", "免責事由(?:は|を|って)"),
}

_COMPILED = {intent: PatternSet(patterns, f"intent {intent}") for intent, patterns in _PATTERNS.items()}

# A supposition that wants a yes or no: the answer says plainly whether it is right.
_SUPPOSES = re.compile(
    r"(?:です|ます|ない|ません|だ|る|い|た|ん|の|でしょう)(?:よね|ね|よな|っけ|じゃない(?:です)?か|でしょ|でしょう|もん|はず)(?:[?？。!\s]|$)|(?:対象外|無理|ダメ|だめ|出ない|出ません|免責)(?:です|だ|なん|と|って)|"
    r"(?:isn't it|right\?|aren't (?:we|they)|doesn't it|won't it|surely|i (?:guess|suppose|assume|take it|understand|heard|read)|correct\?|so ~?(?:we|it)(?:'s| is) not)"
)


def find_intents(text: str) -> dict[Intent, int]:
    """The intents of a prepared text, with the position of their first sign."""
    found: dict[Intent, int] = {}
    for intent, patterns in _COMPILED.items():
        places = patterns.find(text)
        if places:
            found[intent] = places[0].start
    return found


def supposes(text: str) -> bool:
    """Whether the message puts a supposition ("対象外ですよね？", "so it is not covered, right?")."""
    return bool(_SUPPOSES.search(text))


_SUPPOSED_NOT = re.compile(
    r"対象外|補償され(?:ない|ません)|支払われ(?:ない|ません)|出(?:ない|ません)|無理|(?:ダメ|だめ|駄目)|免責(?:です|で|だ)|なりません|ならない|使え(?:ない|ません)|もらえ(?:ない|ません)|おり(?:ない|ません)|"
    r"not (?:be )?(?:covered|paid|payable|insured|included)|excluded|never pay|won't pay|doesn't (?:cover|pay)|on our own|nothing|uninsured|fall outside|lost the"
)


def supposes_not_covered(text: str) -> bool:
    """Whether the supposition is that it is not covered."""
    return bool(_SUPPOSED_NOT.search(text))
