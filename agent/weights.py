"""What each part of a passage's score counts in the sum."""

from dataclasses import dataclass

from ingest.embedding import is_builtin
from ingest.lexical import HEADING_WEIGHT

DENSE_WEIGHT = 0.6  # of the built-in embedder, on the mean of the two cosines; flat between 0.3 and 0.9
# Of any other, on what is left above its background. Encoders that read a sentence are stronger. The built-in one,
# taken for another, puts the right section first for .60 of 199 development cases with .6 and with 1.2, for .55 with
# 1.8: so much does no harm even with a weak one.
CONTEXTUAL_DENSE_WEIGHT = 1.2


@dataclass(frozen=True, slots=True)
class Weights:
    """0 leaves a part out."""

    heading: float = HEADING_WEIGHT  # what is found in the heading, once more: by its words, and aligned with it
    dense: float | None = None  # None: the usual one of the embedder
    # With .5 to .8 the right section comes first for .64 of 649 development questions over twelve sets of articles,
    # with 2 for .60.
    alignment: float = 0.7
    # On a cross-encoder's probability. The sums of the first passage and the twentieth lie 1.4 to 1.8 apart: where it
    # is sure, it decides; where all are alike to it, the sum does. To replace the sum would be wrong wherever it has
    # not seen such texts: cross-encoders are weaker than BM25 at exact words (Rau and Kamps, 2022).
    reranker: float = 2.0
    # For a passage with what was asked for: a number to «какой номер», a duration to «как долго»,
    kind: float = 0.2
    steps: float = 0.1  # steps to «как сделать»
    # Where the same thing does not happen: «если не перезвонят». Half in the text, the whole in the heading. Of 176
    # development questions with such a word three more have the right section first, none fewer.
    negation: float = 0.2

    def dense_of(self, embedder: str) -> float:
        """The weight of the dense part: the one that is set, or else the usual one of the embedder of this identity."""
        if self.dense is not None:
            return self.dense
        return DENSE_WEIGHT if is_builtin(embedder) else CONTEXTUAL_DENSE_WEIGHT


USUAL = Weights()
