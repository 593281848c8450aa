/** What stands where no question was asked yet: a greeting with examples, or what is wrong with how the page set it up. */

import type { Misfit } from "./chooser";
import { fill, h } from "./dom";
import { filled, type Strings } from "./strings";
import type { Language, Scheme } from "./types";

const MOST_EXAMPLES = 4;

/** Show the greeting; `schemes` are those whose examples fit. */
export function showWelcome(
  place: HTMLElement,
  schemes: readonly Scheme[],
  strings: Strings,
  language: Language,
  onAsk: (question: string) => void,
): void {
  const lists = schemes.map(({ examples }) => examples[language] ?? []);
  // One of each scheme first, so that the examples show the breadth of what can be asked.
  const mixed = Array.from({ length: MOST_EXAMPLES }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat();
  const buttons = [...new Set(mixed)].slice(0, MOST_EXAMPLES).map((question) => {
    const button = h("button", { type: "button", class: "example" }, question);
    button.addEventListener("click", () => onAsk(question));
    return h("li", {}, button);
  });
  fill(
    place,
    h("h3", {}, strings.welcome),
    h("p", {}, strings.intro),
    buttons.length > 0 && [h("h4", { id: "examples" }, strings.examples), h("ul", { "aria-labelledby": "examples" }, buttons)],
  );
}

/** Show which attribute names what does not exist, with what does; returns the sentence. */
export function showMisfit(place: HTMLElement, { field, value, choices }: Misfit, strings: Strings): string {
  const sentence = filled(strings.setUpMissing, { attribute: `data-${field}`, value: value.slice(0, 80) });
  const known = choices.length > 0 && h("p", {}, strings.setUpChoices, choices.map((id, index) => [index ? strings.between : "", h("code", {}, id)]));
  fill(place, h("div", { class: "failure", role: "alert" }, h("h3", {}, strings.setUp), h("p", {}, sentence), known));
  place.hidden = false;
  console.warn(`coverage-assistant: data-${field} is "${value}"; use one of: ${choices.join(", ")}`);
  return sentence;
}
