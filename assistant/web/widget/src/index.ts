/** What the script does when a page loads it: define the element, and put one where its tag stands. */

import { watchPolicy } from "./client";
import { CoverageAssistantElement } from "./element";
import type { Events } from "./events";
import { ATTRIBUTES } from "./settings";

declare const VERSION: string;

const TAG = "coverage-assistant";
const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript : findScript();

/** What pages may use as `window.CoverageAssistant`; it acts on the element that the script tag made, or on the first. */
export interface Api {
  readonly version: string;
  readonly element: CoverageAssistantElement | null;
  open(): void;
  close(): void;
  ask(question: string): void;
  clear(): void;
  setContext: CoverageAssistantElement["setContext"];
  /** Call `listener` with the detail of each event of this name; returns a function that ends it. */
  on<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void): () => void;
}

function start(): void {
  const script = own;
  if (!customElements.get(TAG)) {
    // The address up to `/widget/`: under a prefix behind a proxy, too.
    const address = script?.src ?? "";
    CoverageAssistantElement.base = address.replace(/\/widget\/.*$/, "").replace(/\/$/, "");
    if (!/\/widget\//.test(address)) CoverageAssistantElement.base = new URL(address || location.href).origin;
    watchPolicy();
    customElements.define(TAG, CoverageAssistantElement);
    publish();
  }
  // `data-auto="off"`: the page places the element itself.
  if (script && script.dataset.auto !== "off") place(script);
}

function place(script: HTMLScriptElement): void {
  const element = document.createElement(TAG);
  for (const name of ATTRIBUTES) {
    const value = script.dataset[name];
    if (value !== undefined) element.setAttribute(name, value);
  }
  if (script.dataset.mode === "inline") {
    const wanted = script.dataset.target;
    const insert = (): void => {
      const target = wanted ? query(wanted) : null;
      if (wanted && !target) console.warn(`coverage-assistant: nothing on this page matches data-target="${wanted}".`);
      if (target) target.append(element);
      // A script in the head has no place of its own.
      else if (script.parentElement && script.closest("body")) script.after(element);
      else document.body.append(element);
    };
    whenReady(insert, wanted !== undefined || !script.closest("body"));
  } else {
    whenReady(() => document.body.append(element), true);
  }
}

function query(selector: string): Element | null {
  try {
    return document.querySelector(selector);
  } catch {
    return null;
  }
}

function whenReady(act: () => void, wait: boolean): void {
  if (wait && document.readyState === "loading") document.addEventListener("DOMContentLoaded", act, { once: true });
  else act();
}

function findScript(): HTMLScriptElement | null {
  return document.querySelector<HTMLScriptElement>('script[src*="/widget/v"]');
}

function publish(): void {
  const element = (): CoverageAssistantElement | null => document.querySelector<CoverageAssistantElement>(TAG);
  const api: Api = {
    version: VERSION,
    get element() {
      return element();
    },
    open: () => element()?.open(),
    close: () => element()?.close(),
    ask: (question) => element()?.ask(question),
    clear: () => element()?.clear(),
    setContext: (context) => element()?.setContext(context),
    on: (name, listener) => {
      const heard = (event: Event): void => {
        if (event instanceof CustomEvent && event.target instanceof CoverageAssistantElement) listener(event.detail);
      };
      // The events do not bubble; on their way down they pass the document.
      document.addEventListener(name, heard, true);
      return () => document.removeEventListener(name, heard, true);
    },
  };
  Object.defineProperty(window, "CoverageAssistant", { value: Object.freeze(api), configurable: true });
}

start();
