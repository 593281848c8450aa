/** Whole yen as people write them, and as the exact figure beside it. */

import type { Language } from "./types";

/** Return a whole number with separators: `4,400,000`. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Return all digits with the unit: `4,400,000円`, `4,400,000 yen`. */
export function exact(yen: number, language: Language): string {
  return grouped(yen) + (language === "ja" ? "円" : " yen");
}

/** Return the short form where it loses nothing (`440万円`, `1億2,000万円`, `4.4 million yen`), else all digits. */
export function spoken(yen: number, language: Language): string {
  if (language === "ja") {
    if (yen < 10_000 || yen % 10_000) return exact(yen, language);
    const man = yen / 10_000;
    const oku = Math.floor(man / 10_000);
    const rest = man % 10_000;
    return (oku ? `${grouped(oku)}億` : "") + (rest ? `${grouped(rest)}万` : "") + "円";
  }
  if (yen < 1_000_000 || yen % 10_000) return exact(yen, language);
  const hundredths = yen / 10_000;
  const rest = hundredths % 100;
  const fraction = rest ? `.${String(rest).padStart(2, "0").replace(/0$/, "")}` : "";
  return `${grouped(Math.floor(hundredths / 100))}${fraction} million yen`;
}
