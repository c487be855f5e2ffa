"""Opora's answers to all cases, so that whether each is right can be told, however unsure it is of them."""

from collections.abc import Iterable
from dataclasses import fields

from agent.calibration import Calibration, Logistic, Provenance, Row
from agent.features import Features
from evals.calibrate.samples import is_of_use
from evals.corpora import Corpus
from evals.plan import Choice, plan
from evals.results import Result
from evals.systems.opora import Opora
from ingest.progress import Progress


def answer_everything() -> Calibration:
    """Whatever is supported is given as an answer. What was asked before decides how a follow-up is read: so the former
    calibration has no say in the next one."""
    indifferent = Logistic(0.0, Features(**{field.name: 0.0 for field in fields(Features)}))
    provenance = Provenance("", "", None, "", "", {}, {}, {})
    return Calibration(provenance, indifferent, indifferent, 0.0, (Row(0.0, 0.0, 0.0, None),))


def ask(corpora: Iterable[Corpus], progress: Progress) -> list[Result]:
    """Of every case that is of use.

    Raises:
        BadCase: a line of a dataset is no case.
    """
    from agent.assemble import build_agent

    results = []
    for corpus in corpora:
        asked = [each for each in plan([corpus], Choice()) if is_of_use(each.dataset, each.case)]
        progress.begin(f"Asking {corpus.name}", len(asked))
        with corpus.opora() as opora:
            agent = opora.agent
            unsure = answer_everything()
            eager = Opora(
                build_agent(agent.settings, desk=agent.desk, knowledge=agent.knowledge, calibration=unsure),
                calibration=unsure,
            )
            for each in asked:
                answer = eager.ask(each.case)
                results.append(
                    Result(
                        system=eager.name,
                        corpus=each.corpus,
                        dataset=each.dataset,
                        case=each.case,
                        answer=answer,
                        gold=(),
                    )
                )
                progress.advance()
    return results
