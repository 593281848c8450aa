/** What depends on the size of things on the screen: the field grows, wide tables are reached, phones are told apart. */

const MOST_LINES = 6;

/** Let the field grow with what is written, up to six lines. */
export function fit(field: HTMLTextAreaElement): void {
  let lines = 1;
  field.rows = lines;
  while (lines < MOST_LINES && field.scrollHeight > field.clientHeight + 1) field.rows = lines += 1;
}

/** Make tables that are wider than the panel reachable with the keyboard. */
export function reach(log: HTMLElement, label: string): void {
  for (const wide of log.querySelectorAll<HTMLElement>(".wide")) {
    if (wide.scrollWidth <= wide.clientWidth + 1) continue;
    wide.tabIndex = 0;
    wide.setAttribute("role", "group");
    wide.setAttribute("aria-label", label);
  }
}

/** Whether fingers are what points: a phone's keyboard would cover half of what there is to read. */
export function touched(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

/** Bring an element to the top of what scrolls. */
export function bringUp(log: HTMLElement, element: HTMLElement): void {
  log.scrollTop += element.getBoundingClientRect().top - log.getBoundingClientRect().top;
}
