"""Log calls are written so that there is nothing to filter: fixed words, ids and counts."""

import ast

from tests.architecture.source import called, calls, modules, place

LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
PERSONAL = {
    *("name", "given_name", "family_name", "full_name", "title", "text", "note", "notes", "address"),
    *("email", "emails", "phone", "phones", "postal_code", "zip", "path", "row", "person", "draft", "query"),
}


def log_calls():
    for path in modules():
        for call in calls(path):
            of = call.func.value if isinstance(call.func, ast.Attribute) else None
            owner = getattr(of, "id", getattr(of, "attr", "")).lower()
            if called(call) in LEVELS and owner in ("log", "_log", "logger", "_logger", "logging"):
                yield path, call


def last_name(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def test_a_log_message_is_written_out():
    put_together = [
        place(path, call)
        for path, call in log_calls()
        if not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]

    assert put_together == []


def test_a_log_message_carries_nothing_personal():
    personal = [
        place(path, call) for path, call in log_calls() if {last_name(word) for word in call.args} & PERSONAL
    ]

    assert personal == []
