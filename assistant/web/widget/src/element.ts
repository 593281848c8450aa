/** The custom element: it puts the parts together, keeps the conversation, and speaks to the page by events. */

import { chooser, described, misfit, type Misfit } from "./chooser";
import { catalogue } from "./client";
import { Conversation } from "./conversation";
import { fill, h } from "./dom";
import type { Events } from "./events";
import { holdFocus, keepKeys, sendsOnEnter } from "./keys";
import { layOut, type Layout } from "./layout";
import { fit, reach, touched } from "./measure";
import { Names } from "./names";
import { ATTRIBUTES, FIELDS, readSettings, stringsFor, type Settings } from "./settings";
import type { Strings } from "./strings";
import { adopt } from "./styles";
import type { Selection } from "./types";
import { followViewport } from "./viewport";
import { showMisfit, showWelcome } from "./welcome";

export class CoverageAssistantElement extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  /** Where the script came from; the only host that is ever asked. */
  static base = "";

  private settings!: Settings;
  private strings!: Strings;
  private layout: Layout | null = null;
  private names = new Names([]);
  private loading: Promise<void> | null = null;
  private readonly talk = this.conversation();
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
    if (this.settings.remember) this.talk.restore();
    if (this.settings.inline) void this.load();
  }

  disconnectedCallback(): void {
    this.talk.stop();
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
    void this.talk.send(String(question));
  }

  /** Forget the conversation. */
  clear(): void {
    this.talk.clear();
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

  private conversation(): Conversation {
    const own = this;
    return new Conversation({
      get base() { return own.base; },
      get settings() { return own.settings; },
      get strings() { return own.strings; },
      get layout() { return own.layout; },
      get names() { return own.names; },
      get focused() { return own.shadowRoot?.activeElement ?? null; },
      selection: () => this.selection(),
      load: () => this.load(),
      emit: (name, detail) => this.emit(name, detail),
      tell: (message) => this.tell(message),
      notice: (message) => this.notice(message),
      showMisfit: (wrong) => this.showMisfit(wrong),
    });
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
    layout.root.classList.toggle("busy", this.talk.busy);
    this.shadowRoot?.append(layout.root);
    this.paint();
    this.connect(layout);
    layout.field.value = draft;
    layout.chosen.open = unfolded;
    layout.launcher?.showPopover?.();
    if (wasOpen && layout.dialog) this.show(layout.dialog);
    this.showContext();
    this.talk.showTurns();
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
    layout.send.addEventListener("click", () => void this.talk.send(layout.field.value));
    layout.field.addEventListener("input", () => this.fit());
    sendsOnEnter(layout.field, () => void this.talk.send(layout.field.value));
    keepKeys(layout.root);
    if (layout.dialog) holdFocus(layout.dialog, () => this.close());
    // A table that is wider than the panel is reached with the keyboard.
    layout.log.addEventListener("toggle", () => this.reach(), true);
  }

  private fit(): void {
    if (this.layout) fit(this.layout.field);
  }

  private reach(): void {
    if (this.layout) reach(this.layout.log, this.strings.figures);
  }

  private focusField(): void {
    const layout = this.layout;
    if (!layout) return;
    (touched() || layout.composer.hidden ? layout.title : layout.field).focus();
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

  private showMisfit(wrong: Misfit): void {
    if (!this.layout) return;
    const message = showMisfit(this.layout.welcome, wrong, this.strings);
    this.emit("error", { kind: "setup", status: 0, question: "", message });
  }

  private showWelcome(): void {
    const { layout, strings, settings } = this;
    if (!layout) return;
    const scheme = this.names.scheme(this.selection().scheme);
    showWelcome(layout.welcome, scheme ? [scheme] : this.names.schemes, strings, settings.language, (question) => void this.talk.send(question));
    layout.welcome.hidden = this.talk.turns.length > 0;
  }

  private load(): Promise<void> {
    this.loading ??= catalogue(this.base, this.settings.timeout).then(
      (schemes) => {
        this.names = new Names(schemes);
        this.showContext();
        this.talk.showTurns();
      },
      () => {
        // Questions can be asked without it; the next one tries again.
        this.loading = null;
      },
    );
    return this.loading;
  }
}
