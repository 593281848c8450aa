/**
 * Markdown to a tree of blocks: paragraphs, lists, tables, quotes, bold, italics, code. No raw HTML, no links, no
 * images: what looks like them stays text, as a text that others wrote must not lead a reader to another host.
 */

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "break" }
  | { kind: "code"; text: string }
  | { kind: "strong" | "em"; children: Inline[] };

export type Align = "start" | "end" | "center";

export interface Item {
  blocks: Block[];
}

export type Block =
  | { kind: "paragraph" | "heading"; children: Inline[] }
  | { kind: "list"; ordered: boolean; start: number; items: Item[] }
  | { kind: "table"; align: Align[]; head: Inline[][]; rows: Inline[][][] }
  | { kind: "quote"; blocks: Block[] }
  | { kind: "code"; text: string }
  | { kind: "rule" };

const DEEPEST = 8;
const BULLET = /^( {0,3})([-*+])( +|$)/;
const NUMBER = /^( {0,3})(\d{1,9})[.)]( +|$)/;
const HEADING = /^ {0,3}#{1,6}(?: +(.*?))?(?: +#+)? *$/;
const RULE = /^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const DELIMITERS = /^ {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$/;

/** Return the blocks of a text. */
export function parse(text: string, depth = 0): Block[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length) blocks.push({ kind: "paragraph", children: inline(paragraph.join("\n").trim()) });
    paragraph = [];
  };
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? "";
    const next = lines[index + 1] ?? "";
    const fence = FENCE.exec(line);
    if (!line.trim()) {
      flush();
      index += 1;
    } else if (fence) {
      flush();
      const code: string[] = [];
      for (index += 1; index < lines.length && !(lines[index] ?? "").trim().startsWith(fence[1] ?? "```"); index += 1) {
        code.push(lines[index] ?? "");
      }
      index += 1;
      blocks.push({ kind: "code", text: code.join("\n") });
    } else if (RULE.test(line)) {
      flush();
      blocks.push({ kind: "rule" });
      index += 1;
    } else if (HEADING.test(line)) {
      flush();
      blocks.push({ kind: "heading", children: inline(HEADING.exec(line)?.[1] ?? "") });
      index += 1;
    } else if (depth < DEEPEST && QUOTE.test(line)) {
      flush();
      const inner: string[] = [];
      for (; index < lines.length && QUOTE.test(lines[index] ?? ""); index += 1) {
        inner.push((lines[index] ?? "").replace(QUOTE, ""));
      }
      blocks.push({ kind: "quote", blocks: parse(inner.join("\n"), depth + 1) });
    } else if (depth < DEEPEST && (BULLET.test(line) || NUMBER.test(line))) {
      flush();
      index = list(lines, index, blocks, depth);
    } else if (line.includes("|") && DELIMITERS.test(next) && cells(line).length === cells(next).length) {
      flush();
      index = table(lines, index, blocks);
    } else {
      paragraph.push(line.trim());
      index += 1;
    }
  }
  flush();
  return blocks;
}

function list(lines: string[], from: number, blocks: Block[], depth: number): number {
  const first = lines[from] ?? "";
  const ordered = !BULLET.test(first);
  const marker = ordered ? NUMBER : BULLET;
  const items: Item[] = [];
  let index = from;
  while (index < lines.length) {
    const found = marker.exec(lines[index] ?? "");
    if (!found || RULE.test(lines[index] ?? "")) break;
    const indent = found[0].length > (found[0].trimEnd().length + 4) ? found[0].trimEnd().length + 1 : found[0].length;
    const inner = [(lines[index] ?? "").slice(found[0].length)];
    for (index += 1; index < lines.length; index += 1) {
      const line = lines[index] ?? "";
      const deep = line.search(/\S/) >= indent;
      const blank = !line.trim();
      // A blank line belongs to the item only where something indented follows.
      const goesOn = blank && (lines[index + 1] ?? "").search(/\S/) >= indent;
      const lazy = !blank && !deep && inner.at(-1)?.trim() && !starts(line);
      if (!deep && !goesOn && !lazy) break;
      inner.push(deep ? line.slice(indent) : line.trim());
    }
    items.push({ blocks: parse(inner.join("\n"), depth + 1) });
    // Blank lines between two items do not end the list.
    let after = index;
    while (after < lines.length && !(lines[after] ?? "").trim()) after += 1;
    if (after > index && marker.test(lines[after] ?? "")) index = after;
  }
  blocks.push({ kind: "list", ordered, start: Number(NUMBER.exec(first)?.[2] ?? 1), items });
  return index;
}

const starts = (line: string): boolean =>
  [BULLET, NUMBER, HEADING, RULE, QUOTE, FENCE].some((pattern) => pattern.test(line));

function table(lines: string[], from: number, blocks: Block[]): number {
  const head = cells(lines[from] ?? "").map(inline);
  const align = cells(lines[from + 1] ?? "").map((cell): Align => {
    if (!cell.endsWith(":")) return "start";
    return cell.startsWith(":") ? "center" : "end";
  });
  const rows: Inline[][][] = [];
  let index = from + 2;
  for (; index < lines.length && (lines[index] ?? "").includes("|"); index += 1) {
    const row = cells(lines[index] ?? "").slice(0, head.length).map(inline);
    while (row.length < head.length) row.push([]);
    rows.push(row);
  }
  blocks.push({ kind: "table", align, head, rows });
  return index;
}

function cells(line: string): string[] {
  const inner = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, "|"));
}

// In order: escaped mark, code, bold, italics. Underscores mark only at the edges of words, as names may hold them.
const TOKEN =
  /\\([!-/:-@[-`{-~])|(`+)([\s\S]*?[^`])\2(?!`)|\*\*(?=\S)([\s\S]*?\S)\*\*|\*(?=[^\s*])([^*]*?[^\s*])\*|(?<![\p{L}\p{N}])__(?=\S)([\s\S]*?\S)__(?![\p{L}\p{N}])|(?<![\p{L}\p{N}_])_(?=[^\s_])([^_]*?[^\s_])_(?![\p{L}\p{N}_])/gu;

/** Return the pieces of one paragraph. */
export function inline(text: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  if (depth < DEEPEST) {
    for (const match of text.matchAll(TOKEN)) {
      plain(text.slice(from, match.index), found);
      from = match.index + match[0].length;
      const strong = match[4] ?? match[6];
      const em = match[5] ?? match[7];
      if (match[1] !== undefined) plain(match[1], found);
      else if (match[3] !== undefined) found.push({ kind: "code", text: match[3].trim() });
      else if (strong !== undefined) found.push({ kind: "strong", children: inline(strong, depth + 1) });
      else if (em !== undefined) found.push({ kind: "em", children: inline(em, depth + 1) });
    }
  }
  plain(text.slice(from), found);
  return found;
}

function plain(text: string, found: Inline[]): void {
  text.split("\n").forEach((line, index) => {
    if (index) found.push({ kind: "break" });
    if (!line) return;
    const last = found.at(-1);
    if (last?.kind === "text") last.text += line;
    else found.push({ kind: "text", text: line });
  });
}
