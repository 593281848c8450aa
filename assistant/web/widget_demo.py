"""The widget's demo page: what a webmaster sees, tries and copies. Its policy is as strict as one can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal
from urllib.parse import urlencode

from assistant.answer import Language
from assistant.web.protocol import SchemeInfo

Theme = Literal["auto", "light", "dark"]
_THEMES: tuple[Theme, ...] = ("auto", "light", "dark")

# No inline script, no inline style, nothing from elsewhere: what works here works on other strict pages.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; what it does not know counts as not given."""

    language: Language = "ja"
    theme: Theme = "auto"
    scheme: str = ""
    plan: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], schemes: Sequence[SchemeInfo]) -> Wanted:
        """Read the query of an address."""
        chosen = next((scheme for scheme in schemes if scheme.id == query.get("scheme")), None)
        plans = [plan.id for plan in chosen.plans] if chosen else []
        theme = next((known for known in _THEMES if known == query.get("theme")), _THEMES[0])
        return cls(
            language="en" if query.get("lang") == "en" else "ja",
            theme=theme,
            scheme=chosen.id if chosen else "",
            plan=query["plan"] if query.get("plan") in plans else "",
        )

    def address(self) -> str:
        """Return the address of the page that asks for this."""
        return "?" + urlencode({"lang": self.language, "theme": self.theme, "scheme": self.scheme, "plan": self.plan})

    def attributes(self) -> dict[str, str]:
        """Return the attributes of the script tag."""
        given = {"data-scheme": self.scheme, "data-plan": self.plan}
        given = {name: value for name, value in given.items() if value}
        return {**given, "data-lang": self.language, "data-theme": self.theme}


@dataclass(frozen=True, slots=True)
class Text:
    """The page in one language."""

    title: str
    intro: str
    language: str
    theme: str
    themes: Mapping[str, str]
    scheme: str
    plan: str
    all: str
    inline: str
    inline_help: str
    tag: str
    tag_help: str
    tag_inline: str
    tag_launcher: str
    copy: str
    copied: str
    policy: str
    policy_help: str
    back: str


_JA = Text(
    title="ウィジェットの見本",
    intro="タグを1つ置くと、補償案内がそのページで使えます。この画面の右下のボタンと、下の枠が、その見本です。",
    language="表示言語",
    theme="配色",
    themes={"auto": "端末に合わせる", "light": "明るい", "dark": "暗い"},
    scheme="制度",
    plan="プラン",
    all="指定しない",
    inline="ページの中に置く",
    inline_help='data-mode="inline" を付けると、タグを置いた場所に表示されます。',
    tag="貼り付けるタグ",
    tag_help="integrity は、このサーバーが今配っているファイルの値です。サーバーを更新したら、この画面から写し直してください。",
    tag_inline="ページの中に置くとき",
    tag_launcher="右下にボタンを置くとき",
    copy="コピー",
    copied="コピーしました",
    policy="Content-Security-Policy を使うページでは",
    policy_help="次の2行が要ります。script-src には、下のホスト名の代わりに integrity の値か nonce も使えます。style-src と img-src への追加は要りません。",
    back="補償案内のページへ",
)
_EN = Text(
    title="Widget demo",
    intro="One tag puts the coverage guide on a page. The button at the lower right and the frame below are examples.",
    language="Language",
    theme="Colours",
    themes={"auto": "As the device", "light": "Light", "dark": "Dark"},
    scheme="Scheme",
    plan="Plan",
    all="Not specified",
    inline="Inside the page",
    inline_help='With data-mode="inline" it stands where the tag stands.',
    tag="The tag to copy",
    tag_help="The integrity value is that of the file this server has now. After an update of the server, copy the tag again.",
    tag_inline="Inside the page",
    tag_launcher="As a button at the lower right",
    copy="Copy",
    copied="Copied",
    policy="On a page with a Content-Security-Policy",
    policy_help="These two lines are needed. In script-src, the integrity value or a nonce can stand in place of the host. "
    "Nothing is added to style-src or img-src.",
    back="To the coverage guide",
)
_TEXTS: dict[Language, Text] = {"ja": _JA, "en": _EN}


def script_tag(address: str, integrity: str, attributes: Mapping[str, str]) -> str:
    """Return the tag as it is copied, an attribute a line."""
    given = {"src": address, "integrity": integrity, "crossorigin": "anonymous", **attributes}
    lines = "\n        ".join(f'{name}="{escape(value)}"' for name, value in given.items())
    return f"<script {lines}\n        async></script>"


