"""Every word of the owner's view, in both languages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assistant.answer import Language


@dataclass(frozen=True, slots=True)
class OwnerText:
    """The view in one language; `{…}` are places that are filled in."""

    title: str
    skip: str
    other_language: str
    back: str
    sections: str
    pages: dict[str, str]
    intros: dict[str, str]
    empty: dict[str, str]
    sign_in: str
    sign_in_help: str
    password: str
    sign_out: str
    wrong: str
    too_often: str
    stale: str
    signed_out: str
    unusable: str
    span: str
    spans: dict[int, str]
    figures: dict[str, str]
    states: dict[str, str]
    reasons: dict[str, str]
    helpful: str
    unhelpful: str
    doors: dict[str, str]
    languages: dict[str, str]
    kinds: dict[str, str]
    times: str
    alike: str
    in_all: str
    questions: str
    no_scheme: str
    chosen: str
    most: str
    all_of: str
    by_reason: str
    by_state: str
    delete: str
    delete_this: str
    deleted: str
    open_talk: str
    talk: str
    asked: str
    answered: str
    no_answer: str
    export_csv: str
    export_cases: str
    export_chat: str
    exports: str
    kept: str
    newer: str
    older: str
    page_of: str
    paging: str
    theme: str
    themes: dict[str, str]


JA = OwnerText(
    title="運営者の画面",
    skip="本文へ移動",
    other_language="English",
    back="補償案内のページへ",
    sections="運営者の画面の項目",
    pages={
        "overview": "概要",
        "unanswered": "答えられなかった質問",
        "feedback": "回答への評価",
        "subjects": "よく聞かれること",
        "conversations": "会話",
    },
    intros={
        "overview": "補償案内で尋ねられたことと、回答への評価です。",
        "unanswered": "パンフレットに記載がない、別の話題である、などの理由で答えられなかった質問です。同じ文の質問は1件にまとめ、似た質問は続けて並べています。",
        "feedback": "ページとウィジェットで、回答が役に立ったかを尋ねた結果です。",
        "subjects": "答えた質問を、回答の主題ごとに数えています。質問の文は残していません。",
        "conversations": "残すことに同意した方の会話です。同意を取り消した会話は、ここから消えます。",
    },
    empty={
        "overview": "この期間には、まだ質問がありません。",
        "unanswered": "この期間に、答えられなかった質問はありません。",
        "feedback": "この期間に、評価はまだありません。",
        "subjects": "この期間に、答えた質問はまだありません。",
        "conversations": "この期間に、残された会話はありません。",
    },
    sign_in="ログイン",
    sign_in_help="この画面は、補償案内を運営する方のものです。",
    password="パスワード",
    sign_out="ログアウト",
    wrong="パスワードが違います。もう一度入力してください。",
    too_often="続けて間違えたため、しばらくログインできません。{minutes}分後にもう一度お試しください。",
    stale="画面を開いてから時間がたったため、送れませんでした。もう一度操作してください。",
    signed_out="ログアウトしました。",
    unusable="記録を読み書きできません。サーバーのログに、場所と対処が出ています。",
    span="期間",
    spans={7: "7日間", 30: "30日間", 0: "すべて"},
    figures={
        "asked": "質問",
        "unanswered": "答えられなかった質問",
        "helpful": "役に立った",
        "unhelpful": "役に立たなかった",
        "conversations": "残された会話",
    },
    states={
        "answered": "答えた",
        "asked_back": "尋ね返した",
        "not_stated": "記載なし",
        "no_answer": "別の話題・読み取れず",
        "failed": "不具合",
    },
    reasons={
        "verdict": "結論が違う",
        "amount": "金額が違う",
        "misread": "質問と違うことを答えている",
        "unclear": "わかりにくい",
        "other": "理由の選択なし",
        "": "理由の選択なし",
    },
    helpful="役に立った",
    unhelpful="役に立たなかった",
    doors={"page": "ページ", "api": "API・ウィジェット"},
    languages={"ja": "日本語", "en": "英語"},
    kinds={
        "coverage": "補償の有無",
        "amount": "金額",
        "fact": "説明",
        "comparison": "比較",
        "clarification": "尋ね返し",
        "abstention": "記載なし",
    },
    times="{times}回",
    alike="似た質問{count}件",
    in_all="合わせて{times}回",
    questions="質問{count}件",
    no_scheme="制度の指定なし",
    chosen="選択：{chosen}",
    most="よく聞かれること",
    all_of="すべて見る",
    by_reason="役に立たなかった理由",
    by_state="質問の結果",
    delete="消す",
    delete_this="「{what}」を消す",
    deleted="消しました。",
    open_talk="会話を開く",
    talk="会話",
    asked="質問",
    answered="回答",
    no_answer="回答なし",
    export_csv="CSVで保存",
    export_cases="評価の事例として保存（JSONL）",
    export_chat="この会話を保存（chat.json）",
    exports="保存",
    kept="記録は{days}日で消えます。メールアドレス、電話番号、氏名などは、書き込む前に伏せています。",
    newer="新しいものへ",
    older="古いものへ",
    page_of="{page}／{pages}ページ（{total}件）",
    paging="ページ送り",
    theme="配色",
    themes={"auto": "端末に合わせる", "light": "明るい", "dark": "暗い"},
)

EN = OwnerText(
    title="Owner's view",
    skip="Skip to the content",
    other_language="日本語",
    back="To the coverage guide",
    sections="Parts of the owner's view",
    pages={
        "overview": "Overview",
        "unanswered": "Unanswered",
        "feedback": "Feedback",
        "subjects": "Subjects",
        "conversations": "Conversations",
    },
    intros={
        "overview": "What was asked, and what people said of the answers.",
        "unanswered": "Questions without an answer: the brochures do not say it, it is another subject, or it was not "
        "understood. Questions in the same words count as one, those that are alike stand together.",
        "feedback": "What people answered when the page or the widget asked whether an answer helped.",
        "subjects": "Answered questions, counted by what the answer was about. Their words are not kept.",
        "conversations": "Conversations whose people agreed to this. When somebody takes that back, it is deleted here.",
    },
    empty={
        "overview": "No question was asked in this period.",
        "unanswered": "Every question of this period was answered.",
        "feedback": "Nobody has said anything of an answer in this period.",
        "subjects": "No question was answered in this period.",
        "conversations": "No conversation was kept in this period.",
    },
    sign_in="Sign in",
    sign_in_help="This is for those who run the coverage guide.",
    password="Password",
    sign_out="Sign out",
    wrong="The password is wrong. Enter it again.",
    too_often="It was wrong several times in a row. Try again in {minutes} minutes.",
    stale="The page had been open for too long, so nothing was sent. Do it once more.",
    signed_out="You are signed out.",
    unusable="The records cannot be read or written. The server's log says where they are and what to do.",
    span="Period",
    spans={7: "7 days", 30: "30 days", 0: "All"},
    figures={
        "asked": "Questions",
        "unanswered": "Unanswered",
        "helpful": "Helped",
        "unhelpful": "Did not help",
        "conversations": "Conversations kept",
    },
    states={
        "answered": "Answered",
        "asked_back": "Asked back",
        "not_stated": "Not stated",
        "no_answer": "Other subject, or not understood",
        "failed": "Defect",
    },
    reasons={
        "verdict": "The verdict",
        "amount": "The amount",
        "misread": "It answers another question",
        "unclear": "Hard to understand",
        "other": "No reason chosen",
        "": "No reason chosen",
    },
    helpful="Helped",
    unhelpful="Did not help",
    doors={"page": "Page", "api": "API or widget"},
    languages={"ja": "Japanese", "en": "English"},
    kinds={
        "coverage": "Coverage",
        "amount": "Amount",
        "fact": "Fact",
        "comparison": "Comparison",
        "clarification": "Question back",
        "abstention": "Not stated",
    },
    times="{times} times",
    alike="{count} like it",
    in_all="{times} times in all",
    questions="{count} questions",
    no_scheme="No scheme",
    chosen="Chosen: {chosen}",
    most="Most asked about",
    all_of="Show all",
    by_reason="Why answers did not help",
    by_state="How questions ended",
    delete="Delete",
    delete_this="Delete “{what}”",
    deleted="Deleted.",
    open_talk="Open the conversation",
    talk="Conversation",
    asked="Question",
    answered="Answer",
    no_answer="No answer",
    export_csv="Save as CSV",
    export_cases="Save as evaluation cases (JSONL)",
    export_chat="Save this conversation (chat.json)",
    exports="Save",
    kept="Records are deleted after {days} days. Mail addresses, telephone numbers, names and the like are masked before "
    "anything is written.",
    newer="Newer",
    older="Older",
    page_of="Page {page} of {pages} ({total} entries)",
    paging="Pages",
    theme="Colours",
    themes={"auto": "As the device", "light": "Light", "dark": "Dark"},
)

OWNER_TEXTS: dict[Language, OwnerText] = {"ja": JA, "en": EN}

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(at: int, language: Language) -> str:
    """Return a time (seconds since 1970) as people read it, in the server's own zone."""
    local = dt.datetime.fromtimestamp(at).astimezone()
    if language == "ja":
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


def counted(pattern: str, count: int) -> str:
    """Return a pattern with its count filled in; English has a form for one."""
    text = pattern.format(times=f"{count:,}", count=f"{count:,}")
    return {"1 times": "once", "1 questions": "1 question"}.get(text, text)
