/** Amounts of an answer: the figure large, what it is, its arithmetic in one line, the steps to unfold. */

import { h, type Child } from "./dom";
import { exact, grouped, spoken } from "./money";
import { capital, Names } from "./names";
import type { Strings } from "./strings";
import type { Amount, Answer, Language, Step } from "./types";

// More figures than this are compared rather than read one by one, unless each has arithmetic of its own.
const MOST_LARGE = 2;
const MOST_LARGE_WITH_STEPS = 4;

/** Return all amounts of an answer, or null where it has none or its text lays them out already. */
export function figures(answer: Answer, names: Names, strings: Strings): HTMLElement | null {
  const { amounts, language } = answer;
  if (!amounts.length) return null;
  const computed = amounts.some((entry) => entry.steps.length);
  if (amounts.length <= (computed ? MOST_LARGE_WITH_STEPS : MOST_LARGE)) {
    return h("div", { class: "figures" }, amounts.map((entry) => large(entry, names, strings, language)));
  }
  // Where the text lays them all out, as a table of premiums does, a second table adds nothing.
  if (amounts.every((entry) => answer.text.includes(grouped(entry.yen)))) return null;
  const rows = amounts.map((entry) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, capital(entry.label), h("span", { class: "standing" }, standing(entry, names, language))),
      h("td", { class: "end" }, exact(entry.yen, language)),
    ),
  );
  const note = amounts.some((entry) => entry.basis === "inferred") && h("p", { class: "small" }, strings.inferred);
  return h(
    "div",
    { class: "figure-table" },
    h("div", { class: "wide" }, h("table", {}, h("caption", { class: "unseen" }, strings.figures), h("tbody", {}, rows))),
    note,
  );
}

/** The line in which the text says no more than the figure shows: `Label: 440万円（4,400,000円）（plan type）`. */
export function said(entry: Amount, names: Names, language: Language): string {
  const [short, digits] = [spoken(entry.yen, language), exact(entry.yen, language)];
  const plan = entry.plan ? names.planName(entry.scheme, entry.plan, language) : "";
  const place = [plan, entry.type, entry.rank].filter(Boolean).join(" ");
  if (language === "en") return `${capital(entry.label)}: ${digits}${place && ` (${place})`}`;
  return `${entry.label}：${short}${short === digits ? "" : `（${digits}）`}${place && `（${place}）`}`;
}

function standing(entry: Amount, names: Names, language: Language): Child[] {
  const parts = entry.plan ? [capital(names.planName(entry.scheme, entry.plan, language))] : [];
  parts.push(...names.typeAndRank(entry.type, entry.rank, entry.scheme, language));
  return parts.map((part) => h("span", {}, part));
}

function large(entry: Amount, names: Names, strings: Strings, language: Language): HTMLElement {
  const short = spoken(entry.yen, language);
  const digits = exact(entry.yen, language);
  const place = standing(entry, names, language);
  return h(
    "div",
    { class: "figure" },
    h("p", { class: "figure-label" }, capital(entry.label)),
    h("p", { class: "figure-value" }, h("strong", {}, short), short !== digits && h("span", { class: "exact" }, digits)),
    place.length > 0 && h("p", { class: "standing small" }, place),
    arithmetic(entry.steps, strings, language),
    entry.basis === "inferred" && h("p", { class: "small" }, strings.inferred),
  );
}

function arithmetic(steps: Step[], strings: Strings, language: Language): Child[] {
  if (!steps.length) return [];
  const shown = steps
    .slice(-2)
    .map((step) => (step.expression === grouped(step.yen) ? step.expression : `${step.expression} = ${grouped(step.yen)}`));
  const line = h("p", { class: "arithmetic" }, (steps.length > 2 ? "… → " : "") + shown.join(" → "));
  if (steps.length === 1) return [line];
  const rows = steps.map((step) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, capital(step.label)),
      h("td", {}, step.expression),
      h("td", { class: "end" }, exact(step.yen, language)),
    ),
  );
  return [
    line,
    h("details", {}, h("summary", {}, strings.steps), h("div", { class: "wide" }, h("table", {}, h("tbody", {}, rows)))),
  ];
}
