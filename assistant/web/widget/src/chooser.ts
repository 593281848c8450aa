/** Choosing scheme, plan, type, rank and residents, as far as the page has not set them; and judging what it has set. */

import { fill, h } from "./dom";
import { capital, Names } from "./names";
import { FIELDS } from "./settings";
import type { Strings } from "./strings";
import type { Language, Selection } from "./types";

export type Field = (typeof FIELDS)[number];

/** A value that a page set and that does not exist, with the values that do. */
export interface Misfit {
  field: Field;
  value: string;
  choices: string[];
}

/** Return the first pinned value that the catalogue does not know. */
export function misfit(pinned: Selection, names: Names): Misfit | null {
  if (!names.schemes.length) return null;
  const scheme = names.scheme(pinned.scheme);
  const schemes = scheme ? [scheme] : names.schemes;
  const plans = schemes.flatMap((found) => found.plans);
  const chosen = plans.filter((plan) => plan.id === pinned.plan);
  const valid: [Field, string[]][] = [
    ["scheme", names.schemes.map(({ id }) => id)],
    ["plan", plans.map(({ id }) => id)],
    ["type", (chosen.length ? chosen : plans).flatMap(({ types }) => types)],
    ["rank", schemes.flatMap(({ ranks }) => ranks)],
  ];
  for (const [field, known] of valid) {
    const choices = [...new Set(known)];
    if (pinned[field] && !choices.includes(pinned[field])) return { field, value: pinned[field], choices };
  }
  return pinned.residents && !/^[1-9]\d{0,8}$/.test(pinned.residents)
    ? { field: "residents", value: pinned.residents, choices: [] }
    : null;
}

/** The names of what `shown` sets, in one line; `all` is the whole selection, as a plan is known by its scheme. */
export function described(shown: Selection, all: Selection, names: Names, language: Language): string {
  const parts = [
    shown.scheme && names.schemeName(shown.scheme, language),
    shown.plan && capital(names.planName(all.scheme, shown.plan, language)),
    ...names.typeAndRank(shown.type, shown.rank, all.scheme, language),
  ];
  return parts.filter(Boolean).join(language === "ja" ? "／" : " / ");
}

/** Fill `place` with the fields that can be chosen; returns whether there are any. */
export function chooser(
  place: HTMLElement,
  pinned: Selection,
  chosen: Selection,
  names: Names,
  strings: Strings,
  language: Language,
  onChange: () => void,
): boolean {
  const now = { ...chosen };
  for (const field of FIELDS) now[field] = pinned[field] || chosen[field];
  const scheme = names.scheme(now.scheme);
  const plan = names.plan(now.scheme, now.plan);
  const offered: [Field, string, [string, string][]][] = [
    ["scheme", strings.scheme, names.schemes.map(({ id, name }) => [id, name[language] || id])],
    ["plan", strings.plan, (scheme?.plans ?? []).map(({ id, name }) => [id, capital(name[language] || id)])],
    ["type", capital(scheme?.type_label?.[language] || strings.type), (plan?.types ?? []).map((id) => [id, id])],
    ["rank", capital(scheme?.rank_label?.[language] || strings.rank), (scheme?.ranks ?? []).map((id) => [id, id])],
  ];
  const rows = offered
    .filter(([field, , choices]) => !pinned[field] && choices.length > 0)
    .map(([field, label, choices]) => {
      const options = [["", strings.any] as const, ...choices].map(([id, name]) =>
        h("option", { value: id, selected: id === chosen[field] }, name),
      );
      const select = h("select", { "data-field": field }, options);
      select.addEventListener("change", () => {
        chosen[field] = select.value;
        // What belongs to another scheme or plan no longer fits.
        for (const later of FIELDS.slice(FIELDS.indexOf(field) + 1)) {
          if (field === "scheme" || (field === "plan" && later === "type")) chosen[later] = "";
        }
        onChange();
      });
      return h("label", { class: "field" }, h("span", {}, label), select);
    });
  if (scheme?.residents && !pinned.residents) {
    const input = h("input", { inputmode: "numeric", autocomplete: "off", maxlength: "9", value: chosen.residents, "data-field": "residents" });
    input.addEventListener("change", () => {
      const digits = input.value.normalize("NFKC").replace(/[,、\s人]/g, "");
      chosen.residents = /^[1-9]\d{0,8}$/.test(digits) ? digits : "";
      input.value = chosen.residents;
    });
    rows.push(h("label", { class: "field" }, h("span", {}, strings.residents), input));
  }
  fill(place, rows);
  return rows.length > 0;
}
