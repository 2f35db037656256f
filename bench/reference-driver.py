"""Runs AWS's MySQL rotation function as Lambda would: one process, kept warm, one event at a time.

Loads `lambda_function.py` from the file that BENCH_FUNCTION_FILE names. Reads events from standard input and writes answers to
standard output, one JSON document a line. What the function itself writes goes to standard error.

The function is not changed on disk. In memory only:
- `pymysql.connect` is given the certificate authority of the local MySQL instead of /etc/pki/tls/cert.pem, and counts logins;
- with BENCH_PATCH_VERSION=1, a server of version 9 or later is treated as version 8: the function knows only versions that begin with
  "8" and takes any other for a server from before 8.0, which knew PASSWORD().
"""

import importlib.util
import json
import logging
import os
import signal
import sys
import time

def load(file):
    """Imports the function's module, and with it everything that it imports."""
    spec = importlib.util.spec_from_file_location("lambda_function", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def count_and_trust(module, ca_file, counts):
    """Lets the function trust `ca_file`, and counts its logins in `counts`."""
    connect = module.pymysql.connect

    def counted(*args, ssl=None, **kwargs):
        counts["logins"] += 1
        try:
            return connect(*args, ssl=None if ssl is None else {"ca": ca_file}, **kwargs)
        except BaseException:
            counts["failedLogins"] += 1
            raise

    module.pymysql.connect = counted


def know_later_versions(module):
    """Makes the function's test of the server's version true for every version from 8 on."""
    option_of = module.get_password_option

    def option(version):
        return option_of("8.0.0" if int(version.split(".")[0]) >= 8 else version)

    module.get_password_option = option


def text_of(module, error):
    """What went wrong, without what a database error quotes: a syntax error quotes the new password."""
    if isinstance(error, module.pymysql.MySQLError):
        return "error %s of MySQL (its text is not shown, because it may quote a password)" % error.args[:1]
    return str(error)


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the end of the input is what ends this process
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    logging.basicConfig(stream=sys.stderr)

    started = time.perf_counter()
    module = load(os.environ["BENCH_FUNCTION_FILE"])
    load_ms = (time.perf_counter() - started) * 1000

    counts = {"logins": 0, "failedLogins": 0}
    count_and_trust(module, os.environ["BENCH_CA_FILE"], counts)
    if os.environ.get("BENCH_PATCH_VERSION") == "1":
        know_later_versions(module)
    answers.write(json.dumps({"kind": "loaded", "loadMs": load_ms}) + "\n")

    for line in sys.stdin:
        answer = {"kind": "returned"}
        try:
            module.lambda_handler(json.loads(line), None)
        except Exception as error:  # the function may raise anything, and all of it is an answer
            answer = {"kind": "failed", "errorType": type(error).__name__, "errorMessage": text_of(module, error)}
        answers.write(json.dumps({**answer, **counts}) + "\n")


if __name__ == "__main__":
    main()
