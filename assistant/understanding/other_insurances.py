"""Whose insurance a question is about: that of the schemes here, or another one of the person's.

People tell of several insurances in one message: "we have fire insurance; what is its deductible?", 「火災保険では断られたが、
サイバー保険では出ますか」. What counts is the one that the asking sentence asks of. Japanese names insurances by what stands
before 保険; a name that no brochure here has is another insurance, whatever it is called. English names are listed by
their kinds, as any noun may stand before "insurance" there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.corpus.patterns import PatternSet
from assistant.understanding.text import Message

# Words that stand before 保険 and name no kind of it.
_NO_KIND = re.compile(
    r"(?:現行|既存|既加入|加入|契約|自社|当社|弊社|御社|貴社|各社|他社|各種|当該|該当|同種|同様|以前|今回|任意|団体|法人|企業|会社|事業者|個別|別|他|別途|損害|賠償|責任|賠償責任|損害賠償責任|上記|下記|本|各|同|両|新|旧|全|何|"
    r"民間|専用|既契約|掛け?捨て|町村|自治体|役場|団体用|企業向け|必要|有料|無料|低額|高額|普通|専門|万一){1,3}|"
    r"[一-龥ァ-ヺー]*[回万円億件個分年月日中内後前]"
)
# 「追加保険料」: of a premium, what stands before it is a kind only where it is one of these.
_PREMIUM_OF = re.compile(r"社会|健康|介護|雇用|労災|生命|自動車|火災|地震|年金|医療|傷害|自賠責")
_OF_CYBER = re.compile(r"サイバ|サイパ|漏えい|漏洩|個人情報|情報|システム|データ|セキュリティ|ネット")
# 「介護保険課」「健康保険証の写し」「国保システム」: an office, a paper or data, no insurance that one asks of.
_JA_NAME = re.compile(
    r"([一-龥々ァ-ヺー]{2,14})(?:保険|共済)(?!証(?!券)|課|係|室|部(?!分)|組合|者|番号|システム|データ|台帳|名簿|事務|窓口|センター|関係|業務|法|料の(?:通知|督促|納付)|の(?:名簿|データ|情報|台帳|書類|通知|システム|担当|加入者|被保険者|受給者|画面|事務|帳票|記録|資料|ファイル))"
)
# What comes with something else: 「クレカに付いてる携帯品の補償」.
_JA_ATTACHED = re.compile(
    r"(?:クレカ|クレジットカード|クレジット会社|カード会社|スマホ|携帯電話|携帯会社|家電|通販|メーカー|旅行会社)(?:の|に(?:付い?|つい|付帯し)て(?:い)?る|付帯の|付きの)[^、。!?\n]{0,10}(?:補償|保証|保険)"
)
# What follows the name where it is asked of; where a clause follows that turns to something else, it was mere talk.
_JA_ASKED_OF = re.compile(
    r"^(?!(?:[のと]よう|みたい|と(?:違|同じ|は違|比べ|いうより)))(?:[」』)]|のほう|の方|さん)?(?:は|では|で|って|の|だと|なら|から|だけ|も|に(?:入る|入れ|加入|申し?込)|を(?:使|解約|請求|申請|更新)|、|が|へ)"
)
_JA_TURNS = re.compile(r"(?:が|けど|けれども?|ので|のに|ため|ですし|ますし)[、,]")

_KINDS_EN = (
    r"(?:motor|car|auto|automobile|vehicle|van|truck|fleet|life|health|medical|dental|travel|pet|home|house|household|homeowners?|contents|renters?|fire|earthquake|flood|storm|accident|"
    r"personal accident|unemployment|employment|employment practices|employers'? liability|labou?r|pension|funeral|marine|cargo|transit|hull|aviation|crop|hail|"
    r"workers'? compensation|workers'? comp|long-term care|nursing care|disability|income protection|critical illness|group term|key[- ]?man|key person|"
    r"directors'? and officers'?|d ?& ?o|professional indemnity|product liability|public liability|general liability|trade credit|mortgage|title|"
    r"property|building|buildings|premises|machinery|boiler|construction|contractors'? all risks?|shop|event|golf|bicycle|boat|liability for members|members'? accident|travellers?|card'?s travel)"
)
_EN_NAME = re.compile(
    rf"(?<![a-z-])(?:{_KINDS_EN})(?: (?:liability|protection|accident|all[- ]risks?))? (?:insurances?|polic(?:y|ies)|insurers?|cover(?:age)?(?! (?:for|of|against)\b)|protection)(?! numbers?| cards?| data| records?| department| portal| system)"
    r"|\b(?:minibus|bus|car|van|truck|lorry|tractor|motorbike|bicycle|boat|building|house|roof|hall)(?:['’]s)? (?:own |compulsory |third[- ]party |full |basic )?(?:insurance|policy)\b(?! (?:for|of|against)\b)|\bcompulsory (?:automobile |motor |car )?liability(?: insurance| cover)?\b"
    r"|insurance for (?:our |my |the )?(?:car|van|house|dog|cat|pet|trip|building)|\binsurance (?:with|from|at|of) (?:another|a different|some other) (?:company|insurer|provider)"
)
_EN_TURNS = re.compile(
    r"[,;:] (?:but|so|and|yet|though)\b|\b(?:refused|declined|won't|will not|would not|does not|doesn't|said no|already)\b"
)

# The insurance of the schemes here, in any words.
_OWN = re.compile(
    r"(?:この|こちらの|本|貴|御)(?:保険|制度|プラン|補償|特約)|(?:サイバー|漏えい|漏洩)[^、。!?\n]{0,12}(?:保険|補償|プラン)|[一-龥ァ-ヺー]{1,8}プラン|"
    r"(?:this|your|these) (?:insurances?|schemes?|polic(?:y|ies)|plans?|cover|brochures?)\b|\bcyber (?:\w+ )?(?:insurance|cover|policy|polic(?:y|ies)|scheme|option|plan)|(?:leak\w*|leakage)[- ](?:only|insurance|liability)|(?<!health )(?<!pension )(?<!dental )\b(?!health|pension|dental)[a-z]+ plan\b"
)
_GOES_ON = re.compile(r"(?:[一-龥々ァ-ヺー]|[a-z] )$")  # before a name that is the end of a longer one
_IN_COMPANY = re.compile(r"\s?(?:株式会社|\(株\)|co\b|company\b)")
# With none of these words in the message, nothing in it is a matter of a cyber insurance.
_COMPUTING = re.compile(
    r"サイバー|システム|サーバー?|パソコン|pc(?![a-z])|データ|ネット|サイト|ホームページ|ウイルス|ランサム|攻撃|漏え?い|漏洩|漏れ|流出|情報|名簿|メール|usb|ファイル|"
    r"\b(?:cyber|systems?|servers?|computers?|laptops?|data|network|web|website|site|virus\w*|malware|ransom\w*|attack\w*|hack\w*|leak\w*|breach\w*|e-?mails?|usb|files?|passwords?)\b"
)
# "How do the two go together?": two insurances side by side are a matter of the brochure, too.
_BESIDE = re.compile(
    r"重な|重複|両方|併用|併せて|二重|ダブ|優先|どちらが先|\b(?:both|overlap\w*|double|twice|alongside|in addition to|together with|as well as|other insurance)\b"
)


class OtherInsurances:
    """Tells insurances that no brochure here is about; built once over all brochures, used by all threads."""

    def __init__(self, brochures: str, own_names: PatternSet) -> None:
        """`brochures` is their text, prepared as messages are; `own_names` are the names that people give the schemes."""
        self._brochures, self._own_names = brochures, own_names

    def asked_of(self, message: Message) -> bool:
        """Whether the question is put about an insurance that no brochure here is about."""
        text = message.text
        asking = [s for s in message.sentences if s.asks] or [message.sentences[-1]]
        for start, end in self._found(text):
            if _OWN.search(text[:start]) or _OWN.search(text[end:]) or _BESIDE.search(text):
                return False
            here = next((s for s in asking if s.start <= start < s.end), None)
            if here is not None and (_asked_of(text[end : here.end], message.language) or not _COMPUTING.search(text)):
                return True
        return False

    def named(self, message: Message) -> bool:
        """Whether such an insurance is named anywhere, and not to be set beside that of a brochure."""
        return not _BESIDE.search(message.text) and any(True for _ in self._found(message.text))

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        for m in _JA_NAME.finditer(text):
            kind = m.group(1)
            premium = text.startswith("料", m.end())
            if (premium and not _PREMIUM_OF.search(kind)) or _NO_KIND.fullmatch(kind) or _OF_CYBER.search(kind):
                continue
            if not self._known(m.group()) and not self._own_names.find(m.group()):
                yield m.start(), m.end()
        for m in _JA_ATTACHED.finditer(text):
            yield m.span()
        for m in _EN_NAME.finditer(text):
            before = text[: m.start()].rsplit(maxsplit=1)[-1:]
            if not self._known(m.group()) and (not before or f"{before[0]} {m.group()}" not in self._brochures):
                yield m.start(), m.end()

    def _known(self, name: str) -> bool:
        """Whether a brochure speaks of an insurance of this name, other than in the name of a company that ends in it."""
        text, at = self._brochures, self._brochures.find(name)
        while at >= 0:
            if not _IN_COMPANY.match(text, at + len(name)) or not _GOES_ON.search(text[max(0, at - 2) : at]):
                return True
            at = text.find(name, at + 1)
        return False


def _asked_of(rest: str, language: str) -> bool:
    """Whether the sentence goes on about the insurance just named; `rest` is what follows its name."""
    if language == "ja":
        return bool(_JA_ASKED_OF.match(rest)) and not _JA_TURNS.search(rest)
    return not _EN_TURNS.search(rest)
