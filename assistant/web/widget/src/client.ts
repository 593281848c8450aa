/** Asking the server: one question a call, with a time limit, and every way it can fail under a name of its own. */

import { readAnswer, readCatalogue, readProblem, type Problem } from "./read";
import { EventReader } from "./sse";
import type { Answer, HistoryTurn, Language, Scheme } from "./types";

/**
 * `offline`: no connection. `timeout`: nothing came for too long. `busy`: 429 or 503. `server`: another 5xx.
 * `broken`: what came is no answer. `refused`: the question or a choice cannot be used. `stopped`: by the person.
 * `unlisted`: the server is there, but this site is not on its list. `barred`: the page's own policy forbids it.
 */
export type FailureKind =
  | "offline" | "timeout" | "busy" | "server" | "broken" | "refused" | "stopped" | "unlisted" | "barred";

export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly status = 0,
    readonly problem: Problem = { code: "", field: "", choices: [] },
    /** Seconds after which it may work again; 0 where nobody said. */
    readonly after = 0,
  ) {
    super(kind);
  }
}

export interface Question {
  question: string;
  scheme?: string;
  plan?: string;
  type?: string;
  rank?: string;
  residents?: number;
  history: HistoryTurn[];
  language: Language;
}

export interface AskOptions {
  /** Milliseconds without a sign of life after which the question is given up. */
  timeout: number;
  signal: AbortSignal;
  /** Called with the whole text so far, each time more of it came. */
  onText: (text: string) => void;
}

// No cookie is sent or taken, nothing tells the server which page the visitor reads, and no redirect leads elsewhere.
const QUIET: RequestInit = {
  mode: "cors",
  credentials: "omit",
  referrerPolicy: "no-referrer",
  redirect: "error",
};

/** Ask one question; rejects with a `Failure` and nothing else. */
export async function ask(base: string, question: Question, options: AskOptions): Promise<Answer> {
  const control = new AbortController();
  let gaveUp = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      gaveUp = true;
      control.abort();
    }, options.timeout);
  };
  const stop = (): void => control.abort();
  options.signal.addEventListener("abort", stop);
  try {
    if (options.signal.aborted) throw new Failure("stopped");
    alive();
    const response = await fetch(`${base}/api/v1/ask`, {
      ...QUIET,
      method: "POST",
      cache: "no-store",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream, application/json" },
      body: JSON.stringify(question),
      signal: control.signal,
    });
    alive();
    if (!response.ok) throw await failureOf(response);
    if ((response.headers.get("content-type") ?? "").includes("text/event-stream")) {
      return await readStream(response, alive, options.onText);
    }
    const answer = readAnswer(await response.json());
    if (!answer) throw new Failure("broken", response.status);
    return answer;
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (gaveUp) throw new Failure("timeout");
    if (options.signal.aborted) throw new Failure("stopped");
    // What is no JSON is a broken answer; all else that fetch throws is a connection that failed.
    if (error instanceof SyntaxError) throw new Failure("broken");
    throw new Failure(await whyNot(base));
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", stop);
  }
}

const MOST_SUBJECT = 120;

/** Tell the server what somebody said of an answer, without the question; that it does not arrive harms nobody. */
export function sendFeedback(base: string, answer: Answer, helpful: boolean, comment: string): void {
  const first = answer.verdicts[0];
  const body = {
    helpful,
    comment: comment.slice(0, 1000),
    kind: answer.kind,
    language: answer.language,
    ...(first && { scheme: first.scheme, subject: first.subject.slice(0, MOST_SUBJECT) }),
  };
  const headers = { "Content-Type": "application/json" };
  void fetch(`${base}/api/v1/feedback`, { ...QUIET, method: "POST", headers, body: JSON.stringify(body), keepalive: true }).catch(() => undefined);
}

/** Return the schemes with their plans, types and ranks; rejects with a `Failure`. */
export async function catalogue(base: string, timeout: number): Promise<Scheme[]> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), timeout);
  try {
    const response = await fetch(`${base}/api/v1/schemes`, { ...QUIET, signal: control.signal });
    if (!response.ok) throw await failureOf(response);
    const schemes = readCatalogue(await response.json());
    if (!schemes) throw new Failure("broken", response.status);
    return schemes;
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof SyntaxError) throw new Failure("broken");
    throw new Failure(control.signal.aborted ? "timeout" : await whyNot(base));
  } finally {
    clearTimeout(timer);
  }
}

async function readStream(response: Response, alive: () => void, onText: (text: string) => void): Promise<Answer> {
  const reader = response.body?.getReader();
  if (!reader) throw new Failure("broken", response.status);
  const events = new EventReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    // A stream that ends before its answer was cut off on the way.
    if (done) throw new Failure("broken", response.status);
    alive();
    const before = text;
    for (const { event, data } of events.feed(decoder.decode(value, { stream: true }))) {
      if (event === "answer") {
        const answer = readAnswer(JSON.parse(data));
        if (!answer) throw new Failure("broken", response.status);
        void reader.cancel().catch(() => undefined);
        return answer;
      }
      if (event === "delta") {
        const delta: unknown = JSON.parse(data);
        const piece = (delta as { text?: unknown } | null)?.text;
        if (typeof piece === "string") text += piece;
      }
      if (event === "error") throw new Failure("server", response.status);
    }
    if (text !== before) onText(text);
  }
}

async function failureOf(response: Response): Promise<Failure> {
  const { status } = response;
  let problem = readProblem(null);
  try {
    problem = readProblem(await response.json());
  } catch {
    // A proxy in between may answer with a page of its own; the status says enough.
  }
  const after = Number(response.headers.get("retry-after"));
  const seconds = Number.isFinite(after) && after > 0 ? Math.min(Math.ceil(after), 3600) : 0;
  if (status === 429 || status === 503) return new Failure("busy", status, problem, seconds);
  // Only these are about what the person wrote or chose; the others only the operator can mend.
  return new Failure([400, 413, 422].includes(status) ? "refused" : "server", status, problem);
}

/** Tell why a request failed without an answer: browsers say only that it did. */
async function whyNot(base: string): Promise<FailureKind> {
  if (barred(base)) return "barred";
  try {
    // Without reading it, a page may learn that the server answered: then it is this site that is not on its list.
    await fetch(`${base}/healthz`, { ...QUIET, mode: "no-cors", redirect: "follow", cache: "no-store" });
    return new URL(base).origin === location.origin ? "offline" : "unlisted";
  } catch {
    return "offline";
  }
}

const violations = new Set<string>();

/** Listen for what the page's Content-Security-Policy forbids, which no request is told. */
export function watchPolicy(): void {
  document.addEventListener("securitypolicyviolation", (event) => {
    if (event.effectiveDirective === "connect-src") violations.add(event.blockedURI);
  });
}

function barred(base: string): boolean {
  const { origin } = new URL(base);
  return [...violations].some((uri) => uri === origin || uri.startsWith(`${origin}/`));
}
