import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { ask, catalogue, Failure, type AskOptions } from "../src/client";

const BASE = "https://assistant.example";
const ANSWER = JSON.stringify({ schema: "answer/1", text: "Yes." });
const question = { question: "q", history: [], language: "en" as const };
const stream = { "content-type": "text/event-stream; charset=utf-8" };

Object.defineProperty(globalThis, "location", { value: new URL("https://page.example/") });

function options(changes: Partial<AskOptions> = {}): AskOptions {
  return { timeout: 20_000, signal: new AbortController().signal, onText: () => undefined, ...changes };
}

function answering(...answers: (Response | Error)[]): { calls: [string, RequestInit][] } {
  const seen: { calls: [string, RequestInit][] } = { calls: [] };
  mock.method(globalThis, "fetch", async (url: string, init: RequestInit) => {
    seen.calls.push([url, init]);
    const next = answers.shift();
    if (next instanceof Response) return next;
    throw next ?? new TypeError("Failed to fetch");
  });
  return seen;
}

const kindOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return "none";
  } catch (error) {
    assert.ok(error instanceof Failure, String(error));
    return error.after ? `${error.kind} ${error.after}` : error.kind;
  }
};

afterEach(() => mock.restoreAll());

test("a stream: the text as it comes, then the answer", async () => {
  const seen = answering(new Response(`event: delta\ndata: {"text": "Ye"}\n\nevent: answer\ndata: ${ANSWER}\n\n`, { headers: stream }));
  assert.equal((await ask(BASE, question, options())).text, "Yes.");
  const [url, init] = seen.calls[0] ?? ["", {}];
  assert.equal(url, `${BASE}/api/v1/ask`);
  // No cookie, no referrer, no redirect to somewhere else.
  assert.deepEqual([init.credentials, init.referrerPolicy, init.redirect], ["omit", "no-referrer", "error"]);
});

test("text that comes before the answer is shown", async () => {
  const encoder = new TextEncoder();
  const texts: string[] = [];
  const body = new ReadableStream({
    start(control) {
      control.enqueue(encoder.encode('event: delta\ndata: {"text": "Y"}\n\n'));
      control.enqueue(encoder.encode('event: delta\ndata: {"text": "es."}\n\n'));
      control.enqueue(encoder.encode(`event: answer\ndata: ${ANSWER}\n\n`));
    },
  });
  answering(new Response(body, { headers: stream }));
  await ask(BASE, question, options({ onText: (text) => texts.push(text) }));
  assert.deepEqual(texts, ["Y", "Yes."]);
});

test("plain JSON where a proxy does not let a stream through", async () => {
  answering(Response.json(JSON.parse(ANSWER)));
  assert.equal((await ask(BASE, question, options())).text, "Yes.");
});

const failures: [string, () => (Response | Error)[], string][] = [
  ["no connection", () => [], "offline"],
  ["a server that answers others only", () => [new TypeError("Failed to fetch"), new Response()], "unlisted"],
  ["too many requests", () => [new Response("{}", { status: 429, headers: { "retry-after": "7" } })], "busy 7"],
  ["too many, with a date", () => [new Response("{}", { status: 429, headers: { "retry-after": "Mon, 1 Jan" } })], "busy"],
  ["not ready", () => [new Response("{}", { status: 503 })], "busy"],
  ["a defect", () => [new Response("<h1>Bad gateway</h1>", { status: 502 })], "server"],
  ["a server that wants a key", () => [new Response("{}", { status: 401 })], "server"],
  ["a question that cannot be used", () => [Response.json({ code: "message_too_long" }, { status: 422 })], "refused"],
  ["a stream without an answer", () => [new Response('event: delta\ndata: {"text": "Y"}\n\n', { headers: stream })], "broken"],
  ["a stream of something else", () => [new Response("<html>", { headers: stream })], "broken"],
  ["an event that is no JSON", () => [new Response("event: answer\ndata: {\n\n", { headers: stream })], "broken"],
  ["another kind of answer", () => [new Response('event: answer\ndata: {"schema": "x"}\n\n', { headers: stream })], "broken"],
  ["an empty answer", () => [new Response("", { headers: { "content-type": "application/json" } })], "broken"],
];

for (const [name, answers, kind] of failures) {
  test(name, async () => {
    answering(...answers());
    assert.equal(await kindOf(ask(BASE, question, options())), kind);
  });
}

const silent = (): void => {
  mock.method(globalThis, "fetch", (_: string, init: RequestInit) => new Promise((_resolve, reject) => {
    init.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
  }));
};

test("nothing comes within the time", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  silent();
  const kind = kindOf(ask(BASE, question, options({ timeout: 5000 })));
  mock.timers.tick(5000);
  assert.equal(await kind, "timeout");
  const listing = kindOf(catalogue(BASE, 5000));
  mock.timers.tick(5000);
  assert.equal(await listing, "timeout");
  mock.timers.reset();
});

test("the person stops it", async () => {
  silent();
  const control = new AbortController();
  const kind = kindOf(ask(BASE, question, options({ signal: control.signal })));
  control.abort();
  assert.equal(await kind, "stopped");
});

test("the catalogue, and what is none", async () => {
  answering(Response.json({ schemes: [{ id: "a", name: { ja: "あ" } }] }), Response.json([]), new Response("x", { status: 500 }));
  assert.deepEqual((await catalogue(BASE, 1000)).map(({ id }) => id), ["a"]);
  assert.equal(await kindOf(catalogue(BASE, 1000)), "broken");
  assert.equal(await kindOf(catalogue(BASE, 1000)), "server");
});
