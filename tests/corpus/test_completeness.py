"""The check of the corpus: the real one has nothing to mend, and each way to break a scheme is told with file and key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.corpus.completeness import SchemeReport, check_corpus, check_scheme
from assistant.corpus.loader import Corpus, load_corpus

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SCHEMES = sorted(path.parent.name for path in CORPUS.glob("*/scheme.yaml"))
BOTH = ("brochure.ja.md", "brochure.en.md")


@pytest.fixture(scope="module")
def real() -> Corpus:
    return load_corpus(CORPUS)


@pytest.mark.parametrize("name", SCHEMES)
def test_the_corpus_has_nothing_to_mend(real: Corpus, name: str) -> None:
    report = check_scheme(real, name)
    assert not report.problems, "\n".join(map(str, report.problems))
    # every section is accounted for, once
    assert report.sections == report.used + report.stated + report.background + len(report.unused)
    assert report.figures > 100


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "orchard" / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"nothing to break: {old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def check(folder: Path) -> SchemeReport:
    (report,) = check_corpus(load_corpus(folder))
    return report


def test_the_invented_scheme_has_nothing_to_mend(orchard: Path) -> None:
    report = check(orchard)
    assert report.problems == ()
    assert (report.sections, report.used, report.stated, report.background) == (8, 7, 0, 1)
    assert report.rules == {"grant": 2, "require": 1, "exclude": 3}
    assert (report.statements, report.silent_statements, report.facts, report.items) == (1, 1, 4, 3)
    # Its facts and items but guild_consent take their words from the shared files, which are not there.
    assert "fact leak: 0 patterns, 0 utterances." in report.hints


@dataclass(frozen=True)
class Break:
    """One way to break the scheme: `old` → `new` in each of `files`, and the one complaint: its key and words in it."""

    id: str
    files: tuple[str, ...]
    old: str
    new: str
    key: str
    says: tuple[str, ...]


ONLY = ("scheme.yaml",)
BREAKS = [
    Break(
        "section that nothing uses",
        BOTH,
        "## ",
        "## Orchards {#orchards document=orchard-leaflet page=1}\n\n## ",
        "background",
        ("'orchards'", "used by nothing", "cite it"),
    ),
    Break(
        "background that a rule rests on",
        ONLY,
        "background: [greeting]",
        "background: [greeting, limits]",
        "background",
        ("'limits'", "take it out"),
    ),
    Break(
        "limit of another amount",
        ONLY,
        "yen: {S: 20000000",
        "yen: {S: 25000000",
        "limits.0.yen.S",
        ("25,000,000 yen", "limits", "brochure.ja.md and brochure.en.md"),
    ),
    Break(
        "premium of another amount",
        ONLY,
        "S: {A: 12300",
        "S: {A: 13200",
        "premium.yen.S.A",
        ("13,200 yen", "premiums"),
    ),
    Break(
        "deductible that one language has otherwise",
        ("brochure.en.md",),
        "30,000 yen per claim",
        "40,000 yen per claim",
        "deductibles.0.yen",
        ("30,000 yen", "brochure.en.md"),
    ),
    Break(
        "no deductible that one language does not say",
        ("brochure.ja.md",),
        "データ復旧に免責金額はありません。",
        "",
        "deductibles.1.yen",
        ("0 yen", "brochure.ja.md"),
    ),
    Break(
        "per cent in a rule's text",
        ONLY,
        "データ復旧費用を補償します。, en",
        "データ復旧費用の9割を補償します。, en",
        "rules.1.text.ja",
        ("'9割'", "restoration", "`derived`"),
    ),
    Break(
        "days in a fact's condition",
        ONLY,
        "en: the guild consents before the money is spent",
        "en: the guild consents within thirty days",
        "facts.guild_consent.condition.en",
        ("'thirty days'", "restoration"),
    ),
    Break(
        "telephone number",
        ONLY,
        "phone: 00-1234-5678",
        "phone: 00-1234-5679",
        "agency.phone",
        ("00-1234-5679", "contact"),
    ),
    Break(
        "hours",
        ONLY,
        "en: weekdays 9 a.m. to 4 p.m.",
        "en: weekdays 9 a.m. to 5 p.m.",
        "agency.hours.en",
        ("5 p.m.", "contact"),
    ),
    Break(
        "derived figure that nobody states",
        ONLY,
        "    cites: [exclusions]\n",
        '    cites: [exclusions]\n    derived: {"44%": "1 - 0.8 × 0.7"}\n',
        "rules.4.derived.44%",
        ("take it out",),
    ),
    Break(
        "fact that no rule reads",
        ONLY,
        "  guild_consent:\n    kind",
        "  hail:\n    kind: circumstance\n    name: {ja: ひょう, en: hail}\n  guild_consent:\n    kind",
        "facts.hail",
        ("no rule depends on it",),
    ),
    Break(
        "term that no rule reads",
        ONLY,
        "items:\n",
        "  rain: {name: {ja: 雨, en: rain}, means: disaster, cites: [exclusions]}\nitems:\n",
        "terms.rain",
        ("no rule depends on it",),
    ),
    Break(
        "item without a rule",
        ONLY,
        "  ransom: {section",
        "  fine: {section: liability, name: {ja: 罰金, en: fine}}\n  ransom: {section",
        "items.fine",
        ("stays undecided",),
    ),
    Break(
        "condition that cannot hold",
        ONLY,
        "    when: disaster\n",
        "    when: {all: [disaster, insured_event, {not: leak}, {not: attack}]}\n",
        "rules.5.id",
        ("'disaster' can never speak", "condition"),
    ),
    Break(
        "requirement of a grant that it never meets",
        ONLY,
        "    needs: guild_consent\n",
        "    needs: guild_consent\n    grants: [liability]\n",
        "rules.2.id",
        ("'barn.restoration.consent' can never speak", "shares"),
    ),
]


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: case.id)
def test_what_is_broken_is_told_with_file_line_and_key(orchard: Path, case: Break) -> None:
    for file in case.files:
        edit(orchard, file, case.old, case.new)
    (problem,) = check(orchard).problems
    assert problem.key == case.key
    assert problem.where.startswith(f"{orchard / 'orchard' / 'scheme.yaml'}:")
    for words in case.says:
        assert words in problem.message


def test_a_rule_that_no_package_of_riders_can_have_is_told(orchard: Path) -> None:
    riders = (
        "riders:\n"
        "  hail: {name: {ja: ひょう特約, en: hail rider}, requires: [frost]}\n"
        "  frost: {name: {ja: 霜特約, en: frost rider}}\n"
        "plans:\n"
    )
    edit(orchard, "scheme.yaml", "plans:\n", riders)
    edit(orchard, "scheme.yaml", "    when: disaster\n", "    when: disaster\n    with_riders: [hail]\n")
    assert check(orchard).problems == ()
    edit(orchard, "scheme.yaml", "    with_riders: [hail]\n", "    with_riders: [hail]\n    without_riders: [frost]\n")
    (problem,) = check(orchard).problems
    assert problem.key == "rules.5.id"
    assert "no plan has riders" in problem.message


def test_a_derived_figure_stands_with_how_it_follows(orchard: Path) -> None:
    edit(orchard, "scheme.yaml", "補償されます。, en", "補償されます（両タイプの限度額の差は4千万円）。, en")
    assert [p.key for p in check(orchard).problems] == ["rules.0.text.ja"]
    derived = '    derived: {"40 million yen": "60,000,000 − 20,000,000"}\n'  # any notation
    edit(orchard, "scheme.yaml", "    cites: [plans, triggers]\n", f"    cites: [plans, triggers]\n{derived}")
    assert check(orchard).problems == ()


def test_a_count_may_be_what_the_section_lists(orchard: Path) -> None:
    # The section lists two triggers without saying "two".
    edit(orchard, "scheme.yaml", "Liability is covered after", "Liability has two triggers: it is covered after")
    assert check(orchard).problems == ()
    edit(orchard, "scheme.yaml", "Liability has two triggers", "Liability has seven triggers")
    assert [p.key for p in check(orchard).problems] == ["rules.0.text.en"]


def test_the_agency_s_number_needs_no_citation_elsewhere(orchard: Path) -> None:
    edit(orchard, "scheme.yaml", "instalments is not stated.", "instalments is not stated: call 00-1234-5678.")
    assert check(orchard).problems == ()
