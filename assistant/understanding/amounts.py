"""Which figure belongs to what: costs to their items, a head count to residents, a sum to a need or a budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.corpus.model import Scheme
from assistant.understanding.asides import list_signs
from assistant.understanding.counters import counts_others
from assistant.understanding.cover_sums import ESTIMATE, cover_sums
from assistant.understanding.lexicon import Mention
from assistant.understanding.multiples import times
from assistant.understanding.numbers import Figures
from assistant.understanding.quantities import Amount
from assistant.understanding.query import Cost
from assistant.understanding.text import Message
from assistant.understanding.timeline import facts_of_costs
from assistant.understanding.totals import costs_in_one

_SUPPOSED_AFTER = re.compile(
    r"^(?:くらい|ぐらい|程度|ほど)?(?:(?:で|に|と)?(?:す|なり|いう|いい|よい|よろし|合|正し)[^。?!]{0,10}|でしょう[^。?!]{0,3}|か|だ|って(?:こと)?)?\s*[?？]"
)
_SUPPOSED_BEFORE = re.compile(
    r"(?:なら|では|だと|じゃあ|なので|だから|つまり|so (?:is it|that's|it's|we get)?|is it|would it be)\s*$"
)
# "Is it 5.9 million that we get?", 「もらえるのは590万円ということでしょうか」: what is asked is whether this is the result.
_RESULT_BEFORE = re.compile(
    r"(?:\b(?:is (?:it|that|the (?:payout|payment|answer|result|total))|that(?:'s| is| makes)|it(?:'s| is)|(?:it|that) be|(?:so|then) we(?:'d| would| will)?(?: get| receive)?|"
    r"(?:we|i|they)(?:'d| would| will)? (?:get|receive)|comes? to|makes? it|we (?:bear|keep) (?:only )?)(?: just| only| about| really| then)*|"
    r"(?:戻り|受け?取り|取り分|もらえる|貰える|受け取れる|出る|戻る|戻ってくる|支払われる|おりる|下りる|負担|負担する)(?:の|額|金額|お金|保険金)?(?:は|が|って)|(?:保険金|支払(?:い|額)?|受取額|手取り)(?:は|が|って)|合計(?:で|は)?|ということは|となると|とすると|すると|それなら)\s*$"
)
_RESULT_AFTER = re.compile(r"^[^。.!?\d]{0,48}[?？]|^[^。.!?\d]{0,24}(?:ですか|でしょうか|ますか|よね|right|correct)")
# "I suppose the limit is 150 million as well?": nothing but the supposition is asked.
_SUPPOSING_BEFORE = re.compile(
    r"\b(?:i|we) (?:suppose|assume|guess|gather|take it|understand|believe|think)\b[^.;?!\d]{0,50}\b(?:is|are|be|has|gets?|of|to)(?: also| just| only)?\s*$"
)
_SUPPOSING_AFTER = re.compile(
    r"^(?: yen)?(?: as well| too| then| also| there| here)?,?\s*(?:right|correct|yes|isn't it)?\s*\?"
)
# After other amounts: 「…かかりました。280万円受け取れますか」, "so the insurance gives 3.5 million, correct?".
_RECEIVED_AFTER = re.compile(
    r"^(?:が|を|は)?(?:受け取れ|もらえ|貰え|出る|出ます|戻|支払われ|おり|下り)[^。!?\n]{0,10}(?:か|よね|[?？])"
)
_GIVEN_BEFORE = re.compile(
    r"\b(?:gives?|pays?|refunds?|returns?|reimburses?)(?: us| out| back)?(?: just| only| about)?\s*$"
)
# "The treasurer says 500,000 comes back": what somebody counts on.
_HOPED_BEFORE = re.compile(
    r"\b(?:says?|said|thinks?|thought|reckons?|claims?|claimed|believes?|expects?|figures?|calculates?|told (?:me|us)|counts? on|hopes? for|promised?)(?: that)?(?: (?:we|they|i|you)(?:['’]ll|['’]d| will| would| should)? (?:get|receive|have|recover))?(?: about| around| roughly)?\s*$"
)
_HOPED_AFTER = re.compile(
    r"^(?: yen)? ?(?:(?:will |would |should |must |is to |are to )?(?:comes? (?:back|out|in)|be (?:paid|refunded|returned|back)|get paid)|back\b|(?:is|are) (?:paid|ours|due|refunded|returned|coming)|(?:from|out of) (?:the |our )?(?:insur\w+|policy)|after (?:the )?(?:excess|deductible))|"
    r"^(?:くらい|ほど|ぐらい)?(?:が|は|も|を)?[^、。!?\n]{0,4}(?:戻|出る|もらえ|貰え|おり|下り|支払われ|返って)[^、。!?\n]{0,6}(?:と|って|はず|見込み|計算|つもり)"
)
_RIGHT_AFTER = re.compile(r"^[^.!?\d]{0,30}(?:correct|right|true)\s*\?")
# A share of an amount: "half of the 8 million", 「800万円のうち半分」, "30% of".
_HALF_BEFORE = re.compile(
    r"\b(?:half(?: of)?|50 ?(?:%|percent) of)(?: the| our| those| these| all)?(?: total)?(?: of)? *$"
)
_HALF_AFTER = re.compile(
    r"^(?:の|のうち|に対して?|、そのうち|ですが)[、,]?[^。、!?\n\d]{0,16}半(?:分|額)|^[^.?!\d]{0,40}\b(?:pay|bear|owe|settle)\w* (?:only )?half\b"
)
_SHARE_BEFORE = re.compile(r"(\d{1,2}) ?(?:%|percent) of(?: the| our)? *$")
_SHARE_AFTER = re.compile(
    r"^の(?:うち)?(?:の)?(\d{1,2})(割|%|パーセント)(?=[^。]{0,8}(?:支払|払|負担|こちら|うち|当方))"
)
# What the insurance has paid earlier in the period, and the next incident that has to do with what is left.
_PAID_BEFORE = re.compile(
    r"(?:has|have|had|was|were)(?: already| since| just)? been paid|already (?:paid out|received|used|had|got|claimed)|(?:insurer|insurance|policy) (?:has |have )?(?:already )?paid|"
    r"we (?:have |had )?received|paid out (?:earlier|before|for)|used up|"
    r"(?:すでに|既に|もう|先に|前に|これまでに|今年度?(?:は|に))[^。!?\n]{0,40}(?:支払われ|受け取|受取|もらっ|もらい|いただい|いただき|頂い|頂き|おりて|使っ|保険金)|保険(?:金|から|会社から)[^。!?\n]{0,24}(?:支払われ|受け?取|受け?取り|もらっ|もらい|いただい|いただき|頂い|頂き|おり|下り|出)(?:た|てい|まし|て)"
)
_NEXT = re.compile(
    r"second|another|next|later|further|new (?:leak|incident|attack)|remain|is left|2(?:件|回|度)目|二(?:件|回|度)目|次の|別の|新たな|今度|今回|また|残"
)
_NEED_NEAR = re.compile(
    r"(?:の?コース|の?タイプ|のプラン|限度|上限|以上|まで(?:は)?(?:確保|カバー|備え|欲し|ほし|必要|用意)|は?(?:確保|欲し|ほし|必要)|の補償|あれば(?:十分|じゅうぶん|足り|いい|よい|良い|結構|OK|ok)|で(?:十分|じゅうぶん|足り|結構)|cover\b|limit|at least|or more)"
)
# "200 million yen of liability in the cyber cover", "the 100M liability type"
_NEED_OF_LIABILITY = re.compile(
    r"\s*(?:yen )?(?:of |in |for )?(?:liability )?(?:is|would be|will be|'d be) (?:enough|plenty|sufficient|fine|all we need)|\s*(?:yen )?(?:of |in |for )?liability(?![a-z])(?! (?:claim|suit|case|award|judg|payout|payment|insurance|scheme))"
)
# 「二億にしろ」, "move up to the 200 million one": a limit that is to be taken in place of another.
_NEED_TAKEN = re.compile(
    r"^(?:円)?の?(?:タイプ|型(?!番)|コース|セット)|"
    r"^(?:の(?:もの|やつ|ほう|方))?(?:に|へ)(?:し(?:ろ|て|たい|たら|よう|ま)|する|上げ|引き上げ|増や|増額|変え|変更|アップ|なる(?:やつ|もの|タイプ))|"
    r"^(?: yen)? (?:type|one|tier|level|course|version|set|option|cover)(?![a-z])"
)
_NEED_BEFORE = re.compile(
    r"(?:限度額?(?:が|は|を)?|上限(?:が|は|を)?|(?<!損害)賠償(?:が|は|を)?|最低(?:でも)?|少なくとも|at least|limit of|cover of|limit)\s*$"
)
# 「11月の漏えいで賠償が2,500万円」: with an incident told, a bare 賠償 is no limit that is wished for.
_NEED_BY_LIABILITY = re.compile(r"(?<!損害)賠償(?:が|は|を)?\s*$")
_INCIDENT_TOLD = re.compile(
    r"置き?忘れ|紛失|[無な]くし|盗ま|漏え?い|漏洩|漏れ|流出|攻撃|感染|事故|訴え|請求され|請求が|示談|和解|判決|件目|回目|弁償"
)
_NEED_AT_LEAST = re.compile(r"\b(?:at least|no less than|a minimum of)\s*$")
# 「賠償1億5千万円と対応費用3,500万円の場合の保険金は」: what is paid for a loss, where no type is looked for.
_PAID_OUT = re.compile(
    r"保険金(?!額)|支払われ|受け?取(?:れ|る|り)|もらえ|貰え|(?:出|おり|下り|戻り?)(?:ます|る(?:の|ん|お金|額|[?？]))"
)
_CHOOSING = re.compile(r"どの|どれ|どちら|どっち|以上|欲し|ほし|選|必要|最安|安い|足り|十分|したい|上げ|増や|変え")
_INCIDENT_TOLD_EN = re.compile(
    r"\b(?:leak(?:ed|s)?|attack|hack|breach|claim(?:s|ed|ing)?|sued?|settle|invoice|bill|cost us|court|damages)"
)
_BUDGET_NEAR = re.compile(
    r"予算|以内|以下|\bmax\b|\bat the most\b|\b(?:board|budget|boss|chair\w*|office) (?:gave|gives|allows?|allowed) (?:me|us)|まで(?:で|しか|なら)|までに(?:収|抑)|しか(?:出せ|払え)|budget|afford|no more than|at most|within|under\b|up to|less than"
)
_NO_COST_BEFORE = re.compile(
    r"(?:免責(?:金額?)?|控除|自己負担(?:額)?|deductible|excess|年間?の?売上高?|年商|売上(?:高|は|が)|(?:annual |yearly )?(?:sales|turnover|revenue)s?(?: (?:of|is|are|about|around))?)[^。.!?\n]{0,18}$"
)
# 「180万円、いえ、見直したら108万円」, "1.8 million, no, make that 1.08 million": the amount before is taken back.
_TAKEN_BACK = re.compile(
    r"(?:円|yen)?(?:です|でした|だった)?(?:[がけ]ど)?[、。,. ]*(?:いえ|いや|あ、|すみません|すいません|失礼|ごめん|訂正|もとい|じゃな(?:くて|い)|ではな(?:く|い)|違(?:った|う|いま)|間違|見直|見間違|確認し(?:たら|直)|正しくは|本当は|実際は|数え直)|"
    r"(?: yen)?[,.;: –—-]*(?:i mean|no[, ]|sorry|rather[, ]|or rather|make that|correction|wait|actually|scratch that|excuse me|my mistake|should (?:be|read))"
)
_TAKEN_BACK_REACH = 44  # characters between the two amounts
# What members pay, a fund or a budget holds: told beside the costs, no cost itself.
_INCOME_BEFORE = re.compile(
    r"(?:会費|補助金|助成金|予算|積立金?|貯金|基金|給料|給与|年収|手当の?単価|時給)(?:は|が|を|も|として)?[^。、!?\d]{0,12}$|"
    r"\b(?:pays? us|paid to us in dues|dues|membership fees?|subscriptions?|budget|grant|savings|reserves?|turnover|sales|(?:members?|clients?|customers?|subscribers?|users?|who|they)(?: each| all)? (?:pays?|paid)(?: us)?)(?: (?:of|is|are|was|comes? to|amounts? to))?(?: about| around)?\s*(?:jpy |¥)?$"
)
_LEAST_COST = 100  # yen; less is a rate or the price of a stamp, no cost of an incident
# 「費用ごとに10万円ずつ、計20万円引かれて」, "100,000 off each": what is taken off, one by one or in all, is no cost.
_NO_COST_AFTER = re.compile(
    # a part of the next amount: 「300円の切手代込みで1通350円」
    r"^(?:円)?の[^。、!?\n\d税]{1,10}(?:込みで|を含めて|を含む)、?[^、。!?\n\d]{0,8}\d|"
    r"^(?:ずつ)?(?:[、で]{0,2}(?:の)?(?:合?計|合わせて|都合|しめて|全部で|つまり)[^。、!?\n]{0,10}円)?(?:を|が|も|は|で)?(?:差し?引|引[かきくい]|控除|天引|減らされ|減額)|"
    r"^\s*(?:deductible|excess)|"
    r"^(?: yen)?,? (?:(?:is|are|was|were|gets?|got|being|to be) )?(?:off (?:each|every|for|the|per|both|all)|deducted|subtracted|taken off|knocked off)(?![a-z])"
)
# "損害賠償2億円を請求された": what somebody demands is no limit that is wished for.
_DEMANDED = re.compile(
    r"\s*(?:でした|だった|かか|に(?:なっ|なり|決ま|確定)|で(?:確定|決ま|決着|和解|示談|まとま|合意)|と(?:なっ|なり|され|決ま)|を?払)|"
    # one of several sums that came about together: 「賠償が2億、費用が3千万になったら」
    r"\s*[、,][^。!?\n]{0,40}(?:[万億円]|million|yen)\s*(?:に(?:なっ|なり)|かか|でした|だった|で(?:確定|決ま|和解)|払)|\s*と(?:言われ|いわれ|主張|の請求)|\s*(?:を|の)?\s*(?:請求|求め|要求|払え|支払)|\s*の(?:補償|賠償|弁償|補填|損害)金?(?:を|の)?(?:請求|求め|要求|払え|迫|し(?:ろ|て(?:くれ|ほし)))|\s*(?:is|was|are|were) (?:claimed|demanded)"
)
# The section of cover that a limit is wanted for: named right before the amount, else right behind it.
_NEED_SECTIONS = (
    ("response_costs", re.compile(r"費用|対応費|costs?\b|expenses?\b")),
    ("business_interruption", re.compile(r"利益|休業|profits?\b|business interruption|earnings")),
    ("liability", re.compile(r"賠償|liabilit|damages|third[- ]part")),
)
_NEED_BEHIND = re.compile(r"^[^。、.,;!?\d\n]{0,44}")
_NEED_AHEAD = re.compile(r"[^。、,;!?\d\n]{0,30}$")
_INCIDENTS = re.compile(
    r"2件の|二件の|2件(?:あ|起|続|発|も)|2回|二回|2度|二度|2件目|二件目|別々の|それぞれ別|1回目|一回目|1件目|一件目|最初の(?:事故|漏えい|漏洩)|two (?:(?:unrelated|separate|different|distinct|independent)(?! (?:\w+ )?(?:invoices?|bills?|costs?|quot\w+|payments?|items?|firms?|suppliers?|contractors?|things|jobs|sums|amounts|receipts?))|data |incidents|leaks|attacks|events|breaches)|twice|another (?:leak|incident|attack|breach)|別の(?:漏えい|漏洩|事故|攻撃)|2件とも|second (?:incident|leak|attack|one)|the first .{0,60}the second|another (?:incident|leak) later|独立した"
)
# Which incident an amount belongs to: the ordinal before it, or right behind it ("2 million for the first").
_ORDINALS = re.compile(
    r"(?P<one>1(?:件|回|度|つ)目|一(?:件|回|度|つ)目|最初の|1回目|\b(?:the )?first(?: one| incident| leak| attack| time)?\b|\bearlier\b)|"
    r"(?P<two>2(?:件|回|度|つ)目|二(?:件|回|度|つ)目|もう[一1](?:件|つ|回)|次の(?:事故|漏えい)|その後|後日|\b(?:the )?second(?: one| incident| leak| attack| time)?\b|\blater\b|\bthe other\b|\bthe next\b)|"
    r"(?P<three>3(?:件|回|度|つ)目|三(?:件|回|度|つ)目|\b(?:the )?third\b)"
)
_ORDINAL_AFTER = re.compile(
    r"^(?: yen)?(?: (?:of|in) \w+(?: \w+)?)?(?: (?:for|in|from|after|with) (?:the )?)(first|second|third)\b"
)
# "450 affected people": a head count with a word between.
_PEOPLE = re.compile(
    r"(?<![\d,.])(\d{1,3}(?:,\d{3})*|\d{1,7}) (?:[a-z-]+ ){0,2}?(?:people|persons|individuals|members|customers|users|victims|patients|clients|guests|families|households)(?![a-z])"
)
_FIRMS = re.compile(
    r"(?<![\d,.])(\d{1,3}(?:,\d{3})*|\d{1,5}) (?:[a-z-]+ ){0,2}?(?:companies|corporations|firms|businesses|suppliers|shops|associations)(?![a-z])"
)
_A_PIECE = re.compile(r"(?: yen)?,? ?(?:(?:to |for )?each|apiece|a piece)(?![a-z])|(?:円)?ずつ")
_TO_EACH = re.compile(r"(?:各(?:社|法人|会社|団体|先)|1社|一社|それぞれ)(?:に|へ|につき|あたり)?(?:は)?、?$")
_RESIDENT_WORDS = re.compile(
    r"住民|人口|町民|村民|市民|population|resident|inhabitant|people|町|村|分担金|類型|town|village|contribution|contract type|category \d"
)


BARE_YEN = 10_000
_BILL = re.compile(
    r"請求(?:額|書|金額)?(?:は|が|で|、|も)|費用(?:は|が)|代金(?:は|が)|かかり|かかっ|支払い?(?:は|が|まし)|払い|\b(?:invoices?|bills?|billed|charged?|charges|fees?|costs?|paid|asks?|asking|total)\b"
)


def attach_amounts(message: Message, figures: Figures, mentions: Sequence[Mention], scheme: Scheme) -> tuple[Cost, ...]:
    """Costs in the order of the message: each amount with the nearest cost named in or beside its sentence."""
    supposed = set(supposed_spans(figures, message))
    used_as_need = {a.start for a in figures.amounts if _is_need(a, message) or _is_budget(a, message)}
    used_as_need |= {c.start for c in cover_sums(scheme, message.text, figures)}
    costs: list[Cost] = []
    places: list[int] = []
    taken: set[str] = set()
    seen_ends: dict[str, int] = {}
    several = bool(_INCIDENTS.search(message.text))
    ordinals = _ordinals(message.text) if several else []
    lows = {r.high.start: r.low for r in figures.ranges if isinstance(r.low, Amount)}
    earlier = _earlier_sentences(message)
    named = list(_FIRMS.finditer(message.text))
    of_firms = {m.start(1) for m in named}  # "9 client firms" are no nine clients
    heads = [
        int(c.value)
        for c in figures.counts
        if c.unit in ("person", "resident") and isinstance(c.value, int) and c.start not in of_firms
    ]
    heads = heads or [int(m[1].replace(",", "")) for m in _PEOPLE.finditer(message.text)]
    firms = [int(c.value) for c in figures.counts if c.unit == "corporation" and isinstance(c.value, int)]
    firms = firms or [int(m[1].replace(",", "")) for m in named]
    sums = _sums(figures)
    pieces, wholes = _pieces_and_wholes(message, figures, sums)
    for amount in sums:
        if amount.start in supposed or amount.start in used_as_need or amount.too_large or amount.range == "low":
            continue
        if not _is_cost(amount, message.text) or _replaced(amount, sums, message.text, mentions):
            continue
        whole = costs_in_one(amount, sums, message, mentions, scheme)
        mention = whole[0] if whole else _nearest(amount, message, mentions)
        if mention is None:
            continue
        taken |= {m.id for m in whole[1:]}
        item = scheme.items[mention.id]
        if amount.start in (wholes if item.unit else pieces):
            # Of a gift what each one gets is needed, as it is limited; of another cost what all of it comes to.
            continue
        yen, count = amount.value, None
        if item.unit == "victim" and heads:
            count = heads[0]
            if count > 1 and any(a.value == yen * count for a in sums if a is not amount):
                continue  # "a card of 1,500 yen for each (360,000 in all)": the whole is said as well, and counts once
            if amount.per == "victim" or _for_each(amount, count, message) or _to_each(amount, message):
                yen *= count
        elif item.unit and firms and (item.unit == "corporation" or not heads):
            count = firms[0]
            if (
                amount.per
                or _A_PIECE.match(message.text[amount.end :])
                or _TO_EACH.search(message.text[max(0, amount.start - 16) : amount.start])
                or _to_each(amount, message)
            ):
                yen *= count
        elif item.unit and amount.per:
            count = 1
        elif not item.unit and amount.per == "victim" and heads and heads[0] > 1:
            yen *= heads[0]  # what was settled with each of them
            if any(a.value == yen and a is not amount for a in figures.amounts):
                continue
        elif not item.unit and (several_times := times(amount, message)) > 1:
            yen *= several_times
            if any(a.value == yen and a is not amount for a in figures.amounts):
                # 「90万円(1週間30万円で3週間)」: the whole is said as well, and counts once.
                continue
        share = _share(amount, message)
        yen = yen * share // 100
        low = lows[amount.start].value * share // 100 if amount.start in lows and count is None else None
        if message.sentence_at(amount.start) in earlier:
            costs.append(Cost(mention.id, yen, count, 1, low, before=True))
            places.append(amount.start)
            taken.add(mention.id)
            continue
        said = _incident(amount, message.text, ordinals)
        incident = said or (seen_ends.get(mention.id, 0) + 1 if several else 1)
        seen_ends[mention.id] = incident
        costs.append(Cost(mention.id, yen, count, incident, low))
        places.append(amount.start)
        taken.add(mention.id)
    days = facts_of_costs(message, scheme, places)
    costs = [replace(c, facts=tuple(days.get(at, {}).items())) for c, at in zip(costs, places, strict=True)]
    for mention in mentions:
        if mention.id not in taken:
            taken.add(mention.id)
            costs.append(Cost(mention.id))
    return tuple(costs)


def _is_cost(amount: Amount, text: str) -> bool:
    """Whether an amount may be a cost, by its size and the words before and behind it."""
    before = text[max(0, amount.start - 32) : amount.start]
    if _NO_COST_BEFORE.search(before) or _NO_COST_AFTER.match(text[amount.end :]) or _INCOME_BEFORE.search(before):
        return False
    return amount.value >= _LEAST_COST or bool(amount.per)


def _replaced(amount: Amount, sums: Sequence[Amount], text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the next amount of a message takes the place of this one, with no other cost named between."""
    after = next((a for a in sums if a.start >= amount.end), None)
    if after is None or after.start - amount.end > _TAKEN_BACK_REACH:
        return False
    between = text[amount.end : after.start]
    named = any(amount.end <= m.start and m.end <= after.start for m in mentions)
    return not named and bool(_TAKEN_BACK.match(between))


