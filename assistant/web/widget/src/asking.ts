/** A question on its way: asked, and asked again while there is no connection. */

import { ask, Failure } from "./client";
import { asHistory } from "./history";
import { languageOf } from "./read";
import type { Settings } from "./settings";
import type { Strings } from "./strings";
import type { Turn } from "./turn";
import type { Answer, Selection } from "./types";

// Milliseconds until a question is sent again when there was no connection; the browser's own sign comes sooner.
const PAUSES = [1000, 3000, 8000];

/** What asking needs of the widget around it. */
export interface Desk {
  readonly base: string;
  readonly settings: Settings;
  /** The words as they are now: the language may change while a question is on its way. */
  strings(): Strings;
  /** The turns before one. */
  before(turn: Turn): Turn[];
  selection(): Selection;
  /** Load the catalogue, whose names the answer is shown with; never rejects. */
  load(): Promise<void>;
  showTurn(turn: Turn): void;
  bring(turn: Turn): void;
  tell(message: string): void;
}

/** Ask, and ask again while there is no connection; rejects with a `Failure`. */
export async function persist(turn: Turn, desk: Desk, signal: AbortSignal): Promise<Answer> {
  for (turn.tries = 0; ; ) {
    turn.state = turn.tries ? "reconnecting" : "waiting";
    turn.partial = "";
    desk.showTurn(turn);
    if (!turn.tries) desk.bring(turn);
    desk.tell(turn.tries ? desk.strings().reconnectingTitle : desk.strings().working);
    try {
      const [answer] = await Promise.all([once(turn, desk, signal), desk.load()]);
      return answer;
    } catch (error) {
      const pause = PAUSES[turn.tries];
      if (!(error instanceof Failure) || error.kind !== "offline" || pause === undefined) throw error;
      turn.tries += 1;
      turn.state = "reconnecting";
      desk.showTurn(turn);
      await connected(pause, signal);
    }
  }
}

function once(turn: Turn, desk: Desk, signal: AbortSignal): Promise<Answer> {
  const { scheme, plan, type, rank, residents } = desk.selection();
  const { language, timeout } = desk.settings;
  let frame = 0;
  const question = {
    question: turn.question,
    history: asHistory(desk.before(turn), turn.question.length),
    language: languageOf(turn.question, language),
    ...(scheme && { scheme }),
    ...(plan && { plan }),
    ...(type && { type }),
    ...(rank && { rank }),
    ...(residents && { residents: Number(residents) }),
  };
  return ask(desk.base, question, {
    timeout,
    signal,
    onText: (text) => {
      turn.partial = text;
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        if (turn.state === "waiting" && turn.partial) desk.showTurn(turn);
      });
    },
  });
}

/** Wait for the browser's sign that the connection is back, or `pause` milliseconds. */
function connected(pause: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void) => (): void => {
      clearTimeout(timer);
      removeEventListener("online", resume);
      signal.removeEventListener("abort", stop);
      act();
    };
    const resume = end(resolve);
    const stop = end(() => reject(new Failure("stopped")));
    const timer = setTimeout(resume, pause);
    addEventListener("online", resume);
    signal.addEventListener("abort", stop);
  });
}
