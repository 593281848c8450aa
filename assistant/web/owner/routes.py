"""The owner's view over HTTP: sign in, look, delete, export. Nothing of it is there without a password."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse

from assistant.answer import Language
from assistant.errors import StoreError
from assistant.web.access import address_of
from assistant.web.names import Names
from assistant.web.owner import export, pages
from assistant.web.owner.pages import Visit, filled
from assistant.web.owner.reading import Records, Span
from assistant.web.owner.sessions import SESSION_SECONDS, Session, Sessions, TooManyTriesError, same
from assistant.web.owner.store import Store
from assistant.web.owner.text import OWNER_TEXTS
from assistant.web.problems import ProblemError
from assistant.web.protocol import Assistant

SESSION_COOKIE = "coverage_owner"
FORM_COOKIE = "coverage_owner_form"
LANGUAGE_COOKIE = "coverage_owner_lang"
_MOST_BODY = 4_096
_YEAR = 365 * 86_400
_TALK = re.compile(r"[0-9a-f]{32}")
_NOTICES = ("deleted",)
# Nothing inline, nothing from elsewhere, in no frame, and kept by no cache.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


def owner_router(assistant: Assistant, store: Store, password: str) -> APIRouter:
    """Build the routes over the records; `password` is the hash of the owner's password."""
    door = _Door(assistant, store, password)
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/owner", door.page, methods=["GET"])
    router.add_api_route("/owner/sign-in", door.form, methods=["GET"])
    router.add_api_route("/owner/sign-in", door.sign_in, methods=["POST"])
    router.add_api_route("/owner/sign-out", door.sign_out, methods=["POST"])
    router.add_api_route("/owner/delete", door.delete, methods=["POST"])
    router.add_api_route("/owner/export/{name}", door.export, methods=["GET"])
    router.add_api_route("/owner/conversations/{ident}", door.conversation, methods=["GET"])
    router.add_api_route("/owner/{name}", door.page, methods=["GET"])
    return router


