/* What the page does in the browser, beside what Gradio does: which fields are set, Japanese conversion, focus,
   what was unfolded, printing. No request is made here. */
(() => {
  "use strict";
  const FIELDS = ["scheme", "plan", "type", "rank", "residents"];
  const KEY = "coverage.language";
  const DRAFT = "coverage.draft";
  // More than is ever read, and small enough to be sent; what is longer is refused by its length alone.
  const MOST_SENT = 60000;
  const root = document.documentElement;
  let message = null;

  const stored = () => {
    try { return localStorage.getItem(KEY); } catch { return null; } // storage may be switched off
  };
  const asked = new URLSearchParams(location.search).get("lang");
  const preferred = (navigator.languages?.[0] ?? navigator.language ?? "ja").startsWith("ja") ? "ja" : "en";
  root.lang = [asked, stored(), preferred].find((code) => code === "ja" || code === "en");

  const input = () => document.querySelector("#question-field textarea, #question-field input");

  // Gradio reloads the page once the server is back; what was being typed is carried over.
  const restore = () => {
    let draft = null;
    try {
      draft = sessionStorage.getItem(DRAFT);
      sessionStorage.removeItem(DRAFT);
    } catch { return; }
    if (!draft || !input()) return;
    input().value = draft;
    input().dispatchEvent(new Event("input", { bubbles: true }));
  };
  const lost = () => document.querySelector("[data-testid=toast-body]") !== null;
  addEventListener("pagehide", () => {
    try { if (lost() && input()?.value) sessionStorage.setItem(DRAFT, input().value); } catch { /* not kept */ }
  });

  const coverage = {
    /* The page's language and every field, as the events send them. */
    context(length = 0) {
      const values = FIELDS.map((name) => [name, document.getElementById(`choice-${name}`)?.value ?? ""]);
      return JSON.stringify({ language: root.lang, length, ...Object.fromEntries(values) });
    },

    /* A question on its way: the message of the button that was pressed, or what was typed. */
    outgoing(typed) {
      const question = message ?? typed;
      message = null;
      return [question.slice(0, MOST_SENT), coverage.context(question.length), null];
    },

    masthead(element, trigger, watch) {
      element.addEventListener("click", (event) => {
        const button = event.target.closest("[data-language]");
        if (button) {
          root.lang = button.dataset.language;
          try { localStorage.setItem(KEY, root.lang); } catch { /* not kept, but used */ }
          trigger("input");
        }
        if (event.target.closest(".skip")) {
          event.preventDefault();
          coverage.focus();
        }
      });
      watch("value", () => { document.title = element.querySelector("h1").dataset.title; });
    },

    choices(element, trigger, watch) {
      element.addEventListener("change", () => trigger("input"));
      // A field that a person has touched ignores its markup from then on; so it is set by hand.
      watch("value", () => {
        for (const field of element.querySelectorAll("[data-value]")) field.value = field.dataset.value;
      });
    },

    conversation(element, trigger, watch) {
      const open = new Set();
      let turns = 0;
      element.addEventListener("click", (event) => {
        const button = event.target.closest("[data-message]");
        if (!button) return;
        message = button.dataset.message;
        trigger("submit");
        coverage.focus();
      });
      element.addEventListener("toggle", ({ target }) => {
        if (target.open) open.add(target.id); else open.delete(target.id);
      }, true);
      watch("value", () => {
        for (const id of open) document.getElementById(id)?.setAttribute("open", "");
        const all = element.querySelectorAll(".turn");
        // A new question is brought to the top once; its answer then grows below it and moves nothing.
        if (all.length > turns) all[all.length - 1].scrollIntoView({ block: "start" });
        if (all.length === 0) open.clear();
        turns = all.length;
      });
    },

    focus() { input()?.focus(); },
    ready() {
      root.classList.add("ready");
      restore();
    },
  };
  window.coverage = coverage;
  setTimeout(coverage.ready, 3000); // shown in Japanese rather than not at all

  // Gradio reports a lost connection in English, in a corner; this page says it in its own words (the styles hide the
  // other).
  new MutationObserver(() => {
    const line = document.querySelector("#masthead .connection");
    const said = lost() ? line?.dataset.lost : "";
    if (line && line.textContent !== said) line.textContent = said;
  }).observe(root, { childList: true, subtree: true });

  // Enter that confirms a Japanese conversion must not send. Safari ends the conversion before the key arrives, with
  // key code 229 as the only sign.
  for (const type of ["keydown", "keypress"]) {
    document.addEventListener(type, (event) => {
      if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
    }, true);
  }

  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("#conversation details:not([open])")];
    for (const details of unfolded) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of unfolded) details.open = false; });
})();
