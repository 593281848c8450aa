"""What the forms beside the chat have in common: their fields, their result, and the question that asks the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pydantic import ValidationError

from assistant.answer import Answer, Language
from assistant.errors import AssistantError
from assistant.operations import SchemeVocabulary
from assistant.operations.vocabulary import Named
from assistant.rules.payout import MAX_YEN
from assistant.understanding.numbers import find_all
from assistant.web import cards
from assistant.web.fields_html import problem, select
from assistant.web.names import Names
from assistant.web.protocol import Assistant
from assistant.web.text import TEXTS
from assistant.web.tool_text import TOOL_TEXTS, ToolText


class Unreadable(Exception):
    """A field whose text is no amount; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a form is shown for: the language, and its fields as the address carries them."""

    assistant: Assistant
    names: Names
    language: Language
    fields: Mapping[str, Sequence[str]]

    @property
    def text(self) -> ToolText:
        """The words of the views."""
        return TOOL_TEXTS[self.language]

    def get(self, name: str) -> str:
        """Return a field's value without blanks around it, or nothing."""
        values = self.fields.get(name, ())
        return values[0].strip()[:100] if values else ""

    def known(self) -> list[SchemeVocabulary]:
        """Return the schemes that can be chosen and have rules."""
        operations = self.assistant.operations
        return [operations.vocabulary(s.id) for s in self.names.schemes if s.id in operations.corpus.schemes]

    def scheme(self, wanted: Callable[[SchemeVocabulary], bool] = lambda found: True) -> SchemeVocabulary | None:
        """Return the scheme that is chosen, else the first that the form is for."""
        fitting = [scheme for scheme in self.known() if wanted(scheme)]
        return next((s for s in fitting if s.id == self.get("scheme")), fitting[0] if fitting else None)

    def name(self, named: Named) -> str:
        """Return the name of something that has one in both languages."""
        return named.name.ja if self.language == "ja" else named.name.en

    def scheme_field(self, chosen: str, wanted: Callable[[SchemeVocabulary], bool] = lambda found: True) -> str:
        """Return the choice of a scheme."""
        options = [(s.id, self.names.scheme_name(s.id, self.language)) for s in self.known() if wanted(s)]
        return select("scheme", TEXTS[self.language].scheme, options, chosen, again=True)

    def plan(self, scheme: SchemeVocabulary) -> str:
        """Return the plan that is chosen, or nothing."""
        plans = [plan.id for plan in scheme.plans if plan.offered]
        return self.get("plan") if self.get("plan") in plans else plans[0] if len(plans) == 1 else ""

    def plan_fields(self, scheme: SchemeVocabulary, plan: str, kind: str) -> str:
        """Return the choices of plan and type, where the scheme has several."""
        plans = [(p.id, self.name(p)) for p in scheme.plans if p.offered]
        out = select("plan", TEXTS[self.language].plan, plans, plan, nothing=self.text.any, again=True)
        types = self.types(scheme, plan)
        if types:
            info = self.names.scheme(scheme.id)
            label = ((info.type_label if info else None) or {}).get(self.language) or self.text.type
            out += select("type", label, [(t, t) for t in types], kind, nothing=self.text.any)
        return out

    def types(self, scheme: SchemeVocabulary, plan: str) -> list[str]:
        """Return the types of the plan, or of every plan where none is chosen."""
        return list(dict.fromkeys(t for p in scheme.plans if p.id == plan or not plan for t in p.types))

    def who(self, scheme: SchemeVocabulary, plan: str, kind: str, rank: str = "") -> str:
        """Return plan, type and rank as a question names them."""
        named = next((self.name(p) for p in scheme.plans if p.id == plan), "")
        if self.language == "en":
            parts = [f"the {named}" if named else "", f"type {kind}" if kind else "", f"rank {rank}" if rank else ""]
            return ", ".join(p for p in parts if p) or self.names.scheme_name(scheme.id, "en")
        parts = [named, f"タイプ{kind}" if kind else "", f"ランク{rank}" if rank else ""]
        return "、".join(p for p in parts if p) or self.names.scheme_name(scheme.id, "ja")

    def yen(self, value: str) -> int | None:
        """Return an amount as people type it, in whole yen; None where nothing is typed.

        Raises:
            Unreadable: it is no amount, or one beyond all cover.
        """
        if not value:
            return None
        found = find_all(value)
        amounts = [x.value for x in found.amounts] or [int(x.value) for x in found.bare]
        if len(amounts) != 1 or amounts[0] < 0:
            raise Unreadable(self.text.unreadable.format(value=value))
        if amounts[0] > MAX_YEN:
            raise Unreadable(self.text.too_much.format(value=value))
        return amounts[0]


def shown(form: Form, answer: Answer, *, open_steps: bool = False) -> str:
    """Return an answer as the chat shows it."""
    return cards.answer_card(answer, form.names, "tool", open_steps=open_steps)


def assembled(form: Form, fields: str, result: str, question: str = "") -> str:
    """Return the form with its result, and the button that asks the same in the chat."""
    ask = ""
    if question:
        ask = (
            f'<p class="tool-ask"><button type="button" class="second" data-message="{escape(question)}">'
            f"{escape(form.text.ask)}</button></p>"
        )
    return (
        f'<form class="tool-form" autocomplete="off"><div class="fields">{fields}</div></form>'
        f'<div class="tool-result" aria-live="polite">{result}{ask}</div>'
    )


def computed(form: Form, run: Callable[[], str]) -> str:
    """Return what `run` shows, or in words why it cannot."""
    try:
        return run()
    except Unreadable as error:
        return problem(str(error))
    except (AssistantError, ValidationError):
        return problem(form.text.not_computed)
