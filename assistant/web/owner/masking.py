"""Personal data out of what people wrote, before any of it is written down.

What is masked: mail addresses, telephone numbers, postal numbers, numbers as long as those of cards and of the
individual number, account numbers, and names: before 様, さん, 氏 …, after Mr, Ms …, where somebody says their name, and
Japanese family and given names that the dictionary knows. Amounts, dates and the names of products and laws stay. What else
tells who somebody is (an address in words, an event that everybody knows) may remain.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.language.tokens import person_names

# Wide digits and letters, and the signs within addresses and numbers; other wide signs are good Japanese.
_WIDTH = {
    ord(sign): ord(sign) - 0xFEE0 for sign in map(chr, range(0xFF01, 0xFF5F)) if sign.isalnum() or sign in "＠．＋－＿"
}
_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_WORDS = {
    "mail": ("［メール］", "[mail]"),
    "phone": ("［電話］", "[phone]"),
    "postal": ("［郵便番号］", "[postal code]"),
    "number": ("［番号］", "[number]"),
    "name": ("［氏名］", "[name]"),
}

_HYPHEN = r"[-‐‑‒–—―−ー]"
_GAP = rf"(?:{_HYPHEN}|[ \u3000.])?"
_NO_MORE = r"(?![\d,]*(?:\d|円|億|万|千|yen\b|JPY\b))"
_MAIL = re.compile(r"[\w.+%'-]{1,64} ?(?:@|\(at\)|\[at\]) ?[\w-]+(?:\.[\w-]+)+", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(rf"(?<![\d,.])\d(?:{_GAP}\d){{11,18}}{_NO_MORE}")
_ACCOUNT = re.compile(
    r"((?:口座(?:番号)?|会員番号|証券番号|(?:account|policy|member(?:ship)?) (?:number|no\.?))[\s:：は#]*(?:is )?)\d[\d-]{4,}",
    re.IGNORECASE,
)
_ABROAD = re.compile(rf"(?<![\d,.])\+\d{{1,3}}{_GAP}\(?0?\)?{_GAP}\(?\d(?:\)?{_GAP}\d){{6,11}}{_NO_MORE}")
_PHONE = re.compile(rf"(?<![\d,.])[(（]?0\d{{1,4}}[)）]?{_GAP}[(（]?\d{{1,4}}[)）]?{_GAP}\d{{3,4}}{_NO_MORE}")
_POSTAL = re.compile(rf"(?:〒 ?\d{{3}}{_HYPHEN}? ?\d{{4}}|(?<![\d,.\-])\d{{3}}{_HYPHEN}\d{{4}})(?![\d-])")

# Before 様 or さん these are no names: they say what somebody is, or are parts of other words. What ends like a trade or an
# office is none either; a family name that does is found by the dictionary.
_NO_NAMES = [
    "皆",
    "奥",
    "神",
    "仏",
    "殿",
    "姫",
    "同",
    "仕",
    "多",
    "模",
    "異",
    "有",
    "何",
    "生",
    "右",
    "左",
    "子",
    "母",
    "父",
    "兄",
    "姉",
    "弟",
    "妹",
    "孫",
    "娘",
    "息子",
    "嫁",
    "親",
    "祖父",
    "祖母",
    "遺族",
    "相手",
    "第三",
    "新",
    "派遣",
    "学生",
    "生徒",
    "本",
    "隣",
    "担当",
    "貴",
    "御",
    "シルバー",
    "アルバイト",
    "パート",
    "スタッフ",
    "ユーザー",
    "メーカー",
    "ベンダー",
    "クライアント",
    "センター",
    "サービス",
    "ジャパン",
]
_ROLE = "|".join(sorted(map(re.escape, _NO_NAMES), key=len, reverse=True))
_OFFICE = "客協会社店行局院課員者係屋師士省庁長人役先店保族達庫組団"
_HONOURS = "様(?![々子式態相])|さま|さん|氏(?![名子])|殿"
_HONOURED = re.compile(
    rf"(?<![一-龠々ァ-ヶーおご])(?!(?:{_ROLE})(?:{_HONOURS}))"
    rf"(?:[一-龠々]{{0,4}}[^{_OFFICE}\W\da-zA-Zぁ-んァ-ヶー]|[ァ-ヶー]{{2,10}}|[A-Z][A-Za-z]{{1,15}})[ \u3000]?(?={_HONOURS})"
)
_SAID = re.compile(
    r"((?:氏名|名前|本名)\s*[:：]\s*|(?:私|わたし|わたくし|僕|俺)の(?:名前|本名|氏名)は\s*)([一-龠々ァ-ヶーぁ-ん]{2,8}?|[A-Za-z]+(?: [A-Za-z]+)?)"
    r"(?=です|と|で|、|。|\s|$)|(?<![一-龠々ァ-ヶー])()([一-龠々ァ-ヶー]{2,8})(?=と申し)"
)
_CAPITAL = r"[A-Z][A-Za-z'’-]+(?:\s+[A-Z][A-Za-z'’-]+)*"
_TITLED = re.compile(rf"(\b(?i:mrs?|ms|mx|dr|prof)\b\.?\s+)({_CAPITAL}|[a-z][a-z'’-]+)")
_MISS = re.compile(rf"(\b(?:Miss|Madam|Sir)\s+)({_CAPITAL})")
_SUFFIXED = re.compile(r"\b([A-Za-z]+)(?=-(?:san|sama|kun|chan)\b)", re.IGNORECASE)
_MY_NAME = re.compile(rf"(\b[Mm]y name is\s+|\b[Tt]his is\s+(?=[A-Z]\w+ [A-Z]))({_CAPITAL})")


# Names to the dictionary, other words to those who ask about insurance.
_OTHERWISE = frozenset(["三本", "千里"])


def mask(text: str) -> str:
    """Return the text with personal data replaced by what it was, in the language of the text; twice is the same as once."""
    japanese = 0 if _JAPANESE.search(text) else 1
    words = {name: both[japanese] for name, both in _WORDS.items()}
    text = text.translate(_WIDTH)
    text = _MAIL.sub(words["mail"], text)
    text = _ACCOUNT.sub(rf"\g<1>{words['number']}", text)
    text = _ABROAD.sub(words["phone"], text)
    text = _NUMBER.sub(words["number"], text)
    text = _PHONE.sub(_phone(words["phone"]), text)
    text = _POSTAL.sub(words["postal"], text)
    for pattern in (_TITLED, _MISS, _MY_NAME):
        text = pattern.sub(rf"\g<1>{words['name']}", text)
    text = _SUFFIXED.sub(words["name"], text)
    text = _SAID.sub(lambda found: (found[1] or "") + words["name"], text)
    text = _HONOURED.sub(words["name"], text)
    if not japanese:
        text = _known_names(text, words["name"])
    return text


def _phone(word: str) -> Callable[[re.Match[str]], str]:
    """Replace a telephone number; what has fewer digits than any, as a date or a type has, stays."""

    def replaced(found: re.Match[str]) -> str:
        digits = sum(character.isdigit() for character in found[0])
        return word if digits >= 9 else found[0]

    return replaced


def _known_names(text: str, word: str) -> str:
    labels = set(_WORDS["name"][0])
    joined: list[list[int]] = []
    for start, end in person_names(text):
        if set(text[start:end]) <= labels or text[start:end] in _OTHERWISE:
            continue
        # A family name and the given name after it are one name.
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1][1] = end
        else:
            joined.append([start, end])
    for start, end in reversed(joined):
        text = text[:start] + word + text[end:]
    return text