_PAID = re.compile(r"(?:円)?(?:を|も|ずつ)?払っ")
_AT_MOST_GUESSED = 3  # amounts that a cost which no word names may have come to in parts


def the_cost(item: str, message: Message, figures: Figures, scheme: Scheme) -> tuple[Cost, ...]:
    """A cost that no word of the message names, with the amounts that there are, for so many as it is said to be for."""
    of_cover = {c.start for c in cover_sums(scheme, message.text, figures)}
    amounts = [a for a in figures.amounts if not a.too_large and a.value > 0 and a.start not in of_cover]
    values = [a.value for a in amounts]
    whole = [a for a in amounts if len(values) > 1 and 2 * a.value == sum(values)]
    amounts = whole[:1] or amounts  # "600,000 and 900,000, 1.5 million in all"
    # Several are its parts only where they are told as a bill is, in one sentence.
    sentences = {message.sentence_at(a.start) for a in amounts}
    billed = any(
        _BILL.search(message.text[max(0, a.start - 24) : a.end + 16]) or _PAID.match(message.text, a.end)
        for a in amounts
    )
    if not amounts or (len(amounts) > 1 and (len(amounts) > _AT_MOST_GUESSED or len(sentences) > 1 or not billed)):
        return (Cost(item),)
    return attach_amounts(message, figures, [Mention(item, a.start, a.end, True) for a in amounts], scheme)


