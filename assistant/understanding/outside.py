"""Recognise subjects that no brochure here is about: other insurances, other companies, other help."""

from __future__ import annotations

from assistant.corpus.patterns import PatternSet

# Other kinds of insurance; asked about, they are no subject of a cyber scheme.
_OTHER_INSURANCE = PatternSet(
    [
        "(?:自動車|自賠責|バイク|車両|火災|地震|生命|医療|がん|ガン|介護|年金|個人年金|学資|旅行|海外旅行|ペット|傷害|団体傷害|労災|雇用|健康|国民健康|船舶|ゴルフ|葬儀|住宅|就業不能|所得補償)(?:総合|上乗せ)?(?:保険|共済)",
        "(?<!non-)(?:motor|car|auto|automobile|vehicle|life|health|medical|travel|pet|home|house|homeowners?|fire|earthquake|flood|dental|accident|unemployment|pension|funeral|marine|workers'? compensation) insurance",
        "insurance for (?:our |my |the )?(?:car|van|house|dog|cat|pet|trip|building)",
    ],
    "other insurance",
)

# Insurers whose products may be compared with; those that a brochure here names are not foreign to it.
INSURERS = (
    "三井住友海上", "aig損保", "aig", "チャブ", "chubb", "ソニー損保", "楽天損保", "セコム損保", "共栄火災", "日新火災", "アクサ", "axa", "アリアンツ", "allianz", "チューリッヒ",
    "zurich", "ロイズ", "lloyd's", "大同火災", "イーデザイン", "sbi損保", "日本生命", "第一生命", "明治安田", "住友生命", "アフラック", "aflac", "東京海上", "損保ジャパン", "あいおい",
)  # fmt: skip


def other_insurance(text: str) -> bool:
    """Whether another kind of insurance is asked about."""
    return bool(_OTHER_INSURANCE.find(text))


def foreign_insurer(text: str, corpus_text: str) -> str | None:
    """An insurer named in the message that no brochure here names, or None."""
    return next((n for n in INSURERS if n in text and n not in corpus_text), None)
