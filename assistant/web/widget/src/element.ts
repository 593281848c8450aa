/** The custom element: it puts the parts together, keeps the conversation, and speaks to the page by events. */

import { chooser, described, misfit, type Misfit } from "./chooser";
import { ask, catalogue, Failure } from "./client";
import { summary } from "./card";
import { fill, h } from "./dom";
import { asHistory, recall, remember } from "./history";
import { layOut, type Layout } from "./layout";
import { Names } from "./names";
import { languageOf } from "./read";
import { ATTRIBUTES, FIELDS, readSettings, stringsFor, type Settings } from "./settings";
import { filled, type Strings } from "./strings";
import { adopt } from "./styles";
import { explained, newTurn, show, type Turn } from "./turn";
import { holdFocus, keepKeys, sendsOnEnter } from "./keys";
import type { Answer, Selection } from "./types";
import { followViewport } from "./viewport";

export interface Events {
  open: Record<string, never>;
  close: Record<string, never>;
  question: { question: string };
  answer: { question: string; answer: Answer };
  feedback: { question: string; answer: Answer; helpful: boolean; reason: string };
  error: { kind: string; status: number; question: string; message: string };
}

// Milliseconds until a question is sent again when there was no connection; the browser's own sign comes sooner.
const PAUSES = [1000, 3000, 8000];
const MOST_EXAMPLES = 4;

