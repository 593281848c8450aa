"""A step that has not been taken yet and still can be: 「まだ公表していません」, "not in the paper yet".

What was left out for good is a denial: 「同意をもらわないまま払いました」. What is merely to come leaves the requirement
open, and the answer says what to do.
"""

from __future__ import annotations

import re

_YET = re.compile(
    r"まだ|未だ|いまだ|これから|今のところ|いまのところ|現時点|今後|予定|つもり|段階(?:では|で)|未(?:公表|発表|届|取得|了承|承諾|連絡|報告|着手|実施|提出|送付|発送)|"
    r"\b(?:yet|so far|for now|still (?:to|have to|has to|need|needs|being|waiting|pending|drafting|preparing|preparing)|pending|about to|going to|at this (?:point|stage)|as of (?:now|today)|until now|up to now|not? .{1,30} to date)\b"
)
# The money is spent, the word given, the time gone: now it is too late.
_TOO_LATE = re.compile(
    r"(?:ない|せ|ぬ|わ|ら)(?:で|ずに|まま|うち|内に|前に)[^。!?\n]{0,24}(?:た|まし|ちゃ|ちま|てる|て(?:い)?ます)|(?:前|うち)に[^。!?\n]{0,16}(?:払|支払|頼|依頼|発注|契約|示談|認め|約束|使)[^。!?\n]{0,6}(?:た|まし|ちゃ)|"
    r"ない(?:つもり|予定|方針|考え|こと(?:に|で))|ず(?:に)?(?:済|すま|終|おわ|お[いこ]|置)|(?:つもり|予定|考え|気)(?:は|も)(?:な|あり?ませ|ありませ)|"
    r"\bno (?:plans?|intention)|\bnot going to|\bwon['’]t\b|\bdecided (?:not|against)|勝手に|事後(?:報告|承諾)?|今さら|いまさら|手遅れ|時間切れ|期限(?:が|は|を)?(?:過|切)|"
    r"(?:もう|既に|すでに)[^。!?\n]{0,10}(?:業者|頼|払|発注|注文|配|送|渡|使|済)|内緒|隠し|伏せ|\b(?:has|have|had|was|were)(?: been)? (?:paid|ordered|spent|signed|handed out)\b|\b(?:kept|keep|keeping|hush\w*|secret|quiet|silence)\b|"
    r"\b(?:already|without|before|anyway|too late|forgot|never|nevertheless|went ahead)\b"
)
_SENTENCE = re.compile(r"[。!?\n]|\.(?=\s|$)")


def is_pending(text: str, start: int, end: int) -> bool:
    """Whether the sentence around `text[start:end]` (offsets in characters) says that a step is only still to be taken."""
    before = [m.end() for m in _SENTENCE.finditer(text, 0, start)]
    after = _SENTENCE.search(text, end)
    begin, stop = before[-1] if before else 0, after.start() if after else len(text)
    following = _SENTENCE.search(text, stop + 1)
    return bool(_YET.search(text, begin, stop)) and not _TOO_LATE.search(
        text, begin, following.start() if following else len(text)
    )
