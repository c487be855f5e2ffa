"""What is kept beside a reply: enough to reckon its score, its confidence and its decision again."""

import math

import pytest

from agent.calibration import shipped
from tests.agent.shop import Shop


def test_each_part_of_a_score_is_kept(shop: Shop) -> None:
    _, trace = shop.desk.trace(shop.ask("Сколько стоит доставка курьером?").id)
    assert trace["candidates"]
    for each in trace["candidates"]:
        assert sum(each["parts"].values()) == pytest.approx(each["score"], abs=0.001)
        assert each["parts"]["bonus"] >= -0.001


def test_the_weights_of_the_features_are_kept(shop: Shop) -> None:
    """With the calibration of another day they would explain another probability."""
    reply = shop.ask("Сколько стоит доставка курьером?")
    _, trace = shop.desk.trace(reply.id)
    weights = dict(trace["weights"])
    odds = weights.pop("bias") + sum(weight * trace["features"][name] for name, weight in weights.items())
    assert 1 / (1 + math.exp(-odds)) == pytest.approx(trace["confidence"])
    assert trace["topic_threshold"] == shipped().topic_threshold


def test_the_words_of_the_quotes_are_kept(shop: Shop) -> None:
    reply = shop.ask("Сколько стоит доставка курьером?")
    _, trace = shop.desk.trace(reply.id)
    words = {quoted for each in trace["statements"] for quoted in each["words"]}
    assert {each.quote for each in reply.citations} <= words


def test_what_was_asked_is_kept_beside_its_repair(shop: Shop) -> None:
    _, trace = shop.desk.trace(shop.ask("rfr jajhvbnm djpdhfn njdfhf").id)
    assert (trace["asked"], trace["searched"]) == ("rfr jajhvbnm djpdhfn njdfhf", "как оформить возврат товара")


def test_disagreements_are_kept_with_their_places(shop: Shop) -> None:
    reply = shop.ask("Какой телефон горячей линии?")
    _, trace = shop.desk.trace(reply.id)
    assert reply.conflicts
    kept = {value["value"]: len(value["quotes"]) for each in trace["disagreements"] for value in each["values"]}
    assert kept.keys() == {value.value for each in reply.conflicts for value in each.values}
    assert all(kept.values())


def test_a_turn_without_a_search_keeps_little(shop: Shop) -> None:
    _, trace = shop.desk.trace(shop.ask("спасибо").id)
    assert (trace["candidates"], trace["weights"], trace["disagreements"]) == ([], None, [])
