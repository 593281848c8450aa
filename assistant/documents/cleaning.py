"""From what a reader found to what is kept: nothing hidden, nothing that runs, leads elsewhere or gives orders.

The text of a document is data. A line that speaks to an assistant ("ignore your rules", 「…と答えること」) is no brochure's
business: it is set aside, shown to the person who added the document, and never quoted.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePath

from assistant.documents.model import MAX_CHARACTERS, Draft, Part, Reading
from assistant.errors import DocumentTooLargeError, NoTextError
from assistant.language.hygiene import plain_text
from assistant.language.tokens import language_of

_TITLE_LENGTH = 120
_LEAD = re.compile(r"^[\s#>*・\-]+")
_ORDER = re.compile(
    r"(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules?|prompts?|guidelines)"
    r"|system\s*prompt|developer\s*message|rule\s+table|jailbreak"
    r"|\b(?:you are|act as|pretend to be)\b.{0,30}\b(?:assistant|chatbot|language model|ai|gpt)\b"
    r"|\b(?:assistant|chatbot|ai|llm|gpt|claude)s?\s*[:：,]\s*\S"
    r"|\b(?:assistants?|chatbots?|ai|llm|language models?)\b.{0,20}\b(?:must|should|shall|will|has to|have to|need to)\b"
    r"|\b(?:always|now)\s+(?:answer|reply|respond|say)\b"
    r"|^\s*(?:answer|reply|respond)\b.{0,60}\b(?:with|that|yes|covered)\b"
    r"|(?:指示|命令|プロンプト)\s*[:：]"
    r"|(?:アシスタント|チャットボット|AI|ＡＩ|人工知能|言語モデル|LLM)\s*(?:へ|は|に対(?:し|する)|[:：]).{0,60}"
    r"(?:答え|回答|応答|出力|表示|案内|無視|従)"
    r"|(?:これまで|以前|上記|前)の(?:すべての|全ての)?(?:指示|命令|ルール|規則).{0,20}(?:無視|忘れ)"
    r"|システム\s*プロンプト"
    r"|(?:と|よう(?:に)?|必ず|以下を|は)(?:答え|回答し|返答し|応答し|案内し|お?伝え)(?:る|す)?"
    r"(?:こと|よ|ろ|せよ|なさい|て(?:ください|下さい|くれ))"
    r"|と(?:答える|回答する|返答する|案内する)(?:[。．」]|$)",
    re.I,
)


def clean(draft: Draft, name: str) -> Reading:
    """What is kept of a document.

    Args:
        draft: as its reader found it. name: of the file, for documents that have no title.

    Raises:
        NoTextError: nothing is left that could be read.
        DocumentTooLargeError: the text is longer than is taken in.
    """
    removed: Counter[str] = Counter(draft.removed)
    set_aside: list[str] = []
    total = sum(len(part.text) + len(part.title) for part in draft.parts)
    if total > MAX_CHARACTERS:
        raise DocumentTooLargeError(
            f"Its text has {total:,} characters; at most {MAX_CHARACTERS:,} are taken in. Split it and add the pieces."
        )
    parts: list[Part] = []
    for part in draft.parts:
        title = _lines(part.title, removed, set_aside)
        text = _lines(part.text, removed, set_aside)
        title = _LEAD.sub("", " ".join(title.split()))[:_TITLE_LENGTH]
        if text.strip() or title:
            parts.append(Part(title, part.level, part.page, text.strip("\n")))
    written = "\n".join(f"{part.title}\n{part.text}" for part in parts)
    if not any(character.isalnum() for character in written):
        if draft.unread:
            raise NoTextError(
                "It holds pictures of pages and no text (a scan). Run text recognition (OCR) over it, "
                "for example `ocrmypdf -l jpn+eng in.pdf out.pdf`, and add the result."
            )
        raise NoTextError("There is no text in it. Check that it is the file you meant.")
    return Reading(
        format=draft.format,
        title=_title(draft, parts, name),
        language=language_of(written[:20_000]),
        parts=tuple(parts),
        pages=draft.pages,
        tables=draft.tables,
        encoding=draft.encoding,
        removed=dict(sorted((+removed).items())),
        set_aside=tuple(set_aside),
        unread=tuple(draft.unread),
    )


def gives_orders(line: str) -> bool:
    """Whether a line speaks to whoever answers questions, instead of about insurance."""
    return bool(_ORDER.search(line))


def _lines(text: str, removed: Counter[str], set_aside: list[str]) -> str:
    cleaned = plain_text(text.replace("\v", "\n").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    removed.update(cleaned.removed)
    kept = []
    for line in cleaned.text.split("\n"):
        if gives_orders(line):
            removed["order"] += 1
            set_aside.append(line.strip()[:300])
        else:
            kept.append(line)
    return "\n".join(kept)


def _title(draft: Draft, parts: list[Part], name: str) -> str:
    """The document's own title, its first heading of the highest level, or the file's name."""
    removed: Counter[str] = Counter()
    own = " ".join(_lines(draft.title, removed, []).split())
    if own:
        return own[:_TITLE_LENGTH]
    heads = [part for part in parts[:20] if part.title] if draft.format != "text" else []
    if heads:
        best = min(part.level for part in heads)
        return next(part.title for part in heads if part.level == best)
    return " ".join(_lines(PurePath(name.replace("\\", "/")).stem, removed, []).split())[:_TITLE_LENGTH]
