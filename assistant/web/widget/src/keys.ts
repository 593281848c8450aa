/** The keyboard: Enter, Escape, Tab, and Japanese conversion, which uses all of them for itself. */

/**
 * Whether a key press belongs to a conversion (of kana into kanji) that is going on. Safari ends the conversion before
 * the key arrives; key code 229 is then the only sign.
 */
export function converting(event: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Call `send` on Enter; Shift and Enter make a new line, and the Enter that confirms a conversion does nothing. */
export function sendsOnEnter(field: HTMLTextAreaElement, send: () => void): void {
  let composing = false;
  field.addEventListener("compositionstart", () => { composing = true; });
  field.addEventListener("compositionend", () => { composing = false; });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || composing || converting(event)) return;
    event.preventDefault();
    send();
  });
}

/** Keep what is typed from the page's own keyboard shortcuts. */
export function keepKeys(root: HTMLElement): void {
  for (const kind of ["keydown", "keypress", "keyup"] as const) {
    root.addEventListener(kind, (event) => event.stopPropagation());
  }
}

/** Hold the focus inside an open dialog, and close it on Escape or a press beside it. */
export function holdFocus(dialog: HTMLDialogElement, close: () => void): void {
  dialog.addEventListener("keydown", (event) => {
    if (converting(event)) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
    if (event.key === "Tab") turn(dialog, event);
  });
  // The browser's own way to close (the back gesture of a phone).
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener("pointerdown", (event) => {
    if (event.target !== dialog) return;
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const inside = event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
    if (!inside) close();
  });
}

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";

/** From the last element that takes the focus to the first, and back. */
function turn(dialog: HTMLDialogElement, event: KeyboardEvent): void {
  const all = [...dialog.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => !element.matches(":disabled") && (element.checkVisibility?.() ?? element.getClientRects().length > 0),
  );
  const root = dialog.getRootNode() as ShadowRoot;
  const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
  const active = root.activeElement;
  if (active === from || (event.shiftKey && active instanceof HTMLElement && active.tabIndex < 0)) {
    event.preventDefault();
    to?.focus();
  }
}