def to_whom(figures: Figures, mentions: Sequence[Mention], scheme: Scheme) -> list[Mention]:
    """The mentions, gifts being gifts to corporations where each of several corporations is said to get so much."""
    others = [i for i, x in scheme.items.items() if x.unit == "corporation"]
    people = any(c.unit in ("person", "resident") for c in figures.counts)
    if len(others) != 1 or people or not any(a.per == "corporation" for a in figures.amounts):
        return list(mentions)
    return [replace(m, id=others[0]) if scheme.items[m.id].unit == "victim" else m for m in mentions]


_NUMBER = re.compile(
    r"〔(\d+)〕の?\(?([ア-コ])?|\b(?:items?|cost items?|costs? (?:no\.?|number)|(?:item|cost) (?:no\.?|number)) ?\(?(\d{1,2})(?![\d.,]*\d| ?(?:million|thousand|yen|%))"
)
_NUMBER_BEFORE = re.compile(r"(?:賠償の?|[〜~－-]|から|ないし)$")
_NUMBER_RANGE = re.compile(r"^\s*(?:[〜~－-]|から|ないし)\s*〔")
_CIRCLED_ONE = 0x2460
_IN_BRACKETS = re.compile(r"(?:円| yen)? ?[(\[]")
_NUMBER_REACH = 36  # characters between a cost's number and its amount


