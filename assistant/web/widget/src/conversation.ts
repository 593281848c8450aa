/** One conversation: questions sent, answers shown, failures with a way on, and remembered where the page wants it. */

import { persist, type Desk } from "./asking";
import { summary } from "./card";
import type { Misfit } from "./chooser";
import { Failure, sendFeedback } from "./client";
import { fill } from "./dom";
import type { Events } from "./events";
import { recall, remember } from "./history";
import type { Layout } from "./layout";
import { bringUp, fit, reach, touched } from "./measure";
import type { Names } from "./names";
import { languageOf } from "./read";
import { FIELDS, stringsFor, type Settings } from "./settings";
import { filled, type Strings } from "./strings";
import { explained, newTurn, show, type Turn } from "./turn";
import type { Selection } from "./types";

/** What a conversation needs of the widget around it, as it stands at that moment. */
export interface Host {
  readonly base: string;
  readonly settings: Settings;
  readonly strings: Strings;
  readonly layout: Layout | null;
  readonly names: Names;
  /** What has the focus within the widget. */
  readonly focused: Element | null;
  selection(): Selection;
  load(): Promise<void>;
  emit<Name extends keyof Events>(name: Name, detail: Events[Name]): void;
  tell(message: string): void;
  notice(message: string): void;
  showMisfit(wrong: Misfit): void;
}

export class Conversation {
  turns: Turn[] = [];
  private control: AbortController | null = null;

  constructor(private readonly host: Host) {}

  /** Whether a question is on its way. */
  get busy(): boolean {
    return this.control !== null;
  }

  stop(): void {
    this.control?.abort();
  }

  clear(): void {
    this.stop();
    this.turns = [];
    this.keep();
    this.showTurns();
  }

  showTurns(): void {
    const { layout } = this.host;
    if (!layout) return;
    fill(layout.turns, this.turns.map((turn) => turn.element));
    this.turns.forEach((turn) => this.showTurn(turn));
    layout.welcome.hidden = this.turns.length > 0 && !layout.composer.hidden;
    layout.clear.hidden = this.turns.length === 0;
  }

  private showTurn(turn: Turn): void {
    const { settings } = this.host;
    const active = this.host.focused;
    const held = turn.body.contains(active);
    show(turn, this.turns.indexOf(turn) + 1, {
      names: this.host.names,
      strings: this.host.strings,
      own: stringsFor(settings, turn.language),
      scheme: this.host.names.scheme(this.host.selection().scheme),
      base: this.host.base,
      timeout: settings.timeout,
      feedback: settings.feedback,
      onReply: (message) => void this.send(message),
      onRetry: () => void this.attempt(turn),
      onStop: () => this.control?.abort(),
      onFeedback: (helpful, reason) => {
        if (!turn.answer) return;
        this.host.emit("feedback", { question: turn.question, answer: turn.answer, helpful, reason });
        sendFeedback(this.host.base, turn.answer, helpful, reason);
      },
      onStatus: (message) => this.host.tell(message),
    });
    if (this.host.layout) reach(this.host.layout.log, this.host.strings.figures);
    // The button that was pressed is gone; who uses the keyboard must not start again from the top.
    if (held) (turn.body.querySelector<HTMLElement>(".working button, .retry") ?? this.resting(turn))?.focus();
  }

  async send(question: string): Promise<void> {
    const { layout } = this.host;
    if (!layout || layout.composer.hidden || this.control) return;
    this.host.notice("");
    if (!question.trim()) {
      this.host.notice(this.host.strings.empty);
      layout.field.focus();
      return;
    }
    const turn = newTurn(question.trim(), languageOf(question, this.host.settings.language));
    this.turns.push(turn);
    // A one-tap reply leaves alone what is being typed.
    if (layout.field.value === question) layout.field.value = "";
    fit(layout.field);
    layout.turns.append(turn.element);
    layout.welcome.hidden = true;
    layout.clear.hidden = false;
    this.resting(turn)?.focus({ preventScroll: true });
    this.host.emit("question", { question: turn.question });
    await this.attempt(turn);
  }

