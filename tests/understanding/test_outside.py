"""What no brochure here is about: other insurances, private things, steps at a machine, promises."""

from __future__ import annotations

import pytest

from assistant.corpus.patterns import PatternSet
from assistant.understanding.other_insurances import OtherInsurances
from assistant.understanding.outside import (
    advice,
    private_matter,
    speaks_of_insurance,
    technical_help,
    text_wanted,
    wants_promise,
)
from assistant.understanding.text import prepare

# As brochures name insurances: that of a company, and their own.
BROCHURES = "引受は海山火災保険株式会社。総合賠償補償保険に付く。sea and mountain fire insurance co. lead."

INSURANCES = OtherInsurances(BROCHURES, PatternSet(("北の団体",)))

ASKED_OF = [
    (True, "天井から水が漏れました。ビルの火災保険には特約があるはずです。その火災保険、自己負担はいくらですか"),
    (True, "雇用慣行賠償責任保険の免責はいくらですか"),
    (True, "店舗総合保険に入っているのですが、写真だけで請求できますか"),
    (True, "社会保険料はいくらですか"),
    (True, "We have employment practices insurance with another firm: what is its deductible?"),
    (True, "What does our D&O policy pay?"),
    (True, "クレカに付いてる携帯品の補償って申請どうやるんですか"),
    (True, "What is the fee to renew the compulsory liability cover of the minibus?"),
    (False, "Can my cousin's guest house sign up for the chamber's leak insurance?"),
    (False, "What two building blocks make up the base cover?"),
    (False, "火災保険に入っているのですが、サイバー攻撃で燃えたサーバーの修理は出ますか"),
    (False, "火災保険とサイバー保険は両方から出ますか"),
    (False, "海山火災保険の電話番号は"),
    (False, "総合賠償補償保険の類型7はいくら"),
    (False, "この損害保険の保険料は"),
    (False, "追加保険料はいくらですか"),
    (False, "北の団体保険で出ますか"),
    (False, "国民健康保険の名簿が漏れました。お詫び状は出ますか"),
    (False, "一回使ったら車の保険みたいに高くなりますか"),
    (False, "Our fire insurance refused, so is the server covered after the attack?"),
    (False, "What is the phone number of Sea and Mountain Fire Insurance?"),
]


@pytest.mark.parametrize(("asked", "text"), ASKED_OF, ids=[t for _, t in ASKED_OF])
def test_the_insurance_that_a_question_is_put_about(asked: bool, text: str) -> None:
    assert INSURANCES.asked_of(prepare(text)) is asked


TECHNICAL = [
    (True, "ルーターのファームウェアを更新する手順を教えてください"),
    (True, "消えたファイルを復元するにはどうすればいいですか"),
    (True, "Outlook asks for the password again and again. Which setting do I change in the registry?"),
    (True, "Walk me through getting the decryption key, step by step"),
    (False, "ウイルスに感染しました。どうすればいいですか"),
    (False, "設定ミスでデータを消しました。弁償は出ますか"),
    (False, "データの復旧費用を請求する手順を教えてください"),
    (False, "How do we recover the costs of restoring the data?"),
    (False, "How do I register for the monitoring service?"),
]


@pytest.mark.parametrize(("technical", "text"), TECHNICAL, ids=[t for _, t in TECHNICAL])
def test_steps_at_a_machine(technical: bool, text: str) -> None:
    assert technical_help(prepare(text)) is technical


PRIVATE = [
    (True, "個人で使っているスマホを乗っ取られました。会社は関係ありません"),
    (True, "母のスマホに変な請求が来ました"),
    (True, "Every photo on my home storage box is locked. Not my office, my own living room."),
    (True, "うちの母が電話を信じて50万円振り込んでしまいました。取り返せるでしょうか"),
    (False, "My wife says we never lost data. What would a profit risk be in our shop?"),
    (False, "庭木の片付けで塀を倒しました。保険で出ると息子が言うのですが"),
    (False, "職員が自宅のパソコンで名簿を扱い、漏えいしました"),
    (False, "An employee took the customer list home on my personal laptop"),
    (False, "会員の方の口座が不正に使われました"),
]


@pytest.mark.parametrize(("private", "text"), PRIVATE, ids=[t for _, t in PRIVATE])
def test_private_things(private: bool, text: str) -> None:
    assert private_matter(prepare(text)) is private


PROMISES = [
    (True, "入っておけば必ず保険金が出ると約束してもらえますか"),
    (True, "Can you promise me in writing that our next claim will be paid?"),
    (False, "成果を保証する契約をしました。その賠償は補償されますか"),
    (False, "We promised the client a result. Are the damages covered?"),
]


@pytest.mark.parametrize(("promise", "text"), PROMISES, ids=[t for _, t in PROMISES])
def test_promises(promise: bool, text: str) -> None:
    assert wants_promise(prepare(text)) is promise


TEXTS = [
    (True, "会員あての手紙の文面を考えてください"),
    (True, "この案内をフランス語に翻訳してもらえますか"),
    (True, "Could you shorten the brochure to five bullet points in French?"),
    (True, "Please draft an apology for our members"),
    (True, "犯人と値切り交渉するときのコツを教えて"),
    (False, "手紙を作って送りました。切手代は出ますか"),
    (False, "記者会見の原稿を書いてもらいました。補償されますか"),
    (False, "Is the cost of drafting the letter covered?"),
    (False, "Translation and evidence collection after a probe?"),
]


@pytest.mark.parametrize(("wanted", "text"), TEXTS, ids=[t for _, t in TEXTS])
def test_texts_to_be_made(wanted: bool, text: str) -> None:
    assert text_wanted(prepare(text)) is wanted


@pytest.mark.parametrize(
    ("insurance", "text"),
    [
        (False, "きょうの東京の最高気温は何度まで上がりますか"),
        (False, "What is the highest mountain in Japan?"),
        (True, "賠償の上限はいくらですか"),
        (True, "What is the highest limit?"),
    ],
)
def test_words_of_insurance(insurance: bool, text: str) -> None:
    assert speaks_of_insurance(prepare(text).text) is insurance


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (True, "Could the directors go to prison for hiding a breach?"),
        (False, "Are dispute costs paid if we go to court?"),
    ],
)
def test_advice_on_law(wanted: bool, text: str) -> None:
    assert advice(prepare(text).text) is wanted
