"""Cross-encoders: a real one from a folder, and names that name none."""

from pathlib import Path

import pytest

from ingest.errors import UnknownReranker
from ingest.reranking import open_reranker
from tests.tiny_models import tiny_cross_encoder, tiny_encoder


def test_a_cross_encoder_scores_each_passage_with_the_question(tmp_path: Path) -> None:
    reranker = open_reranker(tiny_cross_encoder(tmp_path / "tiny"))
    texts = ["возврат за 14 дней", "курьер привезёт товар", "деньги " * 500]
    scores = reranker.score("вернуть товар", texts)
    assert all(0 < score < 1 for score in scores)
    assert len(set(scores)) == len(texts)
    assert reranker.score("вернуть товар", texts[::-1]) == pytest.approx(scores[::-1], abs=1e-5)
    assert reranker.score("деньги", texts) != pytest.approx(scores, abs=1e-5)
    assert reranker.score("вернуть товар", []) == []


@pytest.mark.parametrize("name", ["./no/such/folder", "/no-such-folder", "not a name!"])
def test_a_wrong_name_says_what_to_do_in_one_line(name: str) -> None:
    with pytest.raises(UnknownReranker) as caught:
        open_reranker(name)
    message = str(caught.value)
    assert name in message
    assert "OPORA_RERANKER" in message
    assert "\n" not in message


def test_what_scores_no_pairs_is_refused_rather_than_given_random_scores(tmp_path: Path) -> None:
    for name, reason in (
        (tiny_encoder(tmp_path / "encoder"), "embeds texts"),
        (tiny_cross_encoder(tmp_path / "three", labels=3), "gives 3 scores"),
        (str(tmp_path), "config.json"),
    ):
        with pytest.raises(UnknownReranker, match=reason):
            open_reranker(name)
