import { missingObjects } from "../../../rotation-fn/adapters/missing-objects";
import type { Grant } from "../../../rotation-fn/ports/account";

const dynamic = (privilege: string): Grant => ({ kind: "dynamic", privilege, grantOption: false });
const onDatabase: Grant = { kind: "privilege", privilege: "SELECT", scope: "`shop`.*" };

describe("missingObjects", () => {
  it("finds the privilege of a plugin that was uninstalled: the server lists it no more", async () => {
    const query = async () => [["Alter"], ["XA_RECOVER_ADMIN"]];
    const gone = dynamic("VERSION_TOKEN_ADMIN");
    expect(await missingObjects([dynamic("XA_RECOVER_ADMIN"), gone, onDatabase], query)).toEqual([gone]);
  });

  it("finds one that the server knows again since its restart, by the plugin that is not installed", async () => {
    const gone = dynamic("FIREWALL_USER");
    const query = async (sql: string) =>
      sql === "SHOW PRIVILEGES" ? [["FIREWALL_USER"], ["SKIP_QUERY_REWRITE"]] : [["Rewriter"], ["InnoDB"]];
    expect(await missingObjects([gone, dynamic("SKIP_QUERY_REWRITE")], query)).toEqual([gone]);
  });

  it("takes none for gone where the installed components may not be read", async () => {
    const query = async (sql: string) => {
      if (sql !== "SHOW PRIVILEGES") throw new Error("1142");
      return [["FIREWALL_USER"]];
    };
    expect(await missingObjects([dynamic("FIREWALL_USER")], query)).toEqual([]);
  });

  it("asks nothing where no grant is on an object, and never of the server's own databases", async () => {
    const query = async () => Promise.reject(new Error("asked"));
    const own: Grant = { kind: "privilege", privilege: "SELECT", scope: "`mysql`.`gone`" };
    const role: Grant = { kind: "role", role: { user: "r", host: "%" }, adminOption: false };
    expect(await missingObjects([onDatabase, own, role], query)).toEqual([]);
  });
});
