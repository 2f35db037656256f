import { parseMariadbGrants } from "../../../rotation-fn/adapters/mariadb-grants";

const HASH = `*${"A".repeat(40)}`;
const parse = (...rows: string[]) => parseMariadbGrants(rows, { showCreateRoutine: false });
const names = (rows: string[], showCreateRoutine = false) =>
  parseMariadbGrants(rows, { showCreateRoutine }).grants.map((grant) =>
    grant.kind === "privilege" ? grant.privilege : grant.kind,
  );

describe("the rows of SHOW GRANTS of MariaDB", () => {
  it("hold a hash, a TLS rule and limits among the global ones, which are no grants", () => {
    const rest = `IDENTIFIED BY PASSWORD '${HASH}' REQUIRE SUBJECT '/CN=WITH GRANT OPTION' WITH MAX_USER_CONNECTIONS 5`;
    expect(parse(`GRANT USAGE ON *.* TO \`app\`@\`%\` ${rest}`).grants).toEqual([]);
    const both = `GRANT SELECT, READ_ONLY ADMIN ON *.* TO \`app\`@\`%\` IDENTIFIED BY PASSWORD '${HASH}' REQUIRE SSL WITH GRANT OPTION MAX_USER_CONNECTIONS 5`;
    expect(names([both])).toEqual(["SELECT", "READ_ONLY ADMIN", "GRANT OPTION"]);
  });

  it("are not shown with their hash when they cannot be read", () => {
    const act = () =>
      parse(
        `GRANT SELECT ON *.*.* TO \`app\`@\`%\` IDENTIFIED BY PASSWORD '${HASH}'`,
        "GRANT , ON x IDENTIFIED BY 'y'",
      );
    expect(act).toThrow(expect.objectContaining({ code: "unsupported_account" }));
    expect(act).not.toThrow(HASH);
  });

  it("name roles without a host, one a row, and the default one apart", () => {
    const rows = [
      "GRANT `reader` TO `app`@`%`",
      "GRANT `writer` TO `app`@`%` WITH ADMIN OPTION",
      "SET DEFAULT ROLE `reader` FOR `app`@`%`",
    ];
    expect(parse(...rows)).toMatchObject({
      grants: [
        { kind: "role", role: { user: "reader", host: "" }, adminOption: false },
        { kind: "role", role: { user: "writer", host: "" }, adminOption: true },
      ],
      defaultRoles: [{ user: "reader", host: "" }],
    });
    // A revoked role stays the default one in name.
    expect(parse("SET DEFAULT ROLE `gone` FOR `app`@`%`").defaultRoles).toEqual([]);
  });

  it("spell ALL PRIVILEGES out, by what the scope and the version have", () => {
    const [database, table] = ["GRANT ALL PRIVILEGES ON `shop`.* TO x", "GRANT ALL PRIVILEGES ON `shop`.`t` TO x"];
    expect(names([database])).toHaveLength(19);
    expect(names([database], true)).toContain("SHOW CREATE ROUTINE");
    expect(names([table], true)).toHaveLength(13);
    expect(names(["GRANT ALL PRIVILEGES ON *.* TO x"])).toEqual(expect.arrayContaining(["SUPER", "BINLOG REPLAY"]));
  });

  it("hold our notes, which are read and not copied; a real REFERENCES is a grant", () => {
    const found = parse(
      "GRANT REFERENCES ON `rotated for secret: ^prod/orders~1`.* TO `app`@`%`",
      "GRANT REFERENCES ON `rotated with rights: 00ff`.* TO `app`@`%`",
      "GRANT REFERENCES ON `shop`.* TO `app`@`%`",
      "GRANT SELECT, REFERENCES ON `rotated by hand`.* TO `app`@`%`",
    );
    expect(found.attribute).toEqual({ rotated_for_secret: "Prod/orders_1", rotated_with_rights: "00ff" });
    expect(found.notes).toHaveLength(2);
    expect(found.grants).toHaveLength(3);
  });
});
