"""What an answer is about, in a few words of the scheme's own: for counting subjects and for an opinion of an answer."""

from __future__ import annotations

from assistant.answer import Answer

MOST_SUBJECT = 120
"""Characters of a subject that are kept."""


def scheme_of(answer: Answer) -> str:
    """Return the id of the scheme that an answer is about, or nothing where it is about several or none."""
    named = {entry.scheme for entry in answer.verdicts} or {entry.scheme for entry in answer.amounts if entry.scheme}
    named = named or {entry.scheme for entry in answer.citations if entry.scheme}
    return answer.basis.get("scheme") or (named.pop() if len(named) == 1 else "")


def subject_of(answer: Answer) -> str:
    """Return the first subject of an answer: of a verdict, an amount or a section that it cites; no word of the question."""
    found = [entry.subject for entry in answer.verdicts] + [entry.label for entry in answer.amounts]
    found += [entry.title or entry.section for entry in answer.citations]
    return next((subject.strip() for subject in found if subject.strip()), "")[:MOST_SUBJECT]
