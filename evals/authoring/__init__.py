"""New cases, out of stored turns and of tables of questions and answers.

turn.py      an answered turn → a case
masked.py    a customer's words without private data
table.py     the bytes of a table → its rows
rows.py      rows → cases
quotes.py    where an article says an answer in its words
figures.py   the figures of an answer
dataset.py   the file that cases are appended to
"""
