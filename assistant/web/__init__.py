"""The web door: HTTP API and chat page over one assistant. Start with `assistant.web.application.create_app`."""

import os

# Read when gradio is imported: no usage figures, and no look-ups at a model hub.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
# Gradio else keeps every event and works all of them into a table after each; `/metrics` counts what matters.
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000000000")
os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "1")
