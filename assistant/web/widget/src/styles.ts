/** The widget's styles: a constructed style sheet, which no Content-Security-Policy forbids and no page reaches into. */

import css from "./style.css";

let sheet: CSSStyleSheet | null = null;

/** Give a shadow root the styles; all widgets of a page share one sheet. */
export function adopt(shadow: ShadowRoot): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  shadow.adoptedStyleSheets = [sheet];
}
