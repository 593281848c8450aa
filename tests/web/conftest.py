"""A real server on a free port of this machine, and a browser to look at it.

`assistant` is the one place that says what is served: a small stand-in that knows four questions, until the service
is there; then the fixture returns `Assistant.open(settings)` and the classes above it go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import pytest

from assistant.answer import (
    AmountEntry,
    Answer,
    Citation,
    DerivationNode,
    Language,
    Option,
    OwnPassage,
    Step,
    VerdictEntry,
)
from assistant.answering.engine import Answerer
from assistant.conversation import Selection, Turn
from assistant.corpus.brochure import Section
from assistant.corpus.loader import load_corpus
from assistant.errors import UnknownChoiceError
from assistant.guardrail import Verification
from assistant.operations import Operations
from assistant.retrieval.embedding import StaticEmbedder
from assistant.retrieval.likeness import groups
from assistant.settings import Settings, default_corpus_dir
from assistant.web.application import create_app
from assistant.web.protocol import Assistant

if TYPE_CHECKING:
    from fastapi import FastAPI

ServeApp = Callable[["FastAPI"], AbstractContextManager[str]]


@dataclass(frozen=True)
class StandInPlan:
    id: str
    name: Mapping[str, str]
    types: tuple[str, ...]


@dataclass(frozen=True)
class StandInScheme:
    id: str
    name: Mapping[str, str]
    plans: tuple[StandInPlan, ...]
    type_label: Mapping[str, str] | None = None
    ranks: tuple[str, ...] = ()
    rank_label: Mapping[str, str] | None = None
    residents: bool = False
    agency: Mapping[str, str] = field(default_factory=dict)
    agency_phone: str | None = None
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


SILVER = StandInScheme(
    id="silver",
    name={"ja": "シルバー人材センター団体サイバー保険", "en": "Silver Jinzai Center group cyber insurance"},
    plans=(
        StandInPlan(
            "leakage-only", {"ja": "情報漏えい限定プラン", "en": "Leakage-only plan"}, ("G I", "G II", "G III")
        ),
        StandInPlan("comprehensive", {"ja": "充実プラン", "en": "Comprehensive plan"}, ("F I", "F II", "F III")),
    ),
    type_label={"ja": "タイプ", "en": "Type"},
    ranks=("A", "B", "C"),
    rank_label={"ja": "ランク", "en": "Rank"},
    agency={"ja": "取扱代理店（平日9時から17時）", "en": "The agency (weekdays, 9:00 to 17:00)"},
    agency_phone="00-0000-0000",
    examples={
        "ja": (
            "情報漏えい限定プランで著作権侵害は補償されますか",
            "不正アクセスの調査に500万円かかりました。いくら支払われますか",
            "タイプ G II、ランク B の年間保険料はいくらですか",
            "補償されますか",
        ),
        "en": (
            "Is a copyright claim covered under the leakage-only plan?",
            "Investigating an intrusion cost 5 million yen. How much is paid?",
            "What is the annual premium for type G II, rank B?",
            "Is it covered?",
        ),
    },
)
TOWN = StandInScheme(
    id="town",
    name={"ja": "町村サイバー保険", "en": "Town cyber insurance"},
    plans=(StandInPlan("cyber", {"ja": "サイバー保険", "en": "Cyber insurance"}, ("1", "2", "3")),),
    type_label={"ja": "契約類型", "en": "Contract type"},
    residents=True,
    agency={"ja": "町村会", "en": "The association"},
    agency_phone="00-0000-0001",
    examples={
        "ja": ("住民1万人の町の分担金はいくらですか",),
        "en": ("What does a town of 10,000 residents contribute?",),
    },
)


@cache
def typed_operations() -> Operations:
    """The operations over the corpus that is served; what is searched for is the first section of a scheme."""
    corpus = load_corpus(default_corpus_dir())

    def search(text: str, scheme: str | None, language: str, k: int) -> list[tuple[Section, float]]:
        own = [s for s in corpus.sections if s.language == language and scheme in (None, s.scheme)]
        return [(s, 1.0) for s in own[:k]]

    return Operations(corpus, Answerer(corpus, search), search)


class StandIn:
    """Knows four questions by a word in them, abstains on all others, and refuses choices that do not exist."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Selection, tuple[Turn, ...]]] = []
        self.operations = typed_operations()

    def catalogue(self) -> Sequence[StandInScheme]:
        return [SILVER, TOWN]

    def section(self, document: str, section: str, language: Language) -> Section | None:
        return None

    def alike(self, texts: Sequence[str]) -> Sequence[Sequence[int]]:
        return groups(StaticEmbedder(), texts)

    def own(self, document: str, section: str) -> Sequence[OwnPassage]:
        return ()

    def ask(
        self,
        question: str,
        *,
        selection: Selection = Selection(),
        history: Sequence[Turn] = (),
        language: Language | None = None,
    ) -> Answer:
        self.asked.append((question, selection, tuple(history)))
        self._check(selection)
        ja = (language or ("ja" if any(ord(letter) > 0x3000 for letter in question) else "en")) == "ja"
        words = question.lower()
        if "完全に壊れる" in words:
            raise RuntimeError("a defect, for the test of defects")
        if "著作権" in words or "copyright" in words:
            return _copyright(selection, ja)
        if "調査" in words or "investigat" in words:
            return _costs(ja)
        if "保険料" in words or "premium" in words:
            return _premium(ja)
        if words.startswith(("補償されますか", "is it covered")):
            return _clarification(ja)
        text = (
            f"「{question}」についてはパンフレットに記載がありません。"
            if ja
            else f"The brochure does not say: {question}"
        )
        return Answer(language="ja" if ja else "en", kind="abstention", text=text, abstained=True)

    def answers(
        self,
        question: str,
        *,
        selection: Selection = Selection(),
        history: Sequence[Turn] = (),
        language: Language | None = None,
    ) -> Iterator[Answer]:
        yield self.ask(question, selection=selection, history=history, language=language)

    def known(
        self,
        question: str,
        *,
        selection: Selection = Selection(),
        history: Sequence[Turn] = (),
        language: Language | None = None,
    ) -> Answer | None:
        return None

    def verify(
        self,
        draft: str,
        question: str,
        *,
        selection: Selection = Selection(),
        history: Sequence[Turn] = (),
        language: Language | None = None,
    ) -> Verification:
        answer = self.ask(question, selection=selection, history=history, language=language)
        told = draft == answer.text
        return Verification(told, () if told else ("The draft does not repeat the answer.",))

    def _check(self, selection: Selection) -> None:
        schemes = {scheme.id: scheme for scheme in self.catalogue()}
        _known("scheme", selection.scheme, tuple(schemes))
        plans = [plan for scheme in schemes.values() for plan in scheme.plans if selection.scheme in (None, scheme.id)]
        _known("plan", selection.plan, tuple(plan.id for plan in plans))
        _known("type", selection.type, tuple(kind for plan in plans for kind in plan.types))
        _known("rank", selection.rank, ("A", "B", "C"))


