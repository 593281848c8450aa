"""The tools themselves, of no framework: the typed operations, and two look-ups for the ids that they take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.answer import Answer
from assistant.errors import InputError
from assistant.operations import Operations
from assistant.operations.faults import faults_of
from assistant.operations.requests import Id, Strict

INSTRUCTIONS = (
    "Verdicts, amounts and dates about the insurance schemes, computed from their rules. Call `schemes` for the schemes, "
    "then `ids` for the ids of facts and costs of one scheme, then an operation. State only facts that the person stated: "
    "true or false, null for what they said is not known; leave the rest out. Show `text` to the person as it is; never "
    "restate a verdict, a figure or a condition in other words, and never infer one that is not in the answer."
)


class SchemesRequest(Strict):
    """Which schemes there are: ids, names, plans."""


class IdsRequest(Strict):
    """The ids of one scheme with their names in Japanese and English: plans, types, costs, facts, deadlines."""

    scheme: Id


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool gives: a text, the data behind it (`answer/1`, or ids), and whether the call could not be used."""

    text: str
    data: dict[str, Any] | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name, what it is for, what it takes and gives; `final` says that the text must reach the person as it is."""

    name: str
    description: str
    request: type[BaseModel]
    final: bool
    compute: Callable[[Any], tuple[str, dict[str, Any]]]
    gives: type[BaseModel] | None = None

    def call(self, arguments: Mapping[str, Any]) -> Outcome:
        """Run the tool; arguments that cannot be used give an outcome that says which, and what would be valid."""
        try:
            text, data = self.compute(self.request.model_validate(dict(arguments)))
        except ValidationError as error:
            return Outcome("\n".join(f"{f.field}: {f.message}" for f in faults_of(self.request, error)), failed=True)
        except InputError as error:
            return Outcome(f"{error.field}: {error.message}" if error.field else error.message, failed=True)
        return Outcome(text, data)


def tools_of(operations: Operations) -> tuple[Tool, ...]:
    """All tools over these operations."""

    def answering(run: Callable[[Any], Answer]) -> Callable[[Any], tuple[str, dict[str, Any]]]:
        def compute(request: Any) -> tuple[str, dict[str, Any]]:
            answer = run(request)
            return answer.text, answer.model_dump(mode="json")

        return compute

    def schemes(_: SchemesRequest) -> tuple[str, dict[str, Any]]:
        found = [
            {
                "id": ident,
                "name": {"ja": scheme.name.ja, "en": scheme.name.en},
                "plans": [{"id": p, "name": {"ja": x.name.ja, "en": x.name.en}} for p, x in scheme.plans.items()],
            }
            for ident, scheme in operations.corpus.schemes.items()
        ]
        lines = [f"{ident}: {scheme.name.ja} / {scheme.name.en}" for ident, scheme in operations.corpus.schemes.items()]
        return "\n".join(lines), {"schemes": found}

    def ids(request: IdsRequest) -> tuple[str, dict[str, Any]]:
        known = operations.vocabulary(request.scheme)
        return known.model_dump_json(exclude_defaults=True), known.model_dump(mode="json")

    return (
        *(
            Tool(o.name, f"{o.summary} {o.request.__doc__}", o.request, o.final, answering(o.run), Answer)
            for o in operations.all()
        ),
        Tool("schemes", SchemesRequest.__doc__ or "", SchemesRequest, False, schemes),
        Tool("ids", IdsRequest.__doc__ or "", IdsRequest, False, ids),
    )
