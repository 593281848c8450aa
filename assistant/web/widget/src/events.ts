/** What the widget tells the page: events of the element, with these details. */

import type { Answer } from "./types";

export interface Events {
  open: Record<string, never>;
  close: Record<string, never>;
  question: { question: string };
  answer: { question: string; answer: Answer };
  feedback: { question: string; answer: Answer; helpful: boolean; reason: string };
  error: { kind: string; status: number; question: string; message: string };
}
