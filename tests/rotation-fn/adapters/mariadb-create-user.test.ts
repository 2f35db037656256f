import { birthMarkFor, parseMariadbCreateUser } from "../../../rotation-fn/adapters/mariadb-create-user";

const ACCOUNT = { user: "app", host: "%" };
const HASH = `*${"A".repeat(40)}`;
const OTHER = `*${"B".repeat(40)}`;
const parse = (rest: string) => parseMariadbCreateUser(`CREATE USER \`app\`@\`%\`${rest}`, ACCOUNT);

describe("a row of SHOW CREATE USER of MariaDB", () => {
  it.each([
    ["one password", ` IDENTIFIED BY PASSWORD '${HASH}'`, [HASH]],
    ["the same by its plugin", ` IDENTIFIED VIA mysql_native_password USING '${HASH}'`, [HASH]],
    [
      "two passwords",
      ` IDENTIFIED VIA mysql_native_password USING '${HASH}' OR mysql_native_password USING '${OTHER}'`,
      [HASH, OTHER],
    ],
    ["no password at all", "", [""]],
  ])("tells of %s", (_, rest, hashes) => {
    expect(parse(rest)).toMatchObject({ plugin: "mysql_native_password", hashes, locked: false, birthMark: undefined });
  });

  it("tells the clauses, in MariaDB's order and with fractions of a second", () => {
    const { clauses, locked } = parse(
      ` IDENTIFIED BY PASSWORD '${HASH}' REQUIRE ISSUER '/CN=ca' SUBJECT '/CN=it''s' WITH MAX_USER_CONNECTIONS 5 MAX_STATEMENT_TIME 2.500000 ACCOUNT LOCK PASSWORD EXPIRE INTERVAL 30 DAY`,
    );
    expect(locked).toBe(true);
    expect([...clauses]).toEqual([
      ["REQUIRE", "ISSUER '/CN=ca' SUBJECT '/CN=it''s'"],
      ["MAX_USER_CONNECTIONS", "5"],
      ["MAX_STATEMENT_TIME", "2.500000"],
      ["PASSWORD EXPIRE", "INTERVAL 30 DAY"],
    ]);
  });

  it("tells another plugin, which whoever rotates refuses", () => {
    expect(parse(" IDENTIFIED VIA ed25519 USING 'x'")).toMatchObject({ plugin: "ed25519" });
    expect(parse(" IDENTIFIED VIA unix_socket")).toMatchObject({ plugin: "unix_socket" });
  });

  it.each([
    [`mysql_native_password USING '${HASH}' OR unix_socket`, /mysql_native_password or unix_socket/],
    [`ed25519 USING 'x' OR mysql_native_password USING '${HASH}'`, /ed25519 or mysql_native_password/],
    [`mysql_native_password USING '${HASH}' OR mysql_native_password OR mysql_native_password`, /several ways/],
  ])("is refused for VIA %s, without the hash in the error", (ways, message) => {
    const act = () => parse(` IDENTIFIED VIA ${ways}`);
    expect(act).toThrow(expect.objectContaining({ code: "unsupported_account" }));
    expect(act).toThrow(message);
    expect(act).not.toThrow(HASH);
  });

  it("knows an account that is just being made by the certificate that nobody has", () => {
    const mark = { rotated_in: "eu-west-1/111122223333", rotated_for_secret: "Prod/orders_1" };
    const { birthMark } = parse(` IDENTIFIED BY PASSWORD '${HASH}' REQUIRE ${birthMarkFor(mark)} ACCOUNT LOCK`);
    expect(birthMark).toEqual(mark);
    const { rotated_for_secret } = mark;
    expect(parse(` REQUIRE ${birthMarkFor({ rotated_for_secret })} ACCOUNT LOCK`).birthMark).toEqual({
      rotated_for_secret,
    });
    expect(parse(" REQUIRE SUBJECT '/CN=rotated for secret: x'").birthMark).toBeUndefined();
  });
});
