"""The command that tells what each part of the agent contributes.

python -m evals ablate [--split heldout] [--part dense] [--out FOLDER]
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from agent.commands import one_line_errors

if TYPE_CHECKING:
    from evals.ablation.parts import Part

TABLE = "ablation.md"
# The questions of customers that need articles; over these no part is without a use.
DATASETS = ("support", "outside", "owndata", "conflicts", "followups")


def ablate(
    split: Annotated[Literal["dev", "heldout"] | None, typer.Option(help="both unless set")] = None,
    part: Annotated[list[str] | None, typer.Option(help="only this part; may be repeated; all unless set")] = None,
    seed: Annotated[int, typer.Option(help="of the intervals")] = 0,
    out: Annotated[
        Path | None, typer.Option(file_okay=False, help="where the run is kept; given again, a killed run goes on")
    ] = None,
) -> None:
    """Ask the whole agent and it without each part in turn, and write a table of what each part contributes."""
    from evals.ablation.table import markdown
    from evals.ablation.variants import WHOLE, system_without, variants
    from evals.cases import BadCase
    from evals.corpora import PEOPLES
    from evals.plan import Choice, NothingToAsk
    from evals.run import NoRun
    from evals.run_commands import ask_and_keep, present

    parts = _parts(part or ())
    titles = {WHOLE: "nothing: the whole agent", **{system_without(each): each.title for each in parts}}
    with one_line_errors(BadCase, NothingToAsk, NoRun), variants(parts) as systems:
        choice = Choice(datasets=DATASETS, split=split, seed=seed)
        folder = ask_and_keep(present(PEOPLES), choice, systems, workers=1, out=out)
        table = markdown(folder.results(), titles, seed)
    (folder.path / TABLE).write_text(table, encoding="utf-8")
    typer.echo(table)
    typer.echo(folder.path / TABLE)


def _parts(names: Sequence[str]) -> "tuple[Part, ...]":
    """The parts of these names, in the order of the table; all without names."""
    from evals.ablation.parts import PARTS

    known = {each.name for each in PARTS}
    for name in names:
        if name not in known:
            raise typer.BadParameter(
                f"{name} is no part: take {', '.join(each.name for each in PARTS)}", param_hint="'--part'"
            )
    return tuple(each for each in PARTS if not names or each.name in names)
