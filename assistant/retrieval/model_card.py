"""The model card that `build_embedding` writes beside the model."""

from __future__ import annotations

from assistant.retrieval.sentence_sources import TATOEBA
from assistant.retrieval.word_sources import SOURCES


def model_card(*, tokens: int, dimensions: int, pairs: int, sentences: int, digest: str) -> str:
    """The card (`README.md`) of a model.

    Args:
        pairs: how many it was trained on, each with a hard negative. sentences: how many it learned from
        after that. digest: of the pairs, so that it can be told whether they are still the same.
    """
    sources = "\n".join(f"- {what}" for what in (*SOURCES.values(), TATOEBA))
    return f"""---
license: cc-by-sa-4.0
language: [ja, en]
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [sentence-transformers, static-embedding]
---

# Static embedding for insurance brochures, Japanese and English

A `StaticEmbedding` of sentence-transformers: {tokens:,} words, {dimensions} dimensions, float16. The vector of a text is the mean
of its words' vectors, scaled to length 1; the first 96 or 64 dimensions may be used alone.

## Use

```python
from sentence_transformers import SentenceTransformer

model = SentenceTransformer("assistant/retrieval/model", device="cpu")
```

The assistant computes the same vectors with `tokenizers` and `numpy`
(`assistant.retrieval.embedding.StaticEmbedder`).

## Where words begin, and licences

{sources}

An English word begins as MiniLM encodes it, a Japanese one as MiniLM encodes its glosses in EDICT, each beside chiVe's
vector; SudachiDict (Apache-2.0) tells the forms of a word. Changes: centred, reduced to {dimensions} principal components after
the first, weighted by rarity, trained. As EDICT and wordfreq's data ask for it, the model is under CC BY-SA 4.0; the
code beside it is under the repository's licence.

## Training

{pairs:,} pairs with `MultipleNegativesRankingLoss` within `MatryoshkaLoss`, each with a hard negative, a section that shares
words with the question and does not answer it: labelled questions (`corpus/questions`) with the sections that their answers
cite, example messages with the sections of their statements, sections with their translations, titles with their texts. The
digest of these pairs is `{digest}`. Then {sentences:,} sentences of everyday Japanese became as alike as all-MiniLM-L6-v2 finds
their English translations, by least squares over the words' vectors, with the texts of the pairs kept where they are. Every
question of the evaluation (`evals/data`) was held against what is trained on, and what is or contains one was left out; JSTS
and JSQuAD are not among it.

Made again by `python -m assistant embedding build --sources DIR`; the same sources, corpus and seed give the same files.

## Figures

`python -m evals retrieval` measures search by this model alone, by words alone and by both.

## Limits

- Word order, negation and figures are not seen: "covered" and "not covered" are close. It decides nothing.
- What it learned of insurance is these schemes; over other brochures it knows what words mean in general.
- Similarities are comparable within this model only.
"""
