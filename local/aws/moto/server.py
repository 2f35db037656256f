"""moto, the mock of AWS, as a server on 127.0.0.1 that keeps its state in a file and ends with the process that started it.

Arguments: the state file, or `-` for a server that forgets everything.
Output, a line each: `listening <port>`; what goes wrong goes to standard error.
Standard input says nothing; when it closes, which the system does for the parent however that dies, the state is written and the
process ends. Ctrl-C reaches the whole group in a terminal: it is the parent's to hear.

moto has no means of its own to keep its state but recording every request and answering them all again, which gives new dates and ids.
Here its backends are pickled as they are. A request at a time: moto's backends are not safe for threads, and neither is pickling them.
"""

import fcntl
import importlib
import io
import logging
import marshal
import os
import pickle
import signal
import sys
import threading
import time
import types
import weakref
from collections import defaultdict
from importlib.metadata import version

from botocore.model import OperationNotFoundError
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import serialization
from moto.core.base_backend import BackendDict
from moto.core.config import default_user_config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

SAVE_EVERY_SECONDS = 10
LOCK_TIMEOUT_SECONDS = 5
FORMAT = "moto %s on Python %d.%d" % (version("moto"), *sys.version_info[:2])


class StatePickler(pickle.Pickler):
    """Pickles what moto's backends hold beside plain data: keys, weak dictionaries, locks, and functions made inside of functions."""

    def reducer_override(self, thing):
        if isinstance(thing, (openssl.rsa.RSAPrivateKey, openssl.ec.ECPrivateKey)):
            encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
            return private_key_from, (thing.private_bytes(encoding, form, serialization.NoEncryption()),)
        if isinstance(thing, weakref.WeakValueDictionary):
            return weakref.WeakValueDictionary, (list(thing.items()),)
        if isinstance(thing, defaultdict) and type(thing) is not defaultdict:
            # By itself it would be made again by a call of its class, which may want arguments.
            return defaultdict_from, (type(thing), thing.default_factory), vars(thing), None, iter(dict.items(thing))
        if isinstance(thing, LOCKS):
            return threading.RLock, ()
        if isinstance(thing, types.FunctionType) and "<locals>" in thing.__qualname__:
            cells = tuple(cell.cell_contents for cell in thing.__closure__ or ())
            return function_from, (thing.__module__, marshal.dumps(thing.__code__), thing.__defaults__, cells)
        return NotImplemented


LOCKS = (type(threading.RLock()), type(threading.Lock()))


def private_key_from(pem):
    return serialization.load_pem_private_key(pem, None)


def defaultdict_from(kind, factory):
    made = kind.__new__(kind)
    made.default_factory = factory
    return made


def function_from(module, code, defaults, cells):
    """The code is that of this very version of moto and Python: FORMAT sees to it."""
    names = vars(importlib.import_module(module))
    return types.FunctionType(marshal.loads(code), names, None, defaults, tuple(types.CellType(value) for value in cells))


def holder_of(kind):
    """The dictionary in which a service's module holds its backends; two may be for one service, as for Lambda with and without Docker."""
    return next(
        held for held in vars(importlib.import_module(kind.__module__)).values() if isinstance(held, BackendDict) and held.backend is kind
    )


def pickled(thing):
    written = io.BytesIO()
    StatePickler(written).dump(thing)
    return written.getvalue()


class KeptApplication:
    """moto's application, one request at a time, with its state in a file."""

    def __init__(self, state_file):
        self.app = DomainDispatcherApplication(create_backend_app)
        self.state_file = state_file
        self.lock = threading.Lock()
        self.is_changed = False

    def __call__(self, environ, start_response):
        with self.lock:
            self.is_changed = True
            try:
                return list(self.app(environ, start_response))
            except Exception as error:
                return refused(error, start_response)

    def save(self):
        """Writes the state whole or not at all. Everything in one pickle, so that what two services share stays shared.

        Without the partitions of China and of governments (`aws-cn`, ...): nothing is made there, and each holds all of AWS's own policies.
        """
        if self.state_file is None:
            return
        with self.lock:
            if not self.is_changed:
                return
            kept = {
                held.backend: {
                    account: {region: backend for region, backend in regions.items() if not region.startswith("aws-")}
                    for account, regions in held.items()
                }
                for held in BackendDict._instances
            }
            content = pickle.dumps((FORMAT, pickled(kept)))
            self.is_changed = False
        unfinished = self.state_file + ".unfinished"
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, self.state_file)

    def lock_state(self):
        """One process at a time has the state; one that is just ending has a moment to write it."""
        if self.state_file is None:
            return
        self.lock_file = open(self.state_file + ".lock", "w", opener=lambda path, flags: os.open(path, flags, 0o600))
        deadline = time.monotonic() + LOCK_TIMEOUT_SECONDS
        while True:
            try:
                return fcntl.flock(self.lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    sys.exit("its state is in use: another local AWS runs on %s" % os.path.dirname(self.state_file))
                time.sleep(0.1)

    def restore(self):
        if self.state_file is None or not os.path.exists(self.state_file):
            return
        with open(self.state_file, "rb") as file:
            written_by, content = pickle.loads(file.read())
        if written_by != FORMAT:
            sys.exit("its state was written by %s and cannot be read by %s" % (written_by, FORMAT))
        for kind, accounts in pickle.loads(content).items():
            held = holder_of(kind)
            for account, regions in accounts.items():
                for region, backend in regions.items():
                    dict.__setitem__(held[account], region, backend)


def refused(error, start_response):
    """What moto does not offer, or fails at, in one line instead of a page of HTML and a stack of calls."""
    is_missing = isinstance(error, (NotImplementedError, OperationNotFoundError))
    body = ("%s: %s" % (type(error).__name__, error)).encode()
    status = "501 Not Implemented" if is_missing else "500 Internal Server Error"
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


class QuietHandler(WSGIRequestHandler):
    """Keeps connections open, and writes no line for each request: who started this records them."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_args):
        pass


def save_now_and_then(application):
    while True:
        threading.Event().wait(SAVE_EVERY_SECONDS)
        save_or_say(application)


def save_or_say(application):
    try:
        application.save()
    except Exception as error:
        print("the state was not saved: %s" % error, file=sys.stderr, flush=True)


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = KeptApplication(None if sys.argv[1] == "-" else sys.argv[1])
    default_user_config["lambda"] = {"use_docker": False}  # it keeps functions and runs none
    default_user_config["iam"] = {"load_aws_managed_policies": True}  # roles have them attached, as on AWS
    application.lock_state()
    application.restore()
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=save_now_and_then, args=(application,), daemon=True).start()
    print("listening %d" % server.server_port, flush=True)

    def end(*_signal):
        save_or_say(application)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    while sys.stdin.buffer.read1(1024):
        pass
    end()


if __name__ == "__main__":
    main()
