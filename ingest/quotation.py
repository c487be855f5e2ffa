"""Words between Russian quotation marks."""


def in_quotes(text: str) -> str:
    """«Помощь»; with other marks for quotes within quotes: «Кнопка „Помощь“», since «Кнопка «Помощь»» closes early."""
    return f"«{text.replace('«', '„').replace('»', '“')}»"
