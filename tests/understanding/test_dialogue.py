"""How a message stands to those before it, and what it keeps of them: read from messages alone, without classifiers."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from assistant.conversation import Selection
from assistant.corpus.loader import Corpus
from assistant.understanding.dialogue import Relation, follow_plan, keep_person, owned, relation
from assistant.understanding.query import SchemeReading
from assistant.understanding.reading import Reader
from assistant.understanding.text import prepare

PICKED = Selection(scheme="silver")
LEAK_JA = "会員名簿を電車に置き忘れて情報が漏れました。お詫び状の費用は出ますか"
LEAK_EN = "A volunteer left the member list on a train and it leaked. Is the apology letter covered?"
VIRUS_JA = "ところで、サーバーがウイルスに感染した場合の調査費用は出ますか"
VIRUS_EN = "By the way, another question: is restoring data after a virus covered?"
COST_JA = "会員名簿が漏えいし、お詫び状に30万円かかりました。いくら出ますか"
COST_EN = "Our member list leaked and the apology letters cost 300,000 yen. How much is paid?"


class Case(NamedTuple):
    """A conversation, and of its last message: the relation, facts that hold and do not, items and amounts in yen.

    `relation` None: the reader decides it by what it passes as elliptic; only what is kept is asserted.
    """

    turns: tuple[str, ...]
    relation: Relation | None
    holds: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    items: tuple[str, ...] = ()
    yen: tuple[int | None, ...] = ()


def facts(*names: str) -> frozenset[str]:
    return frozenset(names)


CASES = {
    # something else: the incident is no longer meant
    "away ja": Case((LEAK_JA, "ところで、保険料の支払い方法は?"), "away", lost=facts("leak")),
    "away en": Case(
        (LEAK_EN, "By the way, a different question: how do we join?"), "away", lost=facts("leak", "lost_media")
    ),
    "away to an incident ja": Case(
        (LEAK_JA, VIRUS_JA), "away", facts("attack"), facts("leak"), ("investigation",), (None,)
    ),
    "away to an incident en": Case(
        (LEAK_EN, VIRUS_EN), "away", facts("attack"), facts("leak"), ("data_restoration",), (None,)
    ),
    # another incident without a word of parting
    "new ja": Case(
        (LEAK_JA, "サーバーがウイルスに感染しました。調査費用は出ますか"), "new", facts("attack"), facts("leak")
    ),
    "new en": Case(
        (LEAK_EN, "Our server caught a virus yesterday. Is the investigation covered?"),
        "new",
        facts("attack"),
        facts("leak"),
    ),
    # back to an earlier one, over the one between
    "returns ja": Case(
        (LEAK_JA, VIRUS_JA, "名簿の件に戻りますが、弁護士費用も出ますか"),
        "returns",
        facts("leak", "lost_media"),
        facts("attack"),
        ("lawyer",),
        (None,),
    ),
    "returns en": Case(
        (LEAK_EN, VIRUS_EN, "Back to the member list: would a lawyer be paid?"),
        "returns",
        facts("leak", "lost_media"),
        facts("attack"),
        ("lawyer",),
        (None,),
    ),
    # a limit is the same whatever happened
    "returns for a limit ja": Case((LEAK_JA, VIRUS_JA, "名簿の話に戻りますが、支払限度額はいくらですか"), "new"),
    # a correction takes the place of what was said, the incident stays
    "correction ja": Case(
        (COST_JA, "すみません、30万円ではなく50万円でした。"),
        None,
        facts("leak"),
        items=("notification",),
        yen=(500_000,),
    ),
    "correction en": Case(
        (COST_EN, "Sorry, I meant 500,000 yen."), None, facts("leak"), items=("notification",), yen=(500_000,)
    ),
    "correction with the old sum last en": Case(
        (COST_EN, "Sorry, 500,000 yen, not 300,000 yen."),
        None,
        facts("leak"),
        items=("notification",),
        yen=(500_000,),
    ),
    # supposing something else to have happened: the peril is another, the cost asked about the same
    "what if ja": Case(
        ("会員名簿が漏えいしました。損害賠償は出ますか", "もし著作権侵害だったらどうなりますか"),
        None,
        facts("copyright"),
        facts("leak"),
        ("damages",),
        (None,),
    ),
    "what if en": Case(
        ("Our member list leaked. Are damages covered?", "What if it was a copyright infringement instead?"),
        None,
        facts("copyright"),
        facts("leak"),
        ("damages",),
        (None,),
    ),
    # the same incident, another cost
    "continues ja": Case(
        ("会員名簿が漏えいしました。", "その件で弁護士費用は出ますか"), None, facts("leak"), items=("lawyer",)
    ),
    "continues en": Case(
        ("Our member list leaked last week.", "Is the lawyer paid?"), None, facts("leak"), items=("lawyer",)
    ),
}


@pytest.mark.parametrize("case", [c for c in CASES.values() if c.relation], ids=[n for n, c in CASES.items() if c[1]])
def test_how_a_message_stands_to_those_before(pattern_reader: Reader, whole_corpus: Corpus, case: Case) -> None:
    frames = [pattern_reader.read(case.turns[: n + 1], PICKED) for n in range(len(case.turns) - 1)]
    now = pattern_reader.read(case.turns[-1:], PICKED)

    how, before = relation(
        now.message,
        now.readings,
        frames,
        whole_corpus.schemes,
        elliptic=False,
        limit=now.wants("limit"),
        premium=now.wants("premium"),
    )

    assert how == case.relation
    assert before is (frames[0] if how == "returns" else frames[-1])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_a_message_keeps_of_those_before(pattern_reader: Reader, case: Case) -> None:
    (reading,) = pattern_reader.read(case.turns, PICKED).readings
    told = {f for f, v in reading.facts.items() if v}

    assert case.holds <= told
    assert not case.lost & told
    if case.items:
        assert reading.items == case.items
    if case.yen:
        assert tuple(c.yen for c in reading.costs) == case.yen


@pytest.mark.parametrize(
    ("turns", "plans"),
    [
        (("限定プランに入っています。名簿が漏えいしました。", VIRUS_JA), ("leakage-only",)),
        (("We are on the limited plan. Our list leaked.", VIRUS_EN), ("leakage-only",)),
        (("限定プランだとどうですか。名簿が漏えいしました。", VIRUS_JA), ()),
        (("What does the limited plan say? Our list leaked.", VIRUS_EN), ()),
    ],
)
def test_another_subject_keeps_the_own_plan_and_no_other(
    pattern_reader: Reader, turns: tuple[str, ...], plans: tuple[str, ...]
) -> None:
    assert pattern_reader.read(turns, PICKED).readings[0].plans == plans


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("限定プランに加入しています", True),
        ("うちは充実プランです", True),
        ("We are on the limited plan", True),
        ("our plan is the first", True),
        ("限定プランはいくらですか", False),
        ("How much is the limited plan?", False),
    ],
)
def test_whose_plan_is_named(text: str, own: bool) -> None:
    assert owned(prepare(text)) is own


OLD = SchemeReading(
    "silver", plans=("leakage-only",), plans_from="text", choices={"rank": ("A",)}, facts={"leak": True}
)


@pytest.mark.parametrize(
    ("own", "away", "new_plans", "plans", "source"),
    [
        (True, True, (), ("leakage-only",), "history"),
        (False, True, (), (), "all"),
        (False, False, (), ("leakage-only",), "history"),
        (False, False, ("comprehensive",), ("comprehensive",), "text"),
    ],
)
def test_a_new_subject_keeps_the_person_and_not_the_incident(
    whole_corpus: Corpus, own: bool, away: bool, new_plans: tuple[str, ...], plans: tuple[str, ...], source: str
) -> None:
    old = SchemeReading(OLD.scheme, plans=OLD.plans, choices=OLD.choices, facts=OLD.facts, own=own)
    new = SchemeReading("silver", plans=new_plans, plans_from="text" if new_plans else "all", facts={"attack": True})

    kept = keep_person(old, new, whole_corpus.schemes["silver"], "", away=away)

    assert (kept.plans, kept.plans_from) == (plans, source)
    assert kept.facts == {"attack": True}


def test_another_plan_keeps_the_number_of_the_type(whole_corpus: Corpus) -> None:
    scheme = next(s for s in whole_corpus.schemes.values() if sum(bool(p.types) for p in s.plans.values()) > 1)
    (one, first), (other, second) = [(i, p.types) for i, p in scheme.plans.items() if p.types][:2]

    moved = follow_plan(scheme, (other,), {"type": (first[1],), "rank": ("A",)})

    assert one != other
    assert moved == {"type": (second[1],), "rank": ("A",)}
    assert follow_plan(scheme, (one,), moved)["type"] == (first[1],)
