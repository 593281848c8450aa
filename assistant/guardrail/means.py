"""By what means: a draft that lets people apply, agree or notify by telephone needs an answer that does.

A telephone number stands in every answer, so the word is no stranger there. Asking by telephone is always possible; what
has an effect (applying, consenting, notifying, claiming, paying) has the means that the answer names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.guardrail.bilingual import bilingual
from assistant.guardrail.evidence import Evidence
from assistant.guardrail.relations import SILENT, negated
from assistant.guardrail.text import Sentence

_MEANS: Final = tuple(
    (bilingual(said), re.compile(ground))
    for said, ground in (
        (r"電話(?:で|にて|により|を入れ|一本|口頭)|\b(?:by (?:tele)?phone|over the phone|by calling|with a (?:phone )?call)\b", r"電話(?:で|にて|を|する|により)|\b(?:by (?:tele)?phone|call)\b"),
        (r"口頭|\b(?:oral|verbal|spoken)\w*", r"口頭|\b(?:oral|verbal|spoken)\w*"),
        (r"(?:電子)?メール(?:で|にて|により|を送)|\bby e-?mail\b", r"メール|\be-?mail"),
        (r"fax|ファクス|ファックス", r"fax|ファクス|ファックス"),
        (r"郵送(?:で|に|し|すれ)|郵便|\bby (?:post|mail)\b", r"郵送|郵便|\b(?:post|mail)\b"),
        (r"ホームページ(?:から|で|上)|オンライン|(?:ネット|ウェブ|web)(?:から|で(?!も)|上で)|サイト(?:から|で)|アプリ|\b(?:online|via the (?:app|website)|through the website)\b", r"ホームページ|ウェブ|web|オンライン|サイト|\b(?:online|website|home ?page)\b"),
        (r"窓口(?:で|へ(?:行|出向))|来店|持参|対面|\bin person\b", r"窓口で|来店|持参|対面|\bin person\b"),
    )
)  # fmt: skip
_ACTS: Final = re.compile(
    r"申し?込|加入|手続|申請|請求|同意|承認|承諾|通知|届け?|報告|提出|振り?込|払|完了|済|解約|変更"
    r"|\b(?:appl\w+|join\w*|enrol\w*|sign\w*|claim\w*|consent\w*|approv\w*|notif\w*|submit\w*|pay\w*|cancel\w*|chang\w*|complet\w*)\b"
)
_ASKS: Final = re.compile(r"問い?合わ|尋ね|照会|相談|確認|お聞き|\b(?:ask|enquir\w*|inquir\w*|confirm|check|contact)\b")


def check_means(sentence: Sentence, evidence: Evidence) -> Iterator[str]:
    """Reasons to refuse a sentence for the means by which something takes effect."""
    text = sentence.text
    if negated(text) or SILENT.search(text) or _ASKS.search(text) or not _ACTS.search(text):
        return
    for said, ground in _MEANS:
        if (found := said.search(text)) and not ground.search(evidence.whole):
            yield f"The answer does not speak of the means “{found[0]}”."
            return
