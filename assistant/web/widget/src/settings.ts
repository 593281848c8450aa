/** What a page sets by attributes of the script tag (`data-scheme`) or of the element itself (`scheme`). */

import { withOwn, type Strings } from "./strings";
import type { Language, Selection } from "./types";

export const ATTRIBUTES = [
  "scheme", "plan", "type", "rank", "residents", "lang", "theme", "mode", "position", "height", "label", "heading",
  "strings", "timeout", "feedback", "remember", "target",
] as const;
export const FIELDS = ["scheme", "plan", "type", "rank", "residents"] as const;

const DEFAULT_TIMEOUT_SECONDS = 20;
const LENGTH = /^\d{1,4}(?:\.\d+)?(?:px|em|rem|vh|dvh|%)$/;

export interface Settings {
  pinned: Selection;
  /** The language of the questions where their words do not tell, and of the names. */
  language: Language;
  /** The language of the widget's own words; another than `language` where a page brings its own words. */
  tag: string;
  own: Record<string, unknown>;
  theme: "auto" | "light" | "dark";
  inline: boolean;
  left: boolean;
  height: string;
  label: string;
  heading: string;
  /** Milliseconds. */
  timeout: number;
  feedback: boolean;
  remember: boolean;
}

/** Read the attributes; what cannot be used counts as not set, but for ids, which the catalogue judges. */
export function readSettings(element: Element): Settings {
  const given = (name: string): string => (element.getAttribute(name) ?? "").trim();
  const tag = chooseLanguage(given("lang"));
  const seconds = Number(given("timeout"));
  const theme = given("theme");
  return {
    pinned: Object.fromEntries(FIELDS.map((name) => [name, given(name)])) as unknown as Selection,
    language: tag.startsWith("ja") ? "ja" : "en",
    tag,
    own: readOwn(given("strings")),
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    inline: given("mode") === "inline",
    left: given("position") === "left",
    height: LENGTH.test(given("height")) ? given("height") : "",
    label: given("label"),
    heading: given("heading"),
    timeout: (seconds >= 1 && seconds <= 300 ? seconds : DEFAULT_TIMEOUT_SECONDS) * 1000,
    feedback: element.hasAttribute("feedback") && given("feedback") !== "off",
    remember: element.hasAttribute("remember") && given("remember") !== "off",
  };
}

/** Return the strings for a language of answers. */
export function stringsFor(settings: Settings, language: Language): Strings {
  // Words of a third language stand beside answers in both; those of one of the two only beside its own.
  const third = !/^(?:ja|en)\b/.test(settings.tag);
  return withOwn(language, third || settings.language === language ? settings.own : {});
}

function chooseLanguage(given: string): string {
  if (given && given !== "auto") return given;
  const page = document.documentElement.lang;
  const wanted = page || navigator.language || "ja";
  return wanted.toLowerCase().startsWith("ja") ? "ja" : "en";
}

function readOwn(given: string): Record<string, unknown> {
  if (!given) return {};
  try {
    const value: unknown = JSON.parse(given);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // told below
  }
  console.warn("coverage-assistant: the attribute `strings` is not a JSON object; the built-in words are shown.");
  return {};
}
