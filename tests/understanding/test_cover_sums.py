"""Which sums of a message describe the contract, and which of its types they name."""

from __future__ import annotations

import pytest

from assistant.corpus.loader import Corpus
from assistant.understanding.cover_sums import cover_sums, types_by_limit
from assistant.understanding.numbers import find_all
from assistant.understanding.text import prepare


def read(whole_corpus: Corpus, scheme: str, said: str) -> list[tuple[int, bool]]:
    message = prepare(said)
    return [(c.value, c.held) for c in cover_sums(whole_corpus.schemes[scheme], message.text, find_all(message.cased))]


@pytest.mark.parametrize(
    ("scheme", "said", "sums"),
    [
        ("silver", "賠償の枠が2億円あるので、再発防止費用1500万円も出ますよね", [(200_000_000, True)]),
        ("silver", "5千万円のやつに入っています。調査に700万円かかりました", [(50_000_000, True)]),
        ("silver", "うちのは限度額が1億円です。通知に120万円払いました", [(100_000_000, True)]),
        ("silver", "the 50 million one; the forensics were 3 million", [(50_000_000, True)]),
        ("jcci", "We have 100 million of cover. Restoration cost 20 million yen", [(100_000_000, True)]),
        ("chosonkai", "Since the liability limit is 200 million, is 40 million of costs paid?", [(200_000_000, True)]),
        # looked for or supposed, and not held
        ("jcci", "賠償の枠を5億円まで上げられますか", [(500_000_000, False)]),
        ("jcci", "Can we have a limit of 500 million?", [(500_000_000, False)]),
    ],
)
def test_sums_that_say_how_far_the_cover_goes(
    whole_corpus: Corpus, scheme: str, said: str, sums: list[tuple[int, bool]]
) -> None:
    assert read(whole_corpus, scheme, said) == sums


@pytest.mark.parametrize(
    "said",
    [
        "住民から2億円の賠償を請求されました",
        "被害者から5千万円の補償を求められています",
        "復旧費用は上限2,000万円の見積もりですが、最大2,000万円かかりそうです",
        "賠償が1億円、調査費が300万円かかりました",
        "800万円のやつでした",  # no limit of the scheme
        "damages of 50 million and costs of 3 million",
        "The insurance should cover the 50 million yen that was claimed",
    ],
)
def test_what_was_claimed_or_spent_describes_no_contract(whole_corpus: Corpus, said: str) -> None:
    assert not [x for x in read(whole_corpus, "silver", said) if x[1]]


def test_a_sum_names_the_types_of_the_plan_that_have_it(whole_corpus: Corpus) -> None:
    def types(scheme: str, said: str, *plans: str) -> tuple[str, ...]:
        message = prepare(said)
        found = cover_sums(whole_corpus.schemes[scheme], message.text, find_all(message.cased))
        return types_by_limit(whole_corpus.schemes[scheme], found, plans)

    assert types("silver", "1億円のタイプ", "comprehensive") == ("F II",)
    assert types("silver", "1億円のタイプ") == ("G II", "F II")
    assert types("chosonkai", "2億円の類型") == ("7", "8", "9", "10")
    assert types("jcci", "費用の枠が3千万円") == ("3", "4")  # of the part that is named
    assert types("silver", "7千万円のタイプ") == ()