def page(wanted: Wanted, schemes: Sequence[SchemeInfo], address: str, integrity: str) -> str:
    """Return the page; `address` is the widget's whole address that never changes its content."""
    text = _TEXTS[wanted.language]
    launcher = wanted.attributes()
    inline = {**launcher, "data-mode": "inline"}
    host = address.split("/widget/")[0]
    policy = f"script-src {host}\nconnect-src {host}"
    # The dark colours of the page follow the widget's, so that both are seen as they would stand together.
    return f"""<!doctype html>
<html lang="{wanted.language}" data-theme="{wanted.theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="{"light dark" if wanted.theme == "auto" else wanted.theme}">
<meta name="description" content="{escape(text.intro)}">
<title>{escape(text.title)}</title>
<link rel="icon" href="../look/favicon.png">
<link rel="stylesheet" href="../look/demo.css">
<script src="../look/demo.js" defer></script>
</head>
<body>
<header>
<h1>{escape(text.title)}</h1>
<p>{escape(text.intro)}</p>
</header>
<main>
<nav class="settings" aria-label="{escape(text.language)}, {escape(text.theme)}, {escape(text.scheme)}">
{_choices(wanted, schemes, text)}
</nav>
<section aria-labelledby="inline">
<h2 id="inline">{escape(text.inline)}</h2>
<p>{escape(text.inline_help)}</p>
<div class="place">{script_tag(address, integrity, inline)}</div>
</section>
<section aria-labelledby="tag">
<h2 id="tag">{escape(text.tag)}</h2>
<p>{escape(text.tag_help)}</p>
{_copied(text.tag_launcher, script_tag(address, integrity, launcher), "launcher-tag", text)}
{_copied(text.tag_inline, script_tag(address, integrity, inline), "inline-tag", text)}
</section>
<section aria-labelledby="policy">
<h2 id="policy">{escape(text.policy)}</h2>
<p>{escape(text.policy_help)}</p>
{_copied("", policy, "policy-lines", text)}
</section>
</main>
<footer><p><a href="../">{escape(text.back)}</a></p></footer>
{script_tag(address, integrity, launcher)}
</body>
</html>
"""


def _copied(title: str, code: str, ident: str, text: Text) -> str:
    heading = f"<h3>{escape(title)}</h3>" if title else ""
    label = f"{text.copy}{'：' if text is _JA else ': '}{title}" if title else text.copy
    return (
        f'<div class="copied">{heading}<pre id="{ident}" tabindex="0" role="group" aria-label="{escape(title or text.policy)}">'
        f"<code>{escape(code)}</code></pre>"
        f'<button type="button" data-copy="{ident}" data-done="{escape(text.copied)}" aria-label="{escape(label)}">'
        f"{escape(text.copy)}</button></div>"
    )


def _choices(wanted: Wanted, schemes: Sequence[SchemeInfo], text: Text) -> str:
    rows = [
        _row(
            text.language,
            [("日本語", replace(wanted, language="ja")), ("English", replace(wanted, language="en"))],
            wanted,
        ),
        _row(text.theme, [(text.themes[name], replace(wanted, theme=name)) for name in _THEMES], wanted),
    ]
    listed = [(text.all, replace(wanted, scheme="", plan=""))]
    for scheme in schemes:
        listed.append((scheme.name.get(wanted.language, scheme.id), replace(wanted, scheme=scheme.id, plan="")))
    rows.append(_row(text.scheme, listed, replace(wanted, plan="")))
    chosen = next((scheme for scheme in schemes if scheme.id == wanted.scheme), None)
    if chosen:
        plans = [(text.all, replace(wanted, plan=""))]
        plans += [(plan.name.get(wanted.language, plan.id), replace(wanted, plan=plan.id)) for plan in chosen.plans]
        rows.append(_row(text.plan, plans, wanted))
    return "<dl>" + "".join(rows) + "</dl>"


def _row(title: str, choices: Sequence[tuple[str, Wanted]], wanted: Wanted) -> str:
    links = "".join(
        f'<li><a href="{escape(choice.address())}"{" aria-current=true" if choice == wanted else ""}>{escape(name)}</a></li>'
        for name, choice in choices
    )
    return f"<div><dt>{escape(title)}</dt><dd><ul>{links}</ul></dd></div>"
