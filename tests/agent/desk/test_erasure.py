import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from agent.desk import Customer, Desk, DeskRules, UnknownConversation, UnknownTicket
from agent.desk.erasure import CHUNK, RETENTION_BATCH, Erased
from agent.desk.errors import WrongContact
from agent.desk.file_errors import FilesUnavailable
from agent.desk.file_store import FileStore
from agent.desk.files import FileType, TakenFile
from agent.desk.models import Base, EventKind
from agent.reply import Callback, Reason
from tests.agent.desk.parts import Clock, a_reply, begin, say, take_over

SECRET = "Синхрофазотрон"  # in all that the customer wrote
DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "attachments"


@pytest.fixture
def desk(url: str, clock: Clock, folder: Path) -> Iterator[Desk]:
    desk = Desk(url, clock=clock, files=folder, rules=DeskRules(retention=30 * DAY))
    yield desk
    desk.close()


def lived_in(desk: Desk, subject: str = "17") -> str:
    """A conversation with a row in every table that hangs on it."""
    conversation, _ = desk.start_conversation(Customer(subject, f"{SECRET} Иванович", vip=False))
    reply = say(desk, conversation, f"Где мой {SECRET}?", a_reply(f"Ваш {SECRET} в пути."))
    desk.feedback(conversation, reply.id, 2, f"{SECRET} не едет")
    desk.escalate(conversation, Reason.COMPLAINT, f"Ждёт {SECRET}")
    number = take_over(desk, conversation, "Ольга")
    desk.attachments.from_customer(conversation, TakenFile(FileType.PDF, f"{SECRET}.pdf", SECRET.encode()))
    desk.queue.note(number, "Ольга", f"{SECRET} потерян")
    desk.queue.write(number, "Ольга", f"Ищем {SECRET}")
    begin(desk, conversation, f"Нашли {SECRET}?")
    return conversation


def rows(url: str) -> dict[str, int]:
    """How many rows each table has, if any."""
    engine = create_engine(url)
    with engine.connect() as connection:
        counts = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    return {name: count for name, count in counts.items() if count}


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_all_of_a_conversation_goes_and_nothing_of_another(desk: Desk, url: str, folder: Path) -> None:
    kept = lived_in(desk, "18")
    before, said = rows(url), desk.messages(kept)
    [kept_file] = files(folder)
    conversation = lived_in(desk)
    owned = {"conversations", "messages", "turns", "tickets", "ticket_events", "notes", "feedback", "attachments"}
    assert owned <= before.keys()

    found = desk.erasure.of_customer("17")
    counted = desk.erasure.count(found)
    erased = desk.erasure.forget(found)

    assert found == (conversation,)
    # Where is it, the answer, joined, the file, the operator's word, found?
    assert erased == counted == Erased(conversations=1, messages=6, tickets=1, open_tickets=1, files=1)
    assert rows(url) == before | {"events": before["events"] + 1}
    assert desk.messages(kept) == said
    assert files(folder) == [kept_file]
    with pytest.raises(UnknownConversation):
        desk.messages(conversation)
    assert desk.erasure.forget(found) == Erased()


def test_the_desks_pages_hear_that_tickets_are_gone(desk: Desk) -> None:
    silent, _ = desk.start_conversation()
    conversation = lived_in(desk)
    seen = desk.live.last_event_id()

    desk.erasure.forget([silent])
    assert desk.live.events(seen) == []
    desk.erasure.forget([conversation])

    assert [(event.kind, event.conversation_id) for event in desk.live.events(seen)] == [(EventKind.TICKET, None)]


def test_a_turn_that_is_being_answered_ends_with_its_conversation(desk: Desk, other: Desk) -> None:
    conversation, _ = desk.start_conversation()
    turn = begin(desk, conversation, "Как вернуть товар?")

    other.erasure.forget([conversation])

    with pytest.raises(UnknownConversation):
        desk.finish_turn(turn, a_reply(), {})


def test_more_conversations_than_one_statement_takes(desk: Desk) -> None:
    conversation, _ = desk.start_conversation()
    assert desk.erasure.forget([*map(str, range(CHUNK)), conversation]) == Erased(conversations=1)


def test_the_words_are_in_no_file_of_the_folder(tmp_path: Path, migrated: Path, clock: Clock) -> None:
    database = tmp_path / "home" / "desk.sqlite"
    database.parent.mkdir()
    database.write_bytes(migrated.read_bytes())
    desk = Desk(f"sqlite:///{database}", clock=clock, files=database.parent / "attachments")
    kept, _ = desk.start_conversation()
    long = "Длинное слово. " * 400  # over several pages of the database
    for n in range(12):
        lived_in(desk)
        desk.queue.write(f"T-{1001 + n}", "Ольга", SECRET + long + SECRET)
        say(desk, kept, f"Вопрос {n}")

    def told() -> list[str]:
        return [path.name for path in files(database.parent) if SECRET.encode() in path.read_bytes()]

    assert told() != []
    desk.erasure.forget(desk.erasure.of_customer("17"))

    assert told() == []
    assert len(desk.messages(kept)) == 24
    desk.close()


def test_a_conversation_is_found_by_its_id_and_by_its_ticket(desk: Desk) -> None:
    conversation = lived_in(desk)
    desk.start_conversation()

    assert desk.erasure.of_conversation(conversation) == desk.erasure.of_ticket("t-1001") == (conversation,)
    with pytest.raises(UnknownConversation):
        desk.erasure.of_conversation("никто")
    for number in ("T-1002", "T-999999999", "никто"):
        with pytest.raises(UnknownTicket):
            desk.erasure.of_ticket(number)