def numbered_costs(message: Message, figures: Figures, scheme: Scheme) -> tuple[Cost, ...]:
    """Costs called by the number that the brochure gives them, each with the amount behind it (「②が50万円」)."""
    by_number = {x.number: ident for ident, x in scheme.items.items() if x.number}
    supposed = set(supposed_spans(figures, message))
    signs = {s.start for s in list_signs(message.text)}
    found = []
    for m in _NUMBER.finditer(message.text):
        if (
            m.start() in signs
            or _NUMBER_BEFORE.search(message.text[: m.start()])
            or _NUMBER_RANGE.match(message.text[m.end() :])
        ):
            continue
        number = int(m[1] or m[3])
        sign = chr(_CIRCLED_ONE + number - 1) if 1 <= number <= 20 else ""
        item = by_number.get(sign + (m[2] or "")) or by_number.get(sign)
        sums = _sums(figures)
        # "400,000 yen (item 2)", 「40万円(②)」: the number stands in brackets behind what it came to.
        behind = next((a for a in sums if _IN_BRACKETS.fullmatch(message.text, a.end, max(a.end, m.start()))), None)
        if item is not None and behind is not None and not behind.too_large and behind.start not in supposed:
            found.append(Cost(item, behind.value))
            continue
        amount = next((a for a in sums if a.start >= m.end()), None)
        if item is None or amount is None or amount.start in supposed or amount.too_large:
            continue
        between = message.text[m.end() : amount.start]
        if len(between) <= _NUMBER_REACH and not re.search(r"[〔。!?\n]", between):
            found.append(Cost(item, amount.value))
    return tuple({c.item: c for c in found}.values())


