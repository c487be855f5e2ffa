"""What can go wrong above ingest. The message of each says what to do.

AgentError
├── UnknownModel      OPORA_LLM names no model that can be built
├── ModelFailed       the language model did not answer
└── UnknownArticle    no such article for a customer in that release
"""


class AgentError(Exception):
    """The root of the agent's own errors."""


class UnknownModel(AgentError):
    """`OPORA_LLM` cannot be built into a chat model."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(
            f"OPORA_LLM={name!r} cannot be used: {cause}. "
            "Set it to 'extractive' or to provider:model, such as openai:gpt-4.1-mini, "
            "and install the package of that provider."
        )


class ModelFailed(AgentError):
    """The language model did not answer: network, time, quota, or an answer that cannot be read."""
