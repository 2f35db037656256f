import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(__dirname, "..", "..");

interface Import {
  readonly file: string;
  readonly from: string;
  readonly typeOnly: boolean;
}

/** Every import line of a folder's files; relative ones as paths from the root of the project. */
function importsOf(folder: string): readonly Import[] {
  const names = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".ts"))
    .flatMap((found) => {
      const name = found.split(path.sep).join("/");
      const text = readFileSync(path.join(ROOT, folder, name), "utf8");
      return [...text.matchAll(/^(?:import|export) (type )?(?:[^;]*? from )?"([^"]+)";/gm)].map(
        ([, type, from = ""]) => ({
          file: `${folder}/${name}`,
          from: from.startsWith(".") ? path.posix.join(folder, path.posix.dirname(name), from) : from,
          typeOnly: type !== undefined,
        }),
      );
    });
}

describe("environments", () => {
  test("import themselves, zod, what Node has, and the rule of what is not quoted", () => {
    const allowed = /^(environments\/|rotation-fn\/looks-like-password$|zod$|node:)/; // docs/decisions/065
    const strangers = importsOf("environments").filter(({ from }) => !allowed.test(from));
    expect(strangers).toEqual([]);
  });
});

describe("stacks", () => {
  const imports = importsOf("stacks");

  test("import the framework, single resources of the provider, types of environments, and the function's settings", () => {
    const allowed =
      /^(stacks\/|environments\/|rotation-fn\/(settings|package)$|cdktf$|constructs$|node:|@cdktf\/provider-aws\/lib\/[a-z0-9-]+$)/;
    expect(imports.filter(({ from }) => !allowed.test(from))).toEqual([]);
    expect(imports.length).toBeGreaterThan(50);
  });

  test("take nothing but types from environments", () => {
    expect(imports.filter(({ from, typeOnly }) => from.startsWith("environments/") && !typeOnly)).toEqual([]);
  });
});