# 「2,300人に1,500円の商品券」, "vouchers of 2,000 yen": what one of them gets, not what all of them cost.
_A_GIFT = re.compile(
    r"^(?:分|相当)?の?(?:商品券|ギフト|図書|クオ|quo|プリペイド|金券|お?菓子|品|粗品|タオル|お茶|カード|クーポン|食事券|見舞品|記念品|お?詫びの?品)|"
    r"^(?:-| )?(?:yen )?(?:gift|voucher|coupon|card|prepaid|token|box)"
)
_A_GIFT_BEFORE = re.compile(
    r"(?:人|名)(?:の[^、。]{1,6})?(?:に|へ)(?:は)?(?:それぞれ|各々|各|一律)?$|\b(?:vouchers?|gifts?|coupons?|cards?|tokens?) (?:of|worth|for|at) $"
)
_OF_ALL = re.compile(r"合計|総額|全部で|合わせて|しめて|\b(?:in total|altogether|in all|total)\b")
LEAST_EACH = 100  # yen; less than this a head is no gift, so that a smaller sum must be what each of them gets


def _for_each(amount: Amount, heads: int, message: Message) -> bool:
    """Whether an amount beside a head count is what each of them gets though no word says so."""
    before, after = message.text[max(0, amount.start - 30) : amount.start], message.text[amount.end : amount.end + 16]
    if heads < 2 or _OF_ALL.search(before[-12:]) or _OF_ALL.search(message.text[amount.end : amount.end + 24]):
        return False
    if amount.value < heads * LEAST_EACH:
        return True
    return amount.value < BARE_YEN and bool(_A_GIFT.match(after) or _A_GIFT_BEFORE.search(before))


