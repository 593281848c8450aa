"""The owner's view: what could not be answered, what people said of answers, what they ask about.

It exists only where the owner has set a password; without one nothing is written down and `/owner` is not there.
"""
