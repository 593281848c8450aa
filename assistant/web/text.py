"""Every word of the chat page, in both languages. Nothing else on the page is written in code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Language, Verdict


@dataclass(frozen=True, slots=True)
class Text:
    """The page in one language; `{…}` are places that are filled in."""

    title: str
    skip: str
    language_group: str
    other_language: str
    choices: str
    choices_help: str
    scheme: str
    plan: str
    type: str
    rank: str
    residents: str
    residents_help: str
    any_scheme: str
    any_other: str
    conversation: str
    welcome: str
    intro: str
    examples: str
    question: str
    question_help: str
    send: str
    clear: str
    cleared: str
    asked: str
    answered: str
    working: str
    verdicts: dict[Verdict, str]
    not_stated: str
    sections: dict[str, str]
    figures: str
    inferred: str
    steps: str
    result: str
    conditions: str
    derivation: str
    values: dict[str, str]
    sources: str
    own: str
    own_beside: str
    own_found: str
    page: str
    caveats: str
    options: str
    agency: str
    empty_question: str
    too_long: str
    unknown_choice: str
    unusable: str
    unusable_amount: str
    failed: str
    failed_title: str
    lost: str
    between: str
    stop: str
    stopped: str
    retry: str
    copy: str
    copied: str
    not_copied: str
    share: str
    shared: str
    print: str
    save: str
    whole_question: str
    helpful: str
    yes: str
    no: str
    why: str
    reasons: dict[str, str]
    thanks: str
    not_sent: str
    stale_link: str
    follow_ups: str
    follow_plan: str
    follow_share: str
    follow_limit: str
    views_label: str
    views: dict[str, str]
    theme: str
    themes: dict[str, str]
    records: str
    agree: str
    agree_help: str
    agreed: str
    withdrawn: str
    not_withdrawn: str
    no_script: str


JA = Text(
    title="サイバー保険 補償案内",
    skip="質問の入力へ移動",
    language_group="表示言語",
    other_language="English",
    choices="ご加入の内容",
    choices_help="選ぶと、そのプランについて答えます。選ばなくても質問できます。",
    scheme="制度",
    plan="プラン",
    type="タイプ",
    rank="ランク",
    residents="住民数",
    residents_help="分担金の計算に使います（人）",
    any_scheme="指定しない",
    any_other="指定しない",
    conversation="質問と回答",
    welcome="補償の内容を確かめる",
    intro="事故や費用のこと、保険料のことを、ふだんの言葉でお尋ねください。パンフレットの該当ページとともにお答えします。",
    examples="質問の例",
    question="質問",
    question_help="例：パソコンを盗まれました",
    send="質問する",
    clear="会話を消す",
    cleared="会話を消しました。",
    asked="質問",
    answered="回答",
    working="パンフレットを確認しています",
    verdicts={
        "covered": "補償されます",
        "not_covered": "対象外",
        "conditional": "条件つき",
        "undetermined": "記載なし",
    },
    not_stated="記載なし",
    sections={
        "liability": "賠償責任",
        "response_costs": "事故対応費用",
        "business_interruption": "利益・営業継続費用",
    },
    figures="金額",
    inferred="パンフレットに明記がなく、読み取りによる額",
    steps="計算の順序",
    result="結果",
    conditions="確認すること",
    derivation="判断の道すじ",
    values={"true": "あてはまる", "false": "あてはまらない", "unknown": "わからない", "info": "参考"},
    sources="出典",
    own="お手元の資料の原文",
    own_beside="お手元の資料あり",
    own_found="お手元の資料に近い記載があります（判断ではありません）",
    page="{page}ページ",
    caveats="ご注意",
    options="あてはまるものを選んでください",
    agency="お問い合わせ先",
    empty_question="質問が入力されていません。知りたいことを入力してから「質問する」を押してください。",
    too_long="質問が長すぎます（{length}文字）。{most}文字以内に短くしてください。入力した文はそのまま残っています。",
    unknown_choice="選ばれた{field}が見つかりません。{choices}から選び直してください。",
    unusable_amount="金額に0円未満の値があります。0円以上の金額に直して、もう一度入力してください。",
    unusable="質問を読み取れませんでした。言葉を変えて、もう一度入力してください。",
    failed="回答を作れませんでした。もう一度お試しください。続くときは、取扱代理店へお問い合わせください。",
    failed_title="回答できませんでした",
    lost="接続が切れました。少し待ってから、もう一度「質問する」を押してください。",
    between="、",
    stop="やめる",
    stopped="質問を取りやめました。入力した文は入力欄に戻してあります。",
    retry="もう一度質問する",
    copy="回答をコピー",
    copied="コピーしました",
    not_copied="コピーできませんでした。文を選んでコピーしてください。",
    share="リンクをコピー",
    shared="この質問を開くリンクをコピーしました",
    print="印刷する",
    save="会話を保存",
    whole_question="質問の全文",
    helpful="この回答は役に立ちましたか",
    yes="はい",
    no="いいえ",
    why="どこが違いましたか",
    reasons={
        "verdict": "結論が違う",
        "amount": "金額が違う",
        "misread": "質問と違うことを答えている",
        "unclear": "わかりにくい",
    },
    thanks="ご意見を受け取りました。",
    not_sent="送れませんでした。接続を確かめて、もう一度押してください。",
    stale_link="リンクにある制度やプランのうち、今はないものがありました。「ご加入の内容」を選び直してください。",
    follow_ups="続けて質問する",
    follow_plan="{plan}ではどうですか",
    follow_share="自己負担はいくらですか",
    follow_limit="支払限度額はいくらですか",
    views_label="一覧と計算",
    views={
        "matrix": "補償の一覧",
        "premium": "保険料",
        "payout": "支払額",
        "deadline": "期限",
        "compare": "比べる",
    },
    theme="配色",
    themes={"auto": "端末に合わせる", "light": "明るい", "dark": "暗い"},
    records="記録について",
    agree="この会話を残すことに同意する",
    agree_help="同意すると、この会話の質問と回答を、案内の改善のために{days}日間残します。同意がなければ、答えられなかった質問だけを残します。"
    "どちらも、氏名や電話番号などを伏せてから残します。",
    agreed="この会話を残しています。チェックを外すと消えます。",
    withdrawn="残した会話を消しました。",
    not_withdrawn="会話を消せませんでした。もう一度チェックを入れてから外してください。",
    no_script="この画面にはJavaScriptが必要です。ブラウザーの設定で有効にして、開き直してください。お急ぎのときは、取扱代理店へお問い合わせください。",
)

EN = Text(
    title="Cyber insurance coverage guide",
    skip="Skip to the question",
    language_group="Display language",
    other_language="日本語",
    choices="Your cover",
    choices_help="Answers then stand on this plan. You can also ask without choosing.",
    scheme="Scheme",
    plan="Plan",
    type="Type",
    rank="Rank",
    residents="Residents",
    residents_help="Used to work out the contribution",
    any_scheme="Not specified",
    any_other="Not specified",
    conversation="Questions and answers",
    welcome="Check what is covered",
    intro="Ask in plain words about an incident, a cost or a premium. Each answer shows the page of the brochure "
    "that it rests on.",
    examples="Example questions",
    question="Question",
    question_help="For example: a laptop was stolen",
    send="Ask",
    clear="Clear conversation",
    cleared="The conversation is cleared.",
    asked="Question",
    answered="Answer",
    working="Checking the brochure",
    verdicts={
        "covered": "Covered",
        "not_covered": "Not covered",
        "conditional": "Depends",
        "undetermined": "Not stated",
    },
    not_stated="Not stated",
    sections={
        "liability": "Liability",
        "response_costs": "Incident response costs",
        "business_interruption": "Lost profit and continuity",
    },
    figures="Amounts",
    inferred="The brochure does not print this clearly; the amount rests on a reading of it",
    steps="Steps of the calculation",
    result="Result",
    conditions="What to confirm",
    derivation="How this was decided",
    values={"true": "applies", "false": "does not apply", "unknown": "not known", "info": "for information"},
    sources="Sources",
    own="Your own document, word by word",
    own_beside="with your own document",
    own_found="Your own documents have passages near this (no verdict)",
    page="page {page}",
    caveats="Please note",
    options="Choose the one that fits",
    agency="Whom to ask",
    empty_question="There is no question yet. Write what you would like to know, then press Ask.",
    too_long="The question is too long ({length} characters). Shorten it to {most} or fewer. Your text is still there.",
    unknown_choice="The {field} that was chosen does not exist. Choose again: {choices}.",
    unusable_amount="The question holds an amount below zero. Write it as 0 yen or more and ask again.",
    unusable="The question could not be read. Put it in other words and try again.",
    failed="The answer could not be prepared. Try again. If this continues, ask the agency.",
    failed_title="No answer",
    lost="The connection is lost. Wait a moment, then press Ask again.",
    between=", ",
    stop="Stop",
    stopped="The question was stopped. Your text is back in the field.",
    retry="Ask again",
    copy="Copy answer",
    copied="Copied",
    not_copied="This could not be copied. Select the text and copy it.",
    share="Copy link",
    shared="A link that opens this question was copied",
    print="Print",
    save="Save the chat",
    whole_question="The whole question",
    helpful="Did this answer help?",
    yes="Yes",
    no="No",
    why="What was wrong?",
    reasons={
        "verdict": "The verdict",
        "amount": "The amount",
        "misread": "It answers another question",
        "unclear": "Hard to understand",
    },
    thanks="Your view was received.",
    not_sent="This could not be sent. Check the connection and press again.",
    stale_link="The link names a scheme or plan that does not exist now. Choose again under “Your cover”.",
    follow_ups="Ask next",
    follow_plan="What about the {plan}?",
    follow_share="How much do we bear ourselves?",
    follow_limit="What is the limit?",
    views_label="Tables and calculators",
    views={
        "matrix": "Coverage table",
        "premium": "Premium",
        "payout": "Payout",
        "deadline": "Deadline",
        "compare": "Compare",
    },
    theme="Colours",
    themes={"auto": "As the device", "light": "Light", "dark": "Dark"},
    records="What is kept",
    agree="I agree that this conversation is kept",
    agree_help="If you agree, the questions and answers of this conversation are kept for {days} days to improve the guide. "
    "If not, only questions without an answer are. Either way, names, telephone numbers and the like are masked first.",
    agreed="This conversation is kept. Take the mark away to delete it.",
    withdrawn="The conversation that was kept is deleted.",
    not_withdrawn="The conversation could not be deleted. Set the mark again, then take it away.",
    no_script="This page needs JavaScript. Allow it in the settings of your browser and open the page again. If it is urgent, "
    "ask the agency.",
)

TEXTS: dict[Language, Text] = {"ja": JA, "en": EN}

_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


def language_of(question: str, page: Language) -> Language:
    """Return the language a question is answered in: that of its words, or the page's where they do not tell."""
    if _JAPANESE.search(question):
        return "ja"
    return "en" if len(_LATIN_WORD.findall(question)) >= 3 else page
