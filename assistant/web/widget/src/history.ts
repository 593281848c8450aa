/** The conversation so far: what of it goes with the next question, and what a tab may keep. */

import { readAnswer } from "./read";
import type { Answer, HistoryTurn } from "./types";

interface Exchange {
  question: string;
  answer: Answer | null;
}

const MOST_EXCHANGES = 25;
// Characters of question and history together; at three bytes each they stay below what the server takes.
const MOST_CHARACTERS = 70_000;
const MOST_EACH = 20_000;

/** Return the newest exchanges that were answered, oldest first, as far as they fit beside a question. */
export function asHistory(turns: Exchange[], questionLength: number): HistoryTurn[] {
  let room = MOST_CHARACTERS - questionLength;
  const kept: HistoryTurn[] = [];
  for (const { question, answer } of turns.filter((turn) => turn.answer).slice(-MOST_EXCHANGES).reverse()) {
    const text = answer?.text ?? "";
    room -= question.length + text.length;
    if (room < 0 || question.length > MOST_EACH || text.length > MOST_EACH) break;
    kept.unshift({ role: "user", content: question }, { role: "assistant", content: text });
  }
  return kept;
}

const key = (base: string): string => `coverage-assistant:${base}`;

/** Keep the answered questions for this tab; where storage is switched off, nothing is kept. */
export function remember(base: string, turns: Exchange[]): void {
  try {
    const kept = turns.filter((turn) => turn.answer).slice(-MOST_EXCHANGES);
    if (!kept.length) sessionStorage.removeItem(key(base));
    else {
      const items = kept.map(({ question, answer }) => ({ question, answer: { schema: "answer/1", ...answer } }));
      sessionStorage.setItem(key(base), JSON.stringify(items));
    }
  } catch {
    // blocked or full: the conversation goes on without
  }
}

/** Return what this tab kept; nothing where it is missing, blocked or damaged. */
export function recall(base: string): { question: string; answer: Answer }[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key(base)) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.flatMap((item: { question?: unknown; answer?: unknown } | null) => {
      const answer = readAnswer(item?.answer);
      return answer && typeof item?.question === "string" ? [{ question: item.question, answer }] : [];
    });
  } catch {
    return [];
  }
}
