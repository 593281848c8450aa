"""What a message says is not known: stretches of it whose predicates are neither affirmed nor denied.

"Whether it was a slip or done on purpose is still argued about", 「前だったのか後だったのかは調べ中」: each alternative
is open, however far the words stand from the one that says so. What is merely named in such a sentence (「漏えいの
起きた日が…前だったのか」, "whether the leak happened before …") is presupposed, and stays what it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.understanding.doubts import doubted

# ---------------------------------------------------------------- Japanese: か … (not known)
_JA_OPEN = re.compile(
    r"(?:分か|わか|判|解)ら(?:な|ず|ん|へん)|(?:分か|わか|判)り(?:ません|かね|まへん)|(?:分か|わか|判)って(?:い)?(?:な|ま(?:せ|へ)|おら|へん)|不明|未確認|未確定|未判明|未定|"
    r"確認(?:でき|が?取れ|が?とれ)(?:て)?(?:い)?(?:な|ま(?:せ|へ))|確認(?:中|待ち)|はっきり(?:し|せ)|調査(?:中|待ち)|検証中|鑑定中|分析中|精査中|審議中|係争中|協議中|捜査中|(?:回答|返事|結果|報告)待ち|"
    r"調べ(?:て(?:い)?る|ている|とる|中|が?つい(?:て(?:い)?)?(?:な|ま))|争って|争いが|争われて|揉め|もめ|(?:本人|相手|担当|彼|彼女)(?:が|は)?[^。!?\n、]{0,6}(?:黙|言わ|話さ|答え(?:な|て(?:い)?な)|認め(?:て(?:い)?)?な)|"
    r"判然と|判明して(?:い)?(?:な|ま)|(?:書かれ|書いて|記され|記載(?:が|は)?)(?:て)?(?:い|あり|おら)?(?:な|ま(?:せ|へ)|ず)|特定(?:でき|され)(?:て)?(?:い)?(?:な|ま(?:せ|へ))|突き止め(?:られ)?(?:て)?(?:い)?(?:な|ま)|"
    r"つかめ(?:て)?(?:い)?(?:な|ま)|掴め(?:て)?(?:い)?(?:な|ま)|何とも|なんとも|定かで|見当が?つ|断定(?:は)?でき|判断(?:が|は)?(?:つか|でき)|見解が(?:分か|わか|割)|意見が(?:分か|わか|割)|結論(?:が|は)(?:出|まだ)|"
    r"決(?:まって|めて|まり|め)(?:い)?(?:な|ま(?:せ|へ)|かね)|検討中|迷って|"
    r"(?:分か|わか|判|知って|知)(?:る|って(?:い)?る|る)(?:人|者|方)が?(?:いな|いま|おら|おり|い(?:ず|ない))|見(?:られ|れ)(?:ない|ま(?:せ|へ)|ず)|[一-龥]{1,4}待ち|調べ(?:が)?ついて|(?:調査|調べ|確認|監査|協議|聞き?取り|検証|精査|交渉|裁判)[^。!?\n]{0,4}(?:途中|最中)|定ま(?:ら|って(?:い)?(?:な|ませ))|微妙|首をひね|(?:確認|調査|調べ|検証)(?:が|は)?終わ(?:って(?:い)?(?:な|ませ)|ら)|手元に(?:な|あり)|"
    r"しか知(?:ら(?:な|ず|へん|ん)|りま(?:せ|へ))|聞け(?:て)?(?:い)?(?:な|ませ)|聞いて(?:い)?(?:な|ませ)|記憶に?(?:な|あり)|覚えて(?:い)?(?:な|ませ)|うろ覚え|あやふや|思い出せ(?:な|ま(?:せ|へ))|忘れ(?:て(?:しま)?|まし|た)|(?:記憶|話|返事|答え|回答|説明)(?:が|は|も)?(?:曖昧|あいまい)|どっちだったか|どちらだったか|どうだったか|"
    r"調べ(?:て|られて)(?:は)?(?:い)?(?:な(?!が)|ま(?:せ|へ)|おら)|調べが?まだ|(?:言って|話して|教えて|答えて)(?:くれ)(?:な|ま(?:せ|へ))"
)
_JA_WHETHER = re.compile(
    r"(?<=[のんたるいだうすきずり一-龥ァ-ヶー])か(?:どうか|否か)?(?=[、,はがもをにとの ]|本人|相手|まだ|今|現在|当の|誰|前任|証券|契約書|書類|記録|手元|結局|正直|覚え|忘れ|思い出|うろ覚え|記憶|前の担当|社長|上司|会長|不|確|未|調|争|検|協|結|判|分|わか|はっ|な[んに]とも|何とも|$)(?!から|かった)"
)
_JA_NOT_WHETHER = re.compile(
    r"か(?:ら(?!な)|っ|け|も|ね|え|く|しら|な(?!ん|に)|り|る|れ|わ(?!か)|ん|ぎ|せ|た|つ|て|で|め)"
)
_JA_SENTENCE = re.compile(r"[。!?\n]")
# Where the predicate begins: after a comma, an alternative before it, or its subject.
_JA_SUBJECT = re.compile(
    r"[、,]|(?<=[一-龥ァ-ヶーa-z0-9ぁ-ん」』])(?:は(?!っ|い|ず|じ|な)|が(?!っ|い|ち|る|り))|か(?:どうか)?(?=[、,])"
)
_JA_NEAR = 26  # characters between か and what says that it is open
_JA_CHAIN = 34  # characters between two alternatives

# ---------------------------------------------------------------- English: (not known) whether …
_EN_OPEN = re.compile(
    r"(?:\b(?:not|cannot|never|nobody|no one|none of us|isn['’]t|aren['’]t|wasn['’]t|don['’]t|doesn['’]t|didn['’]t|can['’]t|couldn['’]t|won['’]t|hasn['’]t|haven['’]t|yet to)\s+"
    r"(?:(?:can|could|will|would|seems? to) )?(?:yet |really |quite |been |be |has |have |us |even |so far |exactly |able to |managed to |in a position to )*(?:sure|certain|clear|known?|knows|tell|told|say|says|said|remember\w*|establish\w*|determin\w*|decid\w*|settled|confirm\w*|agree\w*|specif\w*|find out|found out|reconstruct\w*|recall\w*|work(?:ed)? out|figure[ds]? out|make out|pin(?:ned)? down|trace\w*|prove[dn]?|verif\w+|see|judge|say for sure)|"
    r"\b(?:unclear|unknown|uncertain|undecided|undetermined|unresolved|no idea|disputed?|in dispute|under (?:investigation|examination|review|discussion)|remains to be seen|"
    r"(?:is|are|was|remains?|still) (?:an )?open(?: question)?|refus\w+ to say|silent (?:on|about|as to)|wonder\w*)|"
    r"\bstill (?:being |be )?(?:examin\w*|investigat\w*|check\w*|argu\w*|debat\w*|discuss\w*|determin\w*|establish\w*|look\w*|stud\w*|analy\w*|clarif\w*|try\w*|wait\w*|quarrel\w*|fight\w*)|"
    r"\b(?:being|is|are) (?:examined|investigated|argued|debated|disputed|looked into|clarified|analysed|analyzed))"
    r"(?:[ ,]+(?!and\b|but\b|so\b|because\b)[\w'’-]+){0,6}?[ ,]+(?:if|whether|which|who|what|when|how)\b"
)
_EN_CLAUSE_END = re.compile(
    r"[.;!?\n]|,? (?:but|so|yet|although|though|because)\b|, and (?:we|they|he|she|it|now|the)\b"
)
_EN_LONGEST = 170
# "Whether the agent put it in, I have no clue": what is open comes first.
_EN_WHO = r"(?:i|we|he|she|they|you|nobody|no one|none of us|(?:the|my|our) \w+|even (?:the|my|our) \w+)(?:['’](?:ve|m|re|s|ll|d))?"
_EN_WHETHER_FIRST = re.compile(
    r"\bwhether (?P<rest>[^.;!?\n]{3,150}?)[,:]?(?: -+)? (?:"
    rf"{_EN_WHO}(?: (?:still|really|just|honestly|simply|also|have|has|had|is|are|am|was|were|got))* "
    r"(?:no (?:idea|clue|memory|record)|un(?:sure|certain)|not (?:yet )?(?:sure|certain)|(?:do|does|did|can|could|will|would)(?: not|n['’]t)(?: yet| even)? (?:know|tell|say|remember|recall|find out|make out|establish|agree|answer)|"
    r"(?:cannot|can['’]t|won['’]t)(?: yet| even)? (?:know|tell|say|remember|recall|find out|make out|establish|agree|answer)|forgot|forget|(?:wrote|noted|recorded|logged|asked|checked|kept|remembers?|recalls?|minuted|told us|said)(?: it| that| anything)?(?: down)?|(?:no longer )?knows?(?= ?[.,;!?]|$)|can (?:say|tell)|refuses? to|argu\w+|disagree)|"
    r"(?:is|was|remains|still|has) (?:still )?(?:an? )?(?:unclear|unknown|open|undecided|disputed|in dispute|anyone['’]s|not (?:yet )?(?:clear|known|certain|settled|established|decided)|yet to|being|under|to be|beyond (?:me|us)|a mystery|anybody['’]s))"
)
# "A fault or planned work, he is not sure which", "one of the two, can't remember which".
_EN_WHICH = re.compile(
    r"(?:^|(?<=[.;!?\n] ))(?P<rest>[^.;!?\n]{4,150}?),? (?:(?:and|but) )?"
    rf"(?:{_EN_WHO} )?(?:(?:is|are|am|was|were) )?(?:(?:still|really|just|honestly) )*"
    r"(?:not sure|unsure|no idea|no clue|(?:can['’]t|cannot|couldn['’]t|don['’]t|do not|doesn['’]t|does not|didn['’]t) (?:remember|recall|know|tell|say)|forgot(?:ten)?|forget|without saying|never said|(?:did not|didn['’]t|would not|wouldn['’]t) say) which\b"
)
# "Just careless, or worse - who decides?"
_EN_WHO_KNOWS = re.compile(
    r"(?:^|(?<=[.;!?\n] ))(?P<rest>[^.;!?\n]{3,80}\bor\b[^.;!?\n]{2,50}?)[,:?]?(?: -+| –| —)? ?(?:who (?:knows|decides|can (?:say|tell)|is to (?:say|judge))|hard to (?:say|tell)|(?:that )?depends whom you ask)"
)
# "Nobody can tell when the break-in happened": it did.
_EN_WHEN = re.compile(r"\b(?:when|how)$")
# "The cause might be an attack, or just the line": alternatives of which none is said to be so.
_EN_MIGHT = re.compile(
    r"\b(?:might|may|could)(?: well| also| just| either)? (?:have been|be|have come from|come from|lie (?:in|with))\b(?P<rest>[^.;!?\n]{0,70}?\bor\b[^.;!?\n]{0,70})"
)
_JA_EITHER = re.compile(
    r"(?:原因|理由|きっかけ)[^。!?\n]{0,10}(?:は|が)、?(?P<rest>[^。!?\n]{2,50}(?:か(?!ら|っ|け|も|ん)|または|あるいは|もしくは)[^。!?\n]{2,40}?)(?:の?(?:どちらか|いずれか|どっちか)|かもしれ)"
)
# "We do not know whether a leak is covered": the cover is asked about, nothing that happened is open.
_ABOUT_COVER = re.compile(
    r"\b(?:covered|insured|insurance(?! (?:company|people|firm|man|lady|agent|side))|policy|pays?|paid|payable|includ\w+|reimburs\w+|eligible|counts?|compensat\w+)\b|補償(?!特約|オプション|プラン)|対象(?:に|と|か|外)|保険(?:が|で|金)|(?:出る|下りる|おりる|もらえる)"
)
# "Whether the leak …": what is named as known is not what is asked.
_EN_DEFINITE = re.compile(r"\b(?:the|this|that|our|these|those|their|its|his|her|said|same)\s+(?:\w+\s+)?$")
_EN_HAPPENED = re.compile(
    r"^[\w'’-]*\s+(?:was|were|is|really|actually|ever|has|had|did|happen\w*|occurr\w*|took|succeed\w*|at all)\b"
)


def is_open(text: str, start: int, end: int) -> bool:
    """Whether the mention at `text[start:end]` (offsets in characters) is part of what the message says is not known."""
    for a, b, english in open_spans(text):
        if a < end <= b:
            named = (
                english and text.count(" ", start, end) <= 1 and _EN_DEFINITE.search(text[max(a, start - 24) : start])
            )
            return not named or bool(_EN_HAPPENED.match(text[end : end + 24]))
    return False


@lru_cache(maxsize=256)
def open_spans(text: str) -> tuple[tuple[int, int, bool], ...]:
    """Spans of a prepared text in which what is said is open: start, end, whether its "the …" is presupposed."""
    return tuple(x for x in _spans(text) if not _ABOUT_COVER.search(text, x[0], x[1]))


def open_about_contract(text: str) -> tuple[tuple[int, int], ...]:
    """All spans of a prepared text in which what is said is open, also where they speak of the policy (start, end)."""
    return tuple((a, b) for a, b, _ in _spans(text))


def _spans(text: str) -> list[tuple[int, int, bool]]:
    return [*_japanese(text), *_english(text), *((a, b, False) for a, b in doubted(text))]


def _japanese(text: str) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    for m in _JA_OPEN.finditer(text):
        breaks = [b.end() for b in _JA_SENTENCE.finditer(text, 0, m.start())]
        begin = breaks[-1] if breaks else 0
        whether = [
            w
            for w in _JA_WHETHER.finditer(text, begin, m.start() + 1)
            if w.end() <= m.start() and not _JA_NOT_WHETHER.match(text, w.start())
        ]
        edge = m.start()
        for number, w in enumerate(reversed(whether)):
            if edge - w.end() > (_JA_CHAIN if number else _JA_NEAR):
                break
            heads = [s.end() for s in _JA_SUBJECT.finditer(text, begin, w.start()) if s.end() < w.start() - 1]
            earlier = [x.end() for x in whether if x.end() <= w.start()]
            start = max([begin, *heads, *earlier])
            found.append((start, w.start() + 1, False))
            edge = start
    found += [(m.start("rest"), m.end("rest"), False) for m in _JA_EITHER.finditer(text)]
    return found


def _english(text: str) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    for m in _EN_OPEN.finditer(text):
        if _EN_WHEN.search(m.group()) and " or " not in text[m.end() : m.end() + _EN_LONGEST]:
            continue
        end = _EN_CLAUSE_END.search(text, m.end())
        stop = min(end.start() if end else len(text), m.end() + _EN_LONGEST)
        found.append((m.end(), stop, True))
    for pattern in (_EN_MIGHT, _EN_WHETHER_FIRST, _EN_WHICH, _EN_WHO_KNOWS):
        found += [(m.start("rest"), m.end("rest"), pattern is _EN_WHETHER_FIRST) for m in pattern.finditer(text)]
    return found
