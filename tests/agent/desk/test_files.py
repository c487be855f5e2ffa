import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from agent.desk.file_errors import DamagedFile, EmptyFile, FileRefused, FileTooLarge, PictureTooLarge, WrongFileType
from agent.desk.files import ATTACHMENT_LIMIT, NAME_LIMIT, FileType, safe_name, take_file
from agent.desk.pictures import SCAN_LIMIT

JPEG, PNG, PDF = FileType
RED, BLUE = (220, 30, 30), (30, 30, 220)
HTML = b"<html><script>alert(document.cookie)</script></html>"
ZIP = b"PK\x03\x04" + bytes(26) + b"PK\x05\x06" + bytes(18)
TINY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
    b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n97\n%%EOF\n"
)


def drawn(kind: str, picture: Image.Image | None = None, **options: Any) -> bytes:
    file = BytesIO()
    (picture or red_above_blue()).save(file, kind, **options)
    return file.getvalue()


def red_above_blue() -> Image.Image:
    picture = Image.new("RGB", (32, 48), RED)
    picture.paste(BLUE, (0, 24, 32, 48))
    return picture


def seen(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def exif(orientation: int = 1) -> Image.Exif:
    """As a telephone writes it: who, when, where, and how it was held."""
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = "SecretCamera"
    tags[ExifTags.Base.Orientation] = orientation
    tags.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2031:01:02 03:04:05"
    tags.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (55.0, 45.0, 7.0)}
    )
    return tags


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_that_claims(width: int, height: int) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def with_text() -> PngInfo:
    text = PngInfo()
    text.add_text("Comment", "secret words")
    text.add_itxt("Author", "secret person", zip=True)
    return text


@pytest.mark.parametrize(
    ("data", "name", "type"),
    [
        (drawn("JPEG"), "фото.jpg", JPEG),
        (drawn("JPEG", progressive=True), "фото.jpg", JPEG),
        (drawn("JPEG", red_above_blue().convert("CMYK")), "скан.jpg", JPEG),
        (drawn("MPO", save_all=True, append_images=[Image.new("RGB", (32, 48), BLUE)]), "фото.jpg", JPEG),
        (drawn("PNG"), "фото.jpg", PNG),
        (drawn("PNG", red_above_blue().quantize(4)), "снимок", PNG),
        (TINY_PDF, "чек.html", PDF),
        (b"\xef\xbb\xbf\r\n" + TINY_PDF + b"\r\n" + bytes(4000), "чек.pdf", PDF),
    ],
)
def test_a_type_is_told_by_the_content(data: bytes, name: str, type: FileType) -> None:
    taken = take_file(data, name)
    assert taken.type is type
    assert taken.name.endswith(type.extensions[0])
    assert taken.size == len(taken.data)
    if type is not PDF:
        picture = seen(taken.data)
        assert picture.format == type.name
        assert picture.size == (32, 48)
        assert is_red(picture, (16, 4))
        assert not is_red(picture, (16, 44))


def is_red(picture: Image.Image, at: tuple[int, int]) -> bool:
    red, _, blue = picture.convert("RGB").getpixel(at)  # type: ignore[misc]
    return bool(red > 150 and blue < 100)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b" ", WrongFileType),
        (HTML, WrongFileType),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', WrongFileType),
        (drawn("GIF"), WrongFileType),
        (drawn("WEBP"), WrongFileType),
        (drawn("BMP"), WrongFileType),
        (ZIP, WrongFileType),
        (b"MZ" + bytes(2000) + TINY_PDF, WrongFileType),  # the header of a PDF too far from the beginning
        (b"\xff\xd8\xff\xe0", DamagedFile),
        (b"\xff\xd8\xff" + HTML, DamagedFile),
        (drawn("JPEG")[:-200], DamagedFile),
        (drawn("PNG")[:-20], DamagedFile),
        (drawn("PNG").replace(b"IDAT", b"IDAT\xff"), DamagedFile),
        (TINY_PDF.removesuffix(b"%%EOF\n"), DamagedFile),
        (TINY_PDF + HTML * 100, DamagedFile),
        (png_that_claims(640, 480), DamagedFile),  # more pixels promised than given
        (png_that_claims(7100, 7100), PictureTooLarge),
        (png_that_claims(10_000, 10_000), PictureTooLarge),
        (png_that_claims(60_000, 60_000), PictureTooLarge),
    ],
)
def test_what_is_no_jpeg_png_or_pdf_is_refused_with_advice(data: bytes, error: type[FileRefused]) -> None:
    with pytest.raises(error) as refused:
        take_file(data, "фото.jpg")
    assert refused.type is error
    assert refused.value.advice.endswith(".")
    assert "\n" not in str(refused.value)