# "Each of the 40 firms a hamper at 60,000", "every family a box worth 3,000".
_EACH_ONE = re.compile(
    r"\b(?:each|every)(?: one| single)?(?: of (?:the|our|these|those|them))?\b[^.?!\n]{0,80}\b(?:at|of|worth|for|costing|priced(?: at)?|around|about)(?: about| around)? [¥￥]?$|"
    r"\b(?:each|every)(?: one| single)?(?: of (?:the|our|these|those))? [^.?!\n]{0,60}\b(?:an?|with|gets?|got|received|given|gave)(?: an?)? [¥￥]?$"
)


def _to_each(amount: Amount, message: Message) -> bool:
    """Whether an amount is said before it to be what each of several gets."""
    before = message.text[max(0, amount.start - 120) : amount.start]
    after = message.text[amount.end : amount.end + 24]
    return bool(_EACH_ONE.search(before)) and not _OF_ALL.search(after) and not _OF_ALL.search(before[-24:])


_AT_A_PRICE = re.compile(r"^[^.;!?\n\d]{0,40}\b(?:at|for|costing|priced at|of|×|x)(?: about| around| just)? ?[¥￥]?$")
_EACH_AFTER = re.compile(
    r"^(?: yen)?,? ?(?:each|apiece|a piece|per |a (?:letter|card|copy|piece|head|unit|page|sheet|stamp|call|day|night|hour))"
)


def _pieces_and_wholes(message: Message, figures: Figures, sums: Sequence[Amount]) -> tuple[set[int], set[int]]:
    """Starts of the prices of one of several, and of the sums that they make: "12,000 letters at 84 yen, 1,008,000"."""
    text = message.text
    pieces: set[int] = set()
    wholes: set[int] = set()
    for count in (*figures.counts, *figures.bare):
        if not isinstance(count.value, int) or count.value < 2:
            continue
        for a in sums:
            joined = count.end <= a.start and _AT_A_PRICE.match(text[count.end : a.start])
            if a.per is not None or not (joined or _EACH_AFTER.match(text[a.end : a.end + 16])):
                continue
            made = {b.start for b in sums if b.value == a.value * count.value and b.start != a.start}
            wholes |= made
            pieces |= {a.start} if made else set()
    return pieces, wholes


def _ordinals(text: str) -> list[tuple[int, int]]:
    """Where the first, second, third incident is told; empty where only one of them is."""
    found = [(m.start(), 1 if m["one"] else 2 if m["two"] else 3) for m in _ORDINALS.finditer(text) if m[0] is not None]
    return found if len({n for _, n in found}) > 1 else []


