"""Build the embedding that ships with the package; `python -m assistant embedding build` calls it.

Words begin with vectors of what they mean in general (`word_sources`). sentence-transformers then trains them on pairs, each
with a hard negative: a question and a section that its answer cites, an example message and the section of its statement, a
section and its translation, a title and its text. Last, sentences of everyday Japanese become as alike as their translations
(`distillation`). The same sources, pairs, corpus and seed give the same files.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.corpus.brochure import Section, read_brochure
from assistant.errors import CorpusError
from assistant.retrieval.distillation import distilled
from assistant.retrieval.hard_negatives import Pair, body_text, section_text, with_negatives
from assistant.retrieval.model_card import model_card
from assistant.retrieval.passages import plain_text
from assistant.retrieval.sentence_sources import Sentences
from assistant.retrieval.word_sources import Words

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DIMENSIONS = 192
JAPANESE_WORDS = 21_000
ENGLISH_WORDS = 7_000
SEED = 20_260_401
EPOCHS = 3
BATCH = 256
LEARNING_RATE = 0.003
SCALE = 20.0
"""Factor of cosines in the loss: 1 / temperature."""
NESTED = (192, 96, 64)
"""Leading dimensions that are trained to do alone, the first being all."""

_UNKNOWN = "<unk>"
_UNKNOWN_SCORE = -30.0
_SHORT_ENGLISH = 4.0
"""Taken off the score of English words of one or two letters, so that longer words are not cut into them."""

_PIECES = r"[\p{Han}\p{Hiragana}\p{Katakana}ー々〆]+|\p{Latin}+|\p{Nd}|[^\p{Han}\p{Hiragana}\p{Katakana}ー々〆\p{Latin}\p{Nd}]+"


def build(
    words: Words,
    pairs: Sequence[Pair],
    output: Path,
    *,
    sections: Sequence[Section],
    sentences: Sentences | None = None,
    epochs: int = EPOCHS,
    seed: int = SEED,
) -> Path:
    """Train the model and put it in place of the folder `output`.

    Args:
        pairs: of what should be near. sections: those that the pairs are about; hard negatives are taken from them.
        sentences: everyday ones, of which the model learns how alike they are; None for none.
    """
    tokenizer = make_tokenizer(words)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".model-") as scratch:
        made = Path(scratch) / "model"
        triples = with_negatives(pairs, sections, seed)
        _train(tokenizer, words, triples, sentences, made, epochs=epochs, seed=seed)
        card = model_card(
            tokens=tokenizer.get_vocab_size(),
            dimensions=words.vectors.shape[1],
            pairs=len(triples),
            sentences=len(sentences.japanese) if sentences else 0,
            digest=_digest(triples),
        )
        (made / "README.md").write_text(card, encoding="utf-8")
        if output.exists():
            shutil.rmtree(output)
        made.rename(output)
    return output


def read_corpus(corpus: Path) -> tuple[Section, ...]:
    """The sections of every `<scheme>/brochure.<language>.md` below `corpus`, in the order of their names.

    Raises:
        CorpusError: there is no brochure, or one cannot be read.
    """
    files = sorted(corpus.glob("*/brochure.*.md"))
    if not files:
        raise CorpusError(f"{corpus}: has no <scheme>/brochure.<language>.md to train on.")
    return tuple(section for file in files for section in read_brochure(file))


def make_tokenizer(words: Words) -> Tokenizer:
    """A tokenizer that cuts text into the likeliest words; nothing in it is trained."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    scores = [
        score - (_SHORT_ENGLISH if name.isascii() and len(name) < 3 else 0.0)
        for name, score in zip(words.names, words.frequencies, strict=True)
    ]
    pieces = [(_UNKNOWN, _UNKNOWN_SCORE), *zip(words.names, scores, strict=True)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex(_PIECES), behavior="isolated")]
    )
    return tokenizer


def section_pairs(sections: Sequence[Section]) -> list[Pair]:
    """Pairs of the brochures themselves: translations of titles and texts, and titles with their texts."""
    known = {(section.scheme, section.id, section.language): section for section in sections}
    pairs: list[Pair] = []
    for (scheme, ident, language), section in known.items():
        if section.text.strip():
            pairs.append((plain_text(section.title), body_text(section)))
        other = known.get((scheme, ident, "en"))
        if language == "ja" and other is not None:
            pairs.append((plain_text(section.title), plain_text(other.title)))
            pairs.append((section_text(section), section_text(other)))
    return pairs


def _digest(triples: Sequence[tuple[str, ...]]) -> str:
    """Tells whether a model was made from these triples: what the pairs, the brochures and the mining come to."""
    return hashlib.sha256(json.dumps(triples, ensure_ascii=False).encode()).hexdigest()[:16]


def _train(
    tokenizer: Tokenizer,
    words: Words,
    triples: Sequence[tuple[str, str, str]],
    sentences: Sentences | None,
    output: Path,
    *,
    epochs: int,
    seed: int,
) -> None:
    # Set before the libraries are imported: nothing may be looked up or reported while training.
    os.environ.update({"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "WANDB_DISABLED": "true"})
    import torch
    from datasets import Dataset, disable_progress_bars
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.sentence_transformer.losses import MatryoshkaLoss, MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from transformers import PrinterCallback

    disable_progress_bars()
    random.seed(seed)
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # sums in one order
    start = np.vstack([np.zeros((1, words.vectors.shape[1]), np.float32), words.vectors])
    start /= float(np.abs(start).max()) or 1.0
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=start), Normalize()], device="cpu"
    )
    # The card is our own; with an example given, none is drawn from the data.
    model.model_card_data.widget = [{"text": ""}]
    if triples and epochs:
        columns = zip(("anchor", "positive", "negative"), zip(*triples, strict=True), strict=True)
        loss: Any = MultipleNegativesRankingLoss(model, scale=SCALE)
        nested = [size for size in NESTED if size <= words.vectors.shape[1]]
        if len(nested) > 1:
            loss = MatryoshkaLoss(model, loss, nested, [1.0, *(0.3 for _ in nested[1:])])
        with tempfile.TemporaryDirectory() as logs:
            arguments = SentenceTransformerTrainingArguments(
                output_dir=logs,
                num_train_epochs=epochs,
                per_device_train_batch_size=BATCH,
                learning_rate=LEARNING_RATE,
                lr_scheduler_type="linear",
                seed=seed,
                data_seed=seed,
                use_cpu=True,
                save_strategy="no",
                logging_strategy="no",
                report_to="none",
                disable_tqdm=True,
                dataloader_num_workers=0,
            )
            trainer = SentenceTransformerTrainer(
                model=model,
                args=arguments,
                train_dataset=Dataset.from_dict({name: list(values) for name, values in columns}),
                loss=loss,
            )
            trainer.remove_callback(PrinterCallback)
            trainer.train()
    if sentences is not None:
        static: Any = model[0]
        weights = static.embedding.weight
        keep = list(dict.fromkeys(text for triple in triples for text in triple))
        taught = distilled(tokenizer, weights.detach().numpy(), sentences, keep)
        weights.data.copy_(torch.from_numpy(taught))
    model.half().save_pretrained(str(output), create_model_card=False)
    for file in output.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)
