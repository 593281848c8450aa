/** The text of an answer is complete in itself; the card draws parts of it, and those are not said a second time. */

const MARK = /^\s*(?:[-*+・]|\d+[.)])\s*(?:(?:\[[ xX]\]|[☐□])\s*)?/;
const BOX = /^\s*[-*+]\s*(?:\[[ xX]\]|[☐□])\s*(\S.*)$/;
const LEAD_IN = /[:：]\**\s*$/;

const plain = (line: string): string => line.replace(MARK, "").replace(/[\s*_`]+/g, "");

/** Whether a line says `Start: …`. */
export function opens(line: string, start: string): boolean {
  const [said, wanted] = [plain(line), plain(start)];
  return wanted !== "" && said.startsWith(wanted) && /[:：]/.test(said.charAt(wanted.length));
}

/**
 * Drop the lines that the card shows elsewhere, and the lead-in they leave alone. A line goes when it equals one of
 * `shown`, or is `Start: …` for one of `starts`.
 */
export function withoutRepeats(text: string, shown: string[], starts: string[] = []): string {
  const repeats = new Set(shown.map(plain).filter(Boolean));
  const kept: string[] = [];
  let dropped = false;
  for (const line of text.split("\n")) {
    if (repeats.has(plain(line)) || starts.some((start) => opens(line, start))) {
      dropped = true;
      continue;
    }
    if (line.trim() && dropped) {
      dropLeadIn(kept, line);
      dropped = false;
    }
    kept.push(line);
  }
  if (dropped) dropLeadIn(kept, "");
  return kept.join("\n").trim();
}

/** Return the items that the text writes as boxes to tick. */
export function boxes(text: string): string[] {
  return text.split("\n").flatMap((line) => BOX.exec(line)?.[1]?.trim() ?? []);
}

/** Drop the rows of tables. */
export function withoutTables(text: string): string {
  return text.split("\n").filter((line) => !line.startsWith("|")).join("\n");
}

/** Part the paragraphs that say why (`Why: …`) from the others; the word itself goes. */
export function partWhy(text: string, why: string): { words: string; reasons: string[] } {
  const words: string[] = [];
  const reasons: string[] = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    if (opens(paragraph, why)) {
      reasons.push(...paragraph.split("\n").map((line) => (opens(line, why) ? line.replace(/^[^:：]*[:：]\s*/, "") : line)));
    } else {
      words.push(paragraph);
    }
  }
  return { words: words.join("\n\n").trim(), reasons };
}

/** Remove `Conditions:` when none of its items is left; it stays when an item of the same list follows. */
function dropLeadIn(kept: string[], following: string): void {
  if (MARK.test(following)) return;
  while (kept.length && !kept.at(-1)?.trim()) kept.pop();
  const last = kept.at(-1) ?? "";
  if (LEAD_IN.test(last) && !MARK.test(last)) kept.pop();
  kept.push("");
}
