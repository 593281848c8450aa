/** Every word that the widget shows by itself, in both languages; a page may put others in their place. */

import type { Language, Verdict } from "./types";

export interface Strings {
  title: string;
  launcher: string;
  close: string;
  clear: string;
  cleared: string;
  other: string;
  chosen: string;
  chosenNone: string;
  scheme: string;
  plan: string;
  type: string;
  rank: string;
  residents: string;
  any: string;
  conversation: string;
  welcome: string;
  intro: string;
  examples: string;
  question: string;
  placeholder: string;
  send: string;
  stop: string;
  working: string;
  asked: string;
  answered: string;
  more: string;
  verdicts: Record<Verdict, string>;
  sections: Record<string, string>;
  figures: string;
  inferred: string;
  steps: string;
  conditions: string;
  derivation: string;
  values: Record<string, string>;
  why: string;
  sources: string;
  page: string;
  caveats: string;
  options: string;
  contact: string;
  decides: string;
  copy: string;
  copied: string;
  notCopied: string;
  helpful: string;
  yes: string;
  no: string;
  reason: string;
  reasonHelp: string;
  sendReason: string;
  thanks: string;
  failedTitle: string;
  retry: string;
  reconnecting: string;
  reconnectingTitle: string;
  offline: string;
  timeout: string;
  busy: string;
  busyAfter: string;
  server: string;
  broken: string;
  stopped: string;
  stoppedTitle: string;
  unlisted: string;
  barred: string;
  askAgency: string;
  empty: string;
  tooLong: string;
  unusable: string;
  unusableAmount: string;
  setUp: string;
  setUpMissing: string;
  setUpChoices: string;
  between: string;
  // What the server writes into the text of an answer, to tell such lines from others.
  saysWhy: string;
  saysSources: string;
  saysAsk: string;
}

const ja: Strings = {
  title: "サイバー保険 補償案内",
  launcher: "補償について質問する",
  close: "閉じる",
  clear: "会話を消す",
  cleared: "会話を消しました。",
  other: "English",
  chosen: "ご加入の内容",
  chosenNone: "指定なし",
  scheme: "制度",
  plan: "プラン",
  type: "タイプ",
  rank: "ランク",
  residents: "住民数（人）",
  any: "指定しない",
  conversation: "質問と回答",
  welcome: "補償の内容を確かめる",
  intro: "事故や費用、保険料のことを、ふだんの言葉でお尋ねください。パンフレットの該当ページとともにお答えします。",
  examples: "質問の例",
  question: "質問",
  placeholder: "例：パソコンを盗まれました",
  send: "質問する",
  stop: "中止する",
  working: "パンフレットを確認しています",
  asked: "質問",
  answered: "回答",
  more: "質問をすべて表示",
  verdicts: {
    covered: "補償されます",
    not_covered: "対象外",
    conditional: "条件つき",
    undetermined: "記載なし",
  },
  sections: {
    liability: "賠償責任",
    response_costs: "事故対応費用",
    business_interruption: "利益・営業継続費用",
  },
  figures: "金額",
  inferred: "パンフレットに明記がなく、読み取りによる額",
  steps: "計算の順序",
  conditions: "確認すること",
  derivation: "判断の道すじ",
  values: { true: "あてはまる", false: "あてはまらない", unknown: "わからない", info: "参考" },
  why: "理由",
  sources: "出典",
  page: "{page}ページ",
  caveats: "ご注意",
  options: "あてはまるものを選んでください",
  contact: "お問い合わせ先",
  decides: "実際のお支払いは、引受保険会社が個別の事案をもとに判断します。",
  copy: "回答をコピー",
  copied: "コピーしました。",
  notCopied: "コピーできませんでした。回答の文を選択してコピーしてください。",
  helpful: "この回答は役に立ちましたか",
  yes: "はい",
  no: "いいえ",
  reason: "どこが足りませんでしたか（任意）",
  reasonHelp: "お名前や連絡先は書かないでください。",
  sendReason: "送る",
  thanks: "ご意見を受け取りました。",
  failedTitle: "回答できませんでした",
  retry: "もう一度試す",
  reconnecting: "つながり次第、この質問をお送りします。このままお待ちください。",
  reconnectingTitle: "接続し直しています",
  offline: "サーバーに接続できません。通信の状態を確かめてから、もう一度お試しください。質問はそのまま残っています。",
  timeout: "{seconds}秒待ちましたが、回答が届きませんでした。質問はそのまま残っています。",
  busy: "ただいま混み合っています。少し待ってから、もう一度お試しください。質問はそのまま残っています。",
  busyAfter: "ただいま混み合っています。{seconds}秒ほど待ってから、もう一度お試しください。質問はそのまま残っています。",
  server: "回答を作れませんでした。もう一度お試しください。質問はそのまま残っています。",
  broken: "回答が途中で切れたか、読み取れない形で届きました。もう一度お試しください。質問はそのまま残っています。",
  stopped: "質問はそのまま残っています。",
  stoppedTitle: "中止しました",
  unlisted:
    "このページからは、まだ質問を受け付けていません。サイト管理者の方へ：案内サーバーの ASSISTANT_CORS_ORIGINS に {origin} を加えてください。",
  barred:
    "このページの設定により、案内に接続できません。サイト管理者の方へ：Content-Security-Policy の connect-src に {host} を加えてください。",
  askAgency: "続くときのお問い合わせ先",
  empty: "質問が入力されていません。知りたいことを入力してから「質問する」を押してください。",
  tooLong: "質問が長すぎます（{length}文字）。短くしてから、もう一度「質問する」を押してください。入力した文はそのまま残っています。",
  unusable: "質問を読み取れませんでした。言葉を変えて、もう一度入力してください。",
  unusableAmount: "金額に0円未満の値があります。0円以上の金額に直して、もう一度入力してください。",
  setUp: "この案内は、まだ使えるように設定されていません",
  setUpMissing: "サイト管理者の方へ：{attribute} の値「{value}」は見つかりません。",
  setUpChoices: "使える値：",
  between: "、",
  saysWhy: "理由",
  saysSources: "根拠",
  saysAsk: "お問い合わせ",
};

