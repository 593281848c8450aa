/** The card of one answer, from the verdict down to whom to ask. */

import { add, h, markdown, shape, type Child } from "./dom";
import { figures, said } from "./figures";
import { capital, Names } from "./names";
import { filled, STRINGS, type Strings } from "./strings";
import type { Answer, Citation, DerivationNode, Scheme, Verdict, VerdictEntry } from "./types";
import { boxes, opens, partWhy, withoutRepeats, withoutTables } from "./words";

// Drawn rather than typed: a font that lacks ◐ would show an empty box.
const SHAPES: Record<Verdict, string[]> = {
  covered: ["M8 1a7 7 0 100 14A7 7 0 008 1z"],
  not_covered: ["3|M2 2l12 12M14 2L2 14"],
  conditional: ["2|M8 2a6 6 0 100 12A6 6 0 008 2z", "M8 2a6 6 0 000 12z"],
  undetermined: [
    "2.4|M4 5.2C4 3 5.8 1.5 8 1.5s4 1.4 4 3.6c0 2.9-3.4 3-3.4 5.6",
    "M8.5 12a1.6 1.6 0 100 3.2 1.6 1.6 0 000-3.2z",
  ],
};
const MARKS: Record<string, string> = { true: "✓", false: "✕", unknown: "？" };

export interface CardOptions {
  names: Names;
  strings: Strings;
  /** Called with the message of a one-tap reply. */
  onReply: (message: string) => void;
}

/** Build the card of an answer. */
export function card(answer: Answer, { names, strings, onReply }: CardOptions): HTMLElement {
  const { language } = answer;
  // Conditions of an amount stand in the text alone, as boxes to tick.
  const conditions = unique([...answer.verdicts.flatMap((entry) => entry.conditions), ...boxes(answer.text)]);
  const { decides } = STRINGS[language];
  const caveats = unique(answer.caveats).filter((item) => item !== decides);
  const contact = contacts(answer, names, strings);
  const drawn = figures(answer, names, strings);
  const starts = [
    ...(answer.citations.length ? [strings.saysSources] : []),
    ...(contact ? [strings.saysAsk] : []),
    ...(drawn ? answer.amounts.flatMap((entry) => entry.steps.map((step) => capital(step.label))) : []),
  ];
  const shown = [...conditions, ...caveats, decides, ...(drawn ? answer.amounts.map((entry) => said(entry, names, language)) : [])];
  let text = withoutRepeats(answer.text, shown, starts);
  const together = compared(answer);
  if (together) text = withoutTables(text);
  const { words, reasons } = partWhy(text, strings.saysWhy);
  for (const { reason } of together ? [] : answer.verdicts) {
    if (reason && !text.includes(reason) && !reasons.includes(reason)) reasons.push(reason);
  }
  const lead = words.trim() ? h("div", { class: "words lead" }, markdown(words)) : null;
  const verdict = verdicts(answer, names, strings, together);
  return h(
    "div",
    { class: "answer", lang: language },
    // Of a comparison the words only say what is compared: they head its verdicts.
    together ? [lead, verdict] : [verdict, lead],
    drawn,
    checklist(conditions, strings),
    replies(answer, strings, onReply),
    why(answer, reasons, strings),
    sources(answer, names, strings),
    caveats.length > 0 &&
      h("section", { class: "caveats" }, h("h4", {}, strings.caveats), h("ul", {}, caveats.map((item) => h("li", {}, item)))),
    contact,
    h("p", { class: "decides" }, strings.decides),
  );
}

