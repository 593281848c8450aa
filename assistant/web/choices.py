"""What a person picks beside the chat, as native form fields: scheme, plan, type, rank, residents.

Each field offers what fits the ones above it: plans of the scheme, types of the plan; a field that a scheme does not
have is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Language
from assistant.answering.wording import capital
from assistant.conversation import Selection
from assistant.web.names import Names
from assistant.web.text import TEXTS


class Context(BaseModel):
    """What the browser sends along with every event: the page's language and the fields as they stand."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    language: Language = "ja"
    scheme: str = ""
    plan: str = ""
    type: str = ""
    rank: str = ""
    residents: str = ""
    linked: bool = False
    """Whether the choices come from the page's address, as a link carries them."""
    conversation: Annotated[str, Field(pattern=r"^(?:[0-9a-f]{32})?$")] = ""
    """The id under which the conversation is kept for the owner; empty where the person has not agreed to that."""
    length: int = 0
    """Characters of the question as typed; what arrives of it is cut to what can be sent."""

    @classmethod
    def read(cls, raw: object) -> Context:
        """Read what the browser sent; anything unusable counts as nothing chosen."""
        try:
            return cls.model_validate(json.loads(raw)) if isinstance(raw, str) and len(raw) < 5000 else cls()
        except (ValueError, RecursionError, ValidationError):
            return cls()

    def fitted(self, names: Names) -> Context:
        """Return the context without choices that do not fit the scheme and plan; a lone plan is chosen by itself."""
        scheme = names.scheme(self.scheme)
        if scheme is None:
            return Context(language=self.language, length=self.length, conversation=self.conversation)
        plans = [plan.id for plan in scheme.plans]
        plan = self.plan if self.plan in plans else plans[0] if len(plans) == 1 else ""
        return Context(
            language=self.language,
            length=self.length,
            conversation=self.conversation,
            scheme=scheme.id,
            plan=plan,
            type=self.type if self.type in self._types(names, scheme.id, plan) else "",
            rank=self.rank if self.rank in scheme.ranks else "",
            residents=self.residents if scheme.residents and head_count(self.residents) else "",
        )

    def chosen(self) -> tuple[str, ...]:
        """Return the names of the fields that are set."""
        return tuple(name for name in ("scheme", "plan", "type", "rank", "residents") if getattr(self, name))

    def selection(self) -> Selection:
        """Return what was chosen, as the assistant takes it."""
        residents = head_count(self.residents)
        return Selection(self.scheme or None, self.plan or None, self.type or None, self.rank or None, residents)

    @staticmethod
    def _types(names: Names, scheme: str, plan: str) -> tuple[str, ...]:
        found = names.plan(scheme, plan)
        return tuple(found.types) if found else ()


def form(context: Context, names: Names) -> str:
    """Return the form for a context that fits (`Context.fitted`)."""
    text = TEXTS[context.language]
    language = context.language
    schemes = [(scheme.id, scheme.name.get(language, scheme.id)) for scheme in names.schemes]
    fields = [_select("scheme", text.scheme, text.any_scheme, schemes, context.scheme)]
    scheme = names.scheme(context.scheme)
    if scheme is not None:
        plans = [(plan.id, capital(plan.name.get(language, plan.id))) for plan in scheme.plans]
        fields.append(_select("plan", text.plan, text.any_other, plans, context.plan))
        plan = names.plan(scheme.id, context.plan)
        if plan is not None and plan.types:
            label = _label(scheme.type_label, language, text.type)
            fields.append(_select("type", label, text.any_other, ((item, item) for item in plan.types), context.type))
        if scheme.ranks:
            label = _label(scheme.rank_label, language, text.rank)
            fields.append(_select("rank", label, text.any_other, ((item, item) for item in scheme.ranks), context.rank))
        if scheme.residents:
            fields.append(_number("residents", text.residents, text.residents_help, context.residents))
    return (
        f'<form class="choices-form" aria-labelledby="choices-title" onsubmit="return false">'
        f'<h2 id="choices-title">{escape(text.choices)}</h2><p class="help">{escape(text.choices_help)}</p>'
        f'<div class="fields">{"".join(fields)}</div></form>'
    )


def _label(labels: Mapping[str, str] | None, language: Language, default: str) -> str:
    return capital((labels or {}).get(language) or default)


def _select(name: str, label: str, nothing: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    rows = [f'<option value="">{escape(nothing)}</option>']
    rows += [
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(shown)}</option>'
        for value, shown in options
    ]
    return (
        f'<div class="field field-{name}"><label for="choice-{name}">{escape(label)}</label>'
        f'<select id="choice-{name}" name="{name}" data-value="{escape(chosen)}">{"".join(rows)}</select></div>'
    )


def _number(name: str, label: str, help_text: str, value: str) -> str:
    return (
        f'<div class="field field-{name}"><label for="choice-{name}">{escape(label)}</label>'
        f'<input id="choice-{name}" name="{name}" type="text" inputmode="numeric" autocomplete="off" maxlength="13" '
        f'data-value="{escape(value)}" aria-describedby="choice-{name}-help">'
        f'<p class="help" id="choice-{name}-help">{escape(help_text)}</p></div>'
    )


def head_count(text: str) -> int | None:
    """Return a head count as people type it (`10,866`, `１０８６６`), or None."""
    digits = text.strip().replace(",", "").replace("，", "").removesuffix("人")
    return int(digits) if digits.isdecimal() and len(digits) <= 9 and int(digits) > 0 else None
