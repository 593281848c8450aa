import assert from "node:assert/strict";
import { test } from "node:test";
import { misfit } from "../src/chooser";
import { asHistory } from "../src/history";
import { converting } from "../src/keys";
import { said } from "../src/figures";
import { exact, spoken } from "../src/money";
import { Names } from "../src/names";
import { languageOf, readAnswer, readCatalogue, readProblem } from "../src/read";
import { EventReader } from "../src/sse";
import { filled, STRINGS, withOwn } from "../src/strings";
import { boxes, partWhy, withoutRepeats } from "../src/words";

test("amounts as people write them", () => {
  const cases: [number, string, string][] = [
    [0, "0円", "0 yen"],
    [73_810, "73,810円", "73,810 yen"],
    [100_000, "10万円", "100,000 yen"],
    [4_400_000, "440万円", "4.4 million yen"],
    [4_050_000, "405万円", "4.05 million yen"],
    [100_000_000, "1億円", "100 million yen"],
    [120_000_000, "1億2,000万円", "120 million yen"],
    [1_234_567_890, "1,234,567,890円", "1,234,567,890 yen"],
  ];
  for (const [yen, ja, en] of cases) {
    assert.equal(spoken(yen, "ja"), ja);
    assert.equal(spoken(yen, "en"), en);
  }
  assert.equal(exact(4_400_000, "ja"), "4,400,000円");
});

test("an event stream is read however it is cut", () => {
  const whole = ': ping\r\nevent: delta\r\ndata: {"text": "あ"}\r\n\r\nevent:answer\ndata: 1\ndata: 2\n\ndata: x\r\rid: 7\n\n';
  const expected = [
    { event: "delta", data: '{"text": "あ"}' },
    { event: "answer", data: "1\n2" },
    { event: "message", data: "x" },
  ];
  for (let size = 1; size <= whole.length; size += 1) {
    const reader = new EventReader();
    const found = [];
    for (let from = 0; from < whole.length; from += size) found.push(...reader.feed(whole.slice(from, from + size)));
    assert.deepEqual(found, expected, `pieces of ${size}`);
  }
});

test("what the server sent is read defensively", () => {
  assert.equal(readAnswer(null), null);
  assert.equal(readAnswer({ schema: "answer/2", text: "x" }), null);
  assert.equal(readAnswer({ schema: "answer/1" }), null);
  const answer = readAnswer({
    schema: "answer/1", text: "t", language: "fr", verdicts: [{ verdict: "maybe", plan: 3 }, "no"], amounts: [{ yen: "1" }, { yen: 5 }],
    citations: {}, caveats: [1, "c"], options: [{ label: "l" }, { label: "a", message: "b" }], derivation: [{ label: "d", children: "x" }],
  });
  assert.ok(answer);
  assert.equal(answer.language, "ja");
  assert.deepEqual(answer.verdicts.map(({ verdict, plan }) => [verdict, plan]), [["undetermined", ""]]);
  assert.deepEqual(answer.amounts.map(({ yen }) => yen), [5]);
  assert.deepEqual(answer.caveats, ["c"]);
  assert.deepEqual(answer.options, [{ label: "a", message: "b" }]);
  assert.deepEqual(answer.derivation, [{ label: "d", value: "", children: [] }]);
  assert.equal(readCatalogue([]), null);
  assert.deepEqual(readProblem({ code: "x", errors: [{ field: "plan", choices: ["a"] }] }), { code: "x", field: "plan", choices: ["a"] });
  assert.deepEqual(readProblem("<html>"), { code: "", field: "", choices: [] });
});

const catalogue = readCatalogue({
  schemes: [
    { id: "one", name: { ja: "一", en: "One" }, plans: [{ id: "p", name: {}, types: ["A"] }, { id: "q", name: {}, types: ["B"] }], ranks: ["1"] },
    { id: "two", name: { ja: "二", en: "Two" }, plans: [{ id: "r", name: {}, types: [] }], ranks: [] },
  ],
});

test("a pinned value that does not exist is found, with those that do", () => {
  const names = new Names(catalogue ?? []);
  const none = { scheme: "", plan: "", type: "", rank: "", residents: "" };
  assert.equal(misfit(none, names), null);
  assert.equal(misfit({ ...none, scheme: "one", plan: "q", type: "B", rank: "1", residents: "100" }, names), null);
  assert.deepEqual(misfit({ ...none, scheme: "three" }, names), { field: "scheme", value: "three", choices: ["one", "two"] });
  assert.deepEqual(misfit({ ...none, scheme: "one", plan: "r" }, names), { field: "plan", value: "r", choices: ["p", "q"] });
  assert.deepEqual(misfit({ ...none, plan: "p", type: "B" }, names), { field: "type", value: "B", choices: ["A"] });
  assert.deepEqual(misfit({ ...none, residents: "-3" }, names), { field: "residents", value: "-3", choices: [] });
  // Before the catalogue is there nothing can be judged.
  assert.equal(misfit({ ...none, scheme: "three" }, new Names([])), null);
});

