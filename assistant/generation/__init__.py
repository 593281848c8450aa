"""A language model, where the owner sets one: it may understand a question and phrase an answer, and decides neither.

`open_helper` is the door. Nothing of langchain is imported before a model is called for the first time.
"""

from assistant.generation.helper import Helper, open_helper

__all__ = ["Helper", "open_helper"]
