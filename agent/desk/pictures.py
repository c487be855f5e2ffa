"""Pictures drawn anew: what is kept is what can be seen. The only file that uses Pillow.

Nothing of the bytes that came is copied, so EXIF with its place and time, comments, previews, further frames, and
whatever somebody hid in a segment or behind the end of the picture cannot stay. A JPEG loses a little by it, less
than an eye sees; a PNG loses nothing. Colour profiles go too: they hold texts, and are read by parsers of their own.
"""

import contextlib
import re
import struct
import zlib
from io import BytesIO
from typing import Literal

from PIL import Image, ImageOps

from agent.desk.file_errors import DamagedFile, PictureTooLarge

PIXEL_LIMIT = 50_000_000  # what the cameras of telephones make (8160 × 6120), some 200 MB in memory
JPEG_QUALITY = 90  # small print on a photographed receipt stays readable
# Progressive pictures have some ten scans, each drawn over the whole picture: thousands of empty ones are an attack
# (50 at the limit of pixels take 3 seconds).
SCAN_LIMIT = 50
_SCAN = re.compile(rb"\xff\xda\x00(?:\x08\x01|\x0a\x02|\x0c\x03|\x0e\x04)")  # a marker, the length and the components

# What Pillow raises on bytes that are no whole picture; none of these comes from us, who read from memory.
_NO_PICTURE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)


def redraw(data: bytes, kind: Literal["JPEG", "PNG"]) -> bytes:
    """The picture turned upright, its first frame where it has several, with nothing but pixels in it.

    A large photograph takes a second or two: call it in a thread. Raises `DamagedFile` and `PictureTooLarge`.
    """
    try:
        _open(data, kind).verify()  # the checksums of a PNG, which loading does not look at; spoils the object
        picture = _open(data, kind)
        picture.load()
    except _NO_PICTURE as error:
        raise DamagedFile(str(error)) from error
    with contextlib.suppress(*_NO_PICTURE):  # EXIF that cannot be read does not spoil the picture
        ImageOps.exif_transpose(picture, in_place=True)
    return _draw(picture, kind)


def _open(data: bytes, kind: Literal["JPEG", "PNG"]) -> Image.Image:
    """Reads the header alone, so that a bomb is refused before it unfolds."""
    if kind == "JPEG" and sum(1 for _ in _SCAN.finditer(data)) > SCAN_LIMIT:
        raise ValueError(f"more than {SCAN_LIMIT} scans")
    try:
        picture = Image.open(BytesIO(data), formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge(PIXEL_LIMIT) from error
    if picture.width * picture.height > PIXEL_LIMIT:
        raise PictureTooLarge(PIXEL_LIMIT)
    return picture


def _draw(picture: Image.Image, kind: Literal["JPEG", "PNG"]) -> bytes:
    # Pillow would write some of `info` (comment, profile) by itself; the transparent colour belongs to the pixels.
    picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    drawn = BytesIO()
    if kind == "PNG":
        picture.save(drawn, "PNG")
    else:
        seen = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")  # browsers show CMYK as they like
        seen.save(drawn, "JPEG", quality=JPEG_QUALITY)
    return drawn.getvalue()
