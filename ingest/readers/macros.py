"""Macros of documentation engines in Markdown, `{name(words)[options]}` … `{/name}`, rendered to their words.

Only names in the list are macros, so that braces in ordinary text and in commands stay as they are. Values of variables
and included files are not ours to know: a variable becomes its name, an inclusion becomes nothing.
"""

import re

_WITH_WORDS = ("heading", "cut", "tab", "caption", "var", "const", "linkto")
_WITHOUT_WORDS = ("note", "tabs", "ifdef", "ifndef", "include", "includetag", "params", "counter", "video", "swagger")

# The innermost macro: nothing within it opens another.
_MACRO = re.compile(
    rf"""\{{ (?P<close>/)? (?P<name>{"|".join(_WITH_WORDS + _WITHOUT_WORDS)})
         (?: \( (?P<words>[^{{}}]*?) \) (?=[\[}}]) | :\w+ )? (?: \[ (?P<options>[^{{}}]*) \] )? \}}""",
    re.VERBOSE,
)
_TEXT_OPTION = re.compile(r"\btext=(.*)", re.DOTALL)


def render_macros(source: str) -> str:
    """Markdown without macros."""
    rendered = _MACRO.sub(_words, source)
    while rendered != source:  # each round takes off one level of nesting
        source, rendered = rendered, _MACRO.sub(_words, rendered)
    return rendered


def _words(macro: re.Match[str]) -> str:
    if macro["close"] or macro["name"] in _WITHOUT_WORDS:
        return ""
    if macro["name"] == "linkto":
        text = _TEXT_OPTION.search(macro["options"] or "")
        return text[1] if text else ""
    return macro["words"] or ""
