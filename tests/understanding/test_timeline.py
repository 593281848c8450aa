"""What dates decide: notice within the days, a cost within the days, a claim after the period."""

from __future__ import annotations

import pytest

from assistant.corpus.loader import Corpus
from assistant.understanding.text import prepare
from assistant.understanding.timeline import facts_by_dates

# Of the Silver scheme: 30 days from the day after discovery; the period ends on 1 April 2027 at 16:00.
DECIDED: list[tuple[str, dict[str, bool]]] = [
    # told on 12 May, before the order of 15 May; 15 May is within 9 June
    (
        "5月10日に不審な通信を発見、5月12日に保険会社へ連絡してから5月15日に調査会社へ発注しました。",
        {"notified_in_time": True, "late_notice": False, "cost_within_30_days": True},
    ),
    # told within the 30 days, but after the order
    ("7/1に変な画面、7/3業者に依頼、7/20に東京海上に報告", {"late_notice": True}),
    ("6月1日に異常に気づき、6/5に発注、6/20になってやっと保険会社に電話しました", {"late_notice": True}),
    # 2 May + 30 days is 1 June: told on 20 June is late; billed on 25 May is within
    (
        "We spotted strange log-ins on 2 May, told the insurer on 20 June, and the specialists were paid on 25 May.",
        {"notified_in_time": False, "late_notice": False, "cost_within_30_days": True},
    ),
    # 3 August + 30 days is 2 September
    ("Aug 3 weird pop-ups noticed. A forensic firm came and was billed Aug 14.", {"cost_within_30_days": True}),
    ("6月1日に見慣れない画面。7月12日に調査会社に見てもらいました。", {"cost_within_30_days": False}),
    ("更新しませんでした。2027年5月10日に賠償請求が届きました。", {"claim_in_period": False}),
    (
        "Not renewed. The letter asking for damages came on 1 April 2027 at six in the evening.",
        {"claim_in_period": False},
    ),
    ("Not renewed. The letter asking for damages came on 1 April 2027 at 9:00.", {}),
    # counted days: the 30 are over, and so is the cost's time where it was ordered later still
    (
        "We rang the insurer after forty days and only then ordered the analysis.",
        {"notified_in_time": False, "cost_within_30_days": False},
    ),
    (
        "異変に気づいて二か月も経って保険会社に電話し、その後業者を呼びました",
        {"notified_in_time": False, "cost_within_30_days": False},
    ),
    (
        "業者に頼んだのは気づいた2日後、保険会社に報告したのは35日後でした",
        {"notified_in_time": False, "cost_within_30_days": True},
    ),
    (
        "The insurer heard of it on day 38, and the experts were hired on day 3.",
        {"notified_in_time": False, "cost_within_30_days": True},
    ),
    # within the 30 days: in time before the order, late after it
    (
        "The hotline was called on the 12th day; after that we hired an expert.",
        {"notified_in_time": True},
    ),
    ("気づいて20日目に通知しましたが、調査費用はその前に払っていました。", {"late_notice": True}),
    ("We notified the insurer after three weeks but had already paid the experts.", {"late_notice": True}),
    # a month is 28 to 31 days: neither in time nor late
    ("We called the insurer a month later.", {}),
    # counted from the order, not from the discovery; notice to the victims
    ("発注から3日後に保険会社に連絡しました", {}),
    ("本人に通知したのは40日後です", {}),
    # whoever renews has a later period
    ("2027年5月10日に賠償請求が届きました。", {}),
    ("6月1日から7月10日まで夏祭りをします", {}),
    ("We joined on 1 May.", {}),
    # one year from the day after discovery: to 1 June 2027
    ("The leak was discovered on 1 June 2026. We paid the lab in August 2027.", {"within_response_period": False}),
    ("2026年6月に漏えいを発見し、2027年3月に調査会社へ支払いました。", {}),
    ("漏えいを発見。1年半後に調査費を支払いました。", {"within_response_period": False}),
    ("We found the leak and ordered the investigation three months later.", {"cost_within_30_days": False}),
]


@pytest.mark.parametrize(("text", "facts"), DECIDED)
def test_dates_decide(whole_corpus: Corpus, text: str, facts: dict[str, bool]) -> None:
    assert facts_by_dates(prepare(text), whole_corpus.schemes["silver"]) == facts


def test_a_scheme_without_a_period_has_no_such_facts(whole_corpus: Corpus) -> None:
    without = next(s for s in whole_corpus.schemes.values() if s.period is None)
    assert facts_by_dates(prepare(DECIDED[0][0]), without) == {}
