"""The web door: HTTP API and chat page over one assistant. Start with `assistant.web.application.create_app`."""