def _known(name: str, value: str | None, choices: tuple[str, ...]) -> None:
    if value is not None and value not in choices:
        raise UnknownChoiceError(
            f"There is no {name} {value!r}; choose one of {', '.join(choices)}.", field=name, choices=choices
        )


def _copyright(selection: Selection, ja: bool) -> Answer:
    subject = "著作権の侵害による損害賠償" if ja else "Damages for infringing a copyright"
    entries = [
        VerdictEntry(
            scheme="silver", plan="leakage-only", section="liability", subject=subject, verdict="not_covered",
            rules=("silver.leakage-only.liability.perils",),
        ),
        VerdictEntry(
            scheme="silver", plan="comprehensive", section="liability", subject=subject, verdict="covered",
            rules=("silver.comprehensive.liability.perils",),
        ),
    ]  # fmt: skip
    entries = [entry for entry in entries if selection.plan in (None, entry.plan)]
    text = (
        "いいえ、情報漏えい限定プランでは対象外です。漏えいだけを補償するプランだからです。"
        if ja
        else "No, the leakage-only plan does not cover it: that plan covers leaks of information only."
    )
    return Answer(
        language="ja" if ja else "en",
        kind="coverage",
        text=text,
        verdicts=tuple(entries),
        citations=(
            Citation(
                document="silver-2026", section="liability-triggers", page=6, scheme="silver",
                title="賠償責任の補償" if ja else "Liability cover",
                quote="**漏えい**とそのおそれだけが対象。" if ja else "It covers **leaks** alone.",
            ),
            Citation(
                document="silver-2026", section="exclusions", page=10, scheme="silver",
                title="支払いの対象とならない場合" if ja else "Exclusions",
                quote="- 知的財産の侵害\n- 故意" if ja else "- infringement of intellectual property\n- intent",
            ),
        ),
        derivation=(
            DerivationNode(
                label="情報漏えい限定プランの補償対象" if ja else "Perils of the leakage-only plan",
                value="false",
                rule="silver.leakage-only.liability.perils",
                children=(
                    DerivationNode(label="情報の漏えい" if ja else "A leak of information", value="false"),
                    DerivationNode(label="国内の事故" if ja else "Happened in Japan", value="unknown"),
                ),
            ),
            DerivationNode(label="充実プランの補償対象" if ja else "Perils of the comprehensive plan", value="true"),
        ),
    )  # fmt: skip


