"""MySQL logins that follow the rotations of a secret in AWS Secrets Manager. Needs boto3 and PyMySQL; SQLAlchemy is optional.

The rules are those of the Node package: the secret is cached, one thread reads it at a time, a refused login reads it once more and is
tried once more, and while Secrets Manager cannot be reached the last known value is served for `max_stale` seconds.

    secret = RotatingSecret("dev/shop")
    connection = secret.connect(ssl_ca="global-bundle.pem")            # PyMySQL
    engine = create_engine("mysql+pymysql://", pool_recycle=1800)      # SQLAlchemy
    event.listen(engine, "do_connect", secret.do_connect(ssl_ca="global-bundle.pem"))
"""
import json
import random
import threading
import time

import boto3
import pymysql
from botocore.exceptions import BotoCoreError, ClientError

REFUSED = {1045, 1396, 1698, 1862, 3118, 3955, 4151}  # the same answers as in client/src/refused-login.ts


class RotatingSecret:
    def __init__(self, secret_id, client=None, max_age=300.0, max_stale=86_400.0):
        self._secret_id, self._max_age, self._max_stale = secret_id, max_age, max_stale
        self._client = client or boto3.client("secretsmanager")
        self._lock = threading.Lock()
        self._value, self._version, self._read_at, self._next_read, self._forced = None, None, 0.0, 0.0, (None, 0.0)

    def get(self):
        """The value and its version: from the cache while it is young enough."""
        with self._lock:
            if self._value is None or not self._read_at <= time.time() < self._next_read:
                self._read()
            return self._value, self._version

    def refresh(self, stale_version):
        """The same after a refused login: reads for one version at most once a second, and not when a newer one is known."""
        with self._lock:
            version, at = self._forced
            if self._version == stale_version and not (version == stale_version and 0 <= time.time() - at < 1):
                self._forced = (stale_version, time.time())
                self._read()
            return self._value, self._version

    def _read(self):
        try:
            answer = self._client.get_secret_value(SecretId=self._secret_id)
            value = json.loads(answer["SecretString"])
            if not (value["username"] and value["password"]):
                raise KeyError("username or password")
        except (BotoCoreError, ClientError, KeyError, TypeError, ValueError) as error:
            if self._value is None or time.time() - self._read_at > self._max_stale:
                raise RuntimeError(f"secret {self._secret_id} cannot be read: {type(error).__name__}") from None
            self._next_read = time.time() + random.uniform(1, 30)  # the last known value is served meanwhile
            return
        self._value, self._version, self._read_at = value, answer["VersionId"], time.time()
        self._next_read = self._read_at + self._max_age * random.uniform(0.7, 0.9)

    def connect(self, **options):
        """A PyMySQL connection, with TLS that verifies the server. `options` go to pymysql.connect and win over the secret."""
        value, version = self.get()
        try:
            return self._connect(value, options)
        except pymysql.err.MySQLError as error:
            value, newer = self.refresh(version) if error.args and error.args[0] in REFUSED else (value, version)
            if newer == version:
                raise
            time.sleep(random.uniform(0, 0.1))
            return self._connect(value, options)

    def do_connect(self, **options):
        """A listener for SQLAlchemy's event "do_connect"."""
        return lambda dialect, record, args, parameters: self.connect(**{**parameters, **options})

    @staticmethod
    def _connect(value, options):
        secret = {"host": value.get("host"), "port": int(value.get("port", 3306)), "database": value.get("dbname")}
        login = {"user": value["username"], "password": value["password"]}
        return pymysql.connect(**{**secret, "ssl_verify_cert": True, "ssl_verify_identity": True, **options, **login})
