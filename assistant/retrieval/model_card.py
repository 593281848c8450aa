"""The model card that `build_embedding` writes beside the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.corpus.brochure import Section


def model_card(sections: Sequence[Section], *, tokens: int, dimensions: int, pairs: int) -> str:
    """The card (`README.md`) of a model trained on these sections, with `pairs` training pairs."""
    counts = Counter((section.scheme, section.language) for section in sections)
    rows = "\n".join(f"| {scheme} | {language} | {count} |" for (scheme, language), count in sorted(counts.items()))
    return f"""---
license: apache-2.0
language: [ja, en]
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [sentence-transformers, static-embedding]
---

# Static embedding for insurance brochures, Japanese and English

A `StaticEmbedding` of sentence-transformers: {tokens:,} byte-level BPE tokens, {dimensions} dimensions,
float16. The vector of a text is the mean of its tokens' vectors, scaled to length 1. It adds evidence to
a lexical search over brochures and is not meant to stand alone.

## Use

```python
from sentence_transformers import SentenceTransformer

model = SentenceTransformer("assistant/retrieval/model", device="cpu")
```

The assistant computes the same vectors with `tokenizers` and `numpy`
(`assistant.retrieval.embedding.StaticEmbedder`).

## Data and licence

Trained only on this repository's own text, the restated brochures under `corpus/`; no other model and no
question of an evaluation was used. Apache-2.0, as the repository.

| scheme | language | sections |
| --- | --- | --- |
{rows}

## Training

1. Tokenizer: byte-level BPE on the text, scripts kept apart.
2. Start: latent semantic analysis over sections, Japanese and English of a section as one document.
3. {pairs:,} pairs (title and text, neighbouring passages, translations) with `MultipleNegativesRankingLoss`.

Made again by `python -m assistant.retrieval.build_embedding`; the same corpus and seed give the same files.

## Limits

- It knows only words that the brochures use. Everyday words that they do not use have no useful vector.
- Word order, negation and figures are not seen: "covered" and "not covered" are close. It decides nothing.
- Similarities are comparable within this model only.
"""