def _costs(ja: bool) -> Answer:
    conditions = (
        ("保険会社の書面による同意を得る", "発見した日の翌日から30日以内に通知する")
        if ja
        else ("Get the insurer's written consent", "Give notice within 30 days of the day after discovery")
    )
    caveats = (
        ("免責金額を先に引く読み方では441万円です。",)
        if ja
        else ("Read the other way round, 4.41 million yen are paid.",)
    )
    lead = "調査費用は、次のことが満たされれば支払われます。\n\n" if ja else "The costs are paid if this holds.\n\n"
    return Answer(
        language="ja" if ja else "en",
        kind="amount",
        text=lead + ("確認すること:\n\n" if ja else "To confirm:\n\n") + "\n".join(f"- {item}" for item in conditions),
        verdicts=(
            VerdictEntry(
                scheme="silver", plan="comprehensive", section="response_costs",
                subject="調査費用" if ja else "Investigation", verdict="conditional", conditions=conditions,
                reason="緊急対応費用には同意が要ります。" if ja else "Emergency response needs consent.",
            ),
        ),
        amounts=(
            AmountEntry(
                label="支払われる額" if ja else "Amount paid", yen=4_400_000, scheme="silver", plan="comprehensive",
                type="F II", basis="computed",
                steps=(
                    Step(label="割合" if ja else "Ratio", expression="5,000,000 × 90%", yen=4_500_000),
                    Step(label="免責金額" if ja else "Deductible", expression="4,500,000 − 100,000", yen=4_400_000),
                ),
            ),
            AmountEntry(
                label="別の読み方による額" if ja else "Amount on the other reading", yen=4_410_000, scheme="silver",
                plan="comprehensive", type="F II", basis="inferred",
                steps=(Step(label="順序" if ja else "Order", expression="(5,000,000 − 100,000) × 90%", yen=4_410_000),),
            ),
        ),
        caveats=caveats,
        basis={"scheme": "silver", "plan": "comprehensive", "type": "F II"},
    )  # fmt: skip


def _premium(ja: bool) -> Answer:
    return Answer(
        language="ja" if ja else "en",
        kind="amount",
        text="年間保険料は**73,810円**です。" if ja else "The annual premium is **73,810 yen**.",
        amounts=(
            AmountEntry(
                label="年間保険料" if ja else "Annual premium", yen=73_810, scheme="silver", plan="leakage-only",
                type="G II", rank="B",
            ),
        ),
    )  # fmt: skip


def _clarification(ja: bool) -> Answer:
    labels = ("著作権の侵害", "調査の費用") if ja else ("A copyright claim", "Cost of investigating")
    return Answer(
        language="ja" if ja else "en",
        kind="clarification",
        text="何が起きたのかを教えてください。" if ja else "Please say what happened.",
        options=tuple(Option(label=label, message=label) for label in labels),
    )


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """What the page and the interface serve in these tests."""
    return StandIn()


@pytest.fixture(scope="session")
def server(assistant: Assistant, settings: Settings, serve_app: ServeApp) -> Iterator[str]:
    """The address of the whole application, served by uvicorn on a free port of this machine."""
    with serve_app(create_app(assistant, settings)) as address:
        yield address
