"""Lies of the answer's own words: and for or, another reach, another doer, a whole for a part; and what the make-up bears out."""

from __future__ import annotations

import pytest

from assistant.answer import Answer
from assistant.guardrail import Guardrail

NOTICE = Answer(language="ja", kind="fact", text="疑わしい事象を初めて発見した日の翌日から30日以内で、しかも費用を負担する前に、引受保険会社に連絡します。")  # fmt: skip
GIFTS = Answer(language="ja", kind="fact", text="公表等の措置で漏えいが客観的に明らかになったとき、被害者への見舞金の費用です。上限は1名につき1,000円で、書面による事前の同意が必要です。")  # fmt: skip
FORM = Answer(language="ja", kind="fact", text="加入依頼書では、始まりの日を加入者が書き入れます。料率は令和5年度のものです。取扱代理店に確かめてください。")  # fmt: skip
DISCOUNT = Answer(language="ja", kind="fact", text="例の保険料234,900円には、団体割引20%が入っています。")

TYPES = Answer(language="ja", kind="amount", text="契約類型5と8の対応費用の支払限度額は、どちらも3,000万円（30,000,000円）です。", basis={"scheme": "chosonkai"})  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "draft", "accepted"),
    [
        (NOTICE, "期限は、疑わしい事象を初めて見つけた日の翌日から30日以内で、なおかつ費用を負担する前です。引受保険会社に連絡してください。", True),
        (NOTICE, "二つの条件を両方とも満たす必要があります。疑わしい事象を初めて発見した日の翌日から30日以内であることと、費用を負担する前であることです。連絡先は引受保険会社です。", True),
        (NOTICE, "疑わしい事象を初めて発見した日の翌日から30日以内か、費用を負担する前か、どちらかで引受保険会社に連絡します。", False),
        (NOTICE, "疑わしい事象を初めて発見した日の翌日から30日以内で、しかも費用を負担する前に、取扱代理店に連絡します。", False),
        (GIFTS, "漏えいが公表等の措置で客観的に明らかになり、事前に書面で同意を得ていれば、見舞金の費用が対象です。1名につき1,000円が上限です。", True),
        (GIFTS, "漏えいが公表等の措置で客観的に明らかになっているか、書面による事前の同意があるか、どちらかが必要です。上限は1名につき1,000円です。", False),
        (GIFTS, "見舞金の費用は、書面による事前の同意が必要で、全員分を合わせて1,000円が上限です。", False),
        (FORM, "始期は加入者が加入依頼書に記入します。料率は令和5年度のものです。", True),
        (FORM, "始まりの日は取扱代理店が加入依頼書に記入します。料率は令和5年度のものです。", False),
        (FORM, "始まりの日は加入者が加入依頼書に書き入れます。令和5年度の料率は次の年度にも適用されます。", False),
        (DISCOUNT, "例の保険料は234,900円で、団体割引20%はすでに入っています。", True),
        (DISCOUNT, "例の保険料は234,900円です。割引を適用する前の額です。", False),
        (TYPES, "対応費用の支払限度額は、契約類型5も8も3千万円です。どちらの類型も3千万円で変わりません。", True),
        (TYPES, "対応費用の支払限度額は、どちらの類型も3千円です。", False),
        (TYPES, "対応費用の支払限度額は、契約類型3では3千万円です。", False),
        (DISCOUNT, "例の保険料は234,900円です。ここからさらに団体割引20%が差し引かれます。", False),
    ],
)  # fmt: skip
def test_meaning_classes(guardrail: Guardrail, answer: Answer, draft: str, accepted: bool) -> None:
    verification = guardrail.verify(draft, answer)
    assert verification.accepted is accepted, verification.reasons
