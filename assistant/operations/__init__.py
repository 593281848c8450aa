"""Typed operations: coverage, payout, premium, deadline, comparison and search, asked by ids instead of by words."""

from __future__ import annotations

from assistant.operations.operations import Operation, Operations
from assistant.operations.requests import (
    CompareRequest,
    CoverageRequest,
    DeadlineRequest,
    PayoutRequest,
    PremiumRequest,
    Request,
    SearchRequest,
)
from assistant.operations.vocabulary import SchemeVocabulary

__all__ = [
    "CompareRequest",
    "CoverageRequest",
    "DeadlineRequest",
    "Operation",
    "Operations",
    "PayoutRequest",
    "PremiumRequest",
    "Request",
    "SchemeVocabulary",
    "SearchRequest",
]
