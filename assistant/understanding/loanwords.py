"""Words from other languages in the script they are written in: 「ぱそこん」「のート」 are read as パソコン, ノート.

One character stands for one, so that offsets stay. Only words that no Japanese word contains by chance are listed.
"""

from __future__ import annotations

import re

_WORDS = [
    "パソコン",
    "ノート",
    "メール",
    "ウイルス",
    "ウィルス",
    "プラン",
    "タイプ",
    "ランク",
    "データ",
    "ホームページ",
    "システム",
    "ファイル",
    "シルバー",
    "センター",
    "スマホ",
    "スマートフォン",
    "タブレット",
    "セキュリティ",
    "セキュリティー",
    "サイバー",
    "コールセンター",
    "ハッカー",
    "ハッキング",
    "ログイン",
    "パスワード",
    "アクセス",
    "コピー",
    "レンタル",
    "ネット",
    "インターネット",
    "プログラム",
    "ソフト",
    "バックアップ",
    "クラウド",
    "ランサムウェア",
    "マルウェア",
    "フォレンジック",
    "コンサル",
    "プリンター",
    "デスクトップ",
    "ルーター",
    "モニター",
    "アドレス",
    "クレジット",
    "カード",
    "ホットライン",
    "オプション",
    "サーバー",
    "サーバ",
    "アルバイト",
    "パート",
    "ニュース",
    "テレビ",
    "フリーダイヤル",
    "メモリ",
    "ハードディスク",
    "サービス",
    "アカウント",
    "チラシ",
    "パンフレット",
]
_SHIFT = 0x60  # from ぁ to ァ


def _either(character: str) -> str:
    """A katakana as a pattern that holds for it in both scripts."""
    return f"[{character}{chr(ord(character) - _SHIFT)}]" if "ァ" <= character <= "ヶ" else re.escape(character)


_PATTERN = re.compile("|".join("".join(_either(c) for c in w) for w in sorted(_WORDS, key=len, reverse=True)))
_HIRAGANA = re.compile(r"[ぁ-ゖ]")


def in_katakana(text: str) -> str:
    """The text with the loanwords that stand in hiragana, or half in it, in katakana; as long as before."""
    if not _HIRAGANA.search(text):
        return text
    return _PATTERN.sub(lambda m: "".join(_up(c) for c in m.group()), text)


def _up(character: str) -> str:
    return chr(ord(character) + _SHIFT) if "ぁ" <= character <= "ゖ" else character
