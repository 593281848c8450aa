"""What frames an answer in a letter or a chat, and states nothing: greetings, thanks, sign-offs, the standing reservation.

Each form is closed: every word of the sentence must belong to it, so that no claim can ride along.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.guardrail.relations import negated
from assistant.guardrail.text import Sentence
from assistant.guardrail.words import latin, runs

_GREETING: Final = re.compile(
    r"^\W*(?:"
    r"(?:dear|hello|hi|good (?:morning|afternoon|evening|day))(?: (?:mr|mrs|ms|dr|sir|madam|all|there|team|colleagues?|member)\.?)*(?: [\w-]+)?(?: [\w-]+)?"
    r"|(?:thank you|thanks|many thanks)(?: very much| a lot| so much)?(?: (?:for|in advance for) (?:your|the|asking|getting|writing|contacting|reaching)(?: (?:question|enquiry|inquiry|message|e?-?mail|letter|patience|interest|in touch|out|to us|us|about|on|kind|call))*| for (?!.*\b(?:pay|paid|cover|covers|covered|exclu\w+|claim\w*)\b)[a-z' -]{1,60})?"
    r"|(?:kind|best|warm|with (?:kind|best)|yours)?,? ?(?:regards|wishes|sincerely|faithfully|truly)(?:,? [\w ]{0,24})?"
    r"|(?:i|we) hope (?:this|that|it) (?:helps?|is helpful|answers your question|is clear)"
    r"|(?:the )?good news(?: is)?|good question|happy to help|(?:i am|i'm|we are|we're) (?:happy|glad|pleased) to (?:help|answer|explain)(?: (?:you|this|that|your question))?"
    r"|(?:please )?(?:do not|don't)? ?(?:hesitate to )?(?:let (?:me|us) know|ask(?: us| me)?|get in touch|contact us|write to us) (?:if|should|in case) (?:you have|there are|anything is|something is)(?: (?:any|more|further|other|a|questions?|unclear|about|this|that))*(?: (?:questions?|unclear))?"
    r"|(?:in case|if) (?:you have|there are) (?:any |more |further |other )*questions?,? (?:please )?(?:do not hesitate to |feel free to |just )?(?:let (?:me|us) know|ask(?: us| me)?|get in touch|contact us|write(?: to us)?)(?: again)?"
    r"|(?:いつも)?(?:大変)?お世話になっ(?:ております|ています)|お問い?合わせ(?:いただき|下さり|を?いただきまして)?、?(?:誠に|まことに)?(?:ありがとうございます|有難うございます)|(?:ご質問|ご連絡|ご照会|お尋ね|ご相談)(?:いただき|下さり|をいただきまして)?、?(?:誠に)?ありがとうございます"
    r"|(?:どうぞ|何卒|以上、)?(?:よろしく|宜しく)お願い(?:いた|申し上げ|し)(?:ます|します|致します)?|(?:ご)?担当者?(?:さま|様|殿)|(?:[\w ]{1,12})(?:さま|様|殿|御中)|拝啓|敬具|草々|前略|こんにちは|おはようございます"
    r"|以上(?:です|となります|、?ご(?:回答|案内|報告)(?:いたします|申し上げます|まで)?)|ご参考(?:まで|になれば幸い|になりましたら幸い)(?:に|です)?|(?:ご不明な点|ご不明点|ほかにご質問|他にご質問|ご質問)(?:が|等が|など)?(?:ござい|あり)(?:ましたら|ますときは|ますれば)、?(?:どうぞ)?(?:お気軽に|いつでも|ご遠慮なく|遠慮なく)?(?:お(?:知らせ|尋ね|問い?合わせ|申し付け)|ご(?:連絡|質問|相談))(?:ください|下さい|くださいませ)"
    r"|(?:ご照会|お尋ね|ご質問|お問い?合わせ)の(?:件|点)(?:について|につきまして)?(?:、?(?:ご)?(?:回答|案内|説明)(?:いた|し|申し上げ)(?:します|ます))?(?:です|は)?|回答いたします|お答え(?:いた)?します|次のとおりです|以下のとおりです"
    r")\W*$"
)
_DECIDER_JA: Final = re.compile(r"(?:引受)?保険会社")
_DECISION_JA: Final = re.compile(r"判断|決定|決め|決ま")
_RESERVED_JA: Final = frozenset(
    [
        "実際",
        "支払",
        "支払い",
        "最終",
        "最後",
        "結局",
        "査定",
        "最終的",
        "引受",
        "引受保険会社",
        "保険会社",
        "個別",
        "事案",
        "判断",
        "決定",
        "決",
        "金額",
        "保険金",
        "件",
        "場合",
        "内容",
        "基",
        "都度",
        "行",
        "可否",
        "側",
        "事故",
        "状況",
        "案件",
        "請求",
        "上",
        "際",
        "各",
        "事",
        "毎",
        "等",
        "点",
        "今回",
        "本件",
        "旨",
        "承知",
        "委",
        "当",
        "事情",
        "踏",
        "一件",
        "個々",
        "有無",
        "払",
    ]
)
_DECISION_EN: Final = re.compile(r"\b(?:decide[sd]?|decision|final say|determine[sd]?|judge[sd]?|assess(?:es|ed)?)\b")
_RESERVED_EN: Final = frozenset(
    ["a", "an", "the", "final", "finally", "insurer", "insurers", "insurer's", "decide", "decides", "decided", "decision", "decisions", "determine", "determines", "determined", "judge", "judges", "judged", "assess", "assesses", "assessed", "on", "each", "every", "individual", "individually", "claim", "claims", "case", "cases", "by", "payment", "payments", "actual", "actually", "payout", "always", "as", "ever", "usual", "please", "note", "bear", "in", "mind", "keep", "that", "lies", "lie", "rest", "rests", "with", "whether", "is", "are", "paid", "it", "makes", "make", "made", "will", "be", "and", "however", "in", "of", "basis", "call", "up", "to", "remains", "remain", "for", "itself", "course", "says", "say", "has", "the-", "merits", "own", "specific", "concrete", "particular", "this", "these", "your", "then", "course", "matter", "any", "on-case", "case-by-case", "about", "pay", "pays", "out", "rules", "when", "comes", "naturally", "of", "such", "circumstances", "here", "incident", "incidents", "event", "events", "depending", "eventually", "ultimately", "at", "end"]
)  # fmt: skip


# What only leads to the words after its colon.
_LEAD: Final = re.compile(
    r"\W*(?:(?:the )?(?:good|bad|short|long|main|key) (?:news|answer|point|question)|what (?:matters|counts|decides)(?: here)?(?: is (?:who|what|how|when|where)(?: [a-z']+){1,5})?"
    r"|in (?:short|brief|a nutshell)|(?:the )?(?:next|first|last) (?:steps?|actions?)|(?:recommended )?(?:actions?|conclusion|to do)|(?:次の)?(?:対応|手順)|(?:the )?bottom line|to sum up|結論(?:から)?(?:言うと|申し上げますと)?|要点|ポイント(?:は(?:次の(?:とおり|通り)です)?)?)\s*[:：]\W*"
)


def leads(clause: str) -> bool:
    """Whether a folded clause in lower case only leads to what follows its colon ("good news:") and states nothing."""
    return bool(_LEAD.fullmatch(clause))


@lru_cache(maxsize=4096)
def courteous(sentence: Sentence) -> bool:
    """Whether a sentence is a form of courtesy, or says no more than that the insurer decides."""
    text = sentence.text.strip()
    if _GREETING.match(text):
        return True
    if re.search(r"\d", text) or negated(text):
        return False
    if _DECIDER_JA.search(text) and _DECISION_JA.search(text):
        return all(r in _RESERVED_JA for r in runs(text)) and not re.search(
            r"ても|だけ|のみ|すべて|必ず|れば|たら", text
        )
    if "insurer" in text and _DECISION_EN.search(text) and not re.search(r"[\u3040-\u9fff]", text):
        return all(w in _RESERVED_EN for w in latin(text)) and not re.search(r"\bonly\b|\bif\b|\bbut\b", text)
    return False
