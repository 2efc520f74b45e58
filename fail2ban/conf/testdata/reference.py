"""Answers how fail2ban's own client reads configurations: what fail2ban-client -c DIR -d prints, without starting a program for each.

Each line of standard input is a directory; each answer is one line of JSON, {"printed": [...], "errors": [...]}.
"""
import io
import json
import logging
import sys

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


# messages of the client's own handlers are of no interest
sys.stderr = io.StringIO()
answers, sys.stdout = sys.stdout, io.StringIO()
for line in sys.stdin:
    answers.write(json.dumps(ask(line.rstrip("\n"))) + "\n")
    answers.flush()
