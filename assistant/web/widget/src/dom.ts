/** Building nodes. Text goes in as text nodes alone; nothing here, and nothing else in the widget, parses HTML. */

import { parse, type Block, type Inline } from "./markdown";

export type Child = Node | string | null | undefined | false | Child[];
type Attributes = Record<string, string | boolean | null | undefined>;

const SVG = "http://www.w3.org/2000/svg";
// Marks that turn the direction of what follows, and control characters: they could make a text read as another.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/g;

/** Return a text without the characters that change how others are shown. */
export function clean(text: string): string {
  return text.replace(UNSEEN, "");
}

/** Make an element. A value of `true` sets an empty attribute; `false`, null and undefined set none. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (typeof value === "string") element.setAttribute(key, value);
  }
  add(element, children);
  return element;
}

/** Append children; strings become text nodes. */
export function add(parent: Node, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) add(parent, child);
    else if (typeof child === "string") parent.appendChild(document.createTextNode(clean(child)));
    else if (child) parent.appendChild(child);
  }
}

/** Put `children` in place of what a parent holds. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  add(parent, children);
}

/** Draw a shape of 16 by 16; each path is filled, or drawn as a line of the width that stands before its `|`. */
export function shape(...paths: string[]): SVGElement {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 16 16");
  drawn.setAttribute("aria-hidden", "true");
  drawn.setAttribute("focusable", "false");
  for (const path of paths) {
    const [width, line] = path.includes("|") ? path.split("|") : ["", path];
    const element = document.createElementNS(SVG, "path");
    element.setAttribute("d", line ?? "");
    if (width) {
      element.setAttribute("fill", "none");
      element.setAttribute("stroke", "currentColor");
      element.setAttribute("stroke-width", width);
    }
    drawn.appendChild(element);
  }
  return drawn;
}

/** Return Markdown as nodes. */
export function markdown(text: string): Node[] {
  return blocks(parse(text));
}

/** Return blocks as nodes; a heading is a bold paragraph, so that the widget's own order of headings stays whole. */
export function blocks(found: Block[]): Node[] {
  return found.map(block);
}

function block(found: Block): Node {
  switch (found.kind) {
    case "paragraph":
      return h("p", {}, inlines(found.children));
    case "heading":
      return h("p", { class: "heading" }, inlines(found.children));
    case "quote":
      return h("blockquote", {}, blocks(found.blocks));
    case "code":
      return h("pre", {}, found.text);
    case "rule":
      return h("hr");
    case "list": {
      const items = found.items.map(({ blocks: inner }) => {
        const [first, ...rest] = inner;
        // The one paragraph of an item needs no space of its own.
        return h("li", {}, first?.kind === "paragraph" ? inlines(first.children) : first && block(first), blocks(rest));
      });
      return found.ordered
        ? h("ol", { start: found.start === 1 ? null : String(found.start) }, items)
        : h("ul", {}, items);
    }
    case "table": {
      const cell = (name: "th" | "td", column: number, children: Inline[], scope?: string): Node =>
        h(name, { class: found.align[column], scope }, inlines(children));
      const head = h("tr", {}, found.head.map((children, column) => cell("th", column, children, "col")));
      const rows = found.rows.map((row) => h("tr", {}, row.map((children, column) => cell("td", column, children))));
      return h("div", { class: "wide" }, h("table", {}, h("thead", {}, head), h("tbody", {}, rows)));
    }
  }
}

function inlines(found: Inline[]): Node[] {
  return found.map((piece) => {
    switch (piece.kind) {
      case "text":
        return document.createTextNode(clean(piece.text));
      case "break":
        return h("br");
      case "code":
        return h("code", {}, piece.text);
      default:
        return h(piece.kind, {}, inlines(piece.children));
    }
  });
}
