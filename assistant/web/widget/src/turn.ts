/** One question and what came of it: waiting, an answer, or a failure with a way on. */

import { agency, card, contactList } from "./card";
import { Failure, type FailureKind } from "./client";
import { fill, h, markdown, type Child } from "./dom";
import type { Names } from "./names";
import { filled, type Strings } from "./strings";
import type { Answer, Language, Scheme } from "./types";

export interface Turn {
  question: string;
  language: Language;
  state: "waiting" | "reconnecting" | "answered" | "failed";
  /** How often there was no connection since the question was last sent by hand. */
  tries: number;
  /** What came of the text while it is still coming. */
  partial: string;
  answer: Answer | null;
  failure: Failure | null;
  element: HTMLElement;
  body: HTMLElement;
}

export interface TurnOptions {
  names: Names;
  strings: Strings;
  /** The strings of the language that the answer is in. */
  own: Strings;
  /** The scheme whose agency helps when nothing else does. */
  scheme: Scheme | undefined;
  base: string;
  timeout: number;
  feedback: boolean;
  onReply: (message: string) => void;
  onRetry: () => void;
  onStop: () => void;
  onFeedback: (helpful: boolean, reason: string) => void;
  onStatus: (message: string) => void;
}

// A longer question is shown from its beginning, with a button for the rest.
const MOST_SHOWN = 280;

/** Make the frame of a turn; `show` fills it. */
export function newTurn(question: string, language: Language): Turn {
  const body = h("div", { class: "body" });
  return { question, language, state: "waiting", tries: 0, partial: "", answer: null, failure: null, body, element: h("article", { class: "turn", tabindex: "-1" }, body) };
}

/** Show a turn as it stands now. */
export function show(turn: Turn, number: number, options: TurnOptions): void {
  const { strings } = options;
  turn.element.setAttribute("lang", turn.language);
  fill(turn.element, asked(turn, number, strings), turn.body);
  fill(turn.body, content(turn, options));
}

function asked(turn: Turn, number: number, strings: Strings): HTMLElement {
  const long = turn.question.length > MOST_SHOWN || turn.question.split("\n").length > 6;
  const text = h("p", { class: long ? "clamped" : null, dir: "auto" }, turn.question);
  const more = long && h("button", { type: "button", class: "quiet" }, strings.more);
  if (more) {
    more.addEventListener("click", () => {
      text.classList.remove("clamped");
      text.tabIndex = -1;
      text.focus();
      more.remove();
    });
  }
  return h("div", { class: "asked" }, h("h3", { class: "unseen" }, `${strings.asked} ${number}`), text, more);
}

function content(turn: Turn, options: TurnOptions): Child[] {
  const { strings } = options;
  if (turn.state === "answered" && turn.answer) {
    return [card(turn.answer, { names: options.names, strings: options.own, onReply: options.onReply }), tools(turn.answer, options)];
  }
  if (turn.state === "failed" && turn.failure) return [failure(turn.failure, turn.language, options)];
  const stop = h("button", { type: "button", class: "second" }, strings.stop);
  stop.addEventListener("click", options.onStop);
  const again = turn.state === "reconnecting";
  return [
    turn.partial && h("div", { class: "words" }, markdown(turn.partial)),
    h(
      "div",
      { class: "working", "data-tries": String(turn.tries) },
      h("span", { class: "ring", "aria-hidden": "true" }),
      h("p", {}, again ? [h("strong", {}, strings.reconnectingTitle), h("br"), strings.reconnecting] : strings.working),
      stop,
    ),
  ];
}

/** Return what happened and what to do, as a sentence. */
export function explained(found: Failure, strings: Strings, base: string, timeout: number): string {
  const sentences: Record<FailureKind, string> = {
    offline: strings.offline,
    timeout: strings.timeout,
    busy: found.after ? strings.busyAfter : strings.busy,
    server: strings.server,
    broken: strings.broken,
    refused: strings.unusable,
    stopped: strings.stopped,
    unlisted: strings.unlisted,
    barred: strings.barred,
  };
  return filled(sentences[found.kind], {
    seconds: found.kind === "timeout" ? Math.round(timeout / 1000) : found.after,
    origin: location.origin,
    host: new URL(base).origin,
  });
}

function failure(found: Failure, language: Language, options: TurnOptions): HTMLElement {
  const { strings, scheme } = options;
  const calm = found.kind === "stopped";
  const retry = h("button", { type: "button", class: "second retry" }, strings.retry);
  retry.addEventListener("click", options.onRetry);
  const contact = calm || !scheme ? null : agency(scheme, language);
  return h(
    "div",
    { class: calm ? "failure calm" : "failure" },
    h("h4", {}, calm ? strings.stoppedTitle : strings.failedTitle),
    h("p", {}, explained(found, strings, options.base, options.timeout)),
    retry,
    contact && contactList(strings.askAgency, [contact]),
  );
}

function tools(answer: Answer, options: TurnOptions): HTMLElement {
  const strings = options.own;
  const copy = h("button", { type: "button", class: "quiet" }, strings.copy);
  const said = h("p", { class: "small said" });
  copy.addEventListener("click", () => {
    const tell = (message: string): void => {
      fill(said, message);
      options.onStatus(message);
    };
    // Absent without HTTPS, and forbidden by some pages.
    const written = navigator.clipboard?.writeText(answer.text) ?? Promise.reject(new Error("no clipboard"));
    written.then(() => tell(strings.copied), () => tell(strings.notCopied));
  });
  return h("div", { class: "tools" }, copy, said, options.feedback && feedback(options));
}

function feedback({ own: strings, onFeedback, onStatus }: TurnOptions): HTMLElement {
  const place = h("div", { class: "feedback", role: "group", "aria-label": strings.helpful });
  const done = (helpful: boolean, reason: string): void => {
    onFeedback(helpful, reason);
    fill(place, h("p", { class: "small", tabindex: "-1" }, strings.thanks));
    (place.firstElementChild as HTMLElement).focus();
    onStatus(strings.thanks);
  };
  const button = (label: string, act: () => void, kind = "second"): HTMLElement => {
    const made = h("button", { type: "button", class: kind }, label);
    made.addEventListener("click", act);
    return made;
  };
  const why = (): void => {
    const text = h("textarea", { rows: "2", maxlength: "1000", "aria-describedby": "reason-help" });
    fill(
      place,
      h("label", {}, h("span", {}, strings.reason), text),
      h("p", { class: "small", id: "reason-help" }, strings.reasonHelp),
      button(strings.sendReason, () => done(false, text.value.trim())),
    );
    text.focus();
  };
  fill(place, h("p", {}, strings.helpful), button(strings.yes, () => done(true, "")), button(strings.no, why));
  return place;
}
