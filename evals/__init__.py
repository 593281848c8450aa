"""Measurements of the assistant: benchmarks here, the evaluation gate in a later release."""
