"""The direction of imports, read from the sources."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("ingest", "agent", "api", "evals")
MAY_IMPORT = {
    "ingest": {"ingest"},
    "agent": {"agent", "ingest"},
    "api": {"api", "agent", "ingest"},
    "evals": {"evals", "agent", "ingest"},
}
# library → the places where it may stand
OWNERS = {
    "fastapi": ("api/",),
    "langgraph": ("agent/graph.py",),
    "sqlalchemy": ("agent/desk/",),
    "alembic": ("agent/desk/",),
    "chromadb": ("ingest/", "evals/systems/naive.py"),
    "langchain_chroma": ("ingest/", "evals/systems/naive.py"),
    "tantivy": ("ingest/",),
    "PIL": ("agent/desk/pictures.py",),
}


def imports() -> Iterator[tuple[str, str]]:
    """Every (file, package) pair of the sources."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    modules = [each.name for each in node.names]
                elif isinstance(node, ast.ImportFrom):
                    modules = [node.module or ""]
                else:
                    continue
                for module in modules:
                    yield path.relative_to(ROOT).as_posix(), module.split(".")[0]


def test_packages_import_in_one_direction() -> None:
    wrong = [
        (file, module)
        for file, module in imports()
        if module in (*PACKAGES, "tests") and module not in MAY_IMPORT[file.split("/")[0]]
    ]
    assert wrong == []


def test_each_library_stands_in_its_place() -> None:
    wrong = [(file, module) for file, module in imports() if module in OWNERS and not file.startswith(OWNERS[module])]
    assert wrong == []


@pytest.mark.parametrize("module", ["ingest.__main__", "agent.__main__", "api.__main__", "evals.__main__"])
def test_a_command_line_loads_nothing_heavy_before_it_is_needed(module: str) -> None:
    code = (
        f"import sys, {module}; print(sorted({{'torch', 'chromadb', 'tantivy', 'langchain_core'}} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
