#!/usr/bin/env python3
"""Checks an export of the audit trail with nothing but what docs/operations/audit.md says.

    curl -sH "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/api/v1/audit/export > trail.ndjson
    python3 check_audit.py trail.ndjson [NUMBER HASH]

NUMBER and HASH are a head that was kept elsewhere. Exit code 0: intact; 1: broken, with the first broken number.
"""
import hashlib
import json
import re
import sys

FIELDS = ["number", "at", "phase", "begunNumber", "requestId", "operation", "request", "subjectType", "subjectId",
          "callerKind", "callerId", "callerName", "address", "status", "change"]


def microseconds(at):
    """2026-11-23T17:04:05.12Z -> 2026-11-23T17:04:05.120000Z"""
    seconds, fraction = re.fullmatch(r"(.{19})(?:\.(\d{1,6}))?Z", at).groups()
    return seconds + "." + (fraction or "").ljust(6, "0") + "Z"


def field(value):
    if value is None:
        return b"\x00"
    text = str(value).encode("utf-8")
    return b"\x01" + len(text).to_bytes(4, "big") + text


def hash_of(before, entry):
    entry = dict(entry, at=microseconds(entry["at"]))
    return hashlib.sha256(b"tidemark-audit-1\n" + before + b"".join(field(entry[name]) for name in FIELDS)).digest()


def broken(number, why):
    print(f"broken at {number}: {why}")
    return 1


def main(path, kept=None):
    before, number = bytes(32), 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            entry, number = json.loads(line), number + 1
            if entry["number"] != number:
                return broken(number, "missing")
            before = hash_of(before, entry)
            if entry["hash"] != before.hex():
                return broken(number, f"expected {before.hex()}, found {entry['hash']}")
            if kept and int(kept[0]) == number and kept[1] != before.hex():
                return broken(number, f"was {kept[1]} when it was kept, is {before.hex()}")
    if kept and int(kept[0]) > number:
        return broken(number + 1, f"the trail once reached to {kept[0]}")
    print(f"intact: {number} {before.hex()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:4] or None))
