"""Measurements of the assistant.

`evals.bench` times warm answers. `evals/data/*-own.jsonl` are questions of our own with gold answers, written from the
brochures by people who had not seen the code; `split` says which were used while developing (`dev`) and which were set
aside for a final figure (`held`). The evaluation gate comes in a later release.
"""