class _Door:
    """The handlers. Each reads or writes the store beside the event loop."""

    def __init__(self, assistant: Assistant, store: Store, password: str) -> None:
        self.assistant, self.store = assistant, store
        self.records, self.sessions = Records(store), Sessions(store, password)

    async def page(self, request: Request, name: str = "overview") -> Response:
        """Show one of the pages."""
        if name not in pages.PAGES or (name == "overview" and request.url.path.endswith("overview")):
            raise _nothing(request)
        notice = request.query_params.get("done", "")
        words = OWNER_TEXTS[language_of(request)].deleted if notice in _NOTICES else ""

        def show(visit: Visit) -> Response:
            return _html(visit, pages.page(name, visit, self.records, self.assistant.alike, words))

        return await self._signed_in(request, show)

    async def conversation(self, request: Request, ident: str) -> Response:
        """Show one conversation."""

        def show(visit: Visit) -> Response:
            exchanges = self.records.talk(ident) if _TALK.fullmatch(ident) else []
            if not exchanges:
                raise _nothing(request)
            return _html(visit, pages.conversation(ident, visit, exchanges))

        return await self._signed_in(request, show)

    async def export(self, request: Request, name: str) -> Response:
        """Send the records as a file."""

        def send(visit: Visit) -> Response:
            stem, _, kind = name.rpartition(".")
            if kind == "csv" and stem in export.CSV_NAMES:
                return _file(name, export.csv_of(self.records, stem, visit.span), "text/csv; charset=utf-8")
            if name == "cases.jsonl":
                return _file(name, export.cases_of(self.records, visit.span), "application/jsonl")
            exchanges = self.records.talk(stem) if kind == "json" and _TALK.fullmatch(stem) else []
            if not exchanges:
                raise _nothing(request)
            return _file("chat.json", export.chat_of(exchanges), "application/json")

        return await self._signed_in(request, send)

    async def form(self, request: Request) -> Response:
        """Show the form to sign in."""
        return self._form(request)

    async def sign_in(self, request: Request) -> Response:
        """Check the password; a right one starts a session."""
        fields, text = await read_form(request), OWNER_TEXTS[language_of(request)]
        if not _own_site(request) or not same(fields.get("form", ""), request.cookies.get(FORM_COOKIE, "")):
            return self._form(request, text.stale, 403)
        try:
            session = await run_in_threadpool(
                self.sessions.sign_in, fields.get("password", ""), address_of(request.scope)
            )
        except TooManyTriesError as error:
            reply = self._form(request, text.too_often.format(minutes=-(-error.wait // 60)), 429)
            reply.headers["Retry-After"] = str(error.wait)
            return reply
        except StoreError:
            return self._form(request, text.unusable, 503)
        if session is None:
            return self._form(request, text.wrong, 403)
        reply = RedirectResponse(f"{_root(request)}/owner", 303, headers=_HEADERS)
        _cookie(request, reply, SESSION_COOKIE, session.token, SESSION_SECONDS)
        reply.delete_cookie(FORM_COOKIE, path=f"{_root(request)}/owner")
        return reply

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        session = await self._session(request)
        fields = await read_form(request)
        if session is not None and _own_site(request) and same(fields.get("form", ""), session.form):
            await run_in_threadpool(self.sessions.sign_out, session.token)
        reply = RedirectResponse(f"{_root(request)}/owner/sign-in?done=signed-out", 303, headers=_HEADERS)
        reply.delete_cookie(SESSION_COOKIE, path=f"{_root(request)}/owner")
        return reply

    async def delete(self, request: Request) -> Response:
        """Delete a record, and go back to where it stood."""
        fields = await read_form(request)

        def act(visit: Visit) -> Response:
            assert visit.session is not None
            if not _own_site(request) or not same(fields.get("form", ""), visit.session.form):
                return _html(visit, filled("problem", visit, problem=OWNER_TEXTS[visit.language].stale), 403)
            kind, ident = fields.get("kind", ""), fields.get("id", "")
            number = int(ident) if ident.isascii() and ident.isdigit() and len(ident) < 19 else 0
            if kind == "question" and number:
                self.records.delete_question(number)
            elif kind == "opinion" and number:
                self.records.delete_opinion(number)
            elif kind == "conversation" and _TALK.fullmatch(ident):
                self.records.delete_talk(ident)
            else:
                raise _nothing(request)
            back = {"question": "unanswered", "opinion": "feedback", "conversation": "conversations"}[kind]
            return RedirectResponse(f"{_root(request)}/owner/{back}?done=deleted", 303, headers=_HEADERS)

        return await self._signed_in(request, act)

    async def _session(self, request: Request) -> Session | None:
        try:
            return await run_in_threadpool(self.sessions.find, request.cookies.get(SESSION_COOKIE, ""))
        except StoreError:
            return None

    async def _signed_in(self, request: Request, act: Callable[[Visit], Response]) -> Response:
        """Run `act` for who is signed in; others are shown where to do that."""
        try:
            session = await run_in_threadpool(self.sessions.find, request.cookies.get(SESSION_COOKIE, ""))
            if session is None:
                return RedirectResponse(f"{_root(request)}/owner/sign-in", 303, headers=_HEADERS)
            reply = await run_in_threadpool(act, self._visit(request, session))
        except StoreError:
            visit = self._visit(request)
            return _html(visit, filled("problem", visit, problem=OWNER_TEXTS[visit.language].unusable), 503)
        return _keep_language(request, reply)

    def _form(self, request: Request, problem: str = "", status: int = 200) -> Response:
        visit = self._visit(request)
        token = request.cookies.get(FORM_COOKIE, "") or secrets.token_urlsafe(32)
        out = request.query_params.get("done") == "signed-out" and not problem
        notice = OWNER_TEXTS[visit.language].signed_out if out else ""
        reply = _html(visit, filled("sign_in", visit, form=token, problem=problem, notice=notice), status)
        _cookie(request, reply, FORM_COOKIE, token, 3600)
        return _keep_language(request, reply)

    def _visit(self, request: Request, session: Session | None = None) -> Visit:
        root = _root(request)
        path = request.url.path.removeprefix(root)
        names = Names(self.assistant.catalogue())
        return Visit(language_of(request), root, path, names, self.store.days, session, _span(request))


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form that was sent; empty where it is none, or too large."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    raw = await request.body()
    if kind != "application/x-www-form-urlencoded" or len(raw) > _MOST_BODY:
        return {}
    try:
        fields = parse_qs(raw.decode("utf-8", "replace"), max_num_fields=10, keep_blank_values=True)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def language_of(request: Request) -> Language:
    """Return the language of the view: asked for, kept, or that of the browser."""
    for given in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if given in ("ja", "en"):
            return "ja" if given == "ja" else "en"
    return "en" if request.headers.get("accept-language", "").strip().lower().startswith("en") else "ja"


def _keep_language(request: Request, reply: Response) -> Response:
    if request.query_params.get("lang") in ("ja", "en"):
        _cookie(request, reply, LANGUAGE_COOKIE, request.query_params["lang"], _YEAR)
    return reply


def _span(request: Request) -> Span:
    days, page = request.query_params.get("days", ""), request.query_params.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return Span(int(days) if days in ("7", "30") else 0, max(1, number))


def _own_site(request: Request) -> bool:
    """Whether a browser says that the form came from a page of ours; old browsers say nothing and have the token alone."""
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")


def _cookie(request: Request, reply: Response, name: str, value: str, seconds: int) -> None:
    reply.set_cookie(
        name, value, max_age=seconds, path=f"{_root(request)}/owner", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip


def _html(visit: Visit, body: str, status: int = 200) -> Response:
    return HTMLResponse(body, status, headers={**_HEADERS, "Content-Language": visit.language})


def _file(name: str, content: str, kind: str) -> Response:
    headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content.encode("utf-8"), media_type=kind, headers=headers)


def _nothing(request: Request) -> ProblemError:
    return ProblemError(404, "not_found", f"There is nothing at {request.url.path}.")
