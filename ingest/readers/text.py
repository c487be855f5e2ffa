"""Plain text → Article. The text stays as it is in the file; its structure is guessed from the lines.

People paste help articles from web pages, so headings have no marks and tables are lines with `|`. Each line gets a
role by the first of the ordered rules in `roles.py` that knows the answer; levels of headings follow in `outline.py`.
"""

from ingest.article import Article, Block, BlockKind
from ingest.errors import UnreadableArticle
from ingest.readers.outline import heading_levels
from ingest.readers.roles import Line, Role, Shape, assign_roles, split_lines
from ingest.readers.title import find_title


def read_text(source: str, article_id: str) -> Article:
    """The article in a plain text file. Its title is the heading it begins with, or else its first sentence.

    Raises:
        UnreadableArticle: there are no words in it.
    """
    lines = split_lines(source)
    roles = assign_roles(lines)
    blocks = _blocks(lines, roles)
    if not blocks:
        raise UnreadableArticle(article_id, "has no text")
    return Article(id=article_id, title=find_title(source, blocks, article_id), text=source, blocks=tuple(blocks))


_KINDS = {
    Role.HEADING: BlockKind.HEADING,
    Role.PARAGRAPH: BlockKind.PARAGRAPH,
    Role.ITEM: BlockKind.ITEM,
    Role.ROW: BlockKind.ROW,
}


def _blocks(lines: list[Line], roles: list[Role]) -> list[Block]:
    levels = heading_levels(lines, roles)
    depths = _item_depths(lines, roles)
    blocks: list[Block] = []
    for i, (line, role) in enumerate(zip(lines, roles, strict=True)):
        if role is Role.CONTINUATION and blocks:
            last = blocks.pop()
            blocks.append(Block(last.kind, last.start, line.end, last.level, last.ordered))
        elif role in _KINDS:
            ordered = role is Role.ITEM and line.shape is Shape.NUMBER
            blocks.append(Block(_KINDS[role], line.start, line.end, levels.get(i, depths.get(i, 0)), ordered))
    return blocks


def _item_depths(lines: list[Line], roles: list[Role]) -> dict[int, int]:
    """Nesting depth of each item: by its indent, and, where indents are lost, below an item that ends with a colon."""
    depths: dict[int, int] = {}
    indents: list[int] = []
    introduced = False  # by an item that ends with a colon
    for i, (line, role) in enumerate(zip(lines, roles, strict=True)):
        if role is Role.CONTINUATION:
            continue
        if role is not Role.ITEM:
            indents, introduced = [], False
            continue
        while indents and line.indent < indents[-1]:
            indents.pop()
            introduced = False
        if not indents or line.indent > indents[-1]:
            indents.append(line.indent)
            introduced = False
        opens = line.words.endswith(":")
        depths[i] = len(indents) - 1 + (introduced and not opens)
        introduced = introduced or opens
    return depths
