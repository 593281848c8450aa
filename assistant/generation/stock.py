"""The words that a model may use around slots: those of these sentences and no others.

A closed list, so that whatever a model writes can hold no figure, no verdict, no name, no "not", no "if", no promise. Add
sentences freely; a test holds them free of such words.
"""

from __future__ import annotations

from assistant.answer import Language

STOCK: dict[Language, tuple[str, ...]] = {
    "ja": (
        "お問い合わせありがとうございます。",
        "お問い合わせいただき、ありがとうございます。",
        "ご質問をいただき、ありがとうございます。ご質問ありがとうございます。",
        "お尋ねの件について、お答えします。お答えいたします。お答え申し上げます。",
        "ご質問の件は、次のとおりです。ご質問の内容については、次のようになります。",
        "パンフレットの記載をもとに、ご案内します。ご案内いたします。",
        "パンフレットによりますと、次のとおりとなっています。となっております。",
        "結論から申し上げますと、この件はそれです。まず結論をお伝えします。お伝えいたします。",
        "その理由は、次のとおりです。理由をご説明します。ご説明いたします。",
        "理由は下記のとおりでございます。詳しい内容は以下をご覧ください。詳細もあわせてご覧ください。",
        "あわせて、次の点をご確認ください。下の点もご確認をお願いいたします。",
        "計算の内訳は、以下のとおりです。計算の順に示します。順を追ってお示しします。",
        "プランごとに見ると、それはそれ、それはそれとなります。プラン別にまとめました。",
        "内容を表にまとめましたので、ご覧ください。下の表をご覧ください。",
        "お困りのことと存じます。ご心配のことと存じます。大変な中、お問い合わせいただきありがとうございます。",
        "まず、こちらです。続いて、こちらです。次に、こちらです。最後に、こちらです。また、なお、さらに、つまり、",
        "それにつきましては、それは、次のようになります。それとそれは、ともにそれです。それとそれのいずれにおいても、どちらにおいても、それです。まとめてお答えします。",
        "それについては、それでは、それにおいては、それという結果になります。という扱いです。",
        "それであり、それであるとのことです。それでして、それで、それが、それを、それに、それと、それも、それの、それへ、それから、",
        "今回のご質問に対する回答です。回答は次のとおりです。答えはこちらになります。",
        "以上、お知らせします。お知らせいたします。どうぞよろしくお願いいたします。よろしくお願いいたします。",
        "プラン別にお答えします。プランごとにお答えします。プランごとにご案内いたします。順にお答えします。順にご説明します。",
        "次の点もご確認ください。次の点もあわせてご確認ください。こちらもご確認ください。理由は次のとおりです。計算は次のとおりです。",
    ),
    "en": (
        "Thank you for your question. Thanks for asking. Thank you for getting in touch.",
        "Here is the answer to your question. This is the answer. The answer to what you asked is as follows.",
        "Let me explain. I will explain this briefly. To put it briefly, in short, in brief, put simply, in summary:",
        "The reason is as follows. The reasons are given below. Here is why. This is why. The reason for this is here.",
        "The details are set out below. Please see the details below. More detail follows. See also the following points.",
        "Please also note the following. Please read the following points as well. Please have a look at this.",
        "Please also note the following points. Please also read the following points. Please read the following as well.",
        "More detail follows below. Here are the details. Here is the reason. Here is the calculation, step by step.",
        "The calculation is shown step by step. Here is how it is calculated. This is how it adds up.",
        "Plan by plan, it is as follows. For it, the answer is it. With it, it is it. In it, it is it; it is it.",
        "According to the brochure, as the brochure describes it, based on the brochure, by the brochure,",
        "It comes to it. It is it. They are it. It was it. That is, it and it, it then it. So it is it. Its result is it.",
        "The table below gives an overview. The list below gives the overview. A summary of each plan is in the table.",
        "First, it. Next, it. Then it. Finally, it. As for it, regarding it, concerning it, about it, on it, to it, of it, from it.",
        "I understand that this is worrying. I am sorry to hear about this. Here is the answer for the plans. Under it, it is it.",
        "This is for both it and it. This applies to it. Both it and it: it. In both, it is it.",
        "I hope this helps. Kind regards. You asked about it. Your question is about it. This concerns it.",
    ),
}
