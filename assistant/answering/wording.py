"""Words and figures as people read them, in Japanese and English; no rule is decided here."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Verdict
from assistant.understanding.text import Language

VERDICT_WORDS: dict[Language, dict[Verdict, str]] = {
    "ja": {
        "covered": "補償されます",
        "not_covered": "対象外です",
        "conditional": "条件つきで補償されます",
        "undetermined": "パンフレットには書かれていません",
    },
    "en": {
        "covered": "covered",
        "not_covered": "not covered",
        "conditional": "covered only under conditions",
        "undetermined": "not stated in the brochure",
    },
}

PHRASES: dict[str, dict[Language, str]] = {
    "why": {"ja": "理由", "en": "Why"},
    "decides": {"ja": "{what}が決め手です。", "en": "{what}."},
    "conditions": {"ja": "支払われるための条件", "en": "Conditions"},
    "one_of": {"ja": "次のいずれか：", "en": "one of: "},
    "formalities": {"ja": "あわせて必要なこと", "en": "Also needed"},
    "premises": {"ja": "前提", "en": "This assumes that"},
    "payment": {"ja": "お支払いの計算", "en": "How payment is computed"},
    "sources": {"ja": "根拠", "en": "Sources"},
    "page": {"ja": "{page}ページ", "en": "page {page}"},
    "insurer_decides": {
        "ja": "実際のお支払いは、引受保険会社が個別の事案をもとに判断します。",
        "en": "Whether a claim is paid is decided by the insurer, case by case.",
    },
    "other_exclusions": {
        "ja": "ご質問で触れられていない除外事由に当たらないことが前提です。",
        "en": "This assumes that no exclusion applies that your question does not touch.",
    },
    "ask": {"ja": "お問い合わせ：{name}", "en": "Whom to ask: {name}"},
    "yes": {"ja": "はい、", "en": "Yes. "},
    "no": {"ja": "いいえ、", "en": "No. "},
    "inferred": {
        "ja": "この点はパンフレットの記載が読み取りにくく、推定を含みます。取扱代理店に確認してください。",
        "en": "The brochure is unclear on this point and this reading is inferred: please confirm it with the agency.",
    },
}


def phrase(key: str, language: Language, **slots: object) -> str:
    """A fixed phrase with its slots filled."""
    return PHRASES[key][language].format(**slots)


def yen(amount: int, language: Language) -> str:
    """An amount as people read it: 440万円（4,400,000円）, 73,810円, 4,400,000 yen."""
    if language == "en":
        return f"{amount:,} yen"
    short = short_yen(amount)
    full = f"{amount:,}円"
    return full if short is None else f"{short}（{full}）"


def short_yen(amount: int) -> str | None:
    """1億2,000万円, 440万円; None where the figure is no whole number of 万."""
    if amount < 10_000 or amount % 10_000:
        return None
    oku, man = divmod(amount // 10_000, 10_000)
    parts = (f"{oku:,}億" if oku else "") + (f"{man:,}万" if man else "")
    return f"{parts}円"


def join(parts: Iterable[str], language: Language) -> str:
    """An enumeration: 「A、B」 or "A, B and C"."""
    items = [p for p in parts if p]
    if language == "ja":
        return "、".join(items)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def bullets(lines: Iterable[str]) -> str:
    """A Markdown list."""
    return "\n".join(f"- {line}" for line in lines)


def sentence(text: str, language: Language) -> str:
    """A text that ends as a sentence ends."""
    text = text.strip()
    if not text or text[-1] in "。.！!？?：:":
        return text
    return text + ("。" if language == "ja" else ".")


def capital(text: str) -> str:
    """The first letter as a capital."""
    return text[:1].upper() + text[1:]
