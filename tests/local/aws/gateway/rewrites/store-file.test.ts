import { statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openStore } from "../../../../../local/aws/gateway/rewrites/store-file";
import { temporaryFolder } from "../../../../support/temporary-folder";

test("what was remembered is there again after a restart, and what was forgotten is not", () => {
  const file = path.join(temporaryFolder(), "remembered.json");
  const first = openStore(file);
  first.set("a", "1");
  first.set("b", "2");
  first.set("a", "3");
  first.delete("b");
  first.delete("never");
  const second = openStore(file);
  expect([second.get("a"), second.get("b")]).toEqual(["3", undefined]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a damaged memory is an error, not an empty one: every plan would change something", () => {
  const file = path.join(temporaryFolder(), "remembered.json");
  writeFileSync(file, "damaged");
  expect(() => openStore(file)).toThrow(/is not as a local AWS wrote it/);
});
