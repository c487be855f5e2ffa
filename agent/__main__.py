"""Ask the agent from a terminal.

python -m agent ask "Как вернуть товар?" [--json] [--explain] [--release R]
python -m agent search "возврат" [-k 10] [--json]     # `-` reads one question a line
python -m agent explain MESSAGE_ID [--json]
"""

import json
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from agent.commands import one_line_errors
from ingest.clock import utc_now
from ingest.commands import run_commands
from ingest.quiet import silence_telemetry

app = typer.Typer(help="Answers from the articles, in a terminal.", add_completion=False, rich_markup_mode=None)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="what a customer would write")],
    as_json: Annotated[bool, typer.Option("--json", help="print the whole Reply")] = False,
    release: Annotated[str | None, typer.Option(help="try this release instead of the current one")] = None,
    explained: Annotated[bool, typer.Option("--explain", help="show how the answer came about")] = False,
) -> None:
    """Answer one question. Nothing is stored and no ticket reaches the desk."""
    from agent.assemble import IN_MEMORY, build_agent
    from agent.desk import Desk
    from agent.settings import AgentSettings

    with one_line_errors():
        agent = build_agent(AgentSettings.read(), release=release, desk=Desk(IN_MEMORY, clock=utc_now))
        agent.check_ready()
        conversation, _ = agent.desk.start_conversation()
        reply = agent.reply(conversation, question)
    if explained and not as_json:
        _print_explanation(reply.model_dump(mode="json"), agent.desk.trace(reply.id)[1])
        return
    if as_json:
        _print_json(reply.model_dump(mode="json"))
        return
    typer.echo(reply.text)
    for citation in reply.citations:
        place = " › ".join((citation.title, *citation.heading))
        typer.echo(f"\n[{citation.marker}] {place} ({citation.source_id})\n    {' '.join(citation.quote.split())}")
    typer.echo(f"\n{reply.outcome}, confidence {reply.confidence}")


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="the question, or - for one question a line from standard input")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="how many passages")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="print a JSON array")] = False,
) -> None:
    """Rank passages for a question. From standard input: a JSON array a line."""
    from agent.assemble import build_knowledge
    from agent.settings import AgentSettings

    with one_line_errors():
        retriever = build_knowledge(AgentSettings.read()).retriever().model_copy(update={"k": k})
        if question == "-":
            for line in sys.stdin:
                _print_json(_ranked(retriever.retrieve(line.strip())))
            return
        ranked = _ranked(retriever.retrieve(question))
    if as_json:
        _print_json(ranked)
        return
    for each in ranked:
        typer.echo(
            f"{each['score']:.3f}  {each['source_id']}:{each['start']}-{each['end']}\n"
            f"       {' '.join(each['text'].split())[:200]}"
        )


def _ranked(evidence: Any) -> list[dict[str, Any]]:
    return [
        {
            "source_id": each.passage.source_id,
            "start": each.passage.start,
            "end": each.passage.end,
            "score": round(each.score, 4),
            "text": each.passage.text,
        }
        for each in evidence.candidates
    ]


@app.command()
def explain(
    message_id: Annotated[str, typer.Argument(help="the id of a reply")],
    as_json: Annotated[bool, typer.Option("--json", help="print all that is stored")] = False,
) -> None:
    """Show how a stored reply came about: search, draft, checks, confidence, the rule that decided."""
    from agent.desk import open_desk
    from agent.settings import AgentSettings

    with one_line_errors():
        desk = open_desk(AgentSettings.read())
        message, trace = desk.trace(message_id)
    reply = message.reply.model_dump(mode="json") if message.reply else None
    if as_json:
        typer.echo(json.dumps({"reply": reply, "trace": dict(trace)}, ensure_ascii=False, indent=2))
        return
    _print_explanation(reply, trace)


def _print_explanation(reply: Mapping[str, Any] | None, trace: Mapping[str, Any]) -> None:
    from agent.explain import print_explanation

    print_explanation(reply, trace, sys.stdout)


if __name__ == "__main__":
    silence_telemetry()
    run_commands(app, "python -m agent")
