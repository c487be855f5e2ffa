"""The version of the rules that make passages, facts and search terms of a file."""

# Raise it when the readers, the splitter, the finders of facts or the n-grams give something else for the same file:
# the next sync then makes an existing release anew. A test says when that is due.
RULES_VERSION = "4"
