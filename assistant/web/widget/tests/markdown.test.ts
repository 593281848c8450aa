import assert from "node:assert/strict";
import { test } from "node:test";
import { inline, parse, type Block, type Inline } from "../src/markdown";

const said = (pieces: Inline[]): string =>
  pieces
    .map((piece) => {
      if (piece.kind === "text") return piece.text;
      if (piece.kind === "break") return "⏎";
      if (piece.kind === "code") return `‹${piece.text}›`;
      return piece.kind === "strong" ? `«${said(piece.children)}»` : `~${said(piece.children)}~`;
    })
    .join("");

const outline = (blocks: Block[]): unknown[] =>
  blocks.map((block) => {
    switch (block.kind) {
      case "paragraph":
        return said(block.children);
      case "heading":
        return `# ${said(block.children)}`;
      case "code":
        return `code ${block.text}`;
      case "rule":
        return "---";
      case "quote":
        return { quote: outline(block.blocks) };
      case "list":
        return { [block.ordered ? `ol ${block.start}` : "ul"]: block.items.map((item) => outline(item.blocks)) };
      case "table":
        return { head: block.head.map(said), align: block.align, rows: block.rows.map((row) => row.map(said)) };
    }
  });

const cases: [string, string, unknown[]][] = [
  ["paragraphs and breaks", "one\ntwo\n\nthree", ["one⏎two", "three"]],
  ["bold beside Japanese brackets", "**期限は 5月31日 です。**（30日目）", ["«期限は 5月31日 です。»（30日目）"]],
  ["italics, code, escapes", "*a* `b*c` \\*d\\* __e__", ["~a~ ‹b*c› *d* «e»"]],
  ["underscores inside names stay", "snake_case_name and _so_", ["snake_case_name and ~so~"]],
  ["marks that do not close stay", "**a and *b and `c", ["**a and *b and `c"]],
  ["headings", "# One\n### Two ###\ntext", ["# One", "# Two", "text"]],
  ["a list after a paragraph", "To confirm:\n- a\n- b", ["To confirm:", { ul: [["a"], ["b"]] }]],
  ["a list within a list", "- a\n  - b\n  - c\n- d", [{ ul: [["a", { ul: [["b"], ["c"]] }], ["d"]] }]],
  ["numbers from three", "3. c\n4. d", [{ "ol 3": [["c"], ["d"]] }]],
  ["blank lines between items", "- a\n\n- b\n\nend", [{ ul: [["a"], ["b"]] }, "end"]],
  ["a quote with a list", "> **t**\n>\n> - a\n> - b", [{ quote: ["«t»", { ul: [["a"], ["b"]] }] }]],
  ["a rule is no list", "- - -\n***", ["---", "---"]],
  [
    "a table",
    "| A | B |\n| --- | ---: |\n| a\\|b | 1 |\n| c |",
    [{ head: ["A", "B"], align: ["start", "end"], rows: [["a|b", "1"], ["c", ""]] }],
  ],
  ["a line with a bar is no table", "a | b\nc", ["a | b⏎c"]],
  ["code", "```js\n<b>\n```\nend", ["code <b>", "end"]],
  ["links and images stay text", "[a](https://x.example) ![b](y.png) <https://z.example>", [
    "[a](https://x.example) ![b](y.png) <https://z.example>",
  ]],
  ["HTML stays text", "<img src=x onerror=alert(1)>", ["<img src=x onerror=alert(1)>"]],
  ["nothing", "  \n\n", []],
];

for (const [name, text, expected] of cases) {
  test(name, () => assert.deepEqual(outline(parse(text)), expected));
}

test("long and nested text takes no time and no stack", () => {
  const started = performance.now();
  for (const text of [
    "> ".repeat(20_000) + "a",
    "- ".repeat(20_000) + "a",
    "*".repeat(50_000),
    "`".repeat(50_000) + "a",
    "**a ".repeat(12_000),
    "_a ".repeat(20_000),
    "[".repeat(50_000),
    "| ".repeat(20_000) + "\n" + "|-".repeat(20_000),
    "- a\n".repeat(10_000),
    "1. a\n\n".repeat(5_000),
    "\\".repeat(50_000),
  ]) {
    parse(text);
  }
  assert.ok(performance.now() - started < 3000, `${performance.now() - started} ms`);
});

test("inline marks nest", () => assert.equal(said(inline("**a `b` *c* d**")), "«a ‹b› ~c~ d»"));
