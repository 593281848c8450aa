"""Every error that this package raises, as one tree.

AssistantError
 ├── InputError                 what a person or program sent cannot be used
 │    ├── UnknownChoiceError    a scheme, plan, type, rank … that does not exist
 │    ├── AmountError           an amount or count that no cost can have
 │    ├── MessageTooLongError   a question beyond the length that is read
 │    ├── BatchError            a batch file or one of its records cannot be read
 │    └── DocumentError         a person's own document cannot be taken in
 │         ├── NoTextError              there is no text in it: a scan, an empty file
 │         ├── LockedDocumentError      it asks for a password
 │         ├── DocumentTooLargeError    it is larger than is read, or unpacks to more
 │         └── DocumentDamagedError     it is broken, or of a kind that is not read
 ├── CorpusError                a file in `corpus/` is missing or broken
 │    ├── SchemeError           `scheme.yaml`: file, line, key and what was expected
 │    ├── BrochureError         `brochure.*.md`: file, line and what was expected
 │    └── LabelError            `questions/*.jsonl`: file, line and field of a labelled question
 ├── RuleError                  the rules cannot answer what was asked of them
 │    └── DeadlineError         a date outside the years whose holidays are known
 ├── RetrievalError             the index or its search fails
 │    ├── IndexDamagedError     the stored index cannot be used and is rebuilt
 │    └── EmbeddingError        the embedding model cannot be loaded
 ├── ModelError                 a language model does not help; the computed answer stands
 ├── StoreError                 the owner's records cannot be read or written
 ├── EvaluationError            data or options of an evaluation that cannot be used
 └── SettingsError              an environment setting has a value that cannot be used

Messages are whole sentences: what happened, where, and what to do.
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of all errors of this package; `code` is stable for programs, the message is for people."""

    code = "error"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class InputError(AssistantError):
    """What a person or a program sent cannot be used; nothing was changed."""

    code = "invalid_input"


class UnknownChoiceError(InputError):
    """A scheme, plan, type, rank or other choice that does not exist; the message names those that do."""

    code = "unknown_choice"

    def __init__(self, message: str, *, field: str | None = None, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message, field=field)
        self.choices = choices


class AmountError(InputError):
    """An amount or a count that cannot be right: negative, zero or beyond any cover."""

    code = "invalid_amount"


class MessageTooLongError(InputError):
    """A message longer than the assistant reads."""

    code = "too_long"


class BatchError(InputError):
    """A batch file or one of its lines cannot be read."""

    code = "invalid_record"


class DocumentError(InputError):
    """A person's own document cannot be taken in; the others are. The message says what to do."""

    code = "document"


class NoTextError(DocumentError):
    """A document without any text: a scan, an empty file."""

    code = "no_text"


class LockedDocumentError(DocumentError):
    """A document that asks for a password."""

    code = "locked"


class DocumentTooLargeError(DocumentError):
    """A document that is larger than is read, or that unpacks to more than is read."""

    code = "document_too_large"


class DocumentDamagedError(DocumentError):
    """A document that is broken, or of a kind or encoding that is not read."""

    code = "document_damaged"


class CorpusError(AssistantError):
    """A file under `corpus/` is missing or broken; the assistant does not start with half of it."""

    code = "corpus"


class SchemeError(CorpusError):
    """`scheme.yaml` is not what it must be: the message names file, line, key and what was expected."""

    code = "scheme"


class BrochureError(CorpusError):
    """A `brochure.*.md` is not what it must be: the message names file, line and what was expected."""

    code = "brochure"


class LabelError(CorpusError):
    """A labelled question is not what it must be: the message names file, line, field and what was expected."""

    code = "labels"


class RuleError(AssistantError):
    """The rules cannot answer what was asked of them."""

    code = "rule"


class DeadlineError(RuleError):
    """A date for which the public holidays are not known."""

    code = "deadline"


class RetrievalError(AssistantError):
    """The index or a search in it fails."""

    code = "retrieval"


class IndexDamagedError(RetrievalError):
    """The stored index cannot be used; it is rebuilt."""

    code = "index_damaged"


class EmbeddingError(RetrievalError):
    """The embedding model cannot be loaded."""

    code = "embedding"


class ModelError(AssistantError):
    """A language model gave nothing that can be used; nobody but the log sees this, the computed answer stands."""

    code = "model"


class StoreError(AssistantError):
    """The file with the owner's records cannot be read or written; answers go on without it."""

    code = "store_failed"


class EvaluationError(AssistantError):
    """Data, thresholds or results of an evaluation cannot be used: the message names file, line and field."""

    code = "evaluation"


class SettingsError(AssistantError):
    """A setting has a value that cannot be used; the message names the variable and the valid values."""

    code = "settings"
