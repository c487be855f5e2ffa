"""The articles in `sources/` can be published, disagree where the real ones do, and copy no sentence of theirs."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ARTICLES = sorted((ROOT / "sources").glob("**/*.md"))
REAL_ARTICLES = ROOT.parent / "shared" / "articles"

# Seven numbers for one hotline: each author knew another one, and Opora has to show that.
HOTLINE_NUMBERS = (
    "8 800 234 55 55",
    "8 800 234 70 00",
    "8 800 333 33 33",
    "8 800 100 0 800",
    "8 800 555 35 35",
    "8 800 555 34 34",
    "8 800 555 57 57",
)
ADDRESSES = ("support@ozon.ru", "help@ozon.ru")
STAFF_ARTICLES = {"support-metrics.md", "handling-complaints.md"}
# Seven words in a row can be chance ("с понедельника по пятницу с 9 до"); eight are a sentence taken over.
COPIED_WORDS = 8


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    opening, front, body = text.split("---\n", 2)
    assert opening == ""
    return yaml.safe_load(front), body


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower().replace("ё", "е"))


def runs(text: str) -> set[str]:
    """Every run of words long enough to be a sentence taken over."""
    said = words(text)
    return {" ".join(said[i : i + COPIED_WORDS]) for i in range(len(said) - COPIED_WORDS + 1)}


def names_saying(spoken: str, articles: Iterable[Path]) -> list[str]:
    """The files that have `spoken` in them, however its digits are grouped and joined."""
    return [path.name for path in articles if f" {spoken} " in f" {' '.join(words(path.read_text('utf-8')))} "]


def test_there_are_enough_articles() -> None:
    assert len(ARTICLES) >= 14


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_article_can_be_published(path: Path) -> None:
    front, body = split_front_matter(path.read_text("utf-8"))

    assert set(front) <= {"title", "url", "updated", "audience", "trust"}
    assert isinstance(front["title"], str)
    assert re.fullmatch(r"https://help\.example\.ru/[a-z/-]+", front["url"])
    assert isinstance(front["updated"], date)
    assert front.get("audience", "customer") in {"customer", "staff"}
    assert isinstance(front.get("trust", 0), int)
    assert re.search(r"^## ", body, re.MULTILINE)
    assert 1_500 <= len(body) <= 4_000


def test_no_two_articles_share_a_title_or_a_link() -> None:
    fronts = [split_front_matter(path.read_text("utf-8"))[0] for path in ARTICLES]

    assert len({front["title"] for front in fronts}) == len(fronts)
    assert len({front["url"] for front in fronts}) == len(fronts)


def test_only_the_articles_for_staff_are_kept_from_customers() -> None:
    fronts = {path.name: split_front_matter(path.read_text("utf-8"))[0] for path in ARTICLES}

    assert {name for name, front in fronts.items() if front.get("audience") == "staff"} == STAFF_ARTICLES


def test_each_hotline_number_stands_in_an_article_of_its_own() -> None:
    places = {number: names_saying(number, ARTICLES) for number in HOTLINE_NUMBERS}

    assert all(len(names) == 1 for names in places.values()), places
    assert len({names[0] for names in places.values()}) == len(HOTLINE_NUMBERS), places


def test_each_address_stands_in_an_article_of_its_own() -> None:
    places = {address: [path.name for path in ARTICLES if address in path.read_text("utf-8")] for address in ADDRESSES}

    assert all(len(names) == 1 for names in places.values()), places
    assert places[ADDRESSES[0]] != places[ADDRESSES[1]]


@pytest.mark.skipif(not REAL_ARTICLES.is_dir(), reason="the real articles are not beside this checkout")
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_no_sentence_is_taken_from_the_real_articles(path: Path) -> None:
    real = set[str]().union(*(runs(file.read_text("utf-8")) for file in REAL_ARTICLES.glob("*.txt")))
    _, body = split_front_matter(path.read_text("utf-8"))

    assert runs(body) & real == set()
