"""What the desk tells the customer of itself, in Russian."""

from collections.abc import Sequence

from agent.desk.lifecycle import Action

REQUEUED = "Передаю разговор коллегам, которые помогут лучше. Повторять ничего не придётся."
OPERATOR_GONE = (
    "Специалист отключился, поэтому передаю разговор коллегам. Ждать заново не придётся, место в очереди ваше."
)
_REMINDER = (
    "Ждать приходится дольше, чем хотелось бы, простите. Обращение {number} в очереди, мы о нём помним. "
    "Можно дождаться здесь, заказать звонок на удобное время или отменить обращение."
)
_CHANNELS = " Другие способы связи: {channels}."
_CLOSED = {
    Action.RESOLVE: (
        "Обращение {number} завершено. Оцените, пожалуйста, помощь специалиста. "
        "Если появятся вопросы, пишите: я снова на связи."
    ),
    Action.RETURN: "Специалист вернул разговор мне. Спрашивайте, а если снова понадобится человек, я его позову.",
    Action.CANCEL: "Обращение {number} отменено. Если снова понадобится человек, напишите «оператор».",
    Action.EXPIRE: (
        "Нам очень жаль: на обращение {number} так и не ответили вовремя. "
        "Если вопрос ещё важен, напишите «оператор», и я позову специалиста снова."
    ),
}


def joined(operator: str, *, rings: bool) -> str:
    """`rings`: the customer waits for a call."""
    if rings:
        return f"Вашим обращением занимается специалист: {operator}. Позвоним в выбранное время, а пока пишите сюда."
    return f"К разговору подключается специалист: {operator}."


def handed_over(operator: str) -> str:
    return f"Разговор продолжит другой специалист: {operator}. Повторять ничего не придётся."


def closed(action: Action, number: str) -> str:
    return _CLOSED[action].format(number=number)


def reminder(number: str, channels: Sequence[str]) -> str:
    text = _REMINDER.format(number=number)
    return text + _CHANNELS.format(channels="; ".join(channels)) if channels else text