export class CoverageAssistantElement extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  /** Where the script came from; the only host that is ever asked. */
  static base = "";

  private settings!: Settings;
  private strings!: Strings;
  private layout: Layout | null = null;
  private names = new Names([]);
  private loading: Promise<void> | null = null;
  private turns: Turn[] = [];
  private control: AbortController | null = null;
  private chosen: Selection = { scheme: "", plan: "", type: "", rank: "", residents: "" };
  private opener: HTMLElement | null = null;
  private unfollow: () => void = () => undefined;
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private readonly paint = (): void => {
    const { theme } = this.settings;
    this.layout?.root.classList.toggle("dark", theme === "dark" || (theme === "auto" && this.dark.matches));
  };

  connectedCallback(): void {
    if (this.layout) return;
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    adopt(shadow);
    this.dark.addEventListener("change", this.paint);
    this.build();
    if (this.settings.remember) this.restore();
    if (this.settings.inline) void this.load();
  }

  disconnectedCallback(): void {
    this.control?.abort();
    this.dark.removeEventListener("change", this.paint);
    this.unfollow();
    this.layout?.root.remove();
    this.layout = null;
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.layout && before !== after) this.build();
  }

  /** Show the panel; inline, it moves the focus there. */
  open(): void {
    const layout = this.layout;
    if (!layout) return;
    if (layout.dialog && !layout.dialog.open) {
      const active = this.shadowRoot?.activeElement ?? document.activeElement;
      this.opener = active instanceof HTMLElement && active !== document.body ? active : layout.launcher;
      this.show(layout.dialog);
      this.emit("open", {});
    }
    void this.load();
    this.focusField();
  }

  /** Close the panel and give the focus back; the conversation stays. */
  close(): void {
    const layout = this.layout;
    if (!layout?.dialog?.open) return;
    layout.dialog.close();
    this.unfollow();
    layout.launcher?.setAttribute("aria-expanded", "false");
    (this.opener?.isConnected ? this.opener : layout.launcher)?.focus();
    this.opener = null;
    this.emit("close", {});
  }

  /** Ask a question as if it had been typed; opens the panel. */
  ask(question: string): void {
    this.open();
    void this.send(String(question));
  }

  /** Forget the conversation. */
  clear(): void {
    this.control?.abort();
    this.turns = [];
    this.keep();
    this.showTurns();
    this.tell(this.strings.cleared);
    this.focusField();
  }

  /** Set scheme, plan, type, rank, residents; an empty string or null takes one back. */
  setContext(context: Partial<Record<keyof Selection, string | number | null>>): void {
    for (const name of FIELDS) {
      const value = context[name];
      if (value === undefined) continue;
      if (value === null || value === "") this.removeAttribute(name);
      else this.setAttribute(name, String(value));
    }
  }

  private get base(): string {
    return CoverageAssistantElement.base;
  }

  private emit<Name extends keyof Events>(name: Name, detail: Events[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  // ---- what is shown

  private build(): void {
    const draft = this.layout?.field.value ?? "";
    const wasOpen = this.layout?.dialog?.open ?? false;
    const unfolded = this.layout?.chosen.open ?? false;
    this.layout?.root.remove();
    this.settings = readSettings(this);
    this.strings = stringsFor(this.settings, this.settings.language);
    const layout = layOut(this.settings, this.strings);
    this.layout = layout;
    layout.root.classList.toggle("busy", this.control !== null);
    this.shadowRoot?.append(layout.root);
    this.paint();
    this.connect(layout);
    layout.field.value = draft;
    layout.chosen.open = unfolded;
    layout.launcher?.showPopover?.();
    if (wasOpen && layout.dialog) this.show(layout.dialog);
    this.showContext();
    this.showTurns();
    this.fit();
  }

  private show(dialog: HTMLDialogElement): void {
    dialog.showModal();
    this.layout?.launcher?.setAttribute("aria-expanded", "true");
    this.unfollow();
    this.unfollow = followViewport(dialog);
  }

  private connect(layout: Layout): void {
    layout.launcher?.addEventListener("click", () => this.open());
    layout.close?.addEventListener("click", () => this.close());
    layout.clear.addEventListener("click", () => this.clear());
    layout.other?.addEventListener("click", () => {
      this.setAttribute("lang", this.settings.language === "ja" ? "en" : "ja");
      this.layout?.other?.focus();
    });
    layout.send.addEventListener("click", () => void this.send(layout.field.value));
    layout.field.addEventListener("input", () => this.fit());
    sendsOnEnter(layout.field, () => void this.send(layout.field.value));
    keepKeys(layout.root);
    if (layout.dialog) holdFocus(layout.dialog, () => this.close());
    // A table that is wider than the panel is reached with the keyboard.
    layout.log.addEventListener("toggle", () => this.reach(), true);
  }

  /** Let the field grow with what is written, up to six lines. */
  private fit(): void {
    const field = this.layout?.field;
    if (!field) return;
    let lines = 1;
    field.rows = lines;
    while (lines < 6 && field.scrollHeight > field.clientHeight + 1) field.rows = lines += 1;
  }

  private reach(): void {
    for (const wide of this.layout?.log.querySelectorAll<HTMLElement>(".wide") ?? []) {
      if (wide.scrollWidth <= wide.clientWidth + 1) continue;
      wide.tabIndex = 0;
      wide.setAttribute("role", "group");
      wide.setAttribute("aria-label", this.strings.figures);
    }
  }

  private focusField(): void {
    const layout = this.layout;
    if (!layout) return;
    (touched() || layout.composer.hidden ? layout.title : layout.field).focus();
  }

  /** What has the focus while an answer is read: the field, or on a phone the question itself. */
  private resting(turn: Turn): HTMLElement | undefined {
    return touched() ? turn.element : this.layout?.field;
  }

  private tell(message: string): void {
    if (this.layout) fill(this.layout.status, message);
  }

  private notice(message: string): void {
    if (this.layout) fill(this.layout.notice, message);
  }

  private selection(): Selection {
    const { pinned } = this.settings;
    const now = { ...this.chosen };
    for (const name of FIELDS) now[name] = pinned[name] || this.chosen[name];
    return now;
  }

  private showContext(): void {
    const { layout, settings, strings, names } = this;
    if (!layout) return;
    const wrong = misfit(settings.pinned, names);
    layout.composer.hidden = wrong !== null;
    const some = chooser(layout.fields, settings.pinned, this.chosen, names, strings, settings.language, () => {
      const field = (this.shadowRoot?.activeElement as HTMLElement | null)?.dataset.field;
      this.showContext();
      layout.fields.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
    });
    // Before the catalogue is there, the place is kept for what it will fill, so that nothing moves.
    const waiting = !names.schemes.length;
    layout.chosen.hidden = wrong !== null || (waiting ? Boolean(settings.pinned.plan && settings.pinned.type) : !some);
    const said = (shown: Selection): string => described(shown, this.selection(), names, settings.language);
    fill(layout.summary, h("span", {}, strings.chosen), h("span", { class: "small" }, said(this.chosen) || strings.chosenNone));
    const standing = waiting ? settings.pinned.scheme && "\u00a0" : said(settings.pinned);
    fill(layout.subtitle, wrong ? "" : standing);
    if (wrong) this.showMisfit(wrong);
    else this.showWelcome();
  }

  private showMisfit({ field, value, choices }: Misfit): void {
    const { layout, strings } = this;
    if (!layout) return;
    const sentence = filled(strings.setUpMissing, { attribute: `data-${field}`, value: value.slice(0, 80) });
    const known = choices.length > 0 && h("p", {}, strings.setUpChoices, choices.map((id, index) => [index ? strings.between : "", h("code", {}, id)]));
    fill(layout.welcome, h("div", { class: "failure", role: "alert" }, h("h3", {}, strings.setUp), h("p", {}, sentence), known));
    layout.welcome.hidden = false;
    console.warn(`coverage-assistant: data-${field} is "${value}"; use one of: ${choices.join(", ")}`);
    this.emit("error", { kind: "setup", status: 0, question: "", message: sentence });
  }

  private showWelcome(): void {
    const { layout, strings, settings } = this;
    if (!layout) return;
    const scheme = this.names.scheme(this.selection().scheme);
    const lists = (scheme ? [scheme] : this.names.schemes).map(({ examples }) => examples[settings.language] ?? []);
    // One of each scheme first, so that the examples show the breadth of what can be asked.
    const mixed = Array.from({ length: MOST_EXAMPLES }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat();
    const buttons = [...new Set(mixed)].slice(0, MOST_EXAMPLES).map((question) => {
      const button = h("button", { type: "button", class: "example" }, question);
      button.addEventListener("click", () => void this.send(question));
      return h("li", {}, button);
    });
    fill(
      layout.welcome,
      h("h3", {}, strings.welcome),
      h("p", {}, strings.intro),
      buttons.length > 0 && [h("h4", { id: "examples" }, strings.examples), h("ul", { "aria-labelledby": "examples" }, buttons)],
    );
    layout.welcome.hidden = this.turns.length > 0;
  }

  private showTurns(): void {
    const { layout } = this;
    if (!layout) return;
    fill(layout.turns, this.turns.map((turn) => turn.element));
    this.turns.forEach((turn) => this.showTurn(turn));
    layout.welcome.hidden = this.turns.length > 0 && !layout.composer.hidden;
    layout.clear.hidden = this.turns.length === 0;
  }

  private showTurn(turn: Turn): void {
    const { settings } = this;
    const active = this.shadowRoot?.activeElement ?? null;
    const held = turn.body.contains(active);
    show(turn, this.turns.indexOf(turn) + 1, {
      names: this.names,
      strings: this.strings,
      own: stringsFor(settings, turn.language),
      scheme: this.names.scheme(this.selection().scheme),
      base: this.base,
      timeout: settings.timeout,
      feedback: settings.feedback,
      onReply: (message) => void this.send(message),
      onRetry: () => void this.attempt(turn),
      onStop: () => this.control?.abort(),
      onFeedback: (helpful, reason) => {
        if (turn.answer) this.emit("feedback", { question: turn.question, answer: turn.answer, helpful, reason });
      },
      onStatus: (message) => this.tell(message),
    });
    this.reach();
    // The button that was pressed is gone; who uses the keyboard must not start again from the top.
    if (held) (turn.body.querySelector<HTMLElement>(".working button, .retry") ?? this.resting(turn))?.focus();
  }

  // ---- asking

  private load(): Promise<void> {
    this.loading ??= catalogue(this.base, this.settings.timeout).then(
      (schemes) => {
        this.names = new Names(schemes);
        this.showContext();
        this.showTurns();
      },
      () => {
        // Questions can be asked without it; the next one tries again.
        this.loading = null;
      },
    );
    return this.loading;
  }

  private async send(question: string): Promise<void> {
    const { layout } = this;
    if (!layout || layout.composer.hidden || this.control) return;
    this.notice("");
    if (!question.trim()) {
      this.notice(this.strings.empty);
      layout.field.focus();
      return;
    }
    const turn = newTurn(question.trim(), languageOf(question, this.settings.language));
    this.turns.push(turn);
    // A one-tap reply leaves alone what is being typed.
    if (layout.field.value === question) layout.field.value = "";
    this.fit();
    layout.turns.append(turn.element);
    layout.welcome.hidden = true;
    layout.clear.hidden = false;
    this.resting(turn)?.focus({ preventScroll: true });
    this.emit("question", { question: turn.question });
    await this.attempt(turn);
  }

  private async attempt(turn: Turn): Promise<void> {
    if (this.control) return;
    const control = new AbortController();
    this.control = control;
    this.layout?.root.classList.add("busy");
    try {
      const answer = await this.persist(turn, control.signal);
      turn.state = "answered";
      turn.answer = answer;
      turn.language = answer.language;
      turn.failure = null;
    } catch (error) {
      turn.state = "failed";
      turn.failure = error instanceof Failure ? error : new Failure("broken");
    }
    this.control = null;
    this.layout?.root.classList.remove("busy");
    if (!this.turns.includes(turn)) return;
    turn.partial = "";
    const returned = turn.failure !== null && turn.failure.kind === "refused";
    if (returned) this.giveBack(turn, turn.failure as Failure);
    else this.showTurn(turn);
    if (turn.answer) {
      this.tell(summary(turn.answer, stringsFor(this.settings, turn.language)));
      this.emit("answer", { question: turn.question, answer: turn.answer });
    } else if (turn.failure) {
      const { kind, status } = turn.failure;
      const message = explained(turn.failure, this.strings, this.base, this.settings.timeout);
      if (!returned) this.tell(`${kind === "stopped" ? this.strings.stoppedTitle : this.strings.failedTitle}. ${message}`);
      if (kind !== "stopped") this.emit("error", { kind, status, question: turn.question, message });
    }
    this.keep();
  }

  /** Ask, and ask again while there is no connection. */
  private async persist(turn: Turn, signal: AbortSignal): Promise<Answer> {
    for (turn.tries = 0; ; ) {
      turn.state = turn.tries ? "reconnecting" : "waiting";
      turn.partial = "";
      this.showTurn(turn);
      if (!turn.tries) this.bring(turn);
      this.tell(turn.tries ? this.strings.reconnectingTitle : this.strings.working);
      try {
        const [answer] = await Promise.all([this.once(turn, signal), this.load()]);
        return answer;
      } catch (error) {
        const pause = PAUSES[turn.tries];
        if (!(error instanceof Failure) || error.kind !== "offline" || pause === undefined) throw error;
        turn.tries += 1;
        turn.state = "reconnecting";
        this.showTurn(turn);
        await connected(pause, signal);
      }
    }
  }

  private once(turn: Turn, signal: AbortSignal): Promise<Answer> {
    const { scheme, plan, type, rank, residents } = this.selection();
    const before = this.turns.slice(0, this.turns.indexOf(turn));
    let frame = 0;
    const question = {
      question: turn.question,
      history: asHistory(before, turn.question.length),
      language: languageOf(turn.question, this.settings.language),
      ...(scheme && { scheme }),
      ...(plan && { plan }),
      ...(type && { type }),
      ...(rank && { rank }),
      ...(residents && { residents: Number(residents) }),
    };
    return ask(this.base, question, {
      timeout: this.settings.timeout,
      signal,
      onText: (text) => {
        turn.partial = text;
        frame ||= requestAnimationFrame(() => {
          frame = 0;
          if (turn.state === "waiting" && turn.partial) this.showTurn(turn);
        });
      },
    });
  }

  /** A question that the server cannot use goes back into the field, with what to change. */
  private giveBack(turn: Turn, failure: Failure): void {
    const { layout, strings } = this;
    if (!layout) return;
    const { code, field, choices } = failure.problem;
    const name = FIELDS.find((known) => known === field);
    if (name && name !== "residents" && this.settings.pinned[name]) {
      this.showTurn(turn);
      layout.composer.hidden = true;
      this.turns = this.turns.filter((other) => other !== turn);
      this.showTurns();
      layout.field.value ||= turn.question;
      this.showMisfit({ field: name, value: this.settings.pinned[name], choices });
      return;
    }
    this.turns = this.turns.filter((other) => other !== turn);
    this.showTurns();
    layout.field.value ||= turn.question;
    this.fit();
    const long = failure.status === 413 || code.endsWith("too_long");
    const length = new Intl.NumberFormat(this.settings.language).format(turn.question.length);
    if (long) this.notice(filled(strings.tooLong, { length }));
    else this.notice(code === "invalid_amount" ? strings.unusableAmount : strings.unusable);
    layout.field.focus();
  }

  /** Bring a new question to the top once; its answer then grows below it and moves nothing. */
  private bring(turn: Turn): void {
    const log = this.layout?.log;
    if (log) log.scrollTop += turn.element.getBoundingClientRect().top - log.getBoundingClientRect().top;
  }

  // ---- remembering, where the page wants it

  private keep(): void {
    if (this.settings.remember) remember(this.base, this.turns);
  }

  private restore(): void {
    for (const { question, answer } of recall(this.base)) {
      const turn = newTurn(question, answer.language);
      Object.assign(turn, { state: "answered", answer });
      this.turns.push(turn);
    }
    this.showTurns();
  }
}

/** Whether fingers are what points: a phone's keyboard would cover half of what there is to read. */
function touched(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

/** Wait for the browser's sign that the connection is back, or `pause` milliseconds. */
function connected(pause: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void) => (): void => {
      clearTimeout(timer);
      removeEventListener("online", resume);
      signal.removeEventListener("abort", stop);
      act();
    };
    const resume = end(resolve);
    const stop = end(() => reject(new Failure("stopped")));
    const timer = setTimeout(resume, pause);
    addEventListener("online", resume);
    signal.addEventListener("abort", stop);
  });
}
