"""How fast it answers, and what it holds: `python -m evals.bench`, or `make bench`.

Functions are timed in this process, side by side with what people would otherwise write and with the least that any search
costs; a server of its own is asked over HTTP by a generator in a process of its own. Figures go to a table and to JSON.
"""
