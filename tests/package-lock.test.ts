import { readFileSync } from "node:fs";
import path from "node:path";

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = path.join(__dirname, "..");
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), "utf8"));
const packages: Record<string, LockedPackage> = read("package-lock.json").packages;

describe("package-lock.json", () => {
  it("locks the optional packages of every platform: npm ci refuses a lock file without them", () => {
    const locked = new Set(Object.keys(packages).map((key) => key.replace(/^.*node_modules\//, "")));
    const missing = Object.values(packages).flatMap(({ optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}).filter((name) => !locked.has(name)),
    );
    expect(missing).toEqual([]);
  });

  it("names no download address", () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});

describe("package.json", () => {
  it("names exact versions", () => {
    const { dependencies, devDependencies } = read("package.json");
    const versions = Object.values<string>({ ...dependencies, ...devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
