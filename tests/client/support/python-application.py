"""Logs in all the time, by PyMySQL and by SQLAlchemy, until standard input ends; then tells what happened."""
import json
import os
import sys
import threading

from rotating_mysql import RotatingSecret
from sqlalchemy import create_engine, event, text

secret = RotatingSecret(os.environ["DB_SECRET_ID"], max_age=float(os.environ["MAX_AGE_SECONDS"]))
tls = {"ssl_ca": os.environ["DB_CA_FILE"]}
engine = create_engine("mysql+pymysql://", pool_size=2, pool_recycle=1)
event.listen(engine, "do_connect", secret.do_connect(**tls))

succeeded, failures, over = [0], [], threading.Event()


def by_pymysql():
    connection = secret.connect(**tls)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


def by_sqlalchemy():
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def loop(work):
    while not over.wait(0.02):
        try:
            work()
            succeeded[0] += 1
        except Exception as error:
            failures.append(repr(error))


threads = [threading.Thread(target=loop, args=[work]) for work in (by_pymysql, by_pymysql, by_sqlalchemy, by_sqlalchemy)]
by_pymysql()
for thread in threads:
    thread.start()
print("ready", flush=True)
sys.stdin.read()
over.set()
for thread in threads:
    thread.join()
value, version = secret.get()
print(json.dumps({"succeeded": succeeded[0], "failures": failures, "shown": repr(secret) + str(vars(secret).keys()), "hidden": value["password"] not in repr(secret)}))
