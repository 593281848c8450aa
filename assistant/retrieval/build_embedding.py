"""Build the embedding that ships with the package: `python -m assistant.retrieval.build_embedding`.

A byte-level BPE tokenizer is trained on the restated brochures; its tokens start with vectors of a latent
semantic analysis over sections in which Japanese and English stand together; sentence-transformers then
trains them on pairs from the same sections (a section and its translation, a title and its text, neighbouring
passages). The same corpus and seed give the same files. It takes less than a minute and needs no network.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.corpus.brochure import Section, read_brochure
from assistant.errors import AssistantError, CorpusError
from assistant.retrieval.embedding import DEFAULT_MODEL
from assistant.retrieval.model_card import model_card
from assistant.retrieval.passages import Passage, plain_text, split_sections

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DIMENSIONS = 256
VOCABULARY = 8_000
SEED = 20_260_401
EPOCHS = 10
BATCH = 64
LEARNING_RATE = 0.001

# Scripts are kept apart before byte pairs are merged: Japanese has no blanks that would do it.
_PIECES = "|".join(
    (
        r"\p{Han}+",
        r"\p{Hiragana}+",
        r"[\p{Katakana}ー]+",
        r"\p{Latin}+",
        r"\p{Nd}",
        r"[^\s\p{Han}\p{Hiragana}\p{Katakana}ー\p{Latin}\p{Nd}]+",
    )
)


def build(corpus: Path, output: Path, *, epochs: int = EPOCHS, seed: int = SEED) -> Path:
    """Train the model on all brochures below `corpus` and put it in place of the folder `output`.

    Raises:
        CorpusError: there is no brochure, or one cannot be read.
    """
    sections = read_corpus(corpus)
    passages = split_sections(sections)
    tokenizer = train_tokenizer([passage.searchable for passage in passages])
    vectors = latent_vectors(tokenizer, passages)
    pairs = training_pairs(passages)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".model-") as scratch:
        made = Path(scratch) / "model"
        _train(tokenizer, vectors, pairs, made, epochs=epochs, seed=seed)
        card = model_card(sections, tokens=tokenizer.get_vocab_size(), dimensions=vectors.shape[1], pairs=len(pairs))
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


def train_tokenizer(texts: Sequence[str]) -> Tokenizer:
    """A byte-level BPE tokenizer; no text is unknown to it, and training it twice gives the same one."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Split(Regex(_PIECES), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        min_frequency=2,
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        max_token_length=24,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def latent_vectors(tokenizer: Tokenizer, passages: Sequence[Passage]) -> NDArray[np.float32]:
    """A start for training: tokens that occur in the same sections, in either language, point the same
    way."""
    documents: dict[tuple[str, str], list[str]] = defaultdict(list)
    for passage in passages:
        documents[passage.scheme, passage.section].append(passage.searchable)
    counts = np.zeros((len(documents), tokenizer.get_vocab_size()))
    for row, texts in enumerate(documents.values()):
        for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
            np.add.at(counts[row], encoding.ids, 1.0)
    rarity = np.log((1 + len(documents)) / (1 + (counts > 0).sum(axis=0)))
    weighted = np.log1p(counts) * rarity
    weighted /= np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1e-9)
    _, strengths, axes = np.linalg.svd(weighted, full_matrices=False)
    rank = min(DIMENSIONS, len(strengths))
    axes = axes[:rank] * np.sign(axes[np.arange(rank), np.abs(axes[:rank]).argmax(axis=1)])[:, None]
    vectors = np.zeros((counts.shape[1], DIMENSIONS), dtype=np.float32)
    vectors[:, :rank] = (axes.T * np.sqrt(strengths[:rank])) * rarity[:, None]
    scale = float(np.abs(vectors).max()) or 1.0
    return vectors / scale


def training_pairs(passages: Sequence[Passage]) -> list[tuple[str, str]]:
    """Texts that are about the same thing: translations, a title and its text, neighbours within a
    section."""
    texts: dict[tuple[str, str], dict[str, list[Passage]]] = defaultdict(lambda: defaultdict(list))
    for passage in passages:
        texts[passage.scheme, passage.section][passage.language].append(passage)
    pairs: list[tuple[str, str]] = []
    for languages in texts.values():
        for language, found in sorted(languages.items()):
            bodies = [plain_text(passage.text) for passage in found]
            title = plain_text(found[0].title)
            pairs += [(title, body) for body in bodies]
            pairs += list(itertools.pairwise(bodies))
            for other in sorted(set(languages) - {language}):
                pairs.append((title, "\n".join(plain_text(passage.text) for passage in languages[other])))
                if language < other:
                    pairs.append((title, plain_text(languages[other][0].title)))
                    pairs.append(("\n".join(bodies), "\n".join(plain_text(p.text) for p in languages[other])))
    return pairs


def _train(
    tokenizer: Tokenizer,
    vectors: NDArray[np.float32],
    pairs: Sequence[tuple[str, str]],
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
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from transformers import PrinterCallback

    disable_progress_bars()
    random.seed(seed)
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # sums in one order
    static = StaticEmbedding(tokenizer, embedding_weights=vectors)
    model = SentenceTransformer(modules=[static, Normalize()], device="cpu")
    # The card is our own; with an example given, none is drawn from the data.
    model.model_card_data.widget = [{"text": ""}]
    if pairs and epochs:
        anchors, positives = zip(*pairs, strict=True)
        dataset = Dataset.from_dict({"anchor": list(anchors), "positive": list(positives)})
        loss: Any = MultipleNegativesRankingLoss(model, directions=("query_to_doc", "doc_to_query"))
        with tempfile.TemporaryDirectory() as logs:
            arguments = SentenceTransformerTrainingArguments(
                output_dir=logs,
                num_train_epochs=epochs,
                per_device_train_batch_size=BATCH,
                learning_rate=LEARNING_RATE,
                warmup_steps=0.1,
                seed=seed,
                data_seed=seed,
                use_cpu=True,
                save_strategy="no",
                logging_strategy="no",
                report_to="none",
                disable_tqdm=True,
                dataloader_num_workers=0,
            )
            trainer = SentenceTransformerTrainer(model=model, args=arguments, train_dataset=dataset, loss=loss)
            trainer.remove_callback(PrinterCallback)
            trainer.train()
    model.half().save_pretrained(str(output), create_model_card=False)
    for file in output.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code: 0 when the model was built, 2 when the corpus cannot be
    read."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.retrieval.build_embedding",
        description="Train the embedding that ships with the package on the restated brochures.",
    )
    parser.add_argument("--corpus", type=Path, default=DEFAULT_MODEL.parents[2] / "corpus", help="default: corpus/")
    parser.add_argument("--output", type=Path, default=DEFAULT_MODEL, help="default: the package's model folder")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    try:
        made = build(options.corpus, options.output, epochs=options.epochs, seed=options.seed)
    except AssistantError as error:
        print(error.message, file=sys.stderr)
        return 2
    size = sum(file.stat().st_size for file in made.rglob("*") if file.is_file())
    print(f"{made}: {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
