"""Settings: what the example names is what exists, and a wrong one is told in one line."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.__main__ import cli
from api.settings import SECRET_BYTES, ApiSettings
from ingest.errors import WrongSetting
from tests.api.test_main import environment

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
COMMANDS = (("api", "serve"), ("api", "tickets"), ("agent", "ask", "Как вернуть товар?"), ("ingest", "sync", "."))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without settings, for a process without settings."""
    monkeypatch.chdir(tmp_path)
    for name in ApiSettings.model_fields:
        monkeypatch.delenv(f"OPORA_{name.upper()}", raising=False)
    return tmp_path


def test_the_example_names_every_setting_and_no_other() -> None:
    named = re.findall(r"^# OPORA_(\w+)=", EXAMPLE, flags=re.MULTILINE)

    assert sorted(name.lower() for name in named) == sorted(ApiSettings.model_fields)


def test_the_example_shows_the_defaults(folder: Path) -> None:
    defaults = ApiSettings.read()
    (folder / ".env").write_text(re.sub(r"^# (?=OPORA_)", "", EXAMPLE, flags=re.MULTILINE), encoding="utf-8")

    shown = ApiSettings.read()

    assert shown.desk_channels == ("почта help@example.ru", "телефон 8 800 000-00-00")
    assert shown.model_copy(update={"desk_channels": ()}) == defaults


def test_the_key_of_customers_tokens_may_not_be_guessed(folder: Path) -> None:
    (folder / ".env").write_text(f"OPORA_CUSTOMER_SECRET={'k' * SECRET_BYTES}")
    assert ApiSettings.read().customer_secret

    (folder / ".env").write_text(f"OPORA_CUSTOMER_SECRET={'k' * (SECRET_BYTES - 1)}")
    with pytest.raises(WrongSetting, match="32 bytes") as refused:
        ApiSettings.read()
    assert "kkk" not in str(refused.value)


def test_a_flag_goes_over_the_file(folder: Path) -> None:
    (folder / ".env").write_text("OPORA_PORT=9000\nOPORA_HOST=0.0.0.0\n")

    settings = ApiSettings.read(port=9001, host=None)

    assert (settings.port, settings.host) == (9001, "0.0.0.0")


@pytest.mark.parametrize(
    ("line", "origins"),
    [
        ("", ()),
        ("https://a.ru/, https://b.ru:8080", ("https://a.ru", "https://b.ru:8080")),
        ("https://a.ru http://localhost:3000", ("https://a.ru", "http://localhost:3000")),
        ("HTTPS://Shop.Example:443, https://shop.example", ("https://shop.example",)),
        ("https://магазин.рф", ("https://xn--80aairftm.xn--p1ai",)),
        ("http://[::1]:80", ("http://[::1]",)),
        ("*", ("*",)),
    ],
)
def test_sites_are_read_as_people_write_them_and_kept_as_browsers_name_them(
    folder: Path, line: str, origins: tuple[str, ...]
) -> None:
    (folder / ".env").write_text(f"OPORA_ALLOWED_ORIGINS={line}\n", encoding="utf-8")

    assert ApiSettings.read().allowed_origins == origins


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("OPORA_PORT=abc", "OPORA_PORT: "),
        ("OPORA_ON_LOW_CONFIDENCE=maybe", "'ticket' or 'offer'"),
        ("OPORA_DESK_CHANNELS=почта", "OPORA_DESK_CHANNELS: write it as a JSON list"),
        ("OPORA_LOG_LEVEL=loud", "'WARNING'"),
        ("OPORA_ALLOWED_ORIGINS=shop.example", "OPORA_ALLOWED_ORIGINS: shop.example is no site"),
        ("OPORA_ALLOWED_ORIGINS=https://shop.example/help", "such as https://shop.example"),
        ("OPORA_ALLOWED_ORIGINS=https://*.shop.example", "such as https://shop.example"),
        ("OPORA_ALLOWED_ORIGINS=https://shop.example;script-src", "such as https://shop.example"),
        ("OPORA_ALLOWED_ORIGINS=https://a..example", "such as https://shop.example"),
        ("OPORA_ALLOWED_ORIGINS=ftp://shop.example", "such as https://shop.example"),
        ("OPORA_ALLOWED_ORIGINS=*, https://shop.example", "* is every site"),
        ("OPORA_LLM_TIMEOUT=0", "greater than 0"),
        ("OPORA_HOME=.env", "OPORA_HOME: .env is no folder"),
        ("OPORA_PROT=9000", "OPORA_PROT: there is no such setting; OPORA_PORT is probably meant"),
        ("opora_llm_key=k", "OPORA_LLM_API_KEY is probably meant"),
        ("# settings\nOPORA_PORT 9000", ".env, line 2"),
        ("OPORA_PORT", ".env, line 1"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(folder: Path, line: str, words: str) -> None:
    (folder / ".env").write_text(line, encoding="utf-8")

    with pytest.raises(WrongSetting) as refused:
        ApiSettings.read()

    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_settings_of_other_programs_are_not_ours_to_judge(folder: Path) -> None:
    (folder / ".env").write_text("PORT=abc\nHOME_DIR=x\nOPORA_TEST_NOTHING_SKIPPED=1\n", encoding="utf-8-sig")

    assert ApiSettings.read() == ApiSettings()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_says_a_wrong_setting_in_one_line(folder: Path, command: tuple[str, ...]) -> None:
    (folder / ".env").write_text("OPORA_HOEM=here")
    kept = {name: value for name, value in environment(folder).items() if name != "OPORA_HOME"}

    ran = subprocess.run(
        [sys.executable, "-m", *command],
        env={**kept, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1), ran.stderr


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "sqlite:////nonexistent/desk.sqlite",
        "nobody://localhost/desk",
        "sqlite:///.env",
        "postgresql://localhost:1/desk",
    ],
)
def test_a_database_that_cannot_be_opened_is_said_in_one_line(folder: Path, url: str) -> None:
    (folder / ".env").write_text(f"OPORA_DATABASE_URL={url}\n" + "# no database, whatever the setting says\n" * 40)

    said = CliRunner().invoke(cli, ["tickets"])

    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (1, "", 1)
    assert "OPORA_DATABASE_URL" in said.stderr
