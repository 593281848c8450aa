/** The fixed parts of the widget: launcher, dialog or region, head, conversation, field. */

import { h, shape } from "./dom";
import type { Settings } from "./settings";
import type { Strings } from "./strings";

export interface Layout {
  root: HTMLElement;
  launcher: HTMLButtonElement | null;
  dialog: HTMLDialogElement | null;
  title: HTMLElement;
  subtitle: HTMLElement;
  other: HTMLButtonElement | null;
  clear: HTMLButtonElement;
  close: HTMLButtonElement | null;
  chosen: HTMLDetailsElement;
  summary: HTMLElement;
  fields: HTMLElement;
  log: HTMLElement;
  welcome: HTMLElement;
  turns: HTMLElement;
  status: HTMLElement;
  notice: HTMLElement;
  composer: HTMLElement;
  field: HTMLTextAreaElement;
  send: HTMLButtonElement;
}

/** Build the parts, empty of conversation. */
export function layOut(settings: Settings, strings: Strings): Layout {
  const heading = settings.heading || strings.title;
  const title = h("h2", { id: "title", tabindex: "-1" }, heading);
  const subtitle = h("p", { class: "small subtitle" });
  const both = /^(?:ja|en)\b/.test(settings.tag);
  const other = both ? h("button", { type: "button", class: "quiet", lang: settings.language === "ja" ? "en" : "ja" }, strings.other) : null;
  const clear = h("button", { type: "button", class: "quiet", hidden: true }, strings.clear);
  const close = settings.inline
    ? null
    : h("button", { type: "button", class: "icon", "aria-label": strings.close }, shape("2|M3 3l10 10M13 3L3 13"));
  const summary = h("summary");
  const fields = h("div", { class: "fields" });
  const chosen = h("details", { class: "chosen", hidden: true }, summary, fields);
  const welcome = h("div", { class: "welcome" });
  const turns = h("div", { class: "turns" });
  // Whole cards read aloud would be a flood: the status line below says the verdict and its sentence.
  const log = h("div", { class: "log", role: "log", "aria-live": "off", "aria-label": strings.conversation, tabindex: "0" }, welcome, turns);
  const status = h("div", { class: "unseen", role: "status", "aria-live": "polite" });
  const notice = h("div", { class: "notice", role: "alert" });
  const field = h("textarea", {
    id: "field", rows: "1", placeholder: strings.placeholder, autocomplete: "off", enterkeyhint: "send",
  });
  const send = h("button", { type: "button", class: "first send" }, strings.send);
  const composer = h(
    "div",
    { class: "composer" },
    notice,
    h("div", { class: "row" }, h("label", { class: "unseen", for: "field" }, strings.question), field, send),
  );
  const parts = [
    h(
      "div",
      { class: "head" },
      h("div", { class: "line" }, title, other, close),
      h("div", { class: "line" }, subtitle, clear),
    ),
    chosen,
    log,
    status,
    composer,
  ];
  const root = h("div", { class: `root ${settings.inline ? "inline" : "floating"}${settings.left ? " left" : ""}`, lang: settings.tag, dir: "ltr" });
  const made = { root, title, subtitle, other, clear, close, chosen, summary, fields, log, welcome, turns, status, notice, composer, field, send };
  if (settings.inline) {
    const panel = h("section", { class: "panel", "aria-labelledby": "title" }, parts);
    if (settings.height) panel.style.setProperty("--height", settings.height);
    root.append(panel);
    return { ...made, launcher: null, dialog: null };
  }
  const label = settings.label || strings.launcher;
  const bubble = shape("1.5|M2 3h12v8H7l-3 2.5V11H2z");
  const launcher = h(
    "button",
    { type: "button", class: "launcher", popover: "manual", "aria-haspopup": "dialog", "aria-expanded": "false" },
    bubble,
    h("span", {}, label),
  );
  const dialog = h("dialog", { class: "panel", "aria-labelledby": "title" }, parts);
  root.append(launcher, dialog);
  return { ...made, launcher, dialog };
}