def test_the_advice_names_the_types_and_the_limits() -> None:
    assert "JPEG, PNG или PDF" in WrongFileType().advice
    assert "10 МБ" in FileTooLarge(ATTACHMENT_LIMIT).advice
    assert "50 мегапикселей" in PictureTooLarge(50_000_000).advice


def test_ten_megabytes_are_taken_and_a_byte_more_is_not() -> None:
    whole = TINY_PDF.replace(b"xref", b"%" + bytes(ATTACHMENT_LIMIT - len(TINY_PDF) - 2) + b"\nxref", 1)
    assert take_file(whole, "скан.pdf").size == ATTACHMENT_LIMIT == 10 * 1024 * 1024
    with pytest.raises(FileTooLarge):
        take_file(whole + b"\n", "скан.pdf")


def test_a_picture_of_countless_scans_is_refused() -> None:
    whole = drawn("JPEG", progressive=True)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    assert take_file(whole[:-2] + last + b"\xff\xd9", "a.jpg").type is JPEG
    with pytest.raises(DamagedFile, match="scans"):
        take_file(whole[:-2] + last * SCAN_LIMIT + b"\xff\xd9", "a.jpg")


@pytest.mark.parametrize(
    "data",
    [
        drawn("JPEG", exif=exif(), comment=b"secret words", icc_profile=b"secret profile", xmp=b"secret xmp"),
        drawn("PNG", exif=exif(), pnginfo=with_text(), icc_profile=b"secret profile", dpi=(300, 300)),
    ],
    ids=["jpeg", "png"],
)
def test_nothing_but_pixels_stays_of_a_picture(data: bytes) -> None:
    taken = take_file(data, "a")
    picture = seen(taken.data)
    assert not dict(picture.getexif())
    assert not {"exif", "comment", "icc_profile", "xmp", "dpi", "Comment", "Author"} & set(picture.info)
    for secret in (b"secret", b"SecretCamera", b"2031:01:02", b"Exif", b"tEXt", b"iTXt", b"iCCP"):
        assert secret not in taken.data


