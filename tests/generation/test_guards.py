"""Budget and rest, over a clock that the test turns."""

from __future__ import annotations

from assistant.generation.guards import FAILURES_IN_A_ROW, FIRST_REST, LONGEST_REST, Breaker, Budget


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_calls_of_a_day_are_counted_and_the_next_day_is_new() -> None:
    clock = Clock()
    budget = Budget(2, 100, clock)
    assert [budget.take(), budget.take(), budget.take()] == [True, True, False]
    clock.now += 86_400
    assert budget.take() and budget.left == (1, 100)


def test_tokens_of_a_day_end_the_calls_too() -> None:
    budget = Budget(10, 100, Clock())
    assert budget.take()
    budget.spend(120)
    assert not budget.take() and budget.left == (9, 0)


def test_a_budget_of_nothing_allows_nothing() -> None:
    assert not Budget(0, 100, Clock()).take() and not Budget(100, 0, Clock()).take()


def fail(breaker: Breaker, times: int) -> list[float]:
    return [breaker.failed() for _ in range(times)]


def test_after_failures_in_a_row_nobody_is_let_through_for_a_while() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    assert fail(breaker, FAILURES_IN_A_ROW) == [0.0] * (FAILURES_IN_A_ROW - 1) + [FIRST_REST]
    assert not breaker.admits()
    clock.now += FIRST_REST
    assert breaker.admits() and not breaker.admits()  # one to try
    assert breaker.failed() == 2 * FIRST_REST
    clock.now += 2 * FIRST_REST
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.admits() and breaker.admits()
    assert breaker.failed() == 0.0


def test_the_rest_grows_up_to_a_bound() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    fail(breaker, FAILURES_IN_A_ROW)
    for _ in range(10):
        clock.now += LONGEST_REST
        assert breaker.admits()
        last = breaker.failed()
    assert last == LONGEST_REST


def test_a_success_between_failures_starts_the_count_anew() -> None:
    breaker = Breaker(Clock())
    for _ in range(3):
        fail(breaker, FAILURES_IN_A_ROW - 1)
        breaker.succeeded()
    assert breaker.admits()


def test_a_model_that_asks_for_time_gets_it() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    assert breaker.failed(rest=7) == 7
    assert not breaker.admits()
    clock.now += 7
    assert breaker.admits()


def test_a_call_that_was_not_made_leaves_the_trial_to_the_next() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    fail(breaker, FAILURES_IN_A_ROW)
    clock.now += FIRST_REST
    assert breaker.admits()
    breaker.released()
    assert breaker.admits()
