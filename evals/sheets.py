"""An owner's own questions in a CSV file or a spreadsheet, one a row: question and expected answer.

| column | meaning |
| --- | --- |
| `question` | as a person would ask it |
| `expected` | a verdict, one or more amounts, that it is not in the brochure, or words that must be in the answer |
| `scheme`, `plan`, `type`, `rank`, `residents` | what is selected beside the chat; may be left out |
| `must not` | words that must not be in the answer |
| `id`, `language`, `note` | may be left out; the id is then the file's name and the row |

A verdict (`covered`, `not covered`, `depends`; 補償される, 対象外, 条件つき) is of the plan in `plan`, or of every plan of
the scheme where that column is empty. Several amounts or words are separated by `;`, and words of which one is enough by
`|`. Headings may be in Japanese: 質問, 期待, 制度, プラン, タイプ, ランク, 住民数, 禁句, 言語, 備考.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import EvaluationError
from evals.loading import explain, refuse
from evals.records import EVERY_PLAN, Question
from evals.texts import yen_in_text

SHEETS = (".csv", ".xlsx")
_HEADINGS = {
    "質問": "question", "期待": "expected", "期待する答え": "expected", "expected answer": "expected", "制度": "scheme",
    "プラン": "plan", "タイプ": "type", "ランク": "rank", "住民数": "residents", "禁句": "must not", "must_not": "must not",
    "言語": "language", "lang": "language", "備考": "note",
}  # fmt: skip
_COLUMNS = (
    "question", "expected", "scheme", "plan", "type", "rank", "residents", "must not", "id", "language", "note",
)  # fmt: skip
_VERDICTS = {
    "covered": "covered", "yes": "covered", "補償される": "covered", "補償対象": "covered", "対象": "covered", "はい": "covered",
    "not covered": "not_covered", "not_covered": "not_covered", "no": "not_covered", "対象外": "not_covered",
    "補償されない": "not_covered", "いいえ": "not_covered", "depends": "conditional", "conditional": "conditional",
    "条件つき": "conditional", "条件付き": "conditional", "条件次第": "conditional",
}  # fmt: skip
_DECLINED = {"not stated", "not in the brochure", "abstain", "記載なし", "書かれていない", "対象の話ではない"}
_AMOUNT = re.compile(r"[\d.,百千万億]+(?:円|yen|jpy)?|[¥￥][\d,]+", re.IGNORECASE)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def read_sheet(path: Path) -> tuple[Question, ...]:
    """Every question of a CSV file (UTF-8, or Shift_JIS as Excel writes it in Japan) or of an .xlsx file's first sheet.

    Raises:
        EvaluationError: the file or a row cannot be used; file, row and column are named.
    """
    rows = list(_rows_of_workbook(path) if path.suffix.lower() == ".xlsx" else _rows_of_csv(path))
    if not rows:
        raise EvaluationError(f"{path}: the file has no rows.", field="file")
    columns = _columns(path, rows[0])
    questions, faults = [], []
    for number, row in enumerate(rows[1:], start=2):
        cells = {columns[i]: cell.strip() for i, cell in enumerate(row) if i in columns and cell.strip()}
        if not cells:
            continue
        try:
            questions.append(Question.model_validate(_record(cells, f"{path.stem}-{number}")))
        except ValidationError as error:
            faults += [f"{path}:{number}: {fault}" for fault in explain(error)]
        except ValueError as error:
            faults.append(f"{path}:{number}: {error}")
    refuse(faults)
    return tuple(questions)


def _record(cells: Mapping[str, str], ident: str) -> dict[str, Any]:
    for column in ("question", "expected"):
        if column not in cells:
            raise ValueError(f"{column}: the cell is empty.")
    selected: dict[str, Any] = {key: cells[key] for key in ("scheme", "plan", "type", "rank") if key in cells}
    if "residents" in cells:
        selected["residents"] = _whole(cells["residents"])
    question = cells["question"]
    language = cells.get("language", "ja" if _JAPANESE.search(question) else "en")
    record: dict[str, Any] = {
        "id": cells.get("id", ident),
        "scheme": cells.get("scheme"),
        "lang": language,
        "selected": selected,
        "turns": [question],
        "must_not": _split(cells.get("must not", ""), ";"),
        "note": cells.get("note", ""),
    }
    return record | _gold(cells["expected"], cells.get("scheme"), cells.get("plan"))


def _gold(expected: str, scheme: str | None, plan: str | None) -> dict[str, Any]:
    said = unicodedata.normalize("NFKC", expected).strip().lower()
    if said in _DECLINED:
        return {"kind": "undetermined", "abstain": True}
    if said in _VERDICTS:
        if scheme is None:
            raise ValueError("scheme: a verdict needs the scheme that it is of.")
        key = f"{scheme}/{plan}" if plan else f"{scheme}{EVERY_PLAN}"
        return {"kind": "coverage", "verdicts": {key: _VERDICTS[said]}}
    parts = _split(said, ";")
    if all(_AMOUNT.fullmatch(part.replace(" ", "")) for part in parts):
        amounts = [_yen(part) for part in parts]
        return {"kind": "amount", "yen": amounts}
    return {"kind": "fact", "must": [_split(part, "|") for part in _split(expected, ";")]}


def _yen(part: str) -> int:
    text = part if re.search(r"円|yen|jpy|[¥￥]", part, re.IGNORECASE) else f"{part}円"
    found = yen_in_text(text)
    if len(found) != 1:
        raise ValueError(f"expected: {part!r} is no amount in yen.")
    return found.pop()


def _whole(cell: str) -> int:
    digits = unicodedata.normalize("NFKC", cell).replace(",", "")
    if not digits.isdigit():
        raise ValueError(f"residents: {cell!r} is no whole number.")
    return int(digits)


def _split(text: str, sign: str) -> list[str]:
    return [part.strip() for part in text.replace("；", ";").replace("｜", "|").split(sign) if part.strip()]


def _columns(path: Path, heading: list[str]) -> dict[int, str]:
    columns: dict[int, str] = {}
    for index, cell in enumerate(heading):
        name = unicodedata.normalize("NFKC", cell).strip().lower()
        name = _HEADINGS.get(name, name)
        if name and name not in _COLUMNS:
            raise EvaluationError(
                f"{path}:1: {cell!r}: there is no such column; there are {', '.join(_COLUMNS)}.", field=cell
            )
        if name in columns.values():
            raise EvaluationError(f"{path}:1: {cell!r}: this column stands there twice.", field=cell)
        if name:
            columns[index] = name
    for needed in ("question", "expected"):
        if needed not in columns.values():
            raise EvaluationError(f"{path}:1: {needed}: this column is missing.", field=needed)
    return columns


def _rows_of_csv(path: Path) -> Iterator[list[str]]:
    raw = _bytes(path)
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.split("\n", 1)[0]
        yield from csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
        return
    raise EvaluationError(f"{path}: the file is neither UTF-8 nor Shift_JIS. Save it as CSV UTF-8.", field="file")


def _rows_of_workbook(path: Path) -> Iterator[list[str]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(_bytes(path)), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises many kinds for a file that is no workbook
        raise EvaluationError(
            f"{path}: this is no .xlsx workbook ({error}). Save it as .xlsx or CSV.", field="file"
        ) from error
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_cell(value) for value in row]
    finally:
        book.close()


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EvaluationError(f"{path}: the file cannot be read ({error.strerror}).", field="file") from error
