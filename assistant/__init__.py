"""A coverage assistant: answers about cyber-insurance brochures that are computed, never guessed."""

__version__ = "0.1.0"
