"""Words as the support scorer reads them."""

import subprocess
import sys


def test_a_scorer_that_begins_while_the_agent_works_does_not_disturb_it() -> None:
    code = """
import sys
from threading import Event, Thread
from evals.scorers.words import words
from ingest.russian import is_noun
sys.setswitchinterval(1e-5)
is_noun("слово")
done, failed = Event(), []
def work():
    number = 0
    while not done.is_set():
        number += 1
        try:
            is_noun(f"слово{number}")
        except ValueError as error:
            failed.append(error)
agent = Thread(target=work)
agent.start()
words("Вернуть товар можно за 14 дней")
done.set()
agent.join()
print(failed)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
