"""What was tried against the assistant: faults and abuse, collected from the tests that try it.

A test says what it tries by the mark `tried(group, what, outcome)`; `python -m evals tried` runs these tests and writes the
table `docs/tried.md`. Nothing in the table depends on the time or the machine.
"""
