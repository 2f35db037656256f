import { clientSettings, SETTINGS_FOR, settingsFor } from "../../../ops/database/client-settings";

const login = {
  host: "db.example",
  port: 3306,
  dbname: "shop",
  username: "shop_clone",
  password: "made-for-this-test",
};
const tunnel = { host: "127.0.0.1", port: 40_001, isTunnel: true };
const input = { route: tunnel, login, engine: "mysql", caFile: "/roots/dev.pem", isPasswordShown: false } as const;

describe("the settings of a program", () => {
  it.each(SETTINGS_FOR)("%s: without the password, unless it is asked for", (program) => {
    expect(JSON.stringify(clientSettings(program, input))).not.toContain(login.password);
    expect(JSON.stringify(clientSettings(program, input))).toContain("--show-password");
    expect(JSON.stringify(clientSettings(program, { ...input, isPasswordShown: true }))).toContain(login.password);
  });

  it("verify the authority through a tunnel, and the name as well without one", () => {
    const direct = { ...input, route: { ...tunnel, isTunnel: false } };
    expect(clientSettings("jdbc", input).url).toBe("jdbc:mysql://127.0.0.1:40001/shop?sslMode=VERIFY_CA");
    expect(clientSettings("jdbc", { ...direct, engine: "mariadb" }).url).toBe(
      "jdbc:mariadb://127.0.0.1:40001/shop?sslMode=verify-full",
    );
    expect(clientSettings("workbench", input)["Use SSL"]).toBe("Require and Verify CA");
    expect(clientSettings("workbench", direct)["Use SSL"]).toBe("Require and Verify Identity");
  });

  it("let mysql2 verify the name of the database through the tunnel", () => {
    expect(clientSettings("mysql2", input)).toMatchObject({
      host: "db.example",
      port: "3306",
      ssl: '{ ca: readFileSync("/roots/dev.pem"), verifyIdentity: true }',
      stream: '() => net.connect(40001, "127.0.0.1")',
    });
  });

  it("are refused for a program that is not known, with those that are", () => {
    expect(() => settingsFor("access")).toThrow(/allowed: workbench, dbeaver, jdbc, mysql2/);
  });
});