def _incident(amount: Amount, text: str, ordinals: Sequence[tuple[int, int]]) -> int | None:
    """The number of the incident that an amount belongs to; None where the words do not tell."""
    if not ordinals:
        return None
    behind = _ORDINAL_AFTER.match(text[amount.end : amount.end + 60])
    if behind:
        return {"first": 1, "second": 2, "third": 3}[behind[1]]
    return next((n for at, n in reversed(ordinals) if at < amount.start), None)


def _earlier_sentences(message: Message) -> set[int]:
    """Sentences that tell what the insurance paid earlier, where a further incident is told or what is left asked for."""
    text = message.text
    out = set()
    for i, s in enumerate(message.sentences):
        rest = text[: s.start] + " " + text[s.end :]
        if _PAID_BEFORE.search(text[s.start : s.end]) and not s.asks and _NEXT.search(rest):
            out.add(i)
    return out


def _share(amount: Amount, message: Message) -> int:
    """Per cent of an amount that is meant: 50 in "half of 8 million yen", 100 where nothing is said."""
    before, after = message.text[max(0, amount.start - 30) : amount.start], message.text[amount.end : amount.end + 60]
    if _HALF_BEFORE.search(before) or _HALF_AFTER.match(after):
        return 50
    part = _SHARE_BEFORE.search(before)
    if part:
        return int(part[1])
    part = _SHARE_AFTER.match(after)
    if part:
        return int(part[1]) * (10 if part[2] == "割" else 1)
    return _WHOLE


_WHOLE = 100  # per cent


def _nearest(amount: Amount, message: Message, mentions: Sequence[Mention]) -> Mention | None:
    """The mention nearest to the amount; in its own sentence first, a mention just before it before one after it."""
    here = message.sentence_at(amount.start)
    best: tuple[int, int, Mention] | None = None
    for m in mentions:
        away = abs(message.sentence_at(m.start) - here)
        if away > 1:
            continue
        if m.end <= amount.start:
            gap = amount.start - m.end
            between = message.text[m.end : amount.start]
            # "A, 500万円" across a comma belongs less to A than "500万円のB" to B
            commas = len(re.findall(r"[、,;]", between))
            # In one clause the words between ("with the insurer's consent") set nothing apart.
            gap = gap + 6 * commas if commas else 1 + gap // 3
        elif m.start >= amount.end:
            gap = m.start - amount.end
            between = message.text[amount.end : m.start]
            gap += 6 * len(re.findall(r"[、,;]", between)) + 1
            if re.match(r"\s*(?:の|of\b|for\b|in\b|on\b)", message.text[amount.end :]):
                gap = max(0, gap - 8)
        else:
            gap = 0
        key = (away, gap)
        if best is None or key < best[:2]:
            best = (*key, m)
    if best is None and _BILL.search(message.text[max(0, amount.start - 24) : amount.end + 16]):
        # "A firm checked our server. No attack. The invoice: 1.5 million": for what was told last.
        told = [m for m in mentions if m.end <= amount.start]
        return max(told, key=lambda m: m.start, default=None)
    return best[2] if best else None


def supposed_spans(figures: Figures, message: Message) -> list[int]:
    """Starts of amounts that the person merely supposes as the answer ("…なら130万円？")."""
    out = []
    sums = _sums(figures)
    for a in sums:
        after, before = message.text[a.end : a.end + 60], message.text[max(0, a.start - 40) : a.start]
        direct = _SUPPOSED_AFTER.match(after) and (
            _SUPPOSED_BEFORE.search(before)
            or re.match(r"^\s*[?？]|^(?:です|でしょう|に|で(?:合|正し|いい|よ)|という)", after)
        )
        later = a is not sums[0]
        received = later and (
            _RECEIVED_AFTER.match(after) or (_GIVEN_BEFORE.search(before) and _RIGHT_AFTER.match(after))
        )
        supposing = _SUPPOSING_BEFORE.search(message.text[max(0, a.start - 80) : a.start]) and _SUPPOSING_AFTER.match(
            after
        )
        hoped = (_HOPED_BEFORE.search(before) or not after[:1].isascii()) and _HOPED_AFTER.match(after)
        if received or direct or supposing or hoped or (_RESULT_BEFORE.search(before) and _RESULT_AFTER.match(after)):
            out.append(a.start)
    return out


_LEAST_MISSED = 10_000  # yen; a smaller sum may be a price or a rate


def unplaced(message: Message, figures: Figures, costs: Sequence[Cost]) -> tuple[int, ...]:
    """The yen of amounts that look like costs and belong to none of `costs`: they would be lost without a word."""
    sums, supposed = _sums(figures), set(supposed_spans(figures, message))
    known = [c.yen for c in costs if c.yen is not None]
    within = {*known, *(c.low for c in costs), sum(known)}
    missed = []
    for a in sums:
        used = a.value in within or any(a.value and y % a.value == 0 and y > a.value for y in known)
        if used or a.value < _LEAST_MISSED or a.too_large or a.start in supposed or a.per or a.range:
            continue
        if _is_need(a, message) or _is_budget(a, message) or not _is_cost(a, message.text):
            continue
        if _replaced(a, sums, message.text, ()) or _share(a, message) != _WHOLE:
            continue
        if _BILL.search(message.text[max(0, a.start - 24) : a.end + 16]):
            missed.append(a.value)
    return tuple(dict.fromkeys(missed))


def supposed_amounts(figures: Figures, message: Message) -> tuple[int, ...]:
    """The yen of the amounts that are merely supposed."""
    starts = set(supposed_spans(figures, message))
    return tuple(a.value for a in _sums(figures) if a.start in starts)


