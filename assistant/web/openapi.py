"""The description of the interface (OpenAPI 3.1): requests with examples of the schemes that are served, and problems."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from assistant.answer import Answer
from assistant.web.feedback import FeedbackRequest
from assistant.web.protocol import Assistant
from assistant.web.schema import AskRequest
from assistant.web.verifying import VerifyRequest

REFERENCE = "#/components/schemas/{model}"
_ABOUT = """Answers about insurance schemes, computed from their rules.

`POST /api/v1/ask` takes a question in words. The other operations take ids; `GET /api/v1/schemes` and
`GET /api/v1/schemes/{scheme}` tell which there are. Amounts are whole yen. Facts are `true`, `false` or `null` (not known):
a fact that is left out was not mentioned. Each answer is one `Answer`; each error is a problem document (RFC 9457) that
names the fields."""


class FieldProblem(BaseModel):
    """What is wrong with one field; `pointer` is a JSON pointer fragment, `choices` are the valid values."""

    field: str
    pointer: str
    message: str
    choices: list[str] | None = None


class Problem(BaseModel):
    """A problem document."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldProblem] | None = None
    request_id: str | None = None


def reference(model: type[BaseModel]) -> dict[str, str]:
    """A reference to a model of the description."""
    return {"$ref": REFERENCE.format(model=model.__name__)}


def describing(app: FastAPI, assistant: Assistant) -> Callable[[], dict[str, Any]]:
    """Return what FastAPI calls for the description; it is made once, when it is first asked for."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app, assistant)
        return app.openapi_schema

    return describe


def _describe(app: FastAPI, assistant: Assistant) -> dict[str, Any]:
    described = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
    operations = {f"/api/v1/{o.name}": o for o in assistant.operations.all()}
    components = described.setdefault("components", {})
    schemas: dict[str, Any] = components.setdefault("schemas", {})
    requests = [AskRequest, VerifyRequest, FeedbackRequest, *(o.request for o in operations.values())]
    modes: list[Any] = [*((model, "validation") for model in requests), (Problem, "validation")]
    modes.append((Answer, "serialization"))
    schemas.update(models_json_schema(modes, ref_template=REFERENCE)[1]["$defs"])
    components["securitySchemes"] = {
        "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        "bearer": {"type": "http", "scheme": "bearer"},
    }
    for path, methods in described["paths"].items():
        for method in methods.values():
            method.setdefault("tags", [_tag(path, path in operations)])
            if path.startswith("/api/"):
                method["security"] = [{}, {"key": []}, {"bearer": []}]
                method["responses"].pop("422", None)  # FastAPI's own form, which is not used
                method["responses"].setdefault("4XX", _problem("What was sent cannot be used; the fields are named."))
                method["responses"]["5XX"] = _problem("A defect; report the request id.")
        if path in operations:
            operation = operations[path]
            examples = {
                ident: {"summary": ident, "value": sample}
                for ident, sample in assistant.operations.samples(operation.name).items()
            }
            methods["post"]["requestBody"] = _body(operation.request, examples)
    verify = described["paths"].get("/api/v1/verify", {}).get("post")
    if verify is not None:
        verify["requestBody"] = _body(VerifyRequest, {})
    feedback = described["paths"].get("/api/v1/feedback", {}).get("post")
    if feedback is not None:
        said = {"helpful": False, "reason": "unclear", "comment": "…", "kind": "coverage", "language": "ja"}
        feedback["requestBody"] = _body(FeedbackRequest, {"unclear": {"summary": "It did not help", "value": said}})
    ask = described["paths"].get("/api/v1/ask", {}).get("post")
    if ask is not None:
        questions = {
            f"{scheme.id}-{language}": {"summary": texts[0], "value": {"question": texts[0], "scheme": scheme.id}}
            for scheme in assistant.catalogue()
            for language, texts in scheme.examples.items()
            if texts
        }
        ask["requestBody"] = _body(AskRequest, questions)
    return described


def _tag(path: str, typed: bool) -> str:
    if typed or path.startswith("/api/v1/schemes"):
        return "By ids"
    return "In words" if path.startswith("/api/") else "For operators"


def _body(model: type[BaseModel], examples: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": reference(model), "examples": examples}}}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {"schema": reference(Problem)}}}
