import pytest

from agent.settings import AgentSettings
from ingest.errors import WrongSetting


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("desk_hours", "mo-fr 9-21", "such as mo-fr 09:00-13:00,14:00-21:00"),
        ("desk_timezone", "Moscow", "such as Europe/Moscow"),
        ("desk_holidays", "XX", "such as RU"),
        ("desk_dates", "31.12.2026 off", "such as 2026-12-31 10:00-15:00"),
    ],
)
def test_hours_that_the_desk_cannot_read_are_refused_at_the_start(name: str, value: str, why: str) -> None:
    with pytest.raises(WrongSetting, match=f"OPORA_{name.upper()}: .*{why}"):
        AgentSettings.read(**{name: value})
