"""Three-valued logic over facts (Kleene's strong connectives): True, False, and None for unknown.

Evaluating an expression yields a tree, so that a derivation can show why, and so that the conditions that would
decide an unknown can be read off it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

from assistant.corpus.model import Expr, Scheme

Truth = bool | None
NodeKind = Literal["fact", "term", "all", "any", "not", "constant"]


@dataclass(frozen=True, slots=True)
class Node:
    """One part of an evaluated expression; `id` names the fact or term."""

    kind: NodeKind
    value: Truth
    id: str | None = None
    children: tuple[Node, ...] = ()


# One way to make an unknown true: facts that must all have the given value.
Alternative = tuple[tuple[str, bool], ...]
# A condition holds when one of its alternatives does.
Condition = tuple[Alternative, ...]


def conjunction(values: list[Truth]) -> Truth:
    """Kleene AND; True for an empty list."""
    if any(v is False for v in values):
        return False
    return None if any(v is None for v in values) else True


def disjunction(values: list[Truth]) -> Truth:
    """Kleene OR; False for an empty list."""
    if any(v is True for v in values):
        return True
    return None if any(v is None for v in values) else False


def negation(value: Truth) -> Truth:
    """Kleene NOT."""
    return None if value is None else not value


def evaluate(expression: Expr, facts: Mapping[str, Truth], scheme: Scheme, plan: str) -> Node:
    """Evaluate `expression` for `plan`; a fact that `facts` lacks is unknown."""
    if isinstance(expression, bool):
        return Node("constant", expression)
    if isinstance(expression, str):
        term = scheme.terms.get(expression)
        if term is None:
            return Node("fact", facts.get(expression), expression)
        meaning = term.by_plan.get(plan, term.means)
        # A term that a plan does not define holds for none of its incidents.
        inner = Node("constant", False) if meaning is None else evaluate(meaning, facts, scheme, plan)
        return Node("term", inner.value, expression, (inner,))
    ((key, inner_expr),) = expression.items()
    if key == "not":
        child = evaluate(inner_expr, facts, scheme, plan)
        return Node("not", negation(child.value), None, (child,))
    children = tuple(evaluate(part, facts, scheme, plan) for part in inner_expr)
    combine = conjunction if key == "all" else disjunction
    return Node(key, combine([c.value for c in children]), None, children)


def conditions_for(node: Node, wanted: bool = True) -> tuple[Condition, ...]:
    """What must be so for an unknown `node` to become `wanted`: all of the conditions returned, each by one alternative."""
    if node.value is not None:
        return ()
    if node.kind == "fact":
        assert node.id is not None
        return ((((node.id, wanted),),),)
    if node.kind == "term":
        return conditions_for(node.children[0], wanted)
    if node.kind == "not":
        return conditions_for(node.children[0], not wanted)
    open_parts = [c for c in node.children if c.value is None]
    if (node.kind == "all") == wanted:
        return tuple(dict.fromkeys(c for part in open_parts for c in conditions_for(part, wanted)))
    alternatives: list[Alternative] = []
    for part in open_parts:
        alternatives.extend(_as_alternatives(conditions_for(part, wanted)))
    return (tuple(dict.fromkeys(alternatives)),)


def _as_alternatives(conditions: tuple[Condition, ...]) -> list[Alternative]:
    """Several conditions at once as alternatives; the first alternative of each beyond the first, to stay readable."""
    if len(conditions) == 1:
        return list(conditions[0])
    joined: Alternative = tuple(dict.fromkeys(pair for c in conditions for pair in c[0]))
    return [joined]


def facts_used(node: Node) -> tuple[str, ...]:
    """The facts that an evaluated expression looked at, each once, in order."""
    if node.kind == "fact" and node.id is not None:
        return (node.id,)
    return tuple(dict.fromkeys(f for c in node.children for f in facts_used(c)))


def facts_relied_on(node: Node) -> tuple[str, ...]:
    """The facts that make a true `node` true; branches that were not needed are left out."""
    if node.kind == "fact" and node.id is not None:
        return (node.id,) if node.value is True else ()
    if node.kind == "not":
        return ()
    return tuple(dict.fromkeys(f for c in node.children if c.value is True for f in facts_relied_on(c)))


def facts_away(node: Node, wanted: bool = True) -> int:
    """How many facts would have to be otherwise, or become known, for an evaluated expression to be `wanted`."""
    if node.value is wanted:
        return 0
    if node.kind in ("fact", "constant"):
        return 1
    if node.kind == "not":
        return facts_away(node.children[0], not wanted)
    parts = [facts_away(c, wanted) for c in node.children]
    return sum(parts) if (node.kind == "all") == wanted or node.kind == "term" else min(parts, default=1)


def facts_open(node: Node) -> tuple[str, ...]:
    """The unknown facts that an evaluated expression looked at, each once, in order."""
    if node.kind == "fact" and node.id is not None:
        return (node.id,) if node.value is None else ()
    return tuple(dict.fromkeys(f for c in node.children for f in facts_open(c)))


def sufficient(facts: tuple[str, ...], holds: Callable[[Mapping[str, bool]], Truth]) -> tuple[Alternative, ...]:
    """The smallest sets of values of `facts` with which `holds` is true, however the others of them turn out.

    Exact where Kleene's logic is not: it judges every case, 2 to the power of the number of facts. The one empty set
    means that it holds in each case, no set that it holds in none.
    """
    cases = [dict(zip(facts, values, strict=True)) for values in product((True, False), repeat=len(facts))]
    good = [holds(case) is True for case in cases]
    found: list[Alternative] = []
    for size in range(len(facts) + 1):
        for names in combinations(facts, size):
            for values in product((True, False), repeat=size):
                pairs: Alternative = tuple(zip(names, values, strict=True))
                if any(set(smaller) <= set(pairs) for smaller in found):
                    continue
                if all(g for case, g in zip(cases, good, strict=True) if set(pairs) <= set(case.items())):
                    found.append(pairs)
    return tuple(found)
