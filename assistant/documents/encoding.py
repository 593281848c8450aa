"""Bytes to text: UTF-8, UTF-16, Shift_JIS, EUC-JP, ISO-2022-JP and what Western Europe writes."""

from __future__ import annotations

import codecs

from assistant.errors import DocumentDamagedError

# Narrow on purpose: among all encodings there is always one in which Japanese is valid Korean.
_READ = ["utf_8", "cp932", "euc_jp", "iso2022_jp", "utf_16_le", "utf_16_be", "utf_16"]
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf_8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf_16": "UTF-16",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
    "utf-32": "UTF-32",
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
    "cp1252": "Windows-1252",
}
_SAMPLE = 200_000


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding.

    Args:
        data: the bytes of a text file.
        declared: the encoding that the file names itself, as HTML does; used only where the bytes are valid in it.

    Raises:
        DocumentDamagedError: the bytes are valid in none of the encodings.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name), _NAMES[name]
    for name in filter(None, ("utf_8" if b"\x00" not in data and b"\x1b$" not in data else "", declared)):
        try:
            return data.decode(name), _NAMES.get(name, name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    from charset_normalizer import from_bytes

    found = from_bytes(data[:_SAMPLE] if len(data) > _SAMPLE else data, cp_isolation=_READ).best()
    if found is None and len(data) > _SAMPLE:  # the sample may have cut a letter in two
        found = from_bytes(data, cp_isolation=_READ).best()
    name = found.encoding if found is not None else "cp1252"
    text = _strictly(data, name)
    # Windows-1252 accepts nearly everything; only letters make it text.
    if name == "cp1252" and (b"\x00" in data or _letters(text) < 0.6):
        raise _unreadable(data)
    return text, _NAMES.get(name, name)


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError) as error:
        raise _unreadable(data, error) from error


def _letters(text: str) -> float:
    plain = sum(c.isascii() and (c.isalnum() or c.isspace() or c in ".,;:!?'\"()-") for c in text)
    return plain / len(text) if text else 0.0


def _unreadable(data: bytes, error: Exception | None = None) -> DocumentDamagedError:
    where = f" (byte {error.start + 1})" if isinstance(error, UnicodeDecodeError) else ""
    return DocumentDamagedError(
        f"It is not readable as text in UTF-8, UTF-16, Shift_JIS, EUC-JP or ISO-2022-JP{where}. "
        "Open it in the program that wrote it and save it as UTF-8."
    )
