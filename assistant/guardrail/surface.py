"""What can be seen of a draft without reading it: empty, cut off, in another language, with signs, links or markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.answer import Answer
from assistant.guardrail.text import fold_text
from assistant.language.hygiene import without_invisible
from assistant.understanding.folding import normalise
from assistant.understanding.text import detect_language

LONGEST: Final = 6000
"""Characters of a draft that are judged; a longer one is refused."""

_MARKUP: Final = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|```|\{\{|\}\}|\$\{|<%")
_IMAGE: Final = re.compile(r"!\[|\]\(|\]\[|^\s*\[[^\]]+\]:", re.M)
_ADDRESS: Final = re.compile(
    r"(?:https?|ftp|javascript|mailto):\S*|(?:data|file):[^\s\u3000-\u9fff]\S*|\bwww\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|\b[a-z0-9-]{2,}\.(?:com|net|org|jp|co\.jp|or\.jp|go\.jp|info|io|example|biz|me|ly|to|dev|app|html?|php|pdf)\b\S*",
    re.I,
)
_LETTER_DIGITS: Final = re.compile(r"\d[\d,.]*[oOlI][\d,oOlI]*|[oOlI][,.]?\d[\d,]*[oOlI]?\d")
_ENDED: Final = re.compile(
    r"[。．.!?！？」』）)\]\"'”’:：]\s*$|[\d%円]\s*$|(?:yen|ます|です|せん|した|ない|する|れる|いる|対象外|対象|なし|補償|可|不可|[○×])\s*$"
)
_OPEN_END: Final = re.compile(
    r"(?:[、,;；:：(（「『]|\b(?:and|or|but|the|a|an|of|to|for|with|by|is|are|in|on|at|if|that|which|because|will|be|not)|[はがをにでとのもへや]|(?:ので|ため|が|から))\s*$",
    re.I,
)


def surface(draft: str, answer: Answer, allowed: str) -> Iterator[str]:
    """Reasons to refuse a draft by its looks; `allowed` is the text whose addresses and signs it may repeat."""
    cleaned = without_invisible(draft)
    if not fold_text(draft).strip():
        yield "The draft is empty."
        return
    if len(draft) > LONGEST:
        yield f"The draft has {len(draft):,} characters; at most {LONGEST:,} are judged."
        return
    if {"bidi", "tag"} & set(cleaned.removed):
        yield "The draft holds invisible characters that change how it is read."
    text = cleaned.text
    if _MARKUP.search(text):
        yield "The draft holds markup or code."
    if _IMAGE.search(text):
        yield "The draft holds an image or a link."
    for found in _ADDRESS.finditer(normalise(text)):
        address = found[0].rstrip(".,)").lower()
        if address not in allowed.lower() and address not in normalise(allowed).lower():
            yield f"The draft names an address that the answer does not: {found[0][:60]}."
    odd = sorted({c for c in text if _odd(c)})
    if odd:
        yield f"The draft holds characters of another script: {' '.join(odd[:5])}."
    folded = fold_text(text)
    if match := _LETTER_DIGITS.search(folded):
        yield f"Letters stand for digits in {match[0]!r}."
    lines = folded.strip().splitlines()
    if _cut_off(folded) and lines[-1].strip() not in {x.strip() for x in fold_text(allowed).splitlines()}:
        yield "The draft is cut off."
    if _language(folded) != answer.language:
        yield "The draft is in another language than the answer."


@lru_cache(maxsize=4096)
def _odd(character: str) -> bool:
    """Whether a character belongs neither to Japanese nor to English text."""
    if character < "\u0250":
        return False
    if unicodedata.category(character)[0] not in "LNM":
        return False
    folded = unicodedata.normalize("NFKC", character)
    if "MATHEMATICAL" in unicodedata.name(character, ""):
        return True
    return not all(
        c < "\u0250"
        or "\u3040" <= c <= "\u30ff"
        or "\u3400" <= c <= "\u9fff"
        or c in "々〆ー〇"
        or "\uf900" <= c <= "\ufaff"
        for c in folded
    )


def _cut_off(text: str) -> bool:
    line = text.strip().splitlines()[-1].strip()
    if line.startswith(("\u0001", "〔")) and not line.endswith(("、", ",")):
        return False
    if _SIGNED.search(text.strip()):
        return False
    last = line.strip("*_`|").strip()
    if not last or line.endswith("|"):
        return False
    return not _ENDED.search(last) and (bool(_OPEN_END.search(last)) or _needs_end(text, last))


_SIGNED: Final = re.compile(
    r"(?:regards|wishes|sincerely|faithfully|truly|さま|様)[,、.]?$|(?:regards|wishes|sincerely|faithfully|truly),?\s*\n?[\w .]{0,30}$",
    re.I,
)


def _needs_end(text: str, last: str) -> bool:
    """Prose ends with a mark; the last line of a list or table may end without one."""
    listed = last[0] in "\u0001-*•・●○①②③④⑤|" or last[:1].isdigit() or "：" in last or ":" in last
    return not listed and ("。" in text or ". " in text or len(last) > 60)


def _language(text: str) -> str:
    return detect_language(text)