const en: Strings = {
  title: "Cyber insurance coverage guide",
  launcher: "Ask about cover",
  close: "Close",
  clear: "Clear conversation",
  cleared: "The conversation is cleared.",
  other: "日本語",
  chosen: "Your cover",
  chosenNone: "not specified",
  scheme: "Scheme",
  plan: "Plan",
  type: "Type",
  rank: "Rank",
  residents: "Residents",
  any: "Not specified",
  conversation: "Questions and answers",
  welcome: "Check what is covered",
  intro:
    "Ask in plain words about an incident, a cost or a premium. Each answer shows the page of the brochure that it " +
    "rests on.",
  examples: "Example questions",
  question: "Question",
  placeholder: "For example: a laptop was stolen",
  send: "Ask",
  stop: "Stop",
  working: "Checking the brochure",
  asked: "Question",
  answered: "Answer",
  more: "Show the whole question",
  verdicts: { covered: "Covered", not_covered: "Not covered", conditional: "Depends", undetermined: "Not stated" },
  sections: {
    liability: "Liability",
    response_costs: "Incident response costs",
    business_interruption: "Lost profit and continuity",
  },
  figures: "Amounts",
  inferred: "The brochure does not print this clearly; the amount rests on a reading of it",
  steps: "Steps of the calculation",
  conditions: "What to confirm",
  derivation: "How this was decided",
  values: { true: "applies", false: "does not apply", unknown: "not known", info: "for information" },
  why: "Why",
  sources: "Sources",
  page: "page {page}",
  caveats: "Please note",
  options: "Choose the one that fits",
  contact: "Whom to ask",
  decides: "Whether a claim is paid is decided by the insurer, case by case.",
  copy: "Copy answer",
  copied: "Copied.",
  notCopied: "Copying did not work. Select the text of the answer and copy it.",
  helpful: "Was this answer useful?",
  yes: "Yes",
  no: "No",
  reason: "What was missing? (optional)",
  reasonHelp: "Please write no names or addresses.",
  sendReason: "Send",
  thanks: "Your view was received.",
  failedTitle: "No answer",
  retry: "Try again",
  reconnecting: "This question is sent as soon as the connection is back. You can leave this open.",
  reconnectingTitle: "Connecting again",
  offline: "The server cannot be reached. Check the connection, then try again. Your question is still here.",
  timeout: "No answer came within {seconds} seconds. Your question is still here.",
  busy: "The service is busy. Wait a moment, then try again. Your question is still here.",
  busyAfter: "The service is busy. Wait about {seconds} seconds, then try again. Your question is still here.",
  server: "The answer could not be prepared. Try again. Your question is still here.",
  broken: "The answer was cut off or arrived in a form that cannot be read. Try again. Your question is still here.",
  stopped: "Your question is still here.",
  stoppedTitle: "Stopped",
  unlisted:
    "Questions from this page are not accepted yet. To the site's administrator: add {origin} to " +
    "ASSISTANT_CORS_ORIGINS of the server.",
  barred:
    "The settings of this page keep it from connecting. To the site's administrator: add {host} to connect-src of " +
    "the Content-Security-Policy.",
  askAgency: "Whom to ask if this continues",
  empty: "There is no question yet. Write what you would like to know, then press Ask.",
  tooLong: "The question is too long ({length} characters). Shorten it, then press Ask again. Your text is still there.",
  unusable: "The question could not be read. Put it in other words and try again.",
  unusableAmount: "The question holds an amount below zero. Write it as 0 yen or more and ask again.",
  setUp: "This guide is not set up yet",
  setUpMissing: "To the site's administrator: {attribute} is “{value}”, which does not exist.",
  setUpChoices: "Use one of: ",
  between: ", ",
  saysWhy: "Why",
  saysSources: "Sources",
  saysAsk: "Whom to ask",
};

export const STRINGS: Readonly<Record<Language, Strings>> = { ja, en };

/** Return a sentence with its places, such as `{page}`, filled in. */
export function filled(sentence: string, places: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}

/** Return the strings of a language with a page's own in place of those that it gives; what is no text is left out. */
export function withOwn(language: Language, own: Record<string, unknown>): Strings {
  const merged: Record<string, unknown> = { ...STRINGS[language] };
  for (const [key, value] of Object.entries(own)) {
    if (!Object.hasOwn(STRINGS.en, key)) continue;
    const before = merged[key];
    if (typeof before === "string") {
      if (typeof value === "string") merged[key] = value;
    } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const texts = Object.entries(value).filter((entry) => typeof entry[1] === "string");
      merged[key] = { ...(before as object), ...Object.fromEntries(texts) };
    }
  }
  return merged as unknown as Strings;
}
