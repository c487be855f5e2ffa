"""Logs go to standard error, in English, with private data masked and without the texts of messages."""

import logging
import sys
from typing import TextIO

from agent.masking import MaskingFilter


def configure_logging(level: str, access_log: bool = False) -> None:
    """Set logging up for this process. `level` is a name of the standard library's: DEBUG, INFO, WARNING, ERROR."""
    logging.basicConfig(level=level.upper(), handlers=[masking_handler(sys.stderr)], force=True)
    logging.getLogger("uvicorn.access").setLevel(logging.INFO if access_log else logging.CRITICAL)


def masking_handler(stream: TextIO) -> logging.Handler:
    """The filter is the handler's and not a logger's, so that it sees the records of every library."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(MaskingFilter())
    return handler
