"""Names of plans and options that nobody offers: 「プレミアムプラン」, "the gold plan". They get no figure of another plan."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.understanding.lexicon import ChoiceMention, Span

_JAPANESE = re.compile(
    r"[「『\"]?((?:[ァ-ヺー・]{3,14}|[a-z]{3,12}|安心|完全|特別|特選|上級|最上位|お手軽|簡易|個人|家族|法人|標準|基礎|総合|充足|万全)(?:補償|保障|サポート)?)[」』\"]?の?(プラン|コース|オプション|特約)"
)
_ENGLISH = re.compile(
    r"\b(gold|platinum|diamond|bronze|premium|deluxe|standard|economy|light|lite|family|business|pro|plus|vip|executive|super|ultimate|advanced|complete|total|elite|starter|"
    r"essential|budget|first[- ]class|all[- ]in|telework|remote[- ]work|drone|ai|crypto|ransomware|reputation|mobile|cloud)[ -](plan|option|rider|package|tier|course)\b"
)
# 'the "Premium Gold" plan': a name in quotation marks, whatever it is.
_QUOTED = re.compile(
    r"[\"“‘']([a-z][a-z ]{2,24})[\"”’'] (plan|option|rider|package|course)\b|「([^」\d]{2,10})」という(プラン|コース)"
)
# What people call real plans by: size, price, place in the list, or what a plan is for.
_NO_NAME = re.compile(
    r"^(?:プラン|コース|オプション|タイプ|ランク|サイバー|セキュリティ|システム|ネットワーク|データ|セット|ワイド|ベーシック|シルバー|センター|グループ|メニュー|パッケージ|ホームページ|"
    r"the|this|that|which|what|each|every|other|another|same|our|your|cyber|any|all|and|or|for|of|with|without|under|both|type|rank|set)$"
)


def unknown_plans(text: str, known: Iterable[Span]) -> list[ChoiceMention]:
    """Mentions of plans or options by names that are none, as wrong choices of the dimension `plan`.

    `known` are the places of names that do exist; what overlaps one is left alone.
    """
    spans = [(s.start, s.end) for s in known]
    found = []
    for pattern in (_JAPANESE, _ENGLISH, _QUOTED):
        for m in pattern.finditer(text):
            if _NO_NAME.match(m[1] or m[3]) or any(a < m.end() and m.start() < b for a, b in spans):
                continue
            found.append(ChoiceMention("plan", None, m.start(), m.end(), m.group().strip('「」『』"')))
    return found