PHONE, EMAIL = "8 916 123-45-67", "ivan.petrov@mail.ru"


def by_operator(desk: Desk, conversation: str) -> str:
    desk.escalate(conversation, Reason.COMPLAINT, "Жалуется")
    return take_over(desk, conversation, "Ольга")


def in_a_note(desk: Desk, conversation: str) -> None:
    desk.queue.note(by_operator(desk, conversation), "Ольга", "звонить на 916 1234567")


def in_a_reason(desk: Desk, conversation: str) -> None:
    desk.queue.resolve(by_operator(desk, conversation), "Ольга", "solved", "перезвонили на 8(916)1234567")


def in_an_operators_words(desk: Desk, conversation: str) -> None:
    desk.queue.write(by_operator(desk, conversation), "Ольга", "Перезвоню вам на +79161234567")


def in_a_comment(desk: Desk, conversation: str) -> None:
    reply = say(desk, conversation, "Как вернуть товар?")
    desk.feedback(conversation, reply.id, 1, "позвоните: +7-916-123-45-67")


def in_a_file_name(desk: Desk, conversation: str) -> None:
    desk.attachments.from_customer(conversation, TakenFile(FileType.PDF, "89161234567.pdf", b"%PDF"))


def in_a_callback(desk: Desk, conversation: str) -> None:
    slot = desk.callback_slots()[0]
    desk.schedule(conversation, Callback(phone=PHONE, not_before=slot.not_before, not_after=slot.not_after))


def in_an_earlier_callback(desk: Desk, conversation: str) -> None:
    in_a_callback(desk, conversation)
    escalation = desk.escalation(conversation)
    say(desk, conversation, "Жду", a_reply().model_copy(update={"escalation": escalation}))
    slot = desk.callback_slots()[1]
    desk.schedule(conversation, Callback(phone="89031112233", not_before=slot.not_before, not_after=slot.not_after))


@pytest.mark.parametrize(
    "give",
    [
        lambda desk, conversation: say(desk, conversation, f"Мой номер {PHONE}"),
        in_a_note,
        in_a_reason,
        in_an_operators_words,
        in_a_comment,
        in_a_file_name,
        in_a_callback,
        in_an_earlier_callback,
    ],
)
def test_a_conversation_is_found_wherever_the_number_was_given(desk: Desk, give: Callable[[Desk, str], object]) -> None:
    conversation, _ = desk.start_conversation()
    another, _ = desk.start_conversation()
    say(desk, another, "Мой номер 8 916 123-45-68", a_reply(f"Звоните на {PHONE}"))  # the agent's: from an article

    give(desk, conversation)

    assert desk.erasure.of_contact("+79161234567") == (conversation,)


def test_a_conversation_is_found_by_an_email_and_by_the_name_of_its_customer(desk: Desk) -> None:
    written, _ = desk.start_conversation()
    say(desk, written, f"Пишите: {EMAIL.title()}.")
    named, _ = desk.start_conversation(Customer(EMAIL, None, vip=False))
    desk.start_conversation(Customer("17", "Иван", vip=False))

    assert set(desk.erasure.of_contact(EMAIL)) == {written, named}
    with pytest.raises(WrongContact):
        desk.erasure.of_contact("Иван Петров")


def test_what_was_silent_for_long_is_deleted_in_batches(desk: Desk, clock: Clock, url: str) -> None:
    settled, waiting, alive = (lived_in(desk, subject) for subject in ("17", "18", "19"))
    for conversation in (settled, alive):
        desk.queue.resolve(str(desk.escalation(conversation).ticket), "Ольга", "solved")  # type: ignore[union-attr]
    for _ in range(RETENTION_BATCH):
        desk.start_conversation()
    clock.move(20 * DAY)
    say(desk, alive, "Я снова здесь")
    fresh, _ = desk.start_conversation()
    clock.move(10 * DAY + timedelta(minutes=1))

    desk.upkeep.run()
    assert rows(url)["conversations"] == 4
    desk.upkeep.run()

    assert rows(url)["conversations"] == 3
    for conversation in (waiting, alive, fresh):
        desk.messages(conversation)
    with pytest.raises(UnknownConversation):
        desk.messages(settled)


def test_what_a_crash_left_is_swept_once_an_hour(desk: Desk, clock: Clock, folder: Path) -> None:
    lived_in(desk)
    store = FileStore(folder)
    [kept] = files(folder)

    def left_behind(age: timedelta) -> Path:
        path = store.path(store.save(b"%PDF"))
        unfinished = path.with_suffix(".unfinished")
        unfinished.touch()
        for each in (path, unfinished):
            os.utime(each, ((clock() - age).timestamp(),) * 2)
        return path

    os.utime(kept, (0, 0))
    young = left_behind(timedelta(minutes=59))
    old = left_behind(timedelta(minutes=61))
    desk.upkeep.run()
    assert set(files(folder)) == {kept, young, young.with_suffix(".unfinished")}

    clock.move(timedelta(minutes=59))
    desk.upkeep.run()
    assert young.exists()
    clock.move(timedelta(minutes=1))
    desk.upkeep.run()
    assert files(folder) == [kept]
    assert not old.exists()


def test_files_that_cannot_be_deleted_are_told_of_when_all_else_is_gone(desk: Desk, url: str, folder: Path) -> None:
    conversation = lived_in(desk)
    [file] = files(folder)
    file.unlink()
    file.mkdir()  # nobody can unlink it

    with pytest.raises(FilesUnavailable):
        desk.erasure.forget([conversation])

    assert rows(url).keys() == {"events"}
