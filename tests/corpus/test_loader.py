"""A broken scheme does not load, and the message names file, line, key and what was expected."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.corpus.loader import load_corpus, load_scheme
from assistant.corpus.model import Scheme
from assistant.errors import AssistantError, BrochureError, CorpusError, SchemeError

CORPUS = Path(__file__).parents[2] / "corpus"
FILES = ("scheme.yaml", "brochure.ja.md", "brochure.en.md")
SCHEMES = sorted(path.parent.name for path in CORPUS.glob("*/scheme.yaml"))

Copy = Callable[..., Path]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Makes a copy of one scheme without its words; `old` → `new` replaces the first place in `file`."""

    def make(old: str = "", new: str = "", file: str = "scheme.yaml", name: str = "silver") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for each in FILES:
            shutil.copy(CORPUS / "silver" / each, folder / each)
        if old:
            text = (folder / file).read_text(encoding="utf-8")
            assert old in text, f"nothing to break: {old!r} is not in {file}"
            (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return make


def _line(path: Path, text: str) -> int:
    """The number of the first line that contains `text`."""
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def _complaint(folder: Path, kind: type[AssistantError] = SchemeError) -> str:
    with pytest.raises(kind) as caught:
        load_scheme(folder)
    return str(caught.value)


@dataclass(frozen=True)
class Break:
    """One way to break a scheme: what is replaced, where the message must point, and what it must say.

    `at` is text on the line that must be named, `key` the key as the message writes it, `says` what was expected.
    """

    id: str
    old: str
    new: str
    at: str
    key: str
    says: tuple[str, ...]


FIRST_RULE = "  - id: leakage-only.liability.perils\n"
BROKEN = (
    # --- keys and types
    Break(
        "unknown key at the top",
        'edition: "2026"',
        'edition: "2026"\neditor: x',
        "editor: x",
        "editor",
        ("not permitted",),
    ),
    Break(
        "unknown key of a rule",
        FIRST_RULE,
        FIRST_RULE + "    efect: grant\n",
        "efect: grant",
        "rules.0.efect",
        ("not permitted",),
    ),
    Break(
        "key twice at the top",
        'edition: "2026"',
        'edition: "2026"\nedition: "2027"',
        'edition: "2027"',
        "edition",
        ("a second time",),
    ),
    Break(
        "key twice in one line",
        "{A: 141150, B",
        "{A: 141150, A: 1, B",
        "A: 141150, A: 1",
        "premium.yen.G I.A",
        ("a second time",),
    ),
    Break("missing key", 'edition: "2026"\n', "", "# The rules", "edition", ("required",)),
    Break("missing part of the file", "\nsections:\n", "\nparts:\n", "parts:", "parts", ("not permitted",)),
    Break(
        "missing language",
        "condition: {ja: 情報の漏えい、またはそのおそれがあること, en:",
        "condition: {ja: 情報の漏えい、またはそのおそれがあること, fr:",
        ", fr:",
        "facts.leak.condition.en",
        ("required",),
    ),
    Break(
        "text instead of a list",
        "types: [G I, G II, G III]",
        "types: G I",
        "types: G I",
        "plans.leakage-only.types",
        ("tuple", "'G I'"),
    ),
    Break(
        "no date",
        "2026-04-01T16:00:00",
        "2026-04-31T16:00:00",
        "2026-04-31",
        "period.start",
        ("out of range", "2026-04-31"),
    ),
    Break(
        "scheme id with capitals",
        "scheme: silver\n",
        "scheme: Silver\n",
        "scheme: Silver",
        "scheme",
        ("match pattern", "'Silver'"),
    ),
    Break(
        "fact of no known kind",
        "  leak:\n    kind: peril",
        "  leak:\n    kind: danger",
        "kind: danger",
        "facts.leak.kind",
        ("'peril'", "'danger'"),
    ),
    Break(
        "rule of no known effect",
        FIRST_RULE + "    effect: grant",
        FIRST_RULE + "    effect: grants",
        "leakage-only.liability.perils",
        "rules.0",
        ("'grants'", "'exclude'"),
    ),
    Break(
        "rule without effect",
        FIRST_RULE + "    effect: grant\n",
        FIRST_RULE,
        "leakage-only.liability.perils",
        "rules.0",
        ("effect",),
    ),
    Break(
        "no YAML", 'edition: "2026"', "edition: [2026", "name: {ja: シルバー人材センター サ", "", ("not valid YAML",)
    ),
    # --- money
    Break(
        "negative premium",
        "A: 141150",
        "A: -141150",
        "A: -141150",
        "premium.yen.G I.A",
        ("greater than or equal to 0", "-141150"),
    ),
    Break("premium in words", "A: 141150", "A: 14万円", "A: 14万円", "premium.yen.G I.A", ("integer", "14万円")),
    Break(
        "missing premium cell",
        "{A: 128080, B: 73810, C: 26010}",
        "{A: 128080, B: 73810}",
        "A: 128080",
        "premium.yen.G II",
        ("needs a premium for each of A, B, C",),
    ),
    Break(
        "missing premium row",
        "    G II: {A: 128080, B: 73810, C: 26010}\n",
        "",
        "  yen:",
        "premium.yen",
        ("needs a row for each type", "G II"),
    ),
    Break(
        "premium of no known rank",
        "B: 73810, C: 26010",
        "B: 73810, D: 26010",
        "D: 26010",
        "premium.yen.G II",
        ("'D'", "A, B, C"),
    ),
    Break(
        "premium without source",
        "    leakage-only: [premiums-leakage-only, premium-ranks]",
        "    leakage-only: [premiums]",
        "[premiums]",
        "premium.cites.leakage-only",
        ("'premiums'", "brochures"),
    ),
    Break(
        "negative limit",
        "G I: 200000000",
        "G I: -200000000",
        "G I: -200000000",
        "limits.0.yen.G I",
        ("greater than or equal to 0", "-200000000"),
    ),
    Break("limit in words", "G I: 200000000", "G I: 2億円", "G I: 2億円", "limits.0.yen.G I", ("integer", "2億円")),
    Break(
        "limit by no dimension",
        "    by: type\n    yen",
        "    by: typ\n    yen",
        "by: typ",
        "limits.0.by",
        ("'typ'", "rank, type"),
    ),
    Break(
        "limit of no known type",
        "yen: {G I: 200000000",
        "yen: {G 1: 200000000",
        "G 1: 200000000",
        "limits.0.yen",
        ("'G 1'", "G II"),
    ),
    Break(
        "negative deductible",
        "{section: liability, yen: 100000",
        "{section: liability, yen: -1",
        "yen: -1",
        "deductibles.0.yen",
        ("greater than or equal to 0", "-1"),
    ),
    Break(
        "deductible with a fraction",
        "{section: liability, yen: 100000",
        "{section: liability, yen: 99.5",
        "yen: 99.5",
        "deductibles.0.yen",
        ("integer", "99.5"),
    ),
    Break(
        "ratio above 100",
        "percent: 90, cites: [ratios-comprehensive]",
        "percent: 190, cites: [ratios-comprehensive]",
        "percent: 190",
        "ratios.0.percent",
        ("less than or equal to 100", "190"),
    ),
    Break(
        "two ratios for one item",
        "ratios:\n",
        "ratios:\n  - {items: [emergency_response], percent: 80, cites: [ratios-comprehensive]}\n",
        "items: [emergency_response], plans",
        "ratios.1",
        ("'emergency_response'", "contradict"),
    ),
    Break(
        "sublimit of no known item",
        "{items: [sympathy_individuals], yen: 1000",
        "{items: [sympathy], yen: 1000",
        "items: [sympathy],",
        "sublimits.0.items",
        ("'sympathy'", "sympathy_individuals"),
    ),
    Break(
        "reading of no known kind",
        "id: deductible-before-ratio",
        "id: ratio-before-limit",
        "ratio-before-limit",
        "readings.0.id",
        ("deductible-before-ratio",),
    ),
    # --- what is named must exist
    Break(
        "unknown fact",
        "needs: claim_in_period",
        "needs: claim_in_perid",
        "claim_in_perid",
        "rules.5.needs",
        ("'claim_in_perid'", "claim_in_period"),
    ),
    Break(
        "unknown fact deep in an expression",
        "{all: [copyright, via_system, {not: paid_content}]}",
        "{all: [copyright, via_system, {not: paid_contents}]}",
        "not: paid_contents",
        "terms.personality_infringement.means",
        ("'paid_contents'", "paid_content"),
    ),
    Break(
        "unknown plan",
        "    plans: [leakage-only]\n",
        "    plans: [leakageonly]\n",
        "leakageonly",
        "rules.0.plans",
        ("'leakageonly'", "comprehensive, leakage-only"),
    ),
    Break(
        "unknown item",
        "items: [damages, dispute_costs, cooperation_costs]",
        "items: [damage]",
        "items: [damage]",
        "rules.0.items",
        ("'damage'", "damages"),
    ),
    Break(
        "unknown cost to be paid as",
        "pays_as: restoration\n",
        "pays_as: repair\n",
        "pays_as: repair",
        "pays_as",
        ("'repair'", "near it", "hardware_repair"),
    ),
    Break(
        "unknown section of cover",
        "damages: {section: liability",
        "damages: {section: liabilities",
        "section: liabilities",
        "items.damages.section",
        ("'liabilities'", "liability, response_costs"),
    ),
    Break(
        "unknown brochure section",
        "    cites: [liability-triggers]",
        "    cites: [liability-trigger]",
        "[liability-trigger]",
        "rules.0.cites",
        ("'liability-trigger'", "brochures"),
    ),
    Break(
        "unknown section of a deadline",
        "cites: [joining-midterm]",
        "cites: [joining]",
        "cites: [joining]",
        "deadlines.midterm_joining.cites",
        ("'joining'", "brochures"),
    ),
    Break(
        "rule without source",
        "    cites: [liability-triggers]\n",
        "    cites: []\n",
        "cites: []",
        "rules.0.cites",
        ("must cite",),
    ),
    Break(
        "exception of what is no exclusion",
        "of: [exclusion.property]",
        "of: [restoration]",
        "of: [restoration]",
        "of",
        ("no exclusion", "'restoration'"),
    ),
    Break(
        "requirement of what is no grant",
        "grants: [comprehensive.emergency]",
        "grants: [exclusion.property]",
        "grants: [exclusion.property]",
        "grants",
        ("no grant", "'exclusion.property'"),
    ),
    # --- rules and expressions
    Break(
        "rule id twice",
        "  - id: leakage-only.mail-rider\n",
        FIRST_RULE,
        "leakage-only.liability.perils\n",
        "rules.1.id",
        ("'leakage-only.liability.perils'", "already used by rule 0"),
    ),
    Break(
        "expression with a misspelt operator",
        "    when: leak\n",
        "    when: {al: [leak]}\n",
        "{al: [leak]}",
        "rules.0.when",
        ("{all: [...]}", "{'al'"),
    ),
    Break(
        "expression over nothing",
        "    when: leak\n",
        "    when: {all: []}\n",
        "{all: []}",
        "rules.0.when",
        ("{all: [...]}",),
    ),
    Break(
        "grant of nothing",
        "    items: [damages, dispute_costs, cooperation_costs]\n    when: leak",
        "    when: leak",
        "leakage-only.liability.perils",
        "rules.0.items",
        ("must name what it covers",),
    ),
    Break(
        "term without meaning",
        "    means: {any: [cause_virus, cause_access, cause_mailed_defect]}\n",
        "",
        "rider_cause:",
        "terms.rider_cause",
        ("`means` or `by_plan`",),
    ),
    Break(
        "implications that contradict",
        "implications:\n",
        "implications:\n  - {when: attack, then: {no_attack_found: true}}\n",
        "{when: attack, then: {no_attack_found: false}}",
        "implications",
        ("'no_attack_found'", "opposite"),
    ),
    Break(
        "requirement that says not what to do",
        "    condition: {ja: 支出する前に、引受保険会社の書面による同意",
        "    unmet_: {ja: 支出する前に、引受保険会社の書面による同意",
        "unmet_:",
        "facts.consent.unmet_",
        ("not permitted",),
    ),
)


@pytest.mark.parametrize("broken", [pytest.param(b, id=b.id.replace(" ", "-")) for b in BROKEN])
def test_the_message_names_file_line_key_and_what_was_expected(copy: Copy, broken: Break) -> None:
    folder = copy(broken.old, broken.new)
    path = folder / "scheme.yaml"
    message = _complaint(folder)
    lines = [n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if broken.at.strip("\n") in line]
    named = [row for row in message.splitlines() if any(row.startswith(f"{path}:{n}: ") for n in lines)]
    assert named, f"line {lines} is not named in:\n{message}"
    hit = [row for row in message.splitlines() if broken.key in row and all(part in row for part in broken.says)]
    assert hit, f"{broken.key}: {broken.says} is not said in:\n{message}"
    assert set(hit) & set(named), message


def test_every_complaint_is_made_at_once(copy: Copy) -> None:
    folder = copy("A: 141150, B: 81330", "A: -1, B: -2")
    assert len(_complaint(folder).splitlines()) == 2


def test_long_values_are_cut(copy: Copy) -> None:
    folder = copy("types: [G I, G II, G III]", "types: " + "x" * 500)
    assert len(_complaint(folder)) < 400


# ---------------------------------------------------------------- files that join


def test_a_key_in_two_files(copy: Copy) -> None:
    folder = copy()
    (folder / "more.yaml").write_text("facts:\n  leak: {}\n", encoding="utf-8")
    message = _complaint(folder)
    assert f"{folder / 'more.yaml'}:2: facts.leak already stands at {folder / 'scheme.yaml'}:" in message


def test_a_scalar_in_two_files(copy: Copy) -> None:
    folder = copy()
    (folder / "more.yaml").write_text('edition: "2027"\n', encoding="utf-8")
    assert f"{folder / 'more.yaml'}:1: edition already stands at" in _complaint(folder)


def test_words_for_what_is_not_there(copy: Copy) -> None:
    folder = copy()
    (folder / "words.yaml").write_text("words_of:\n  leek: {aliases: [漏えい]}\n", encoding="utf-8")
    message = _complaint(folder)
    assert f"{folder / 'words.yaml'}:2: " in message
    assert "words_of.leek names nothing" in message


def test_words_with_an_unknown_key(copy: Copy) -> None:
    folder = copy()
    (folder / "words.yaml").write_text("words_of:\n  leak:\n    alias: [漏えい]\n", encoding="utf-8")
    message = _complaint(folder)
    assert message.startswith(f"{folder / 'words.yaml'}:3: words_of.leak.alias: ")


def test_a_pattern_that_is_none_is_named_where_it_stands(copy: Copy) -> None:
    folder = copy()
    text = "words_of:\n  leak:\n    yes: [spill(ed)?]\n  attack:\n    yes:\n      - hack(ed)?\n      - 'brok(en'\n"
    (folder / "words.yaml").write_text(text, encoding="utf-8")
    message = _complaint(folder)
    assert message.startswith(f"{folder / 'words.yaml'}:7: words_of.attack.yes.1: ")
    assert "is no valid pattern" in message and "brok(en" in message


def test_a_broken_shared_pattern_is_named_where_it_stands(copy: Copy) -> None:
    folder = copy()
    shared = folder.parent / "words-common.yaml"
    shared.write_text("words_of:\n  leak:\n    no: ['not [leaked']\n", encoding="utf-8")
    with pytest.raises(SchemeError) as caught:
        load_corpus(folder.parent)
    assert str(caught.value).startswith(f"{shared}:3: words_of.leak.no.0: ")


def test_words_that_are_no_mapping(copy: Copy) -> None:
    folder = copy()
    (folder / "words.yaml").write_text("words_of: [leak]\n", encoding="utf-8")
    assert f"{folder / 'words.yaml'}:1: words_of must be a mapping" in _complaint(folder)


def test_words_join_what_they_are_about(copy: Copy) -> None:
    folder = copy()
    (folder / "words.yaml").write_text("words_of:\n  leak: {aliases: [ろうえいのことば]}\n", encoding="utf-8")
    scheme, _ = load_scheme(folder)
    assert "ろうえいのことば" in scheme.facts["leak"].words.aliases


def test_a_list_goes_on_in_another_file_and_keeps_its_lines(copy: Copy) -> None:
    folder = copy()
    more = "rules:\n  - id: one-more\n    effect: exclude\n    items: [ransom]\n    cites: [nowhere]\n    text: {ja: あ, en: a}\n"
    (folder / "more.yaml").write_text(more, encoding="utf-8")
    message = _complaint(folder)
    assert f"{folder / 'more.yaml'}:5: " in message
    assert "'nowhere'" in message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", ":1: must be a mapping"),
        (b"- a\n- b\n", ":1: must be a mapping"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a: b: c\n", ":1: is not valid YAML"),
    ],
    ids=["empty", "list", "not-utf-8", "not-yaml"],
)
def test_a_file_that_is_no_mapping(copy: Copy, content: bytes, says: str) -> None:
    folder = copy()
    (folder / "scheme.yaml").write_bytes(content)
    message = _complaint(folder)
    assert message.startswith(f"{folder / 'scheme.yaml'}:")
    assert says in message


