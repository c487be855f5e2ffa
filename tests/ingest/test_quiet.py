"""Telemetry is off for a process and what it starts."""

import os
import subprocess
import sys

PROGRAM = """
from ingest.quiet import silence_telemetry
silence_telemetry()
import os, sys
print(os.environ["ANONYMIZED_TELEMETRY"], os.environ["HF_HUB_DISABLE_TELEMETRY"], os.environ["LANGSMITH_TRACING"])
print(sorted(name for name in ("chromadb", "langchain_core", "huggingface_hub") if name in sys.modules))
"""


def test_telemetry_is_off_even_where_a_shell_turned_it_on() -> None:
    environment = {**os.environ, "LANGSMITH_TRACING": "true", "ANONYMIZED_TELEMETRY": "True"}

    ran = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)

    assert ran.stdout.splitlines() == ["False 1 false", "[]"]
