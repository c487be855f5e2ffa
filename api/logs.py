"""Logs go to standard error, in English, with private data masked and without the texts of messages."""

import logging

from agent.masking import MaskingFilter


def configure_logging(level: str, access_log: bool = False) -> None:
    """Set logging up for this process. `level` is a name of the standard library's: DEBUG, INFO, WARNING, ERROR."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(MaskingFilter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").setLevel(logging.INFO if access_log else logging.CRITICAL)
