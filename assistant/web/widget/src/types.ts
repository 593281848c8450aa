/** The shapes that the HTTP interface sends (`answer/1` and the catalogue), as far as the widget shows them. */

export type Language = "ja" | "en";
export type Verdict = "covered" | "not_covered" | "conditional" | "undetermined";
export type Named = Partial<Record<Language, string>>;

export interface VerdictEntry {
  scheme: string;
  plan: string;
  section: string;
  subject: string;
  verdict: Verdict;
  conditions: string[];
  rules: string[];
  reason: string;
}

export interface Step {
  label: string;
  expression: string;
  yen: number;
}

export interface Amount {
  label: string;
  yen: number;
  scheme: string | null;
  plan: string | null;
  type: string | null;
  rank: string | null;
  basis: string;
  steps: Step[];
}

export interface Citation {
  document: string;
  section: string;
  page: number;
  quote: string;
  title: string;
  scheme: string;
}

export interface DerivationNode {
  label: string;
  value: string;
  children: DerivationNode[];
}

export interface Option {
  label: string;
  message: string;
}

export interface Answer {
  language: Language;
  kind: string;
  text: string;
  verdicts: VerdictEntry[];
  amounts: Amount[];
  citations: Citation[];
  caveats: string[];
  abstained: boolean;
  derivation: DerivationNode[];
  options: Option[];
  basis: Record<string, string>;
}

export interface Plan {
  id: string;
  name: Named;
  types: string[];
}

export interface Scheme {
  id: string;
  name: Named;
  plans: Plan[];
  type_label: Named | null;
  ranks: string[];
  rank_label: Named | null;
  residents: boolean;
  agency: Named;
  agency_phone: string | null;
  examples: Partial<Record<Language, string[]>>;
}

/** What was chosen beside the question; an empty string where nothing was. */
export interface Selection {
  scheme: string;
  plan: string;
  type: string;
  rank: string;
  residents: string;
}

export interface HistoryTurn {
  role: "user" | "assistant";
  content: string;
}
