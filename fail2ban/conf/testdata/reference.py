"""Answers how fail2ban's own client reads configurations: what fail2ban-client -c DIR -d prints, without starting a program for each.

Each line of standard input is a question in JSON, and each answer is one line of JSON. {"dir": ...} asks for {"printed": [...], "errors": [...]};
{"call": ..., "args": [...]} asks for {"result": ...}, or {"raised": ...} if there is none.
"""
import fnmatch
import io
import json
import logging
import resource
import shlex
import sys

from fail2ban import helpers
from fail2ban.client import fail2bancmdline
from fail2ban.client.fail2banclient import Fail2banClient


class Collect(logging.Handler):
    def __init__(self):
        logging.Handler.__init__(self, logging.ERROR)
        self.said = []

    def emit(self, record):
        self.said.append(record.getMessage())


def ask(directory):
    printed, collect = [], Collect()
    logger = logging.getLogger("fail2ban")
    logger.handlers = [collect]
    fail2bancmdline.output = printed.append
    client = Fail2banClient()
    client.initCmdLine(["fail2ban-client", "-c", directory, "-d"])
    return {"printed": [str(line) for line in printed], "errors": collect.said}


CALLS = {
    "split": helpers.splitWithOptions,
    "extract": lambda text: [helpers.extractOptions(text)[0], [list(p) for p in (helpers.extractOptions(text)[1] or {}).items()]],
    "words": helpers.splitwords,
    "shell": shlex.split,
    "int": lambda text: str(int(text)),
    "match": lambda pattern, name: fnmatch.fnmatchcase(name, pattern),
    "repr": repr,
    "json": json.dumps,
    "true": helpers._as_bool,
}


def call(name, args):
    try:
        return {"result": CALLS[name](*args)}
    except Exception as e:
        return {"raised": str(e)}


def answer(question):
    return ask(question["dir"]) if "dir" in question else call(question["call"], question["args"])


# what grows without end must not take the machine with it
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
# messages of the client's own handlers are of no interest
sys.stderr = io.StringIO()
answers, sys.stdout = sys.stdout, io.StringIO()
for line in sys.stdin:
    answers.write(json.dumps(answer(json.loads(line))) + "\n")
    answers.flush()
