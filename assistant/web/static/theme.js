/* Light, dark, or as the device: kept in the browser where storage is allowed, and used all the same where it is not. It runs
   before the page is drawn. */
(() => {
  "use strict";
  const KEY = "coverage.theme", ORDER = ["auto", "light", "dark"];
  const dark = matchMedia("(prefers-color-scheme: dark)"), root = document.documentElement;
  const SHAPES = {
    auto: "M8 1.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13z M8 1.5v13",
    light: "M8 4.75a3.25 3.25 0 100 6.5 3.25 3.25 0 000-6.5z M8 .75v1.5 M8 13.75v1.5 M.75 8h1.5 M13.75 8h1.5 M2.9 2.9l1 1 M12.1 12.1l1 1 M2.9 13.1l1-1 M12.1 3.9l1-1",
    dark: "M13.5 9.9A6 6 0 016.1 2.5a6 6 0 107.4 7.4z",
  };
  let theme = "auto";
  try { theme = localStorage.getItem(KEY) ?? "auto"; } catch { /* not kept, but used */ }
  if (!ORDER.includes(theme)) theme = "auto";

  const paint = () => {
    const on = theme === "dark" || (theme === "auto" && dark.matches);
    root.classList.toggle("dark", on);
    // The chat page's framework follows the device by a class of its own.
    if (document.body?.querySelector("gradio-app")) document.body.classList.toggle("dark", on);
    for (const meta of document.querySelectorAll("meta[name=color-scheme]")) {
      meta.content = theme === "auto" ? "light dark" : theme;
    }
  };

  const drawing = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), space = svg.namespaceURI;
    for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", width: "18", height: "18", "aria-hidden": "true", focusable: "false" })) {
      svg.setAttribute(key, value);
    }
    const line = document.createElementNS(space, "path");
    const look = { d: SHAPES[name], fill: "none", stroke: "currentColor", "stroke-width": "1.5", "stroke-linecap": "round", "stroke-linejoin": "round" };
    for (const [key, value] of Object.entries(look)) line.setAttribute(key, value);
    svg.append(line);
    if (name === "auto") {
      const half = document.createElementNS(space, "path");
      half.setAttribute("d", "M8 1.5a6.5 6.5 0 010 13z");
      half.setAttribute("fill", "currentColor");
      svg.append(half);
    }
    return svg;
  };

  /* Each switch says what is chosen now; pressing it goes on to the next. */
  const label = () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      if (button.dataset.shown === `${theme} ${button.dataset.label}`) continue;
      button.dataset.shown = `${theme} ${button.dataset.label}`;
      const words = document.createElement("span");
      words.textContent = `${button.dataset.label}${document.documentElement.lang === "en" ? ": " : "："}${button.dataset[theme]}`;
      button.replaceChildren(drawing(theme), words);
      button.title = words.textContent;
      button.hidden = false;
    }
  };

  const follow = () => { paint(); label(); };
  addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-switch]")) return;
    theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
    try { if (theme === "auto") localStorage.removeItem(KEY); else localStorage.setItem(KEY, theme); } catch { /* not kept */ }
    follow();
  });
  // Another window of the same page.
  addEventListener("storage", ({ key, newValue }) => {
    if (key !== KEY) return;
    theme = ORDER.includes(newValue) ? newValue : "auto";
    follow();
  });
  dark.addEventListener("change", follow);
  paint();
  // Switches come late and are drawn anew in another language; the framework sets its class whenever it likes.
  new MutationObserver(follow).observe(root, { childList: true, subtree: true, attributeFilter: ["class"] });
  addEventListener("DOMContentLoaded", follow);
})();
