"""Markdown → Article.

The text of the article is made here: inline marks become plain words (`**bold**` → bold, a link → its words), so that
a quote reads as a person would say it, while headings, bullets and rows keep their marks at the start of their
lines, so that the whole still reads as a document. Every offset points into this text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.article import Article, Block, BlockKind
from ingest.errors import UnreadableArticle
from ingest.lines import heading_words
from ingest.readers.frontmatter import take_front_matter
from ingest.readers.macros import render_macros
from ingest.readers.text import read_text
from ingest.readers.title import find_title

_parser = MarkdownIt("commonmark").enable("table")
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_INDENT = "  "
_MARKS = frozenset({"heading_open", "table_open", "fence", "html_block", "strong_open", "link_open", "code_inline"})


def read_markdown(source: str, article_id: str) -> Article:
    """The article in a Markdown file.

    Its title is that of the front matter, or else the first heading of level 1, or else the first sentence.

    Raises:
        UnreadableArticle: the front matter is wrong, or there is nothing after it.
    """
    front, body = take_front_matter(source, article_id)
    tokens = _parser.parse(render_macros(body))
    article = _rendered(tokens, article_id) if _is_marked(tokens) else read_text(body, article_id)
    return replace(
        article,
        title=front.title or article.title,
        url=front.url,
        updated=front.updated,
        audience=front.audience,
        trust=front.trust,
    )


def _is_marked(tokens: Sequence[Token]) -> bool:
    """Whether a page has marks that only Markdown has: a web page pasted into a .md file is plain text."""
    inline = (child.type for token in tokens for child in token.children or [])
    return not _MARKS.isdisjoint(token.type for token in tokens) or not _MARKS.isdisjoint(inline)


def _rendered(tokens: Sequence[Token], article_id: str) -> Article:
    page = _Page()
    _render(tokens, page)
    text = "".join(page.parts)
    if not page.blocks:
        raise UnreadableArticle(article_id, "has no text")
    first = next((text[b.start : b.end] for b in page.blocks if b.kind is BlockKind.HEADING and b.level == 1), None)
    title = heading_words(first) if first else find_title(text, page.blocks, article_id)
    return Article(id=article_id, title=title, text=text, blocks=tuple(page.blocks))


@dataclass(slots=True)
class _List:
    """A list that is being rendered."""

    number: int | None  # of the next item; None for bullets
    marker: str = ""  # of the item that has been opened and has no words yet
    depth: int = 0

    def open_item(self) -> None:
        self.marker = "- " if self.number is None else f"{self.number}. "
        if self.number is not None:
            self.number += 1


class _Page:
    """The text made so far, and the blocks in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.lists: list[_List] = []
        self._last_kind: BlockKind | None = None

    def write(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)

    def line(self, kind: BlockKind, words: str, before: str = "", after: str = "", level: int = 0) -> None:
        """A block on lines of its own. Only items of a list and rows of a table have no empty line between them."""
        words = words.rstrip()
        if not words:
            return
        if self.parts:
            together = kind is self._last_kind and kind in {BlockKind.ITEM, BlockKind.ROW}
            self.write("\n" if together else "\n\n")
        self.write(before + words[: len(words) - len(words.lstrip())])
        words = words.lstrip()
        start = self.length
        self.write(words)
        ordered = kind is BlockKind.ITEM and bool(self.lists) and self.lists[-1].number is not None
        self.blocks.append(Block(kind, start, self.length, level, ordered))
        self.write(after)
        self._last_kind = kind

    def row(self, cells: list[str]) -> None:
        """A row of a table; empty cells at its ends are no part of the block."""
        words = " | ".join(cells)
        inner = words.strip(" |")
        before, after = words.split(inner, 1) if inner else ("", "")
        self.line(BlockKind.ROW, inner, before=f"| {before}", after=f"{after} |")

    def set_apart(self) -> None:
        """The next line belongs to no list or table that went before, so an empty line comes between."""
        if not self.lists:
            self._last_kind = None

    def paragraph(self, words: str) -> None:
        """A paragraph; within a list it opens an item, or explains the one just before it, or goes on after a break."""
        if not words:
            return
        if not self.lists:
            self.line(BlockKind.PARAGRAPH, words)
            return
        current = self.lists[-1]
        indent = _INDENT * current.depth
        if not current.marker and self.blocks and self._explains(self.blocks[-1], current):
            block = self.blocks.pop()
            self.write(f"\n{indent}{_INDENT}{words}")
            self.blocks.append(Block(block.kind, block.start, self.length, block.level, block.ordered))
            return
        self.line(BlockKind.ITEM, words, before=indent + (current.marker or _INDENT), level=current.depth)
        current.marker = ""

    @staticmethod
    def _explains(block: Block, current: _List) -> bool:
        return block.kind is BlockKind.ITEM and block.level == current.depth


def _render(tokens: Sequence[Token], page: _Page) -> None:  # noqa: PLR0912 - one flat table of token types
    heading, in_cell = 0, False
    row: list[str] = []
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                page.lists.append(_List(None, depth=len(page.lists)))
            case "ordered_list_open":
                page.lists.append(_List(int(token.attrs.get("start", 1)), depth=len(page.lists)))
            case "list_item_open":
                page.lists[-1].open_item()
            case "bullet_list_close" | "ordered_list_close":
                page.lists.pop()
                page.set_apart()
            case "heading_open":
                heading = int(token.tag[1:])
            case "heading_close":
                heading = 0
            case "tr_open":
                row = []
            case "th_open" | "td_open":
                in_cell = True
            case "th_close" | "td_close":
                in_cell = False
            case "tr_close":
                page.row(row)
            case "thead_close":
                page.write("\n|" + " --- |" * len(row))
            case "table_close":
                page.set_apart()
            case "fence" | "code_block":
                page.line(BlockKind.CODE, token.content.strip("\n"), before="```\n", after="\n```")
            case "html_block":
                page.paragraph(_one_line(_TAG.sub(" ", token.content)))
            case "inline" if heading:
                page.line(BlockKind.HEADING, _one_line(_plain(token)), before="#" * heading + " ", level=heading)
            case "inline" if in_cell:
                row.append(_one_line(_plain(token)))
            case "inline":
                page.paragraph(_plain(token))


def _plain(inline: Token) -> str:
    """The visible words: marks, link targets and tags left out; a line break is kept only where it was forced."""
    words: list[str] = []
    for token in inline.children or []:
        match token.type:
            case "text" | "code_inline":
                words.append(token.content)
            case "image":
                words.append(token.content)  # its alternative text
            case "softbreak":
                words.append(" ")
            case "hardbreak":
                words.append("\n")
            case "html_inline" if re.match(r"<(br|p|li)\b", token.content, re.IGNORECASE):
                words.append(" ")
    return "\n".join(line.strip() for line in "".join(words).strip().split("\n"))


def _one_line(words: str) -> str:
    return " ".join(words.split())
