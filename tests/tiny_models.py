"""Real models of a few kilobytes with random weights, saved as those of Hugging Face are."""

from pathlib import Path

WORDS = "query passage вернуть товар деньги доставка оператор курьер привезёт возврат за 14 дней :".split()


def tiny_encoder(folder: Path, prompts: dict[str, str] | None = None) -> str:
    """A sentence-transformers model; gives its name for `OPORA_EMBEDDING_MODEL`."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    bert = folder.with_name(f"{folder.name}-bert")
    _save_bert(BertModel, bert)
    transformer = Transformer(str(bert))
    pooling = Pooling(transformer.get_embedding_dimension())
    SentenceTransformer(modules=[transformer, pooling], prompts=prompts, device="cpu").save(str(folder))
    return str(folder)


def tiny_cross_encoder(folder: Path, labels: int = 1) -> str:
    """A cross-encoder with so many scores for a pair; gives its name for `OPORA_RERANKER`."""
    from transformers import BertForSequenceClassification

    _save_bert(BertForSequenceClassification, folder, num_labels=labels)
    return str(folder)


def _save_bert(kind: type, folder: Path, **settings: int) -> None:
    import torch
    from transformers import BertConfig, BertTokenizer

    folder.mkdir(parents=True)
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join(("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS)), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=5 + len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        initializer_range=0.5,
        **settings,
    )
    kind(config).save_pretrained(folder)
    BertTokenizer(str(vocabulary), model_max_length=64).save_pretrained(folder)