test("the language of a question", () => {
  assert.equal(languageOf("補償は?", "en"), "ja");
  assert.equal(languageOf("is ransom covered", "ja"), "en");
  assert.equal(languageOf("G II?", "ja"), "ja");
});

test("keys of a conversion are told from others", () => {
  assert.ok(converting({ isComposing: true, keyCode: 13 }));
  assert.ok(converting({ isComposing: false, keyCode: 229 }));
  assert.ok(!converting({ isComposing: false, keyCode: 13 }));
});

test("what the card draws is not said twice", () => {
  const text = "Paid if:\n\n- ☐ consent\n- notice\n\n**Ratio: 90%**\n\nSources: a, b\n\nEnd.";
  assert.equal(withoutRepeats(text, ["consent", "notice"], ["Ratio", "Sources"]), "End.");
  assert.equal(withoutRepeats(text, ["consent"], []), "Paid if:\n\n- notice\n\n**Ratio: 90%**\n\nSources: a, b\n\nEnd.");
  assert.deepEqual(boxes(text), ["consent"]);
  assert.deepEqual(partWhy("いいえ。\n\n理由：漏えいだけです。\n理由：二つ目。\n\n以上。", "理由"), {
    words: "いいえ。\n\n以上。",
    reasons: ["漏えいだけです。", "二つ目。"],
  });
});

test("the history is the newest answered exchanges that fit", () => {
  const answer = (text: string) => readAnswer({ schema: "answer/1", text });
  const turns = [
    { question: "a", answer: answer("A") },
    { question: "lost", answer: null },
    { question: "b", answer: answer("B") },
  ];
  assert.deepEqual(asHistory(turns, 10), [
    { role: "user", content: "a" }, { role: "assistant", content: "A" },
    { role: "user", content: "b" }, { role: "assistant", content: "B" },
  ]);
  assert.deepEqual(asHistory(turns, 69_997).map(({ content }) => content), ["b", "B"]);
  assert.deepEqual(asHistory(turns, 80_000), []);
  const many = Array.from({ length: 60 }, (_, index) => ({ question: `q${index}`, answer: answer("x") }));
  assert.equal(asHistory(many, 1).length, 50);
});

test("both languages have every word, and none is empty", () => {
  assert.deepEqual(Object.keys(STRINGS.ja), Object.keys(STRINGS.en));
  const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const [key, ja] of Object.entries(STRINGS.ja)) {
    const en = STRINGS.en[key as keyof typeof STRINGS.en];
    if (typeof ja === "string" && typeof en === "string") {
      assert.ok(ja && en, key);
      assert.deepEqual(places(ja), places(en), key);
    } else {
      assert.deepEqual(Object.keys(ja), Object.keys(en), key);
    }
  }
});

test("a page's own words replace ours where they are words", () => {
  const own = withOwn("en", { title: "Aide", send: 3, verdicts: { covered: "Couvert" }, __proto__: { x: 1 }, unknown: "y" });
  assert.equal(own.title, "Aide");
  assert.equal(own.send, "Ask");
  assert.deepEqual([own.verdicts.covered, own.verdicts.not_covered], ["Couvert", "Not covered"]);
  assert.ok(!("unknown" in own));
  assert.equal(STRINGS.en.verdicts.covered, "Covered");
  assert.equal(filled("{a} and {b}", { a: "$&" }), "$& and {b}");
});

test("a line that says no more than its figure is known", () => {
  const names = new Names(readCatalogue({ schemes: [{ id: "one", plans: [{ id: "p", name: { ja: "充実プラン", en: "wide plan" } }] }] }) ?? []);
  const answer = readAnswer({
    schema: "answer/1", text: "", amounts: [{ label: "見込額", yen: 4_900_000, scheme: "one", plan: "p", type: "F II" }, { label: "total", yen: 73_810 }],
  });
  const [one, two] = answer?.amounts ?? [];
  assert.ok(one && two);
  assert.equal(said(one, names, "ja"), "見込額：490万円（4,900,000円）（充実プラン F II）");
  assert.equal(said(two, names, "ja"), "total：73,810円");
  assert.equal(said(one, names, "en"), "見込額: 4,900,000 yen (wide plan F II)");
  assert.equal(withoutRepeats("**見込額：490万円（4,900,000円）**（充実プラン F II）\n\nx", [said(one, names, "ja")]), "x");
});
