"""Agents without one part, over the same articles."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from agent.assemble import build_steps, taking
from agent.desk import open_desk
from evals.ablation.parts import Part
from evals.corpora import Corpus
from evals.run import Opener
from evals.systems.opora import Opora

WHOLE = "opora"


def system_without(part: Part) -> str:
    """Its name among the systems of a run."""
    return f"without {part.name}"


@contextmanager
def variants(parts: Iterable[Part]) -> Iterator[dict[str, Opener]]:
    """The whole agent and it without each part, by name. Over one corpus all have one release, made once; cases that
    leave articles out are not for them."""
    with ExitStack() as opened:
        made: dict[str, Opora] = {}  # by the corpus's name

        def whole(corpus: Corpus) -> Opora:
            if corpus.name not in made:
                made[corpus.name] = opened.enter_context(corpus.opora())
            return made[corpus.name]

        def opener(part: Part) -> Opener:
            return lambda corpus: nullcontext(_without(part, whole(corpus)))

        openers = {system_without(part): opener(part) for part in parts}
        yield {WHOLE: lambda corpus: nullcontext(whole(corpus)), **openers}


def _without(part: Part, whole: Opora) -> Opora:
    settings = whole.agent.settings
    desk = open_desk(settings)  # in memory, and gone with the agent
    steps = part.without(build_steps(settings, desk, whole.agent.knowledge))
    return Opora(taking(steps, desk), name=system_without(part))
