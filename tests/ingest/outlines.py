"""An article's structure as lines that a person can read and compare."""

from ingest.article import Article, BlockKind


def outline(article: Article) -> list[str]:
    """One line a block: `# heading`, `- item`, `1. step`, `| row`, a paragraph as it is; indents show nesting."""
    lines = []
    for block in article.blocks:
        words = article.text[block.start : block.end]
        marks = {
            BlockKind.HEADING: "#" * block.level + " ",
            BlockKind.ITEM: "  " * block.level + ("1. " if block.ordered else "- "),
            BlockKind.ROW: "| ",
            BlockKind.CODE: "` ",
            BlockKind.PARAGRAPH: "",
        }
        lines.append(marks[block.kind] + words)
    return lines
