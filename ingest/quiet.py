"""Libraries that report home are told not to, before any of them is imported. Nothing private leaves."""

import os

_SILENCE = {
    "ANONYMIZED_TELEMETRY": "False",  # chromadb
    "HF_HUB_DISABLE_TELEMETRY": "1",  # huggingface_hub, transformers, sentence-transformers
    "DO_NOT_TRACK": "1",  # the common wish, read by several
    "LANGSMITH_TRACING": "false",  # langchain and langgraph: whole conversations would go out
    "LANGSMITH_TRACING_V2": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    "LANGGRAPH_CLI_NO_ANALYTICS": "1",
    "OTEL_SDK_DISABLED": "true",  # opentelemetry, which chromadb and fastapi speak
    "FASTAPI_OTEL_AUTO_CONFIGURE": "false",
}


def silence_telemetry() -> None:
    """Turn the telemetry of every library off for this process and its children.

    Call it first in an entry point: libraries read these variables when they are imported. A value that is set already
    is overridden, since a variable left over in somebody's shell must not send customers' words anywhere.
    """
    os.environ.update(_SILENCE)
