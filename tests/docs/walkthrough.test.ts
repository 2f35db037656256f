import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { loadEnvironments, parseEnvironment } from "../../environments";
import { local } from "../../environments/local";
import { SCENARIOS } from "../../local/lifecycle/scenarios";
import { REPOSITORY } from "../support/temporary-folder";

const page = readFileSync(path.join(REPOSITORY, "docs", "walkthrough.md"), "utf8");
const situations = page.split(/^## (?=\d)/m).slice(1);

describe("docs/walkthrough.md", () => {
  it("has five situations, each of which ends with cleaning up", () => {
    expect(situations).toHaveLength(5);
    for (const situation of situations) expect(situation).toMatch(/^\d\. \*\*Clean up\*\*/m);
  });

  it("names tests and scenarios that exist", () => {
    const tests = [...page.matchAll(/`(tests\/[^`]+)`/g)].map(([, name = ""]) => name);
    expect(tests.length).toBeGreaterThan(15);
    expect(tests.filter((name) => !existsSync(path.join(REPOSITORY, name)))).toEqual([]);
    const named = [...page.matchAll(/the scenarios? `([\w-]+)`/g)].map(([, name = ""]) => name);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name))).toEqual([]);
  });

  it("shows app secrets that an environment file accepts", () => {
    const lists = [...page.matchAll(/appSecrets: (\[[\s\S]*?\n {3}\]),/g)].map(([, list = ""]) => list);
    const inline = [...page.matchAll(/`(\{ name: [^`]*\})`/g)].map(([, one = ""]) => `[${one}]`);
    expect([...lists, ...inline]).toHaveLength(3);
    for (const list of [...lists, ...inline]) {
      const appSecrets = JSON.parse(JSON.stringify(runInNewContext(`(${list})`)));
      expect(parseEnvironment("local", { ...local, appSecrets }).appSecrets).toHaveLength(1);
    }
  });

  it("names the secrets of the environment local with their strategies", () => {
    const strategies = loadEnvironments().local?.appSecrets.map(({ name, strategy }) => [name, strategy.value]);
    expect(strategies).toEqual(
      expect.arrayContaining([
        ["shop", "alternating-users"],
        ["jobs", "single-user"],
        ["search", "admin-rotated"],
      ]),
    );
  });
});