# ---------------------------------------------------------------- both languages


def test_a_section_in_one_language_only(copy: Copy) -> None:
    folder = copy("{#overview ", "{#outline ", file="brochure.en.md")
    message = _complaint(folder, BrochureError)
    ja, en = folder / "brochure.ja.md", folder / "brochure.en.md"
    assert f"{ja}:{_line(ja, '{#overview ')}: section 'overview'" in message
    assert f"{en}:{_line(en, '{#outline ')}: section 'outline'" in message
    assert "both languages need the same sections" in message


def test_a_section_on_another_page(copy: Copy) -> None:
    folder = copy(
        "{#period document=silver-2026 page=1}", "{#period document=silver-2026 page=2}", file="brochure.ja.md"
    )
    message = _complaint(folder, BrochureError)
    ja = folder / "brochure.ja.md"
    assert f"{ja}:{_line(ja, '{#period ')}: section 'period' (document=silver-2026 page=2)" in message
    assert "page=1 in the other language" in message


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_brochure_of_the_wrong_language(copy: Copy, language: str) -> None:
    wrong = "en" if language == "ja" else "ja"
    folder = copy(f"language: {language}", f"language: {wrong}", file=f"brochure.{language}.md")
    assert f"brochure.{language}.md:1: the front matter must say scheme: silver, language: {language}" in _complaint(
        folder, BrochureError
    )


