"""Measurements of the assistant: whether a version may be released, and what a change did to the answers.

`python -m evals` answers every case of `evals/data/` through the door that users have, scores the answers, holds them
against `gate.toml` and `baseline.json`, and writes a report. `README.md` beside this file tells the rest. `evals.bench`
times warm answers.

Records with `"split": "held"` are set aside: they are scored and counted, and no report shows what they ask.
"""
