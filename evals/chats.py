"""A chat that went wrong becomes a case. The format of an exported chat, `chat/1`:

    {"schema": "chat/1",
     "selected": {"scheme": "…", "plan": "…", "type": "…", "rank": "…", "residents": 1},
     "turns": [{"role": "user", "content": "…"},
               {"role": "assistant", "content": "…", "answer": {answer/1}}],
     "comment": "what the person found wrong"}

`selected`, `answer` and `comment` may be left out. Only what the person wrote goes into the case: the assistant answers
anew when it is run. Personal data must be masked before a case is committed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.batch import json_line
from assistant.conversation import Role
from assistant.errors import EvaluationError
from assistant.settings import Settings
from evals.loading import check_names, explain, read_records
from evals.records import Question, Selected

_VERDICTS = ("covered", "not_covered", "conditional")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


class ChatTurn(BaseModel):
    """One message; of the assistant's, the whole answer may stand beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    content: str
    answer: dict[str, Any] | None = None


class Chat(BaseModel):
    """An exported chat."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Annotated[Literal["chat/1"], Field(alias="schema")]
    selected: Selected = Selected()
    turns: Annotated[tuple[ChatTurn, ...], Field(min_length=1)]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """What the assistant should have said: verdicts as "scheme/plan=verdict", yen, words with `|` between alternatives."""

    verdicts: Sequence[str] = ()
    yen: Sequence[int] = ()
    must: Sequence[str] = ()
    must_not: Sequence[str] = ()
    abstain: bool = False
    note: str = ""

    @property
    def given(self) -> bool:
        """Whether anything is expected."""
        return bool(self.verdicts or self.yen or self.must or self.must_not or self.abstain)


def read_chat(path: Path) -> Chat:
    """Read an exported chat.

    Raises:
        EvaluationError: the file cannot be read, or is no `chat/1`; the field is named.
    """
    try:
        return Chat.model_validate_json(path.read_bytes())
    except OSError as error:
        raise EvaluationError(f"{path}: the file cannot be read ({error.strerror}).", field="file") from error
    except ValidationError as error:
        raise EvaluationError("\n".join(f"{path}: {fault}" for fault in explain(error))) from error


def case_of(chat: Chat, ident: str, gold: Gold, turn: int | None = None) -> dict[str, Any]:
    """The case: what the person wrote up to question number `turn` (the last by default), and what was expected.

    Raises:
        EvaluationError: the chat has no such question, or a verdict cannot be read.
    """
    asked = [index for index, each in enumerate(chat.turns) if each.role == "user" and each.content.strip()]
    number = len(asked) if turn is None else turn
    if not 1 <= number <= len(asked):
        raise EvaluationError(f"The chat has {len(asked)} questions; there is no question {number}.", field="turn")
    last = asked[number - 1]
    turns = [chat.turns[index].content for index in asked[:number]]
    reply = next((each for each in chat.turns[last + 1 :] if each.role == "assistant"), None)
    answer = (reply.answer or {}) if reply else {}
    language = "ja" if _JAPANESE.search(turns[-1]) else "en"
    verdicts = dict(_verdict(each) for each in gold.verdicts)
    return {
        "id": ident,
        "scheme": chat.selected.scheme or next((key.split("/")[0] for key in verdicts), None),
        "lang": language,
        "selected": chat.selected.model_dump(exclude_none=True),
        "turns": turns,
        "kind": _kind(gold, answer),
        "verdicts": verdicts,
        "yen": list(gold.yen),
        "must": [[word.strip() for word in each.split("|") if word.strip()] for each in gold.must],
        "must_not": list(gold.must_not),
        "abstain": gold.abstain,
        "note": gold.note or chat.comment,
    }


def add_case(case: dict[str, Any], path: Path, settings: Settings) -> str:
    """Add a case to a data set, after it was checked as a run would; tell what to do next.

    Raises:
        EvaluationError: the case lacks gold, names what does not exist, or its id is taken.
    """
    from assistant.corpus.loader import load_corpus
    from evals.sets import known_names

    try:
        question = Question.model_validate(case)
    except ValidationError as error:
        raise EvaluationError("\n".join(f"the new case: {fault}" for fault in explain(error))) from error
    before = read_records(path, Question) if path.exists() else ()
    if question.id in {each.id for each in before}:
        raise EvaluationError(f"{path}: id: {question.id!r} is taken; give another with --id.", field="id")
    check_names(path, [question], known_names(load_corpus(settings.corpus_dir)))
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    joint = "" if old.endswith("\n") or not old else "\n"
    path.write_text(f"{old}{joint}{json_line(case)}\n", encoding="utf-8")
    return f"{path}: {len(before) + 1} cases. Now run `python -m evals manifest`, and commit both."


def _kind(gold: Gold, answer: dict[str, Any]) -> str:
    if gold.abstain:
        return "undetermined"
    if gold.verdicts:
        return "comparison" if len(gold.verdicts) > 1 else "coverage"
    if gold.yen:
        return "amount"
    kind = answer.get("kind")
    return str(kind) if kind in ("fact", "comparison") and (gold.must or not gold.given) else "fact"


def _verdict(option: str) -> tuple[str, str]:
    plan, sign, verdict = option.rpartition("=")
    if not sign or "/" not in plan or verdict not in _VERDICTS:
        raise EvaluationError(
            f"--verdict {option}: give scheme/plan=verdict, the verdict one of {', '.join(_VERDICTS)}.", field="verdict"
        )
    return plan, verdict
