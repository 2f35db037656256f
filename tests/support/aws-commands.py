"""Holds printed commands of the AWS CLI against the service models of botocore, from which the CLI makes its commands.

Reads a JSON list of lists of words, writes a JSON list of problems. An option that the CLI adds by hand stands in EXTRA.
"""

import json
import sys

import botocore.session
import jmespath
from botocore import xform_name

GLOBAL = {"query", "output", "region", "profile", "cli-binary-format"}
# Commands that are no operation of an API, and options that the CLI adds: the CLI reference's page of each command.
CUSTOM = {
    ("logs", "tail"): {"since", "follow", "format", "filter-pattern"},
    ("ec2-instance-connect", "open-tunnel"): {"instance-id", "remote-port", "local-port"},
}
EXTRA = {("lambda", "invoke"): {"function-name", "payload"}}
session = botocore.session.get_session()


def problems(words):
    service, command, *rest = words
    options = [word[2:].split("=")[0] for word in rest if word.startswith("--")]
    query = next((rest[i + 1] for i, word in enumerate(rest[:-1]) if word == "--query"), None)
    if query is not None:
        try:
            jmespath.compile(query)
        except Exception as error:
            yield f"--query {query}: {error}"
    if "…" in rest or "..." in rest:
        yield "it is not written out"
    if (service, command) in CUSTOM:
        yield from (f"unknown option --{o}" for o in options if o not in CUSTOM[service, command] | GLOBAL)
        return
    try:
        model = session.get_service_model(service)
    except Exception:
        yield f"unknown service {service}"
        return
    if command == "wait":
        names = {xform_name(name, "-") for name in session.get_waiter_model(service).waiter_names}
        if rest[0] not in names:
            yield f"unknown waiter {rest[0]}"
        return
    operation = next((name for name in model.operation_names if xform_name(name, "-") == command), None)
    if operation is None:
        yield f"unknown command {command}"
        return
    shape = model.operation_model(operation).input_shape
    members = shape.members if shape is not None else {}
    known = {xform_name(name, "-"): name for name in members}
    switches = {f"no-{name}": member for name, member in known.items() if members[member].type_name == "boolean"}
    allowed = set(known) | set(switches) | GLOBAL | EXTRA.get((service, command), set())
    yield from (f"unknown option --{o}" for o in options if o not in allowed)
    if "<value>" in rest and rest[rest.index("<value>") - 1][:2] != "--":
        return  # a message fills in some options
    required = shape.required_members if shape is not None else []
    yield from (f"--{xform_name(n, '-')} is missing" for n in required if xform_name(n, "-") not in options)
    if (service, command) == ("lambda", "invoke") and rest[-1].startswith("--"):
        yield "the file for the answer is missing"


print(json.dumps([list(problems(words)) for words in json.load(sys.stdin)]))
