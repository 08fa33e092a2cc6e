"""The process of an instance in Python. It does what runner.ts does for Node."""

import json
import os
import sys
from importlib import import_module
from time import perf_counter, time

TIMEOUT_MS = 20_000
REPLIES = os.fdopen(3, "w")

start = json.loads(sys.argv[1])
sys.path.insert(0, os.path.dirname(start["file"]))
begun = perf_counter()
handler = import_module(os.path.basename(start["file"]).removesuffix(".py")).handler
import_ms = (perf_counter() - begun) * 1000
first = None


class Context:
    aws_request_id = "bench"

    def __init__(self):
        self.sent = perf_counter()

    def get_remaining_time_in_millis(self):
        return TIMEOUT_MS - (perf_counter() - self.sent) * 1000


def answered(event):
    global first
    sent = perf_counter()
    result = handler(event, Context())
    at = perf_counter()
    first = first or {"coldMs": (at - begun) * 1000, "firstAt": time() * 1000}
    return {"ms": (at - sent) * 1000, "status": result["statusCode"], "body": result["body"]}


def reply(events):
    answers = [answered(event) for event in events]
    REPLIES.write(json.dumps({"importMs": import_ms, **(first or {}), "answers": answers}) + "\n")
    REPLIES.flush()


reply(start["events"])
for line in sys.stdin:
    reply(json.loads(line))