/** Return what is read aloud of an answer: its verdicts, its first sentence, its first figure. */
export function summary(answer: Answer, strings: Strings): string {
  const verdict = unique(answer.verdicts.map((entry) => strings.verdicts[entry.verdict])).join(strings.between);
  const first = answer.text.split("\n").find((line) => line.trim() && !line.startsWith("|")) ?? "";
  return [strings.answered, verdict, first.replace(/[*`_>#]/g, "").trim()].filter(Boolean).join(". ");
}

const unique = <Item>(items: Item[]): Item[] => [...new Set(items)];

/** A line of parts that stand beside one another, parted by the styles. */
function standing(parts: string[]): Child[] {
  return parts.filter(Boolean).map((part) => h("span", {}, part));
}

function badge(verdict: Verdict, strings: Strings): HTMLElement {
  return h("span", { class: `badge ${verdict}` }, shape(...SHAPES[verdict]), strings.verdicts[verdict]);
}

/** Whether the text lays the verdicts of several schemes out as a table, which the card shows as its verdicts. */
function compared(answer: Answer): boolean {
  if (unique(answer.verdicts.map((entry) => entry.scheme)).length < 2) return false;
  const rows = answer.text.split("\n").filter((line) => line.startsWith("|"));
  return rows.length > 0 && answer.verdicts.every(({ reason }) => !reason || rows.some((row) => row.includes(reason)));
}

function verdicts(answer: Answer, names: Names, strings: Strings, withReasons: boolean): HTMLElement | null {
  if (!answer.verdicts.length) {
    return answer.kind === "abstention" ? h("ul", { class: "verdicts" }, h("li", {}, badge("undetermined", strings))) : null;
  }
  const schemes = unique(answer.verdicts.map((entry) => entry.scheme));
  const subjects = unique(answer.verdicts.map((entry) => entry.subject));
  const sections = unique(answer.verdicts.map((entry) => entry.section));
  const row = (entry: VerdictEntry): HTMLElement => {
    const parts = schemes.length > 1 ? [names.schemeName(entry.scheme, answer.language)] : [];
    parts.push(capital(names.planName(entry.scheme, entry.plan, answer.language)));
    if ((answer.basis.plan ?? entry.plan) === entry.plan) {
      parts.push(...names.typeAndRank(answer.basis.type, answer.basis.rank, entry.scheme, answer.language));
    }
    if (sections.length > 1) parts.push(strings.sections[entry.section] ?? entry.section);
    return h(
      "li",
      {},
      badge(entry.verdict, strings),
      h(
        "div",
        { class: "beside" },
        h("p", { class: "standing" }, standing(parts)),
        subjects.length > 1 && h("p", { class: "small" }, capital(entry.subject)),
        withReasons && entry.reason && h("p", { class: "small" }, entry.reason),
      ),
    );
  };
  return h("ul", { class: "verdicts" }, answer.verdicts.map(row));
}

function checklist(conditions: string[], strings: Strings): HTMLElement | null {
  if (!conditions.length) return null;
  const items = conditions.map((item) =>
    h("li", {}, h("label", {}, h("input", { type: "checkbox" }), h("span", {}, capital(item)))),
  );
  return h("section", { class: "conditions" }, h("h4", {}, strings.conditions), h("ul", {}, items));
}

function replies(answer: Answer, strings: Strings, onReply: (message: string) => void): HTMLElement | null {
  if (!answer.options.length) return null;
  const buttons = answer.options.map(({ label, message }) => {
    const button = h("button", { type: "button", class: "reply" }, label);
    button.addEventListener("click", () => onReply(message));
    return button;
  });
  return h("div", { class: "replies", role: "group", "aria-label": strings.options }, buttons);
}

function why(answer: Answer, reasons: string[], strings: Strings): HTMLElement | null {
  if (!reasons.length && !answer.derivation.length) return null;
  const tree =
    answer.derivation.length > 0 &&
    h("details", { class: "derivation" }, h("summary", {}, strings.derivation), nodes(answer.derivation, strings));
  const said = reasons.length > 0 && [h("h4", {}, strings.why), h("div", { class: "words" }, reasons.map((reason) => markdown(reason)))];
  return h("section", { class: "why" }, said, tree);
}

function nodes(found: DerivationNode[], strings: Strings): HTMLElement {
  const rows = found.map((node) => {
    const value = strings.values[node.value];
    const label = [
      h("span", { class: "mark", "aria-hidden": "true" }, MARKS[node.value] ?? "・"),
      h("span", {}, node.label, value && h("span", { class: "unseen" }, ` (${value})`)),
    ];
    const inner = node.children.length
      ? h("details", {}, h("summary", {}, label), nodes(node.children, strings))
      : h("div", { class: "leaf" }, label);
    return h("li", { class: `node ${MARKS[node.value] ? node.value : "info"}` }, inner);
  });
  return h("ul", {}, rows);
}

function sources(answer: Answer, names: Names, strings: Strings): HTMLElement | null {
  if (!answer.citations.length) return null;
  const source = (citation: Citation): HTMLElement => {
    const place = [
      citation.scheme ? names.schemeName(citation.scheme, answer.language) : citation.document,
      ...(citation.page ? [filled(strings.page, { page: citation.page })] : []),
    ];
    return h(
      "details",
      { class: "source" },
      h(
        "summary",
        {},
        h("span", {}, h("span", { class: "source-title" }, citation.title || citation.section), h("span", { class: "place" }, standing(place))),
      ),
      h("blockquote", { class: "words" }, markdown(citation.quote)),
    );
  };
  return h("section", { class: "sources" }, h("h4", {}, strings.sources), answer.citations.map(source));
}

/** Whom to ask, where the answer leaves something open or its text says it. */
function contacts(answer: Answer, names: Names, strings: Strings): HTMLElement | null {
  const lines = answer.text.split("\n");
  const open =
    answer.abstained ||
    lines.some((line) => opens(line, strings.saysAsk)) ||
    answer.verdicts.some(({ verdict }) => verdict === "conditional" || verdict === "undetermined") ||
    answer.amounts.some(({ basis }) => basis === "inferred");
  const schemes = open ? names.contactsOf(answer) : [];
  const rows = schemes.flatMap((scheme) => {
    const phone = scheme.agency_phone ?? "";
    // The hours stand in the text alone, behind the number.
    const told = phone ? lines.find((line) => opens(line, strings.saysAsk) && line.includes(phone)) : undefined;
    return agency(scheme, answer.language, told?.split(phone).at(-1)?.trim()) ?? [];
  });
  return rows.length ? contactList(strings.contact, rows) : null;
}

/** A list of agencies under a heading. */
export function contactList(title: string, rows: HTMLElement[]): HTMLElement {
  const list = h("dl", { class: "contact" }, h("dt", {}, title));
  add(list, rows);
  return list;
}

/** One agency with its number and hours, or null where the brochure names neither. */
export function agency(scheme: Scheme, language: Answer["language"], hours = ""): HTMLElement | null {
  const name = scheme.agency[language] ?? "";
  const phone = scheme.agency_phone ?? "";
  if (!name && !phone) return null;
  const number = phone && !name.includes(phone) && h("a", { href: `tel:${phone.replace(/[^0-9+]/g, "")}` }, phone);
  return h("dd", {}, h("span", {}, name), number, hours && h("span", {}, hours));
}