def test_a_brochure_of_another_scheme(copy: Copy) -> None:
    folder = copy("scheme: silver", "scheme: gold", file="brochure.en.md")
    assert "must say scheme: silver" in _complaint(folder, BrochureError)


def test_a_brochure_that_is_missing(copy: Copy) -> None:
    folder = copy()
    (folder / "brochure.en.md").unlink()
    message = _complaint(folder, BrochureError)
    assert message.startswith(f"{folder / 'brochure.en.md'}: cannot be read")


# ---------------------------------------------------------------- the corpus as a whole


def test_a_corpus_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="ASSISTANT_CORPUS_DIR"):
        load_corpus(tmp_path / "nowhere")


def test_a_corpus_without_schemes(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds no scheme"):
        load_corpus(tmp_path)


def test_a_scheme_in_two_folders(copy: Copy) -> None:
    first = copy(name="a")
    second = copy(name="b")
    with pytest.raises(SchemeError) as caught:
        load_corpus(first.parent)
    assert str(caught.value).startswith(f"{second / 'scheme.yaml'}:1: scheme 'silver' is already loaded")


def test_shared_words_reach_every_scheme(copy: Copy) -> None:
    folder = copy()
    (folder.parent / "words.yaml").write_text(
        "words_of:\n  leak: {aliases: [みんなのことば]}\n  elsewhere: {yes: [x]}\n", encoding="utf-8"
    )
    corpus = load_corpus(folder.parent)
    assert "みんなのことば" in corpus.schemes["silver"].facts["leak"].words.aliases


def test_one_broken_scheme_keeps_the_corpus_from_loading(copy: Copy) -> None:
    copy(name="a")
    broken = copy("A: 141150", "A: -1", name="b")
    with pytest.raises(SchemeError) as caught:
        load_corpus(broken.parent)
    assert str(broken / "scheme.yaml") in str(caught.value)


@pytest.mark.parametrize("name", SCHEMES)
def test_each_scheme_of_the_repository_loads_in_both_languages(name: str) -> None:
    scheme, sections = load_scheme(CORPUS / name)
    assert isinstance(scheme, Scheme) and scheme.scheme == name
    by_language = {lang: [s.id for s in sections if s.language == lang] for lang in ("ja", "en")}
    assert by_language["ja"] and sorted(by_language["ja"]) == sorted(by_language["en"])
    cited = {c for rule in scheme.rules for c in rule.cites}
    assert cited <= set(by_language["ja"])


def test_sections_resolve_in_either_language() -> None:
    corpus = load_corpus(CORPUS)
    assert set(corpus.schemes) == set(SCHEMES)
    for section in corpus.sections:
        found = [corpus.section(section.scheme, section.id, lang) for lang in ("ja", "en")]
        assert all(f is not None and (f.document, f.page) == (section.document, section.page) for f in found)
    assert corpus.section("silver", "nowhere", "ja") is None
