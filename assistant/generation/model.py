"""Connect to a chat model of any provider through LangChain, with the settings and nothing else."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Extras of this package that bring a provider's library.
_EXTRAS = {
    "openai": "openai",
    "azure_openai": "openai",
    "anthropic": "anthropic",
    "google_genai": "google",
    "ollama": "ollama",
}
# These libraries write whole requests, the question included, to their debug log.
_TALKATIVE = ("openai", "anthropic")


def connect(settings: Settings) -> BaseChatModel:
    """The chat model that the settings name, at temperature 0 and without repeated attempts; it is not called yet.

    Raises:
        ModelError: no model is set, its package is missing, or the provider refuses the settings. The message holds no key.
    """
    if settings.model is None:
        raise ModelError("No language model is set.", field="ASSISTANT_MODEL")
    provider, _, name = settings.model.partition(":")
    try:
        from langchain.chat_models import init_chat_model

        model: BaseChatModel = init_chat_model(name, model_provider=provider, **_options(provider, settings))
    except ImportError:
        extra = _EXTRAS.get(provider)
        what = f"pip install -e '.[{extra}]' in the project's folder" if extra else "see LangChain's list of providers"
        raise ModelError(
            f"The package for {provider} is not installed; install it: {what}.", field="ASSISTANT_MODEL"
        ) from None
    except Exception as error:
        # The provider's own words may quote what was set, the key among it.
        raise ModelError(
            f"{settings.model} cannot be used with these settings ({type(error).__name__}). Check ASSISTANT_MODEL, "
            "ASSISTANT_MODEL_URL and ASSISTANT_MODEL_KEY (any word where the server asks for none).",
            field="ASSISTANT_MODEL",
        ) from None
    for library in _TALKATIVE:
        if logging.getLogger(library).level == logging.NOTSET:
            logging.getLogger(library).setLevel(logging.WARNING)
    return model


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    """What the provider's class takes: each calls address, key and time-out by a name of its own."""
    options: dict[str, Any] = {"temperature": 0}
    if provider == "ollama":
        options["client_kwargs"] = {"timeout": settings.model_timeout}
    else:
        options |= {"timeout": settings.model_timeout, "max_retries": 0}
    if settings.model_url is not None:
        options["azure_endpoint" if provider == "azure_openai" else "base_url"] = settings.model_url
    if settings.model_key is not None and provider != "ollama":
        options["api_key"] = settings.model_key.get_secret_value()
    return options
