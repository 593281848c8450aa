/** Read what the server sent into the shapes of `types`, whatever it is: a field that does not fit becomes empty. */

import type { Answer, Language, Named, Scheme, Verdict } from "./types";

type Json = Record<string, unknown>;

const VERDICTS: readonly string[] = ["covered", "not_covered", "conditional", "undetermined"];

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const textOrNull = (value: unknown): string | null => (typeof value === "string" && value ? value : null);
const whole = (value: unknown): number => (typeof value === "number" && Number.isSafeInteger(value) ? value : 0);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const objects = (value: unknown): Json[] => list(value).filter(isObject);
const texts = (value: unknown): string[] => list(value).map(text).filter(Boolean);

function named(value: unknown): Named {
  const found = isObject(value) ? value : {};
  return { ja: text(found.ja), en: text(found.en) };
}

interface Node {
  label: string;
  value: string;
  children: Node[];
}

function nodes(value: unknown, depth = 0): Node[] {
  if (depth > 20) return [];
  return objects(value).map((node) => ({
    label: text(node.label),
    value: text(node.value),
    children: nodes(node.children, depth + 1),
  }));
}

/** Return the answer, or null where the value is none. */
export function readAnswer(value: unknown): Answer | null {
  if (!isObject(value) || value.schema !== "answer/1" || typeof value.text !== "string") return null;
  const basis = Object.entries(isObject(value.basis) ? value.basis : {});
  return {
    language: value.language === "en" ? "en" : "ja",
    kind: text(value.kind),
    text: value.text,
    verdicts: objects(value.verdicts).map((entry) => ({
      scheme: text(entry.scheme),
      plan: text(entry.plan),
      section: text(entry.section),
      subject: text(entry.subject),
      verdict: (VERDICTS.includes(text(entry.verdict)) ? entry.verdict : "undetermined") as Verdict,
      conditions: texts(entry.conditions),
      rules: texts(entry.rules),
      reason: text(entry.reason),
    })),
    amounts: objects(value.amounts)
      .filter((entry) => Number.isSafeInteger(entry.yen))
      .map((entry) => ({
        label: text(entry.label),
        yen: whole(entry.yen),
        scheme: textOrNull(entry.scheme),
        plan: textOrNull(entry.plan),
        type: textOrNull(entry.type),
        rank: textOrNull(entry.rank),
        basis: text(entry.basis),
        steps: objects(entry.steps).map((step) => ({
          label: text(step.label),
          expression: text(step.expression),
          yen: whole(step.yen),
        })),
      })),
    citations: objects(value.citations).map((entry) => ({
      document: text(entry.document),
      section: text(entry.section),
      page: whole(entry.page),
      quote: text(entry.quote),
      title: text(entry.title),
      scheme: text(entry.scheme),
    })),
    caveats: texts(value.caveats),
    abstained: value.abstained === true,
    derivation: nodes(value.derivation),
    options: objects(value.options)
      .map((entry) => ({ label: text(entry.label), message: text(entry.message) }))
      .filter((entry) => entry.label && entry.message),
    basis: Object.fromEntries(basis.map(([key, entry]) => [key, text(entry)])),
  };
}

/** Return the schemes of the catalogue, or null where the value is no catalogue. */
export function readCatalogue(value: unknown): Scheme[] | null {
  if (!isObject(value) || !Array.isArray(value.schemes)) return null;
  return objects(value.schemes).map((entry) => {
    const examples = isObject(entry.examples) ? entry.examples : {};
    return {
      id: text(entry.id),
      name: named(entry.name),
      plans: objects(entry.plans).map((plan) => ({
        id: text(plan.id),
        name: named(plan.name),
        types: texts(plan.types),
      })),
      type_label: isObject(entry.type_label) ? named(entry.type_label) : null,
      ranks: texts(entry.ranks),
      rank_label: isObject(entry.rank_label) ? named(entry.rank_label) : null,
      residents: entry.residents === true,
      agency: named(entry.agency),
      agency_phone: textOrNull(entry.agency_phone),
      examples: { ja: texts(examples.ja), en: texts(examples.en) },
    };
  });
}

/** What a problem document says: its code, and the field it is about with the valid choices. */
export interface Problem {
  code: string;
  field: string;
  choices: string[];
}

/** Return what a problem document (RFC 9457) says; all empty where the value is none. */
export function readProblem(value: unknown): Problem {
  const found = isObject(value) ? value : {};
  const first = objects(found.errors)[0] ?? {};
  return { code: text(found.code), field: text(first.field), choices: texts(first.choices) };
}

const JAPANESE = /[\u3041-\u30ff\u3400-\u9fff\uff66-\uff9f]/;

/** Return the language a question is answered in: that of its words, or the widget's where they do not tell. */
export function languageOf(question: string, own: Language): Language {
  if (JAPANESE.test(question)) return "ja";
  return (question.match(/[A-Za-z]{2,}/g) ?? []).length >= 3 ? "en" : own;
}
