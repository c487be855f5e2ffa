"""Renew the lock files: install what pyproject.toml asks for into a new environment and write down what came.

python scripts/lock.py [--extra-index-url URL]
"""

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEADER = "# Made by `make lock` from pyproject.toml.\n"


def frozen(python: Path) -> list[str]:
    """The installed packages, pinned. Which build of a version is taken is left to the index."""
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format", "freeze", "--exclude", "pip", "--exclude", "setuptools"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return sorted(line.split("+")[0] for line in listed.splitlines())


def main(options: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        install = [python, "-m", "pip", "install", "--quiet", *options]
        subprocess.run([*install, *project["dependencies"]], check=True)
        runtime = frozen(python)
        subprocess.run([*install, *project["optional-dependencies"]["dev"]], check=True)
        dev = [line for line in frozen(python) if line not in runtime]
    (ROOT / "requirements.lock").write_text(HEADER + "\n".join(runtime) + "\n")
    (ROOT / "requirements-dev.lock").write_text(HEADER + "\n".join(["-c requirements.lock", *dev]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
