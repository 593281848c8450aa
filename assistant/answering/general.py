"""Short, friendly answers where there is nothing to compute: other subjects, small talk, choices that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answer import Answer, Language, Option
from assistant.answering.context import Desk, abstain
from assistant.answering.wording import bullets
from assistant.corpus.model import Scheme


def outside(language: Language, schemes: Sequence[Scheme]) -> Answer:
    """The subject is another: says what can be asked, and gives no verdict or figure."""
    names = [s.name.of(language) for s in schemes]
    if language == "ja":
        text = (
            "このご質問には、手元のパンフレットからはお答えできません。お答えできるのは、次の制度の補償内容、お支払いの計算、保険料、手続きについてです。\n\n"
            + bullets(names)
        )
    else:
        text = (
            "This cannot be answered from the brochures at hand. You can ask about cover, payouts, premiums and procedures of:\n\n"
            + bullets(names)
        )
    if len(schemes) == 1:
        text += "\n\n" + _agency(schemes[0], language)
    return abstain(language, text)


def greeting(language: Language, schemes: Sequence[Scheme]) -> Answer:
    """Small talk: says what this is and what it can do."""
    example = next((e for s in schemes for e in s.examples.get(language, ())), "")
    if language == "ja":
        text = f"こんにちは。保険のパンフレットにもとづいて、補償の対象か、いくら支払われるか、保険料はいくらかにお答えする自動応答です。たとえば「{example}」のようにお尋ねください。"
    else:
        text = (
            "Hello. This is an automatic assistant that answers from the insurance brochures: what is covered, what would be paid, "
            f"what it costs. For example: “{example}”"
        )
    return abstain(language, text)


def closing(language: Language) -> Answer:
    """The end of a conversation: a friendly word, no verdict and no figure."""
    text = (
        "お役に立てたなら幸いです。また分からないことがありましたら、お尋ねください。"
        if language == "ja"
        else "You are welcome. Ask again whenever something about the insurance is unclear."
    )
    return abstain(language, text)


def not_stated(desk: Desk) -> Answer:
    """Nothing in the brochures fits."""
    text = (
        "この点は、パンフレットの記載からは分かりません。取扱代理店にお問い合わせください。"
        if desk.language == "ja"
        else "The brochure does not say. Please ask the agency."
    )
    return abstain(desk.language, f"{text}\n\n{desk.whom_to_ask()}")


def wrong_choice(desk: Desk, dimension: str, raw: str, plans: Iterable[str]) -> Answer:
    """A type, rank or set that does not exist: names those that do."""
    ja = desk.language == "ja"
    name = desk.t(desk.scheme.dimensions[dimension].name)
    shown = raw.strip().upper()
    plans = list(plans)
    by_plan = [(p, x.types) for p, x in desk.scheme.plans.items() if x.types and (not plans or p in plans)]
    values = list(desk.scheme.dimensions[dimension].values)
    if by_plan and dimension == "type":
        valid = bullets(
            f"{desk.plan(p)}：{'、'.join(t)}" if ja else f"{desk.plan(p)}: {', '.join(t)}" for p, t in by_plan
        )
    elif all(v.isdigit() for v in values):
        valid = (
            f"{name}は {values[0]}〜{values[-1]} だけです。"
            if ja
            else f"There are only {values[0]} to {values[-1]} ({name})."
        )
        labels = [desk.t(c.name) for c in desk.scheme.dimensions[dimension].values.values()]
        if any(label not in (v, f"{name} {v}") for label, v in zip(labels, values, strict=True)):
            valid += "\n\n" + "、".join(labels) if ja else "\n\n" + ", ".join(labels)
    else:
        valid = "、".join(values) if ja else ", ".join(values)
    text = (
        f"「{shown}」という{name}はありません。選べるものは次のとおりです。\n\n{valid}"
        if ja
        else f"There is no {name} “{shown}”. It does not exist in the brochure; the valid ones are:\n\n{valid}"
    )
    return abstain(desk.language, f"{text}\n\n{desk.whom_to_ask()}")


def wrong_plan(desk: Desk, raw: str) -> Answer:
    """A plan or option that nobody offers: names those that there are."""
    plans = [desk.t(x.name) for x in desk.scheme.plans.values() if x.offered]
    riders = [desk.t(x.name) for x in desk.scheme.riders.values()]
    shown = raw.strip()
    if desk.language == "ja":
        text = (
            f"「{shown}」は、このパンフレットにはありません。あるものは次のとおりです。\n\n{bullets([*plans, *riders])}"
        )
    else:
        text = f"There is no “{shown}” in this brochure. There are:\n\n{bullets([*plans, *riders])}"
    return abstain(desk.language, f"{text}\n\n{desk.whom_to_ask()}")


def mismatch(desk: Desk, plan: str, type_value: str) -> Answer:
    """A type that belongs to another plan than the one named."""
    ja = desk.language == "ja"
    owner = next(p for p, x in desk.scheme.plans.items() if type_value in x.types)
    own = desk.scheme.plans[plan].types
    if ja:
        text = (
            f"{type_value} は{desk.plan(owner)}のタイプで、{desk.plan(plan)}にはありません。{desk.plan(plan)}のタイプは {'、'.join(own)} です。"
            "どちらについてお答えしましょうか。"
        )
    else:
        text = (
            f"{type_value} is a type of the {desk.plan(owner)}, not of the {desk.plan(plan)}, whose types are {', '.join(own)}. "
            "Which one do you mean?"
        )
    n = desk.scheme.plans[owner].types.index(type_value)
    options = [Option(label=f"{desk.plan(owner)} {type_value}", message=f"{desk.plan(owner)} {type_value}")]
    if n < len(own):
        options.append(Option(label=f"{desk.plan(plan)} {own[n]}", message=f"{desk.plan(plan)} {own[n]}"))
    return Answer(language=desk.language, kind="clarification", text=text, abstained=True, options=tuple(options))


def impossible(desk: Desk, rider: str, other: str) -> Answer:
    """Options that cannot be attached together: says why."""
    ja = desk.language == "ja"
    first, second = (desk.t(desk.scheme.riders[x].name) for x in (rider, other))
    why = desk.scheme.riders[rider].reason
    text = (
        f"{first}と{second}は、同時に付けられません。" if ja else f"{first} and {second} cannot be attached together."
    )
    if why:
        text += ("" if ja else " ") + desk.t(why)
    return abstain(desk.language, f"{text}\n\n{desk.whom_to_ask()}")


def which_scheme(language: Language, schemes: Sequence[Scheme], question: str) -> Answer:
    """A question that several schemes could answer: asks which one is meant."""
    names = [s.name.of(language) for s in schemes]
    shorts = [s.short.of(language) for s in schemes]
    text = (
        f"どの制度についてのご質問でしょうか。\n\n{bullets(names)}"
        if language == "ja"
        else f"Which scheme do you mean?\n\n{bullets(names)}"
    )
    options = tuple(
        Option(label=n, message=f"{n}：{question}" if language == "ja" else f"{n}: {question}") for n in shorts
    )
    return Answer(language=language, kind="clarification", text=text, abstained=True, options=options)


def foreign_currency(language: Language, amount: str) -> Answer:
    """An amount in another currency: it is not converted."""
    text = (
        f"「{amount}」は円に換算できません。円の金額でお尋ねください。"
        if language == "ja"
        else f"“{amount}” cannot be converted. Please ask with an amount in yen."
    )
    return Answer(language=language, kind="clarification", text=text, abstained=True)


def which_cost(desk: Desk, items: Sequence[str], question: str) -> Answer:
    """A cost that was not recognised for sure: asks which one is meant, with the nearest as one-tap replies."""
    ja = desk.language == "ja"
    names = [desk.t(desk.scheme.items[i].name) for i in items]
    text = (
        f"どの費用についてのご質問でしょうか。近いものを選ぶか、言い換えてください。\n\n{bullets(names)}"
        if ja
        else f"Which cost do you mean? Please choose the nearest, or put it in other words.\n\n{bullets(names)}"
    )
    options = tuple(Option(label=n, message=f"{n}。{question}" if ja else f"{n}. {question}") for n in names)
    return Answer(
        language=desk.language,
        kind="clarification",
        text=f"{text}\n\n{desk.whom_to_ask()}",
        abstained=True,
        options=options,
    )


def which_cost_of_all(language: Language, thing: str, incident: str, costs: Sequence[str], question: str) -> Answer:
    """A cost that no scheme's words know: says what was understood and what was not, and asks which cost is meant.

    Args:
        language: the answer's language.
        thing: what is asked to be paid, in the person's words; empty where it is not told apart.
        incident: what was understood of the case.
        costs: names of the nearest costs, perhaps none.
        question: the message, which the replies repeat.
    """
    ja = language == "ja"
    costs = tuple(dict.fromkeys(costs))[:5]
    if ja:
        what = f"「{thing}」" if thing else "お尋ねの費用"
        text = (
            f"{incident}のお話と読み取りましたが、{what}がどの費用にあたるのか分からず、判定していません。"
            f"事故が補償の対象でも、費用ごとに扱いは違います。"
        )
        text += (
            f"近いものを選ぶか、言い換えてください。\n\n{bullets(costs)}" if costs else "別の言葉で言い換えてください。"
        )
    else:
        what = f"“{thing}”" if thing else "the cost you ask about"
        text = (
            f"This was read as a case of {incident}, but not which cost {what} is, so no verdict is given: "
            "even where the incident is covered, each cost is a matter of its own."
        )
        text += (
            f" Please choose the nearest, or put it in other words.\n\n{bullets(costs)}"
            if costs
            else " Please put it in other words."
        )
    options = tuple(Option(label=n, message=f"{n}。{question}" if ja else f"{n}. {question}") for n in costs)
    return Answer(language=language, kind="clarification", text=text, abstained=True, options=options)


def _agency(scheme: Scheme, language: Language) -> str:
    parts = [scheme.agency.name.of(language)]
    if scheme.agency.phone:
        parts.append(scheme.agency.phone)
    return ("お問い合わせ：" if language == "ja" else "Whom to ask: ") + " ".join(parts)
