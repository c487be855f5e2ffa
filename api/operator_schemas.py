"""What comes in and goes out on the operators' side."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from agent.desk.models import Presence
from agent.desk.presence import Standing
from api.schemas import TEXT_LIMIT, Said, is_storable

TITLE_LIMIT = 100  # characters: one line of a list


class Body(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class Shown(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Login(Body):
    name: Annotated[str, Field(max_length=200), AfterValidator(is_storable)]
    password: Annotated[str, Field(max_length=TEXT_LIMIT)]


class NewPresence(Body):
    presence: Annotated[Presence, Field(strict=False)]


class NewCanned(Body):
    title: Annotated[Said, Field(max_length=TITLE_LIMIT)]
    text: Said


class Myself(Shown):
    name: str
    presence: Presence


class LoggedInAs(BaseModel):
    operator: Myself
    csrf: str | None = Field(description="For the header X-CSRF-Token; null for a program, which needs none.")


class Me(LoggedInAs):
    mode: Literal["answer", "suggest"] = Field(
        description="Whether the agent answers customers itself, or suggests its answers to operators first."
    )


class ColleagueShown(Shown):
    name: str
    presence: Standing
    assigned: int = Field(description="Tickets that they own.")


class Roster(BaseModel):
    operators: list[ColleagueShown]


class CannedShown(Shown):
    id: int
    title: str
    text: str


class CannedList(BaseModel):
    canned: list[CannedShown]
