"""The maintainer's commands:

\b
python -m ingest sync FOLDER [--dry-run]    put a folder of articles live
python -m ingest status                     what is live now
python -m ingest releases                   what can be gone back to
python -m ingest rollback [RELEASE]         go back
python -m ingest train-embedder PAIRS --navec NAVEC.tar [--out WEIGHTS]
"""

import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ingest.commands import run_commands
from ingest.errors import IngestError
from ingest.manifest import Manifest, UnreadableFile
from ingest.progress import LateBar
from ingest.quiet import silence_telemetry
from ingest.release import ReleaseStore
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from ingest.embedding import Embedder
    from ingest.sync import Plan

app = typer.Typer(help=__doc__, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

_SHOWN = 20  # files of one kind in a plan; the rest is counted

Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The folder of articles.")]


@app.command()
def sync(
    folder: Folder,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what would change.")] = False,
) -> None:
    """Put a folder of articles live: build a release of it and switch to it."""
    from ingest.embedding import embedder_identity
    from ingest.sync import find_unreadable, plan_sync
    from ingest.sync import sync as put_live

    settings = IngestSettings.read()
    store = _store(settings)
    identity = embedder_identity(settings.embedding_model, settings.embedding_prefixes)
    if dry_run:
        plan = plan_sync(folder, store, identity)
        skipped = find_unreadable(folder, store, plan)
        _print_unreadable(skipped)
        _print_plan(plan, {file.path for file in skipped})
        return
    with LateBar() as progress:
        done = put_live(
            folder, store, embedder_name=settings.embedding_model, embedder_identity=identity, progress=progress
        )
    _print_unreadable(done.manifest.unreadable)
    if done.plan.unchanged:
        print(f"Unchanged: release {done.manifest.name} holds this folder already.")
    else:
        print(f"Release {done.manifest.name} is live: {_counts(done.manifest)}.")


@app.command()
def status() -> None:
    """Tell which release is live, what it holds and which embedder it was built with."""
    manifest = _store(IngestSettings.read()).manifest()
    print(f"release    {manifest.name}")
    print(f"created    {manifest.created_at:%Y-%m-%d %H:%M:%S} UTC")
    print(f"holds      {_counts(manifest)}")
    print(f"embedder   {manifest.embedder_name} ({manifest.embedder})")
    _print_unreadable(manifest.unreadable)


@app.command()
def releases() -> None:
    """List the kept releases, newest first; the live one is marked."""
    store = _store(IngestSettings.read())
    current = store.manifest().name
    for name in store.names():
        print(f"{'*' if name == current else ' '} {name}  {_counts(store.manifest(name))}")


@app.command()
def rollback(
    release: Annotated[str | None, typer.Argument(help="Its name; by default the one before the live one.")] = None,
) -> None:
    """Make an earlier release the live one again."""
    print(f"Release {_store(IngestSettings.read()).rollback(release)} is live.")


@app.command()
def train_embedder(
    pairs: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Gzipped JSON lines: query, passage.")],
    navec: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="The tar of navec word vectors.")],
    out: Annotated[Path | None, typer.Option(help="Where the weights go; by default over the built-in ones.")] = None,
) -> None:
    """Train the built-in embedder anew."""
    from ingest.embedding import BUILTIN_WEIGHTS
    from ingest.training import train_embedder as train

    target = out or BUILTIN_WEIGHTS
    with LateBar() as progress:
        progress.begin("Training", 0)
        report = train(pairs, navec, target, progress.reach)
    print(
        f"{target}: {report.stems} stems from {report.pairs} pairs, loss {report.loss:.3f}, {report.size / 1e6:.1f} MB."
    )


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command; always ends in SystemExit: 0 done, 1 failed, 2 wrong usage."""
    silence_telemetry()
    try:
        run_commands(app, "python -m ingest", arguments)
    except IngestError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"{error}: see that the disk has room and the folder may be written to, then run this again.")


def _store(settings: IngestSettings) -> ReleaseStore:
    def open_embedder() -> "Embedder":
        from ingest.embedding import open_embedder

        return open_embedder(settings.embedding_model, settings.embedding_prefixes)

    return ReleaseStore(settings.home, open_embedder)


def _counts(manifest: Manifest) -> str:
    unreadable = f", {len(manifest.unreadable)} unreadable files" if manifest.unreadable else ""
    return f"{len(manifest.articles)} articles, {manifest.passages} passages, {manifest.facts} facts{unreadable}"


def _print_unreadable(files: Iterable[UnreadableFile]) -> None:
    for file in files:
        print(f"skipped {file.path}: {file.reason}", file=sys.stderr)


def _print_plan(plan: "Plan", skipped: Collection[str]) -> None:
    if plan.unchanged:
        print("Unchanged: the live release holds this folder already.")
        return
    for title, sign, files in (
        ("added", "+", plan.added),
        ("changed", "~", plan.changed),
        ("removed", "-", plan.removed),
    ):
        paths = [path for path in files if path not in skipped]
        print(f"{title} {len(paths)}")
        for path in paths[:_SHOWN]:
            print(f"  {sign} {path}")
        if len(paths) > _SHOWN:
            print(f"  {sign} and {len(paths) - _SHOWN} more")
    print(f"kept {sum(path not in skipped for path in plan.kept)}")
    if plan.rebuilt:
        print("The rules or the embedder are others than the live release's: everything is indexed anew.")


if __name__ == "__main__":
    main()
