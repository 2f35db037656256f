import { findClient } from "../../../ops/database/client-program";
import { DEBIANS_MYSQL, ORACLES_MYSQL, onPath, restorePath, stubClient } from "../../support/programs-on-path";

afterEach(restorePath);

describe("the client on the PATH", () => {
  test.each([
    ["MySQL's", { mysql: ORACLES_MYSQL }, { command: "mysql", kind: "MySQL" }],
    ["Debian's mysql, which is MariaDB's", { mysql: DEBIANS_MYSQL }, { command: "mysql", kind: "MariaDB" }],
    ["one that is called mariadb", { mariadb: DEBIANS_MYSQL }, { command: "mariadb", kind: "MariaDB" }],
  ])("is looked at: %s", (_, versions, expected) => {
    onPath(Object.fromEntries(Object.entries(versions).map(([name, version]) => [name, stubClient(version)])));
    expect(findClient()).toEqual(expected);
  });

  test("says how to do without one", () => {
    onPath({});
    expect(findClient).toThrow(/neither mysql nor mariadb.*sql in place of connect/);
  });
});