# Where the row that is stored first (red) is seen.
@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (32, 48), (16, 4)),
        (3, (32, 48), (16, 44)),
        (4, (32, 48), (16, 44)),
        (6, (48, 32), (44, 16)),
        (8, (48, 32), (4, 16)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_stands_upright(kind: str, orientation: int, size: tuple[int, int], red: tuple[int, int]) -> None:
    picture = seen(take_file(drawn(kind, exif=exif(orientation)), "a").data)
    assert picture.size == size
    assert is_red(picture, red)


def test_exif_that_cannot_be_read_does_not_spoil_a_picture() -> None:
    assert take_file(drawn("JPEG", exif=b"Exif\0\0garbage instead of tags"), "a.jpg").type is JPEG


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("tail", [HTML, ZIP, TINY_PDF], ids=["html", "zip", "pdf"])
def test_what_is_hidden_behind_a_picture_goes(kind: str, tail: bytes) -> None:
    data = take_file(drawn(kind) + tail, "a").data
    assert data == take_file(drawn(kind), "a").data
    assert tail[:8] not in data


def test_what_is_hidden_in_a_picture_goes() -> None:
    assert HTML not in take_file(drawn("JPEG", comment=HTML), "a.html").data


def test_a_moving_picture_stands_still() -> None:
    frames = [red_above_blue(), Image.new("RGB", (32, 48), BLUE)]
    picture = seen(take_file(drawn("PNG", frames[0], save_all=True, append_images=frames[1:]), "a.png").data)
    assert getattr(picture, "n_frames", 1) == 1
    assert picture.tobytes() == frames[0].tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGB", "RGBA", "I;16"])
def test_a_png_keeps_its_pixels(mode: str) -> None:
    picture = Image.linear_gradient("L").resize((20, 30))
    picture = picture.convert("I").convert(mode) if mode == "I;16" else picture.convert(mode)
    kept = seen(take_file(drawn("PNG", picture), "a.png").data)
    assert kept.mode == mode
    assert kept.tobytes() == picture.tobytes()


def test_a_png_keeps_its_transparent_colour() -> None:
    picture = red_above_blue().quantize(4)
    data = drawn("PNG", picture, transparency=picture.getpixel((0, 0)))
    kept = seen(take_file(data, "a.png").data).convert("RGBA")
    assert [kept.getpixel((0, y))[3] for y in (0, 47)] == [0, 255]  # type: ignore[index]


def test_a_pdf_is_kept_as_it_came() -> None:
    assert take_file(TINY_PDF, "чек.pdf").data == TINY_PDF


NAMES = [
    ("фото.jpg", JPEG, "фото.jpg"),
    ("IMG_0001.JPEG", JPEG, "IMG_0001.JPEG"),
    ("IMG_0001.HEIC", JPEG, "IMG_0001.jpg"),
    ("счёт.exe", PDF, "счёт.pdf"),
    ("счёт.pdf.exe", PDF, "счёт.pdf"),
    ("счёт.html", PNG, "счёт.png"),
    ("сче\u0308т.pdf", PDF, "счёт.pdf"),
    ("скан от 12.05.2026", PDF, "скан от 12.05.2026.pdf"),
    ("заявление.Копия", PDF, "заявление.Копия.pdf"),
    ("Договор «Ромашка» № 5 (1).pdf", PDF, "Договор «Ромашка» № 5 (1).pdf"),
    ("../../etc/passwd", PDF, "passwd.pdf"),
    ("C:\\Users\\Анна\\чек.pdf", PDF, "чек.pdf"),
    ("чеки/", PDF, "чеки.pdf"),
    ("..", PDF, "файл.pdf"),
    (".pdf", PDF, "файл.pdf"),
    (".env", PDF, "файл.pdf"),
    ("", PNG, "файл.png"),
    ("   ", PNG, "файл.png"),
    ("\u200b\u202e\x00", PNG, "файл.png"),
    ("чек\r\nSet-Cookie: a=b.pdf", PDF, "чек Set-Cookie a=b.pdf"),
    ('a"; filename="b.html', PDF, "a; filename=b.pdf"),
    ("<img src=x onerror='alert(1)'>.png", PNG, "img src=x onerror=alert(1).png"),
    ("чек\u202efdp.exe", PDF, "чекfdp.pdf"),
    ("чек\ud800.pdf", PDF, "чек.pdf"),
    ("два\u00a0 \tслова .pdf", PDF, "два слова.pdf"),
    ("я" * 300 + ".pdf", PDF, "я" * (NAME_LIMIT - 4) + ".pdf"),
]


@pytest.mark.parametrize(("original", "type", "name"), NAMES)
def test_a_name_for_people_is_safe_and_tells_the_type(original: str, type: FileType, name: str) -> None:
    assert safe_name(original, type) == name
    assert safe_name(name, type) == name
    assert len(name) <= NAME_LIMIT
