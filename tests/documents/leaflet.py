"""A leaflet of the orchard cooperative in its insurer's (invented) words, in every format that is read.

The same facts as the restated sections of `tests/corpus/invented/orchard`, said otherwise, on two pages.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

Block = tuple[str, Any]

LEAFLET: tuple[tuple[Block, ...], ...] = (
    (
        ("h1", "果樹園組合サイバー補償制度のご案内"),
        ("p", "当組合では、情報化にともなう危険に備え、組合員の皆さま向けの補償制度をご用意いたしました。"),
        ("h2", "プランのご紹介"),
        ("p", "かごプランでは賠償責任をお引き受けいたします。"),
        ("p", "納屋プランでは賠償責任に加えてデータ復旧費用もお引き受けいたします。"),
        ("h2", "対象となる事由について"),
        ("li", ["組合員のコンピュータに対するサイバー攻撃", "情報の漏えいまたはそのおそれのある状態"]),
        ("h2", "データの復旧について"),
        (
            "p",
            "サイバー攻撃を受けた後のデータ復旧費用につきましては、納屋プランにご加入で、"
            "組合の同意を得てから支出なさったものに限りお支払いいたします。",
        ),
        ("h2", "組合長ごあいさつ"),
        ("p", "りんごの木と同じく、パスワードも日ごろの手入れが何より大切でございます。"),
    ),
    (
        ("h2", "お支払いできないもの"),
        ("li", ["身代金として要求された金銭", "地震または洪水による損害"]),
        ("h2", "限度額および免責金額"),
        (
            "table",
            [
                ["タイプ", "賠償責任（1請求・期間中）", "データ復旧（1事故・期間中）"],
                ["S", "2,000万円", "200万円"],
                ["L", "6,000万円", "600万円"],
            ],
        ),
        ("p", "賠償責任には1請求あたり3万円の免責金額がございます。データ復旧には免責金額がございません。"),
        ("h2", "年間保険料"),
        (
            "table",
            [["タイプ", "ランクA", "ランクB"], ["S", "12,300円", "9,800円"], ["L", "31,500円", "24,700円"]],
        ),
        ("p", "保険料は園のランクとタイプで決まり、プランによる違いはございません。"),
        ("h2", "お問い合わせ先"),
        ("p", "組合事務局　電話00-1234-5678（平日午前9時から午後4時まで）"),
        ("h2", "直売所の駐車場"),
        ("p", "軽トラックは北側の砂利の区画にお停めください。"),
    ),
)
PARKING = "軽トラックは北側の砂利の区画にお停めください。"


def as_text() -> str:
    """Plain text with hashes for headings, tabs for tables, a form feed between the pages."""
    return "\f".join("\n\n".join(_text(*block) for block in page) + "\n" for page in LEAFLET)


def _text(kind: str, value: Any) -> str:
    if kind == "table":
        return "\n".join("\t".join(row) for row in value)
    if kind == "li":
        return "\n".join(f"・{item}" for item in value)
    return f"{'#' * int(kind[1])} {value}" if kind.startswith("h") else str(value)


def as_markdown() -> str:
    """Markdown; it has no pages."""
    return "\n\n".join(_markdown(*block) for page in LEAFLET for block in page) + "\n"


def _markdown(kind: str, value: Any) -> str:
    if kind == "table":
        rows = [f"| {' | '.join(row)} |" for row in value]
        return "\n".join([rows[0], "| --- " * len(value[0]) + "|", *rows[1:]])
    if kind == "li":
        return "\n".join(f"- {item}" for item in value)
    return _text(kind, value)


def as_html(head: str = '<meta charset="utf-8"><title>組合だより</title>', extra: str = "") -> str:
    """A page of HTML."""
    body = "".join(_html(*block) for page in LEAFLET for block in page)
    return f"<!doctype html><html><head>{head}</head><body><main>{body}{extra}</main></body></html>"


def _html(kind: str, value: Any) -> str:
    if kind == "table":
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in value)
        return f"<table><tbody>{rows}</tbody></table>"
    if kind == "li":
        return f"<ul>{''.join(f'<li>{item}</li>' for item in value)}</ul>"
    return f"<{kind}>{value}</{kind}>"


def as_docx(pages: Sequence[Sequence[Block]] = LEAFLET, hidden: str = "") -> bytes:
    """A Word document; `hidden` is a paragraph of hidden text."""
    import docx
    from docx.enum.text import WD_BREAK

    document = docx.Document()
    for number, page in enumerate(pages):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for kind, value in page:
            if kind == "table":
                table = document.add_table(len(value), len(value[0]))
                for row, cells in zip(table.rows, value, strict=True):
                    for cell, text in zip(row.cells, cells, strict=True):
                        cell.text = text
            elif kind == "li":
                for item in value:
                    document.add_paragraph(item, style="List Bullet")
            elif kind.startswith("h"):
                document.add_heading(value, int(kind[1]))
            else:
                document.add_paragraph(value)
    if hidden:
        document.add_paragraph().add_run(hidden).font.hidden = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(password: str | None = None) -> bytes:
    """A PDF with a text layer, headings in larger letters and ruled tables."""
    from reportlab.lib import pdfencrypt
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

    font = _font()

    def style(size: int) -> Any:
        return ParagraphStyle(
            f"s{size}", fontName=font, fontSize=size, leading=size * 1.5, wordWrap="CJK", spaceAfter=8
        )

    flow: list[Flowable] = []
    for number, page in enumerate(LEAFLET):
        if number:
            flow.append(PageBreak())
        for kind, value in page:
            if kind == "table":
                flow += [
                    Table(
                        value, style=[("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("FONT", (0, 0), (-1, -1), font, 10)]
                    ),
                    Spacer(1, 10),
                ]
            elif kind == "li":
                flow += [Paragraph(f"・{item}", style(10)) for item in value]
            else:
                flow.append(Paragraph(value, style({"h1": 18, "h2": 13}.get(kind, 10))))
    out = io.BytesIO()
    encrypt = pdfencrypt.StandardEncryption(password, ownerPassword="owner") if password else None
    SimpleDocTemplate(out, encrypt=encrypt).build(flow)
    return out.getvalue()


def drawn(*pages: Any) -> bytes:
    """A PDF whose pages are drawn by functions that take a canvas and the name of a Japanese font."""
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    paper = canvas.Canvas(out)
    for draw in pages:
        draw(paper, _font())
        paper.showPage()
    paper.save()
    return out.getvalue()


def vertical_font() -> str:
    """The name of a font that writes from top to bottom."""
    return _font(vertical=True)


def _font(vertical: bool = False) -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    font = UnicodeCIDFont("HeiseiMin-W3", isVertical=vertical)
    pdfmetrics.registerFont(font)
    return str(font.fontName)


def every_format() -> dict[str, bytes]:
    """The leaflet by file name."""
    return {
        "leaflet.txt": as_text().encode(),
        "leaflet.md": as_markdown().encode(),
        "leaflet.html": as_html().encode(),
        "leaflet.docx": as_docx(),
        "leaflet.pdf": as_pdf(),
    }
