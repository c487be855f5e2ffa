"""The page and the Markdown: they say what the report says, run nothing and fetch nothing."""

import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from evals.report import Report, build_report, to_html, to_markdown
from evals.report.model import Group
from evals.results import Result
from tests.evals.made import citation, passage, result
from tests.evals.report.run import ATTACK, RUN, made_results


@pytest.fixture(scope="module")
def report() -> Report:
    return build_report(RUN, made_results())


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return to_html(report)


class Read(HTMLParser):
    """Tags with their attributes, figures by their name, and all text outside of the style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.figures: dict[str, str] = {}
        self.text = ""
        self._figure: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._figure = dict(attrs).get("data-figure")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._figure:
            shown = self.figures.setdefault(self._figure, data)
            assert shown == data, f"{self._figure} is shown twice, as {shown} and as {data}"
            self._figure = None


def test_the_figures_of_the_page_are_those_of_the_report(report: Report, page: str) -> None:
    def named(system: str, kind: str, group: Group) -> dict[str, float | None]:
        means = {name: figure.mean for name, figure in group.figures.items() if kind == "all" or name != "answered"}
        means["aurc"] = group.risk_coverage.aurc.mean
        means["at_5_percent"] = group.risk_coverage.at_5_percent.mean
        means["at_1_percent"] = group.risk_coverage.at_1_percent.mean
        means["brier"] = group.calibration.brier.mean
        if kind in {"all", "Corpus"}:
            means["ece"] = group.calibration.ece
        return {f"{system}|{kind}|{group.name}|{name}": mean for name, mean in means.items()}

    expected: dict[str, float | None] = {}
    for each in Report.model_validate_json(report.model_dump_json()).systems:
        expected |= named(each.name, "all", each.overall)
        kinds = {"Split": each.splits, "Corpus": each.corpora, "Dataset": each.datasets, "Tag": each.tags}
        for kind, groups in kinds.items():
            for group in groups:
                expected |= named(each.name, kind, group)
    assert Read(page).figures == {name: f"{mean:.3f}" for name, mean in expected.items() if mean is not None}


def test_both_say_how_far_the_scorer_of_support_is_to_be_trusted(report: Report, page: str) -> None:
    said = f"kappa {report.support_scorer.kappa:.2f}"
    assert said in page
    assert said in to_markdown(report)


def test_the_page_runs_nothing_and_fetches_nothing(page: str) -> None:
    read = Read(page)
    assert {tag for tag, _ in read.tags} & {"script", "img", "link", "iframe", "object", "base", "form"} == set()
    attributes = [(name, value or "") for _, attributes in read.tags for name, value in attributes.items()]
    assert [name for name, _ in attributes if name.startswith("on")] == []
    assert [value for name, value in attributes if name in {"href", "src"} and not value.startswith("#")] == []
    assert [value for _, value in attributes if "://" in value] == []
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert ATTACK in read.text  # it is there, as words


def attacked_everywhere() -> tuple[Result, ...]:
    """Every field that is not ours holds an attack."""
    of_all = {
        "question": ATTACK, "text": ATTACK, "tags": (ATTACK,), "history": (ATTACK,), "must_mention": (ATTACK,),
        "must_not_mention": (ATTACK,), "dataset": ATTACK, "corpus": ATTACK, "system": ATTACK,
        "gold": ({"source": ATTACK, "quote": ATTACK},),
        "evidence": (passage(0, 9, ATTACK, ATTACK),), "citations": (citation(0, 9, ATTACK, ATTACK),),
        "explanation": {"rule": ATTACK, "failure": ATTACK, "features": {ATTACK: 1.0}, "reasons": [ATTACK]},
        "scores": {ATTACK: 0.0},
    }  # fmt: skip
    return (
        result(f"{ATTACK}1", 0, 0.9, **of_all),
        result(f"{ATTACK}2", failed=ATTACK, **of_all),
        result(f"{ATTACK}3", unscored=ATTACK, **of_all),
    )


@pytest.fixture(scope="module")
def attacked() -> Report:
    run = RUN.model_copy(
        update={
            "name": ATTACK, "git_commit": ATTACK, "notes": (ATTACK,), "splits": (ATTACK,),
            "systems": {ATTACK: {ATTACK: ATTACK}}, "choice": {ATTACK: [ATTACK]},
            "passages": {ATTACK: (passage(20, 30, ATTACK, ATTACK),)},
        }
    )  # fmt: skip
    return build_report(run, attacked_everywhere())


def test_an_attack_is_words_wherever_it_stands(attacked: Report) -> None:
    read = Read(to_html(attacked))
    assert {tag for tag, _ in read.tags} & {"script", "img"} == set()
    inert = {"data-figure", "aria-label", "title"}  # these hold names, which may be anything
    others = [(name, value or "") for _, found in read.tags for name, value in found.items() if name not in inert]
    assert [name for name, value in others if "evil" in value or "alert" in value or name.startswith("on")] == []


def test_an_attack_is_words_in_markdown(attacked: Report) -> None:
    """Even for a reader that lets HTML through."""
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(to_markdown(attacked))
    assert "&lt;script&gt;" in html
    assert re.findall(r"<(?:script|img|a)\b", html) == []


def test_addresses_in_markdown_are_no_links(attacked: Report) -> None:
    """GitHub makes links of bare addresses, but not of escaped ones."""
    outside_of_fences = re.sub(r"^(`{3,})text\n.*?\n\1$", "", to_markdown(attacked), flags=re.DOTALL | re.MULTILINE)
    assert "evil.example" in outside_of_fences
    assert "https://" not in outside_of_fences


def test_the_markdown_has_the_figures_in_tables(report: Report) -> None:
    html = MarkdownIt("commonmark").enable("table").render(to_markdown(report))
    right = report.systems[0].overall.figures["right"]
    assert f"<td>Right</td>\n<td>{right.mean:.3f} ({right.low:.3f}–{right.high:.3f})</td>" in html
    assert html.count("<table>") >= 10
    assert "| ---" not in html


@pytest.mark.parametrize("shown", [to_html, to_markdown])
def test_a_zero_of_a_silent_system_says_so(shown: object) -> None:
    assert callable(shown)
    silent = build_report(RUN, [result(str(n), 0, 0.1, "escalated") for n in range(4)])
    careful = build_report(RUN, [result(str(n), 1, 0.9) for n in range(4)])
    assert "nothing answered" in shown(silent)
    assert "nothing answered" not in shown(careful)
    assert "100% answered" in shown(careful)


@pytest.mark.parametrize(
    "results",
    [
        [],
        [result("1", failed="down")],
        [result("1", unscored="gone")],
        [result("1", scores={})],
        [result("1", 1, None)],
        [result("1", 1, system="a"), result("2", 1, system="b", dataset="other", tags=("x",))],
    ],
)
def test_little_is_shown_too(results: list[Result]) -> None:
    report = build_report(RUN, results)
    assert RUN.name in to_html(report)
    assert RUN.name in to_markdown(report)
