/* What opens beside the chat: a source of an answer, the coverage table, the forms. The server draws them; here they are
   fetched, put in place, filtered. On a small screen the panel covers the page and keeps the focus. */
(() => {
  "use strict";
  const small = matchMedia("(max-width: 63.99rem)");
  let box, opener = null, view = null, pending = null, timer = null;

  const part = (selector) => box?.querySelector(selector);
  const outside = () => document.querySelectorAll("#masthead, #beside, #talk");

  const layout = () => {
    const open = Boolean(box && !box.hidden);
    document.documentElement.classList.toggle("with-panel", open);
    document.documentElement.classList.toggle("with-table", open && view === "matrix");
    const modal = open && small.matches;
    for (const element of outside()) element.inert = modal;
    if (!box) return;
    if (modal) { box.setAttribute("role", "dialog"); box.setAttribute("aria-modal", "true"); }
    else { box.setAttribute("role", "complementary"); box.removeAttribute("aria-modal"); }
    for (const button of document.querySelectorAll("[data-view]")) {
      button.setAttribute("aria-expanded", String(open && button.dataset.view === view));
    }
  };
  small.addEventListener("change", layout);

  const fetched = async (path, parameters) => {
    pending?.abort();
    const own = pending = new AbortController();
    parameters.set("lang", document.documentElement.lang);
    const answer = await fetch(`./view/${path}?${parameters}`, { signal: own.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  };

  /* Fetch a view; null where a later one took its place, or it cannot be reached, which is then said. */
  const load = async (name, parameters) => {
    const body = part(".panel-body");
    body.setAttribute("aria-busy", "true");
    try {
      return await fetched(name, parameters);
    } catch (error) {
      if (error.name === "AbortError") return null;
      const line = document.createElement("p");
      line.className = "tool-problem";
      line.setAttribute("role", "alert");
      line.textContent = box.dataset.unreachable;
      (part(".tool-result") ?? body).replaceChildren(line);
      body.removeAttribute("aria-busy");
      return null;
    }
  };

  /* Put a view into the panel; `refill` replaces its result alone, so that what is being typed stays. */
  const place = (html, refill = false) => {
    const body = part(".panel-body"), fresh = new DOMParser().parseFromString(html, "text/html").body;
    const result = refill && part(".tool-result"), next = fresh.querySelector(".tool-result");
    if (result && next) result.replaceChildren(...next.childNodes);
    else body.replaceChildren(...fresh.childNodes);
    body.removeAttribute("aria-busy");
  };

  const fill = async (name, parameters, refill = false) => {
    const html = await load(name, parameters);
    if (html !== null) place(html, refill);
  };

  const open = (title, from) => {
    if (box.hidden) opener = from;
    box.hidden = false;
    part("#panel-title").textContent = title;
    const loading = document.createElement("p");
    loading.className = "tool-hint";
    loading.textContent = box.dataset.loading;
    part(".panel-body").replaceChildren(loading);
    layout();
    part("#panel-title").focus({ preventScroll: !small.matches });
    box.scrollTop = box.closest("#panel").scrollTop = 0;
  };

  const close = () => {
    if (!box || box.hidden) return;
    clearTimeout(timer);
    pending?.abort();
    reloading = false;
    box.hidden = true;
    const [from, was] = [opener, view];
    opener = view = null;
    layout();
    const back = from?.isConnected ? from : document.querySelector(`[data-view="${was}"]`);
    back?.focus();
  };

  const openView = (name, from, parameters = new URLSearchParams()) => {
    const button = document.querySelector(`#masthead [data-view="${name}"]`);
    view = name;
    open(button?.dataset.title ?? "", from ?? button);
    return fill(name, parameters);
  };

  const openSource = (button) => {
    view = "source";
    open(box.dataset.source, button);
    const { document: cited, section, about } = button.dataset;
    return fill("source", new URLSearchParams({ document: cited, section, about }));
  };

  const typed = (form, step = {}) => {
    const parameters = new URLSearchParams(new FormData(form));
    for (const [key, value] of Object.entries(step)) parameters.set(key, value);
    return parameters;
  };

  /* Fields that decide what other fields there are bring a new form; the focus stays on the field that was changed.
     What was changed or typed meanwhile is not lost: the form is then asked for once more. */
  let reloads = 0, reloading = false;
  const again = async (form, step, focus) => {
    const own = ++reloads;
    reloading = true;
    let html, sent;
    do {
      sent = typed(form).toString();
      html = await load(view, typed(form, step));
    } while (html !== null && own === reloads && form.isConnected && typed(form).toString() !== sent);
    if (own !== reloads) return;
    reloading = false;
    if (html === null || !form.isConnected) return;
    const held = form.contains(document.activeElement) && document.activeElement.id;
    place(html);
    const target = box.querySelector(Object.keys(step).length || !held ? focus : `#${CSS.escape(held)}`);
    (target ?? part("#panel-title")).focus({ preventScroll: Boolean(target) });
  };

  const filter = () => {
    const table = part(".matrix");
    if (!table) return;
    const states = [...box.querySelectorAll("[data-state]:checked")].map((field) => field.dataset.state);
    const words = part("[data-search]").value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    const differing = part("[data-differing]").checked;
    for (const detail of box.querySelectorAll(".detail")) detail.remove();
    for (const cell of box.querySelectorAll(".cell[aria-expanded=true]")) cell.setAttribute("aria-expanded", "false");
    let shown = 0, all = 0;
    for (const row of table.tBodies[0].rows) {
      const name = row.cells[0].textContent.normalize("NFKC").toLowerCase();
      const fits = row.dataset.states.split(" ").some((state) => states.includes(state))
        && words.every((word) => name.includes(word)) && (!differing || row.hasAttribute("data-differs"));
      row.hidden = !fits;
      shown += fits;
      all += 1;
    }
    const count = part(".count");
    count.textContent = shown ? count.dataset.count.replace("{all}", all).replace("{shown}", shown) : count.dataset.none;
  };

  const cell = async (button) => {
    const table = button.closest("table"), row = button.closest("tr");
    const opened = button.getAttribute("aria-expanded") === "true";
    for (const detail of table.querySelectorAll(".detail")) detail.remove();
    for (const other of table.querySelectorAll(".cell[aria-expanded=true]")) other.setAttribute("aria-expanded", "false");
    if (opened) return;
    button.setAttribute("aria-expanded", "true");
    const detail = document.createElement("tr");
    detail.className = "detail";
    const place = detail.insertCell();
    place.colSpan = row.cells.length;
    place.setAttribute("aria-live", "polite");
    place.textContent = box.dataset.loading;
    row.after(detail);
    const { row: index, column } = button.dataset, { scheme, group } = table.dataset;
    try {
      const html = await fetched("cell", new URLSearchParams({ scheme, group, row: index, column }));
      const inner = document.createElement("div");
      inner.className = "detail-inner";
      inner.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      place.replaceChildren(inner);
    } catch (error) {
      if (error.name !== "AbortError") place.textContent = box.dataset.unreachable;
    }
  };

  const onClick = (event) => {
    const { target } = event;
    const source = target.closest(".source-open");
    if (target.closest(".panel-close")) close();
    else if (source) {
      // A source of a view opens over it; what was open is one press away in the head of the page.
      openSource(source);
    } else if (target.closest(".cell")) cell(target.closest(".cell"));
    else if (target.closest("[data-step]")) {
      const { step } = target.closest("[data-step]").dataset;
      const form = target.closest("form");
      const lines = form.querySelectorAll(".line").length;
      const focus = step === "add" ? `#tool-item-${lines}` : `#tool-item-${Math.max(0, lines - 2)}`;
      again(form, { [step]: step === "add" ? "1" : target.closest("[data-step]").value }, focus);
    }
  };

  const onInput = (event) => {
    if (!view) return; // a field that loses the focus because the panel closes
    if (event.target.closest(".filters")) { filter(); return; }
    const form = event.target.closest(".tool-form");
    if (!form || event.type === "input" && event.target.matches("select")) return;
    clearTimeout(timer);
    const changes = event.target.matches("[data-again]") || reloading;
    if (event.type === "change" && changes) again(form, {}, `#${CSS.escape(event.target.id)}`);
    else if (event.type === "change") fill(view, typed(form), true);
    else if (!event.isComposing) {
      timer = setTimeout(() => { if (view && !reloading) fill(view, typed(form), true); }, 250);
    }
  };

  window.coveragePanel = {
    mount(element, watch) {
      const seat = () => {
        // The frame is drawn anew in another language; what was open is drawn anew in it.
        const before = view;
        box = element.querySelector(".panel");
        view = null;
        layout();
        if (before && before !== "source") openView(before);
      };
      seat();
      watch("value", seat);
      element.addEventListener("click", onClick);
      element.addEventListener("input", onInput);
      element.addEventListener("change", onInput);
      element.addEventListener("submit", (event) => event.preventDefault());
    },
    openView, openSource, close,
    toggle(name, from, parameters) { if (view === name) close(); else openView(name, from, parameters); },
    closeIfSmall() { if (small.matches || view === "matrix") close(); },
  };

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && box && !box.hidden) { event.preventDefault(); close(); }
  });
})();
