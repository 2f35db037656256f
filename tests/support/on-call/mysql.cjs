#!/usr/bin/env node
// The `mysql` and `mariadb` of a drill: the options that the runbook and the function print, over verified TLS. A password that is asked for
// at a prompt comes from TYPED_PASSWORD, as a person would type it.
const { readFileSync } = require("node:fs");
const { createConnection } = require("mysql2/promise");

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const given = {};
for (const word of process.argv.slice(2)) {
  const [, name, value = true] =
    /^--(defaults-extra-file|host|port|user|password|execute)(?:=(.*))?$/s.exec(word) ?? [];
  if (name === undefined) fail(`mysql: unknown option '${word}'`);
  given[name] = value;
}
if (given["defaults-extra-file"] !== undefined) {
  for (const line of readFileSync(given["defaults-extra-file"], "utf8").split("\n")) {
    const [, name, value] = /^(user|password)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) given[name] ??= JSON.parse(value);
  }
}
if (given.password === true) given.password = process.env.TYPED_PASSWORD;

async function main() {
  const connection = await createConnection({
    // The certificate names the host that stands at the other end of the tunnel.
    host: given.host === "127.0.0.1" ? "localhost" : given.host,
    port: Number(given.port),
    user: given.user,
    password: given.password,
    ssl: { ca: readFileSync(process.env.DRILL_CA_FILE, "utf8"), verifyIdentity: true },
    multipleStatements: true,
  });
  try {
    const [rows] = await connection.query({ sql: given.execute ?? readFileSync(0, "utf8"), rowsAsArray: true });
    if (Array.isArray(rows)) for (const row of rows) console.log(Array.isArray(row) ? row.join("\t") : "");
  } finally {
    await connection.end();
  }
}

main().catch((error) => fail(`ERROR ${error.errno} (${error.sqlState}): ${error.sqlMessage ?? error.message}`));
