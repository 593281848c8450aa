/* What the page does in the browser, beside what Gradio does: which fields are set, Japanese conversion, focus,
   what was unfolded, printing. No request is made here. */
(() => {
  "use strict";
  const FIELDS = ["scheme", "plan", "type", "rank", "residents"];
  const KEY = "coverage.language";
  const DRAFT = "coverage.draft";
  // More than is ever read, and small enough to be sent; what is longer is refused by its length alone.
  const MOST_SENT = 60000;
  const KEPT = "coverage.conversation";
  const MOST_KEPT = 200000;
  const root = document.documentElement;
  let message = null, last = "", send = null, sending = false, dropConsent = () => {};

  const stored = () => {
    try { return localStorage.getItem(KEY); } catch { return null; } // storage may be switched off
  };
  const link = new URLSearchParams(location.search);
  const asked = link.get("lang");
  // What a link chooses; it counts until the fields show it.
  let linked = FIELDS.some((name) => link.get(name)) ? Object.fromEntries(FIELDS.map((name) => [name, (link.get(name) ?? "").slice(0, 100)])) : null;
  const linkedQuestion = new URLSearchParams(location.hash.slice(1)).get("q");
  const preferred = (navigator.languages?.[0] ?? navigator.language ?? "ja").startsWith("ja") ? "ja" : "en";
  let language = [asked, stored(), preferred].find((code) => code === "ja" || code === "en");
  root.lang = language;
  // The framework sets the browser's language there, once it is loaded; what was chosen here counts.
  new MutationObserver(() => { if (root.lang !== language) root.lang = language; }).observe(root, { attributeFilter: ["lang"] });

  const input = () => document.querySelector("#question-field textarea, #question-field input");

  // Gradio reloads the page once the server is back; what was being typed is carried over.
  const restore = () => {
    let draft = null;
    try {
      draft = sessionStorage.getItem(DRAFT);
      sessionStorage.removeItem(DRAFT);
    } catch { return; }
    draft ||= linkedQuestion;
    if (draft) put(draft);
  };
  const put = (question) => {
    if (!input()) return;
    input().value = question;
    input().dispatchEvent(new Event("input", { bubbles: true }));
  };

  /* The address says what is chosen, so that a link or a bookmark opens the same. */
  const address = () => {
    const parameters = new URLSearchParams();
    for (const name of FIELDS) {
      const value = document.getElementById(`choice-${name}`)?.value;
      if (value) parameters.set(name, value);
    }
    if (link.get("lang")) parameters.set("lang", language);
    const query = parameters.toString();
    return `${location.pathname}${query ? `?${query}` : ""}`;
  };
  const keepAddress = () => { try { history.replaceState(history.state, "", address()); } catch { /* not kept */ } };

  let keptBefore = "";
  try { keptBefore = sessionStorage.getItem(KEPT) ?? ""; } catch { /* not kept */ }
  const keep = (turns) => {
    const kept = [...turns].map((turn) => turn.dataset.kept).filter(Boolean).slice(-20);
    while (kept.join().length > MOST_KEPT) kept.shift();
    try {
      if (kept.length) sessionStorage.setItem(KEPT, `[${kept.join()}]`); else sessionStorage.removeItem(KEPT);
    } catch { /* not kept */ }
  };

  const copied = async (button, text) => {
    const tools = button.closest(".tools"), line = tools.querySelector(".done");
    let done = true;
    try { await navigator.clipboard.writeText(text); } catch { done = false; }
    line.textContent = done ? button.dataset.done : tools.dataset.refused;
  };
  const shareLink = (turn) => {
    const { question, context = {} } = JSON.parse(turn.dataset.kept);
    const parameters = new URLSearchParams();
    for (const name of FIELDS) if (context[name]) parameters.set(name, context[name]);
    parameters.set("lang", language);
    // Behind the #, so that the question is sent to no server before it is asked.
    return `${location.origin}${location.pathname}?${parameters}#${new URLSearchParams({ q: question.slice(0, 1000) })}`;
  };

  /* The conversation up to an answer, as the file that `evals new` reads. */
  const saveChat = (element, turn) => {
    const all = [...element.querySelectorAll(".turn")];
    const { context = {} } = JSON.parse(turn.dataset.kept);
    const selected = {}, turns = [];
    for (const name of FIELDS) {
      if (context[name]) selected[name] = name === "residents" ? Number(context[name]) : context[name];
    }
    for (const each of all.slice(0, all.indexOf(turn) + 1)) {
      if (!each.dataset.kept) continue;
      turns.push({ role: "user", content: JSON.parse(each.dataset.kept).question });
      const answer = each.querySelector("[data-copy]")?.dataset.copy;
      if (answer) turns.push({ role: "assistant", content: answer });
    }
    const whole = JSON.stringify({ schema: "chat/1", selected, turns }, null, 1);
    const file = document.createElement("a");
    file.href = URL.createObjectURL(new Blob([whole, "\n"], { type: "application/json" }));
    file.download = "chat.json";
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href));
  };

  const said = new Set();
  const turnKey = (part) => { const turn = part.closest(".turn"); return `${turn.id} ${turn.dataset.kept}`; };
  const opinion = async (button) => {
    const group = button.closest(".opinion"), line = group.querySelector(".said");
    const reasons = group.querySelector(".reasons"), { reason } = button.dataset;
    if (reason === undefined) {
      reasons.hidden = !reasons.hidden;
      button.setAttribute("aria-expanded", String(!reasons.hidden));
      return;
    }
    let done = true;
    try {
      const { kind, scheme, subject } = group.dataset, turn = group.closest(".turn");
      const place = agreed ? { conversation: agreed, number: Number(turn.id.replace("turn-", "")) } : {};
      const body = JSON.stringify({ helpful: reason === "", kind, reason, scheme, subject, language: turn.lang, ...place });
      const headers = { "Content-Type": "application/json" };
      done = (await fetch("./view/feedback", { method: "POST", headers, body })).ok;
    } catch { done = false; }
    line.textContent = done ? group.dataset.thanks : group.dataset.failed;
    if (done) said.add(turnKey(group));
    if (done) settled(group);
  };
  const settled = (group) => {
    for (const part of group.querySelectorAll("button, .reasons, span:not(.said)")) part.hidden = true;
    group.querySelector(".said").textContent = group.dataset.thanks;
  };

  /* The id under which this conversation is kept for the owner; empty unless the person agreed to that. */
  const AGREED = "coverage.agreed";
  let agreed = "";
  try { agreed = /^[0-9a-f]{32}$/.exec(sessionStorage.getItem(AGREED) ?? "")?.[0] ?? ""; } catch { /* not kept */ }
  const agree = (ident) => {
    agreed = ident;
    try { if (ident) sessionStorage.setItem(AGREED, ident); else sessionStorage.removeItem(AGREED); } catch { /* not kept */ }
  };
  const newIdent = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const forgotten = async (conversation) => {
    try {
      const headers = { "Content-Type": "application/json" };
      return (await fetch("./view/forget", { method: "POST", headers, body: JSON.stringify({ conversation }) })).ok;
    } catch { return false; }
  };

  const lost = () => document.querySelector("[data-testid=toast-body]") !== null;
  addEventListener("pagehide", () => {
    try { if (lost() && input()?.value) sessionStorage.setItem(DRAFT, input().value); } catch { /* not kept */ }
  });

  const coverage = {
    /* The page's language and every field, as the events send them. */
    context(length = 0) {
      const values = FIELDS.map((name) => [name, document.getElementById(`choice-${name}`)?.value ?? ""]);
      const fields = linked ?? Object.fromEntries(values);
      return JSON.stringify({ language, length, conversation: agreed, linked: linked !== null, ...fields });
    },

    /* The questions of this tab, for a server that does not know them. */
    kept() { return keptBefore; },
    lastAsked() { return last; },

    /* A question on its way: the message of the button that was pressed, or what was typed. */
    outgoing(typed) {
      const question = message ?? typed;
      message = null;
      last = question;
      sending = true;
      setTimeout(() => { sending &&= document.querySelector(".working") !== null; }, 10000);
      return [question.slice(0, MOST_SENT), coverage.context(question.length), null];
    },

    masthead(element, trigger, watch) {
      element.addEventListener("click", (event) => {
        const button = event.target.closest("[data-language]");
        if (button) {
          root.lang = language = button.dataset.language;
          try { localStorage.setItem(KEY, language); } catch { /* not kept, but used */ }
          trigger("input");
        }
        const view = event.target.closest("[data-view]");
        if (view) window.coveragePanel.toggle(view.dataset.view, view, coverage.chosen());
        if (event.target.closest(".skip")) {
          event.preventDefault();
          coverage.focus();
        }
      });
      watch("value", () => { document.title = element.querySelector("h1").dataset.title; });
    },

    /* What is chosen, for a form that opens. */
    chosen() {
      const { language: own, length, conversation, linked: from, ...fields } = JSON.parse(coverage.context());
      return new URLSearchParams(Object.entries(fields).filter(([, value]) => value));
    },

    choices(element, trigger, watch) {
      element.addEventListener("change", () => { linked = null; trigger("input"); });
      // A field that a person has touched ignores its markup from then on; so it is set by hand.
      watch("value", () => {
        for (const field of element.querySelectorAll("[data-value]")) field.value = field.dataset.value;
        linked = null;
        keepAddress();
      });
    },

    /* Off unless the person sets it; taken back, what was kept is deleted. */
    consent(element, trigger, watch) {
      const box = () => element.querySelector("input");
      const say = (name) => { element.querySelector(".said").textContent = element.querySelector(".said").dataset[name] ?? ""; };
      const seat = () => {
        if (!box()) return;
        box().checked = agreed !== "";
        if (agreed) say("kept");
      };
      element.addEventListener("change", async () => {
        if (box().checked) {
          agree(newIdent());
          say("kept");
          trigger("input");
          return;
        }
        const before = agreed;
        agree("");
        const gone = await forgotten(before);
        if (!gone) agree(before);
        say(gone ? "gone" : "failed");
      });
      dropConsent = () => {
        agree("");
        if (box()) { box().checked = false; say(""); }
      };
      seat();
      watch("value", seat);
    },

    conversation(element, trigger, watch) {
      const open = new Set();
      let turns = 0;
      send = (question) => {
        if (sending) return;
        message = question;
        trigger("submit");
        coverage.focus();
      };
      element.addEventListener("click", ({ target }) => {
        const [button, source] = [target.closest("[data-message]"), target.closest(".source-open")];
        const [copy, share] = [target.closest("[data-copy]"), target.closest("[data-share]")];
        if (button) send(button.dataset.message);
        else if (source) window.coveragePanel.openSource(source);
        else if (copy) copied(copy, copy.dataset.copy);
        else if (share) copied(share, shareLink(share.closest(".turn")));
        else if (target.closest("[data-print]")) print();
        else if (target.closest("[data-save]")) saveChat(element, target.closest(".turn"));
        else if (target.closest("[data-reason], [data-why]")) opinion(target.closest("[data-reason], [data-why]"));
      });
      element.addEventListener("toggle", ({ target }) => {
        if (target.open) open.add(target.id); else open.delete(target.id);
      }, true);
      watch("value", () => {
        for (const id of open) document.getElementById(id)?.setAttribute("open", "");
        const all = element.querySelectorAll(".turn");
        // A new question is brought to the top once; its answer then grows below it and moves nothing.
        if (all.length > turns) all[all.length - 1].scrollIntoView({ block: "start" });
        if (all.length === 0) {
          // Another conversation begins, to which nobody has agreed.
          if (turns > 0) dropConsent();
          open.clear();
          said.clear();
        }
        for (const group of element.querySelectorAll(".opinion")) {
          if (said.has(turnKey(group))) settled(group);
        }
        turns = all.length;
        if (!element.querySelector(".working")) sending = false;
        keep(all);
      });
    },

    panel(element, trigger, watch) {
      window.coveragePanel.mount(element, watch);
      element.addEventListener("click", ({ target }) => {
        const button = target.closest("[data-message]");
        if (!button) return;
        window.coveragePanel.closeIfSmall();
        send?.(button.dataset.message);
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
    if (lost() || document.querySelector("#notice [role]")) sending = false;
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

  // A question that is on its way is not sent a second time.
  const held = (event) => { if (sending) { event.preventDefault(); event.stopImmediatePropagation(); } };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target === input()) held(event);
  }, true);
  document.addEventListener("keypress", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target === input()) held(event);
  }, true);
  document.addEventListener("click", (event) => { if (event.target.closest("#send")) held(event); }, true);

  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("#conversation details:not([open])")];
    for (const details of unfolded) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of unfolded) details.open = false; });
})();
