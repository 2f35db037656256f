import { loadEnvironments } from "../../environments";
import { inTemporaryFolder, synthesizeTo } from "../support/synthesized-stacks";

const all = Object.values(loadEnvironments());
const textsIn = (folderName: string) =>
  inTemporaryFolder(folderName, (folder) => {
    const startedAt = process.cpuUsage();
    const stacks = synthesizeTo(folder, all);
    return {
      folder,
      stacks: [...stacks.values()],
      texts: Object.fromEntries([...stacks].map(([id, { text }]) => [id, text])),
      // Of this process: another test beside it makes the clock go on, and synthesis no slower.
      cpuMs: (process.cpuUsage(startedAt).user + process.cpuUsage(startedAt).system) / 1_000,
    };
  });

const once = textsIn("synthesis-");

describe("all environments together", () => {
  test("are 16 stacks", () => {
    expect(Object.keys(once.texts).sort()).toEqual(
      ["dev", "local", "prod", "staging"].flatMap((environment) =>
        ["app-secret", "bastion", "database", "network"].map((part) => `${environment}-${part}`),
      ),
    );
  });

  test("are synthesized in under 5 seconds of work", () => {
    expect(once.cpuMs).toBeLessThan(5_000);
  });

  test("come out the same, byte for byte, a second time and from a folder with spaces in its name", () => {
    const again = textsIn("a folder with spaces ");
    expect(again.texts).toEqual(once.texts);
    expect(again.folder).not.toBe(once.folder);
  });

  test("hold no path of this machine", () => {
    for (const [id, text] of Object.entries(once.texts)) {
      expect([id, text.includes(process.cwd()), text.includes(once.folder)]).toEqual([id, false, false]);
    }
  });
});

describe("every stack", () => {
  test("gives its resources addresses without a hash, so that a refactoring moves nothing", () => {
    for (const { id, text } of once.stacks) {
      // The framework writes where each construct stands: <stack>/<id> is one whose address is its id.
      const places = [...text.matchAll(/"path": "([\w-]+)\/([^"]+)"/g)].filter(([, stack]) => stack === id);
      expect(places.length).toBeGreaterThan(0);
      for (const [, , place] of places) expect([id, place]).toEqual([id, expect.stringMatching(/^[\w-]+$/)]);
    }
  });

  test("depends only on its own resources", () => {
    for (const stack of once.stacks) {
      const known = new Set(stack.addresses());
      const named = [...stack.text.matchAll(/"depends_on": \[([^\]]*)\]/g)].flatMap(([, list = ""]) =>
        [...list.matchAll(/"([^"]+)"/g)].map(([, address = ""]) => address),
      );
      expect(named.filter((address) => !known.has(address))).toEqual([]);
    }
  });
});
