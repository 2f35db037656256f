import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const ROOT = path.join(__dirname, "..");
/** What a synthesis reads. */
const SOURCES = ["cdktf.json", "environments", "main.ts", "package.json", "rotation-fn", "stacks", "tsconfig.json"];

const places: string[] = [];
afterAll(() => {
  for (const place of places) rmSync(place, { recursive: true, force: true });
});

/** A copy of the program in a new folder, with the installed packages of this one. */
function copyTo(name: string): string {
  const place = mkdtempSync(path.join(tmpdir(), name));
  places.push(place);
  for (const source of SOURCES) cpSync(path.join(ROOT, source), path.join(place, source), { recursive: true });
  symlinkSync(path.join(ROOT, "node_modules"), path.join(place, "node_modules"), "dir");
  return place;
}

/** Runs main.ts as cdktf.json does, with an environment of its own. */
async function synthesize(place: string): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const tsx = path.join(ROOT, "node_modules", "tsx", "dist", "cli.mjs");
  const env = { PATH: process.env.PATH, HOME: place };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [tsx, "main.ts"], { cwd: place, env });
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, stdout, stderr };
  }
}

/** Every file below a folder, by its path in there, as hexadecimal text. */
function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [path.relative(folder, file), readFileSync(file).toString("hex")])
      .sort(([one = ""], [other = ""]) => one.localeCompare(other)),
  );
}

describe("main.ts", () => {
  test("is short", () => {
    expect(readFileSync(path.join(ROOT, "main.ts"), "utf8").trimEnd().split("\n").length).toBeLessThan(40);
  });

  test("makes 16 stacks and the packaged function, the same bytes from two folders, one with a space in its name", async () => {
    const [one, other] = [copyTo("synthesis-"), copyTo("synthesis with spaces ")];
    expect(await synthesize(one)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await synthesize(other)).toMatchObject({ exitCode: 0, stderr: "" });
    const content = contentOf(path.join(one, "cdktf.out"));
    expect(contentOf(path.join(other, "cdktf.out"))).toEqual(content);

    const stacks = Object.keys(content).filter((file) => file.endsWith("cdk.tf.json"));
    const packages = Object.keys(content).filter((file) => file.endsWith("rotation-fn.zip"));
    expect([stacks.length, packages.length]).toEqual([16, 4]);
  }, 120_000);

  test("says in one message what is wrong in two environment files, and writes nothing", async () => {
    const place = copyTo("wrong-");
    for (const [name, from, to] of [
      ["dev", 'region: "eu-west-1"', 'region: "here"'],
      ["prod", 'accountId: "444455556666"', "accountId: 4"],
    ] as const) {
      const file = path.join(place, "environments", `${name}.ts`);
      writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
    }
    const { exitCode, stderr } = await synthesize(place);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^4 problems in environments\/ \(bad_environment\), nothing was synthesized:\n/);
    expect(stderr).toMatch(/^ {2}dev\.region: found "here"; allowed: .+; what to do: .+$/m);
    expect(stderr).toMatch(/^ {2}prod\.accountId: found 4; allowed: .+; what to do: .+$/m);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(path.join(place, "cdktf.out"))).toBe(false);
  }, 60_000);
});