  private async attempt(turn: Turn): Promise<void> {
    if (this.control) return;
    const control = new AbortController();
    this.control = control;
    this.host.layout?.root.classList.add("busy");
    try {
      const answer = await persist(turn, this.desk(), control.signal);
      turn.state = "answered";
      turn.answer = answer;
      turn.language = answer.language;
      turn.failure = null;
    } catch (error) {
      turn.state = "failed";
      turn.failure = error instanceof Failure ? error : new Failure("broken");
    }
    this.control = null;
    this.host.layout?.root.classList.remove("busy");
    if (!this.turns.includes(turn)) return;
    turn.partial = "";
    const returned = turn.failure !== null && turn.failure.kind === "refused";
    if (returned) this.giveBack(turn, turn.failure as Failure);
    else this.showTurn(turn);
    if (turn.answer) {
      this.host.tell(summary(turn.answer, stringsFor(this.host.settings, turn.language)));
      this.host.emit("answer", { question: turn.question, answer: turn.answer });
    } else if (turn.failure) {
      const { kind, status } = turn.failure;
      const message = explained(turn.failure, this.host.strings, this.host.base, this.host.settings.timeout);
      if (!returned) this.host.tell(`${kind === "stopped" ? this.host.strings.stoppedTitle : this.host.strings.failedTitle}. ${message}`);
      if (kind !== "stopped") this.host.emit("error", { kind, status, question: turn.question, message });
    }
    this.keep();
  }

  /** A question that the server cannot use goes back into the field, with what to change. */
  private giveBack(turn: Turn, failure: Failure): void {
    const { layout, strings } = this.host;
    if (!layout) return;
    const { code, field, choices } = failure.problem;
    const name = FIELDS.find((known) => known === field);
    if (name && name !== "residents" && this.host.settings.pinned[name]) {
      this.showTurn(turn);
      layout.composer.hidden = true;
      this.turns = this.turns.filter((other) => other !== turn);
      this.showTurns();
      layout.field.value ||= turn.question;
      this.host.showMisfit({ field: name, value: this.host.settings.pinned[name], choices });
      return;
    }
    this.turns = this.turns.filter((other) => other !== turn);
    this.showTurns();
    layout.field.value ||= turn.question;
    fit(layout.field);
    const long = failure.status === 413 || code.endsWith("too_long");
    const length = new Intl.NumberFormat(this.host.settings.language).format(turn.question.length);
    if (long) this.host.notice(filled(strings.tooLong, { length }));
    else this.host.notice(code === "invalid_amount" ? strings.unusableAmount : strings.unusable);
    layout.field.focus();
  }

  /** What has the focus while an answer is read: the field, or on a phone the question itself. */
  private resting(turn: Turn): HTMLElement | undefined {
    return touched() ? turn.element : this.host.layout?.field;
  }

  private desk(): Desk {
    const { host } = this;
    return {
      base: host.base,
      settings: host.settings,
      strings: () => host.strings,
      before: (turn) => this.turns.slice(0, this.turns.indexOf(turn)),
      selection: () => host.selection(),
      load: () => host.load(),
      showTurn: (turn) => this.showTurn(turn),
      // A new question is brought to the top once; its answer then grows below it and moves nothing.
      bring: (turn) => host.layout && bringUp(host.layout.log, turn.element),
      tell: (message) => host.tell(message),
    };
  }

  private keep(): void {
    if (this.host.settings.remember) remember(this.host.base, this.turns);
  }

  /** Show what was remembered. */
  restore(): void {
    for (const { question, answer } of recall(this.host.base)) {
      const turn = newTurn(question, answer.language);
      Object.assign(turn, { state: "answered", answer });
      this.turns.push(turn);
    }
    this.showTurns();
  }
}
