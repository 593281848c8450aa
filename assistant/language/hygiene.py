"""Text that others wrote, made safe to read: invisible characters, bidirectional controls, HTML, images and links.

A document, a message, a draft of a language model is data. What a person would not see in it must not be read
either (zero-width characters that hide a word from a filter, a hidden element of a page), and what makes a page fetch
something or send somebody elsewhere is not shown. Everything that is removed is reported by kind, so that who takes the
text in can say so or refuse it. Nothing here raises for any text, and the work is linear in the text.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "zero-width", "bidi", "tag", "control", "script", "comment", "hidden", "html", "image", "link"
]
"""What was removed. `tag` are the invisible letters of U+E0000, in which whole sentences can be hidden."""

# Fillers and joiners without any width; a blank that is none (U+2800, the fillers of Hangul) hides as well as they do.
_ZERO_WIDTH: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2065\u2800\u3164\ufeff\uffa0"
)
_BIDI: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u206a-\u206f\ufff9-\ufffb"
_TAG: Final = "\U000e0000-\U000e007f"
# They choose the form of a letter and hide nothing; dropped without a word.
_VARIATION: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_INVISIBLE: Final = re.compile(
    f"(?P<zero>[{_ZERO_WIDTH}])|(?P<bidi>[{_BIDI}])|(?P<control>[{_CONTROL}])|(?P<tag>[{_TAG}])|[{_VARIATION}]"
)
_KINDS: Final[Mapping[str, Kind]] = {"zero": "zero-width", "bidi": "bidi", "control": "control", "tag": "tag"}

_LOOKS_LIKE_HTML: Final = re.compile(r"<(?:[a-zA-Z][a-zA-Z0-9]*[\s/>]|/[a-zA-Z]|!--|!doctype)", re.I)
RUNNING: Final = frozenset(
    (
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "head",
        "title",
        "audio",
        "video",
        "canvas",
        "form",
        "select",
        "textarea",
        "button",
        "applet",
        "frameset",
    )
)
"""Elements that run, or that a reader does not see as text."""
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
BLOCKS: Final = frozenset(
    (
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "dd",
        "dt",
        "blockquote",
        "pre",
        "hr",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "figure",
        "caption",
    )
)
"""Elements that begin a line of their own."""
_HIDING: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0*(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|$|!)"
    r"|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|$|!)|color\s*:\s*(?:transparent|white|#fff(?:fff)?)\b"
    r"|(?:width|height)\s*:\s*0(?:px)?\s*(?:;|$|!)|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}|clip\s*:\s*rect",
    re.I,
)
_IMAGE: Final = re.compile(r"!\[([^\[\]]{0,300})\](?:\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)|\[[^\[\]\n]{0,200}\])")
_LINK: Final = re.compile(r"\[([^\[\]]{0,300})\](?:\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)|\[[^\[\]\n]{0,200}\])")
_REFERENCE: Final = re.compile(r"^[ ]{0,3}\[[^\[\]\n]{1,200}\]:[ \t]*\S[^\n]*$", re.M)
_ADDRESS: Final = re.compile(
    r"<(?:https?|ftp|mailto|javascript|data|file):[^<>\s]{1,2000}>"
    r"|(?<![a-z0-9])(?:(?:https?|ftp|file)://|javascript:|data:[a-z]+/[a-z0-9.+-]+[;,]|mailto:)[!-~]{1,2000}"
    r"|(?<![a-z0-9])www\.[a-z0-9.-]{1,200}[!-~]{0,2000}"
    r"|(?<![a-z0-9:])//[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,5}[!-~]{0,2000}",
    re.I,
)
_BLANK_LINES: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")


def hides(style: str) -> bool:
    """Whether a style (the declarations of CSS) hides what it is set on."""
    return bool(_HIDING.search(style))


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text with what was removed from it: how many characters or elements of each kind."""

    text: str
    removed: Mapping[Kind, int] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether nothing had to be removed."""
        return not self.removed


def without_invisible(text: str) -> Cleaned:
    """The text without characters that nobody sees: zero-width, bidirectional, control and tag characters."""
    if text.isascii() and text.isprintable():
        return Cleaned(text)
    found: Counter[Kind] = Counter()

    def drop(match: re.Match[str]) -> str:
        if match.lastgroup:
            found[_KINDS[match.lastgroup]] += 1
        return ""

    return Cleaned(_INVISIBLE.sub(drop, text), dict(found))


def plain_text(text: str) -> Cleaned:
    """A document's text as a reader sees it, without what is hidden, runs, is fetched or leads elsewhere.

    Scripts, styles, comments, hidden elements and all other markup go; of a link its words stay, of an image nothing;
    bare addresses go. Markdown is kept otherwise.
    """
    visible = without_invisible(text)
    found: Counter[Kind] = Counter(visible.removed)
    body = visible.text
    for _ in range(3):  # &lt;script&gt; is markup once it has been unescaped
        if not _LOOKS_LIKE_HTML.search(body):
            break
        reader = _Reader(found, body)
        reader.feed(body)
        reader.close()
        body = _BLANK_LINES.sub("\n\n", "".join(reader.parts))
    body = unescape(body) if "&" in body and found["html"] else body

    def count(kind: Kind, keep: int | None) -> Callable[[re.Match[str]], str]:
        def replace(match: re.Match[str]) -> str:
            found[kind] += 1
            return match[keep] if keep is not None else ""

        return replace

    body = _IMAGE.sub(count("image", None), body)
    body = _LINK.sub(count("link", 1), body)
    body = _REFERENCE.sub(count("link", None), body)
    body = _ADDRESS.sub(count("link", None), body)
    return Cleaned(body.strip() if found else body, dict(+found))


def delimited(text: str, label: str = "data") -> str:
    """A text between marks that it cannot contain, for a prompt: what stands between them is data, never an order.

    Args:
        text: what others wrote; invisible characters are removed.
        label: what it is, in lower-case letters.
    """
    body = without_invisible(text).text
    fence = hashlib.sha256(f"{label}\0{body}".encode("utf-8", "replace")).hexdigest()[:12]
    # The mark is made from the text, so that the text cannot hold it; what only looks like a mark is broken up.
    body = re.sub(r"<<(?=/?[a-z])", "< <", body)
    return f"<<{label} {fence}>>\n{body}\n<</{label} {fence}>>"


class _Reader(HTMLParser):
    """Collects the text that a browser would show."""

    def __init__(self, found: Counter[Kind], source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        # An element that is never closed does not take the rest of the text with it.
        self._closed = {name.lower() for name in re.findall(r"</([a-zA-Z][a-zA-Z0-9]*)", source)}
        self._found = found
        self._open: list[tuple[str, bool]] = []  # elements, and whether what is in them is dropped

    @property
    def _dropping(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; one that is hidden or runs is dropped with all that is in it."""
        values = {name: value or "" for name, value in attrs}
        hidden = (
            "hidden" in values or values.get("aria-hidden") == "true" or bool(_HIDING.search(values.get("style", "")))
        )
        kind: Kind = "html"
        if tag == "img":
            kind = "image"
        elif tag in RUNNING:
            kind = "script"
        elif hidden:
            kind = "hidden"
        elif tag == "a":
            kind = "link"
        self._found[kind] += 1
        if tag not in _VOID and tag in self._closed:
            self._open.append((tag, self._dropping or hidden or tag in RUNNING))
        if tag in BLOCKS and not self._dropping:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself holds no text."""
        self._found["script" if tag in RUNNING else "image" if tag == "img" else "html"] += 1
        if tag in BLOCKS and not self._dropping:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close the element and those left open in it; an end without a beginning is ignored."""
        if not any(name == tag for name, _ in self._open):
            return
        dropped = self._dropping
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag in BLOCKS and not dropped:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep text that shows."""
        if not self._dropping:
            self.parts.append(data)

    def handle_comment(self, data: str) -> None:
        """Count a comment; it never shows."""
        self._found["comment"] += 1

    def handle_decl(self, decl: str) -> None:
        """Count a declaration."""
        self._found["html"] += 1

    def handle_pi(self, data: str) -> None:
        """Count a processing instruction."""
        self._found["html"] += 1

    def unknown_decl(self, data: str) -> None:
        """Count a marked section."""
        self._found["html"] += 1
