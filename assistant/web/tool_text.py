"""Every word of the views beside the chat (coverage table, premiums, payout, deadlines, comparison), in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Language


@dataclass(frozen=True, slots=True)
class ToolText:
    """The views in one language; `{…}` are places that are filled in."""

    titles: dict[str, str]
    intros: dict[str, str]
    close: str
    back: str
    loading: str
    unreachable: str
    ask: str
    ask_premium: str
    ask_premium_residents: str
    ask_payout: str
    ask_cost: str
    and_then: str
    ask_deadline: str
    ask_differences: str
    ask_which_plans: str
    ask_limits: str
    ask_deductibles: str
    ask_cell: str
    under: str
    any: str
    all_schemes: str
    type: str
    date: str
    deadline: str
    peril: str
    peril_open: str
    cost: str
    yen: str
    yen_help: str
    heads: dict[str, str]
    line: str
    add_line: str
    remove_line: str
    residents: str
    compared: str
    kinds: dict[str, str]
    what: str
    differences: str
    give_residents: str
    give_costs: str
    give_date: str
    unreadable: str
    too_much: str
    not_computed: str
    year_unknown: str
    nothing_to_compare: str
    no_deadlines: str
    table: str
    costs: str
    perils_by: str
    filter: str
    search: str
    states: str
    differing: str
    shown: str
    none_shown: str
    row_head: dict[str, str]
    scroll: str
    premium_table: str
    chosen: str
    source_languages: str
    marked: str
    not_found: str
    languages: dict[str, str]


JA = ToolText(
    titles={
        "matrix": "補償の一覧", "premium": "保険料を計算する", "payout": "支払額を見積もる", "deadline": "期限を調べる",
        "compare": "プランを比べる", "source": "パンフレットの記載",
    },
    intros={
        "matrix": "プランごとの結論です。結論を押すと、理由と出典が開きます。",
        "premium": "年間の保険料（分担金）を、パンフレットの表と料率から出します。",
        "payout": "かかった費用を入れると、支払額の見込みと計算の順序が出ます。",
        "deadline": "手続きの期限を、日付から数えます。",
        "compare": "起きたことや費用ごとに、プランや制度を並べます。",
        "source": "",
    },
    close="閉じる",
    back="質問に戻る",
    loading="読み込んでいます",
    unreachable="表示できませんでした。接続を確かめて、もう一度押してください。",
    ask="この内容で質問する",
    ask_premium="{who}の年間保険料はいくらですか",
    ask_premium_residents="{who}で、住民{residents}人の場合の分担金はいくらですか",
    ask_payout="{who}で、{costs}かかりました。いくら支払われますか",
    ask_cost="{item}に{yen}",
    and_then="、",
    ask_deadline="{scheme}の「{deadline}」の期限はいつですか。起算日は{date}です",
    ask_differences="{scheme}のプランの違いは何ですか",
    ask_which_plans="{scheme}で、{what}はどのプランで補償されますか",
    ask_limits="{scheme}の支払限度額はいくらですか",
    ask_deductibles="{scheme}の免責金額はいくらですか",
    ask_cell="{plan}で{what}は補償されますか",
    under="{plan}",
    any="指定しない",
    all_schemes="すべての制度",
    type="タイプ",
    date="起算日",
    deadline="調べる期限",
    peril="起きたこと",
    peril_open="まだわからない",
    cost="費用・損害",
    yen="金額（円）",
    yen_help="例：5,000,000 または 500万",
    heads={"victim": "被害者の人数", "corporation": "被害法人の数"},
    line="{number}件目",
    add_line="費用を追加する",
    remove_line="{number}件目を取り消す",
    residents="住民数（人）",
    compared="比べるもの",
    kinds={"coverage": "補償されるかどうか", "limits": "支払限度額", "deductibles": "免責金額"},
    what="起きたこと・費用",
    differences="プランで違うところすべて",
    give_residents="住民数を入れると、類型ごとの分担金が出ます。",
    give_costs="費用を選んで金額を入れると、支払額の見込みが出ます。",
    give_date="起算日を入れると、期限の日が出ます。",
    unreadable="「{value}」は金額として読み取れません。5,000,000 や 500万 のように入力してください。",
    too_much="「{value}」は大きすぎます。桁を確かめてください。",
    not_computed="この組み合わせでは計算できません。選び直してください。",
    year_unknown="この年の祝日がまだわからないため、期限を計算できません。取扱代理店へお問い合わせください。",
    nothing_to_compare="この制度には比べるプランがありません。起きたことか費用を選んでください。",
    no_deadlines="日付から数える期限は、どのパンフレットにもありません。",
    table="表示する表",
    costs="費用・損害ごと",
    perils_by="起きたことごと：{section}",
    filter="しぼり込み",
    search="言葉でしぼり込む",
    states="表示する結論",
    differing="プランで結論が違う行だけ",
    shown="{all}件のうち{shown}件を表示",
    none_shown="あてはまる行がありません。しぼり込みを減らしてください。",
    row_head={"costs": "費用・損害", "perils": "起きたこと"},
    scroll="補償の一覧（横に動かせます）",
    premium_table="年間保険料の表",
    chosen="選択中",
    source_languages="日本語と英語",
    marked="該当する箇所",
    not_found="この記載は見つかりません。",
    languages={"ja": "日本語", "en": "英語（English）"},
)  # fmt: skip

EN = ToolText(
    titles={
        "matrix": "What is covered", "premium": "Work out a premium", "payout": "Estimate a payout",
        "deadline": "Find a deadline", "compare": "Compare plans", "source": "What the brochure says",
    },
    intros={
        "matrix": "The verdict for each plan. Press a verdict to see its reason and sources.",
        "premium": "The annual premium or contribution, from the tables and rates of the brochure.",
        "payout": "Enter what was spent to see what would be paid, step by step.",
        "deadline": "Counts from a date to the last day that is in time.",
        "compare": "Puts plans or schemes side by side for an incident or a cost.",
        "source": "",
    },
    close="Close",
    back="Back to the question",
    loading="Loading",
    unreachable="This could not be shown. Check the connection and press again.",
    ask="Ask this in the chat",
    ask_premium="What is the annual premium for {who}?",
    ask_premium_residents="What is the contribution for {who} with {residents} residents?",
    ask_payout="Under {who}, {costs}. How much is paid?",
    ask_cost="{item} cost {yen}",
    and_then=", ",
    ask_deadline="{scheme}: when is the deadline “{deadline}”, counted from {date}?",
    ask_differences="How do the plans of {scheme} differ?",
    ask_which_plans="In {scheme}, which plans cover {what}?",
    ask_limits="What are the limits of {scheme}?",
    ask_deductibles="What is the deductible of {scheme}?",
    ask_cell="Under {plan}, is this covered: {what}?",
    under="the {plan}",
    any="Not specified",
    all_schemes="All schemes",
    type="Type",
    date="Counted from",
    deadline="Deadline",
    peril="What happened",
    peril_open="Not known yet",
    cost="Cost or loss",
    yen="Amount (yen)",
    yen_help="For example: 5,000,000 or 5 million",
    heads={"victim": "Number of victims", "corporation": "Number of corporations"},
    line="Item {number}",
    add_line="Add a cost",
    remove_line="Remove item {number}",
    residents="Residents",
    compared="What to compare",
    kinds={"coverage": "Whether it is covered", "limits": "Limits", "deductibles": "Deductibles"},
    what="Incident or cost",
    differences="Everything on which the plans differ",
    give_residents="Enter the number of residents to see the contribution for each contract type.",
    give_costs="Choose a cost and enter its amount to see what would be paid.",
    give_date="Enter the date to see the last day.",
    unreadable="“{value}” cannot be read as an amount. Write it like 5,000,000 or 5 million.",
    too_much="“{value}” is too large. Check the number of digits.",
    not_computed="This combination cannot be worked out. Choose again.",
    year_unknown="The public holidays of that year are not known yet, so the deadline cannot be worked out. Ask the agency.",
    nothing_to_compare="This scheme has no other plan to compare. Choose an incident or a cost.",
    no_deadlines="No brochure has a deadline that counts from a date.",
    table="Table",
    costs="By cost or loss",
    perils_by="By incident: {section}",
    filter="Filter",
    search="Filter by words",
    states="Verdicts shown",
    differing="Only rows on which plans differ",
    shown="{shown} of {all} shown",
    none_shown="No row fits. Use fewer filters.",
    row_head={"costs": "Cost or loss", "perils": "What happened"},
    scroll="What is covered (scrolls sideways)",
    premium_table="Annual premiums",
    chosen="chosen",
    source_languages="Japanese and English",
    marked="The passage that applies",
    not_found="This passage cannot be found.",
    languages={"ja": "Japanese (日本語)", "en": "English"},
)  # fmt: skip

TOOL_TEXTS: dict[Language, ToolText] = {"ja": JA, "en": EN}
TOOLS = ("matrix", "premium", "payout", "deadline", "compare")
