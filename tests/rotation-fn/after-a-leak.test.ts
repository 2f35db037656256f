import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEvent } from "../../rotation-fn/event";
import { adminConnection, connectAs, rootConnection, uniqueName } from "../support/mysql";

const page = readFileSync(path.join(__dirname, "..", "..", "docs", "after-a-leak.md"), "utf8");

describe("docs/after-a-leak.md", () => {
  it("sends events that the function takes", () => {
    const payloads = [...page.matchAll(/--payload "(\{.*\})"/g)].map(([, text = ""]) =>
      JSON.parse(text.replaceAll('\\"', '"').replace("$SECRET", "shop")),
    );
    expect(payloads.map((payload) => parseEvent(payload).kind)).toEqual(["expire-previous", "audit"]);
  });

  it("lists the open connections of the app user, for the admin", async () => {
    const username = uniqueName("app");
    const [root, admin] = [await rootConnection(), await adminConnection()];
    await root.query(`CREATE USER '${username}'@'%' IDENTIFIED BY 'first-Password-1'`);
    const open = await connectAs({ username, password: "first-Password-1" });
    try {
      const [, statement = ""] = /--execute="(SELECT ID, .*)"/.exec(page) ?? [];
      const [rows] = await admin.query(statement.replace("'app'", `'${username}'`));
      expect(rows).toEqual([expect.objectContaining({ USER: username })]);
    } finally {
      await open.end();
      await root.query(`DROP USER '${username}'@'%'`);
      await Promise.all([root.end(), admin.end()]);
    }
  });
});
