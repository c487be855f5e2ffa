"""What a log may not hold."""

import io
import logging

from api.logs import masking_handler

CARD = "4111 1111 1111 1111"


def test_private_data_of_any_library_is_masked() -> None:
    stream = io.StringIO()
    handler = masking_handler(stream)
    library = logging.getLogger("some.library")
    library.addHandler(handler)
    library.warning("paid with %s for %s", CARD, "order 123456")
    library.removeHandler(handler)

    assert CARD not in stream.getvalue()
    assert "1111 1111" not in stream.getvalue()
    assert "order 123456" in stream.getvalue()