def _sums(figures: Figures) -> list[Amount]:
    """Amounts, and bare numbers of their size: "48 million" beside a cost is an amount, a bare small number is not."""
    return sorted([*figures.amounts, *bare_sums(figures)], key=lambda a: a.start)


def bare_sums(figures: Figures) -> list[Amount]:
    """Numbers with nothing beside them that are large enough for a sum in yen."""
    return [
        Amount(int(b.value), b.start, b.end, b.text)
        for b in figures.bare
        if b.value >= BARE_YEN and isinstance(b.value, int) and not b.too_large
    ]


@lru_cache(maxsize=32)
def _incident_told(text: str) -> bool:
    """Whether a message tells of an incident; asked for each of its amounts."""
    return bool(_INCIDENT_TOLD.search(text))


@lru_cache(maxsize=32)
def _told_of_payment(text: str) -> bool:
    """Whether a message tells of an incident, or asks what is paid and looks for no type."""
    return _incident_told(text) or bool(_PAID_OUT.search(text) and not _CHOOSING.search(text))


def _is_need(a: Amount, message: Message) -> bool:
    if _DEMANDED.match(message.text[a.end : a.end + 64]) or ESTIMATE.search(
        message.text[max(0, a.start - 16) : a.start]
    ):
        return False
    after, before = message.text[a.end : a.end + 10], message.text[max(0, a.start - 14) : a.start]
    if _NEED_BY_LIABILITY.search(before) and _told_of_payment(message.text):
        before = ""
    return a.value >= 1_000_000 and bool(
        _NEED_NEAR.match(after.strip())
        or _NEED_BEFORE.search(before)
        or _NEED_OF_LIABILITY.match(message.text[a.end : a.end + 60])
        or (_NEED_TAKEN.match(message.text[a.end : a.end + 24]) and not _incident_told(message.text))
    )


_LEAST_NEED = 1_000_000  # yen; a smaller sum is no limit that is wanted
# "We have 60,000 yen a year … which can we afford?": what there is to spend stands apart from what is asked.
_TO_SPEND = re.compile(
    r"^(?: yen)?(?: (?:a|per|each|for (?:the|this|a)) year)?(?: to spend| available| set aside| left)?(?=[,.;!?\n ]|$)|^(?:円)?(?:しか|だけ|ほど|くらい|ぐらい)?(?:あり|用意|確保|取って|使え)"
)
_AFFORDS = re.compile(
    r"\bafford|\bwithin (?:reach|our means)\b|\bwe can (?:buy|get|take)\b[^.!]*\?|入れる(?:の|もの|タイプ|プラン)|買える|手が届く|賄える"
)


def _is_budget(a: Amount, message: Message) -> bool:
    near = message.text[max(0, a.start - 16) : a.end + 12]
    if a.value >= _LEAST_NEED:
        return False
    return bool(_BUDGET_NEAR.search(near)) or bool(
        _TO_SPEND.match(message.text[a.end :]) and _AFFORDS.search(message.text)
    )


def find_needs(figures: Figures, message: Message) -> tuple[dict[str, int], int | None]:
    """Limits that are wanted, in yen by section of cover, and the budget for the premium, in yen."""
    needs: dict[str, int] = {}
    budget: int | None = None
    for a in figures.amounts:
        if a.too_large or a.value <= 0:
            continue
        if _is_need(a, message):
            section = _need_section(a, message)
            needs[section] = max(needs.get(section, 0), a.value)
        elif _is_budget(a, message):
            budget = a.value
    for b in (*figures.bare, *figures.counts):  # "the 100 million liability type"
        if not isinstance(b.value, int) or b.value < 1_000_000:
            continue
        after, before = message.text[b.end : b.end + 60], message.text[max(0, b.start - 14) : b.start]
        taken = _NEED_TAKEN.match(after) or _NEED_AT_LEAST.search(before)
        if (_NEED_OF_LIABILITY.match(after) or taken) and not _INCIDENT_TOLD_EN.search(message.text):
            needs.setdefault("liability", b.value)
    return needs, budget


def _need_section(a: Amount, message: Message) -> str:
    """The section of cover that a wanted limit is for: the one named last before it, else first behind it, else liability."""
    ahead = _NEED_AHEAD.search(message.text[: a.start])
    places = [(m.start(), s) for s, p in _NEED_SECTIONS if ahead for m in p.finditer(ahead[0])]
    if places:
        return max(places)[1]
    behind = _NEED_BEHIND.match(message.text[a.end :])
    places = [(m.start(), s) for s, p in _NEED_SECTIONS if behind for m in p.finditer(behind[0])]
    return min(places)[1] if places else "liability"


def residents_of(figures: Figures, message: Message) -> tuple[int | None, bool]:
    """The number of residents, and whether a number was given that no town can have (negative, zero, fractional)."""
    about = [c for c in figures.counts if c.unit == "resident"]
    if not about and _RESIDENT_WORDS.search(message.text):
        about = [c for c in figures.counts if c.unit == "person"]
    if not about:
        near = [
            b
            for b in figures.bare
            if re.search(
                r"(?:住民数?|人口|population|residents?)[^0-9]{0,12}$", message.text[max(0, b.start - 24) : b.start]
            )
        ]
        about = list(near)
    for c in about:
        if counts_others(message.text, c.end):
            continue
        if c.too_large or c.value <= 0 or not isinstance(c.value, int):
            return None, True
        return c.value, False
    return None, False
