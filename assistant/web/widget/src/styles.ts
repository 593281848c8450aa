/** The widget's styles: a constructed style sheet, which no Content-Security-Policy forbids and no page reaches into. */

import css from "./style.css";

let sheet: CSSStyleSheet | null = null;

/** Give a shadow root the styles; `nonce` serves the browsers before 2023, which need a style element. */
export function adopt(shadow: ShadowRoot, nonce: string): void {
  try {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement("style");
    style.nonce = nonce;
    style.textContent = css;
    shadow.append(style);
  }
}
