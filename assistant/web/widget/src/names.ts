/** Names that people know for the ids in an answer: schemes, plans, whom to ask. */

import type { Answer, Language, Plan, Scheme } from "./types";

export class Names {
  constructor(readonly schemes: Scheme[]) {}

  scheme(id: string | null | undefined): Scheme | undefined {
    return this.schemes.find((scheme) => scheme.id === id);
  }

  plan(scheme: string | null, id: string | null): Plan | undefined {
    return this.scheme(scheme)?.plans.find((plan) => plan.id === id);
  }

  schemeName(id: string, language: Language): string {
    return this.scheme(id)?.name[language] || id;
  }

  planName(scheme: string | null, id: string, language: Language): string {
    return this.plan(scheme, id)?.name[language] || id;
  }

  /** `タイプ F II`, `ランク B`, with the labels that the scheme itself uses. */
  typeAndRank(type: string | null | undefined, rank: string | null | undefined, scheme: string | null, language: Language): string[] {
    const found = this.scheme(scheme);
    const label = (name: string | undefined, value: string): string => (name ? `${capital(name)} ${value}` : value);
    const parts: string[] = [];
    if (type) parts.push(label(found?.type_label?.[language], type));
    if (rank) parts.push(label(found?.rank_label?.[language], rank));
    return parts;
  }

  /** The schemes whose agencies can help with an answer: those it is about, or all when it names none. */
  contactsOf(answer: Answer): Scheme[] {
    let named = [...answer.verdicts, ...answer.amounts, ...answer.citations].map((entry) => entry.scheme || "");
    named.push(answer.basis.scheme ?? "");
    if (!named.some(Boolean)) {
      named = this.schemes
        .filter(({ agency }) => agency[answer.language] && answer.text.includes(agency[answer.language] ?? ""))
        .map(({ id }) => id);
    }
    const found = this.schemes.filter(({ id }) => named.includes(id));
    return found.length ? found : this.schemes;
  }
}

/** Return a text with its first letter as a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
