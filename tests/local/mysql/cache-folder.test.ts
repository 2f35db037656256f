import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../../../local/mysql/cache-folder";

describe("the cache folder", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "a home "));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });
  const platformFolder = process.platform === "darwin" ? "Library/Caches" : ".cache";

  it("is in XDG_CACHE_HOME, made for this user only", () => {
    const folder = cacheFolder({ XDG_CACHE_HOME: join(home, "xdg"), HOME: home });
    expect(folder).toBe(join(home, "xdg", "rotating-rds-mysql"));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it("is in the platform's own folder without it, or when it is relative", () => {
    const expected = join(home, platformFolder, "rotating-rds-mysql");
    expect(cacheFolder({ HOME: home })).toBe(expected);
    expect(cacheFolder({ XDG_CACHE_HOME: "relative", HOME: home })).toBe(expected);
  });

  it("is in the temporary folder, by user, when the home cannot be used", () => {
    writeFileSync(join(home, "a-file"), "");
    const folder = cacheFolder({ HOME: join(home, "a-file") });
    expect(folder.startsWith(join(tmpdir(), "rotating-rds-mysql-"))).toBe(true);
    expect(folder).toContain(String(process.getuid?.() ?? ""));
  });

  it("is never one that others can write to, or a link to elsewhere", () => {
    const open = join(home, platformFolder, "rotating-rds-mysql");
    mkdirSync(open, { recursive: true });
    chmodSync(open, 0o777);
    expect(cacheFolder({ HOME: home })).not.toBe(open);
    rmSync(open, { recursive: true });
    symlinkSync(tmpdir(), open);
    expect(cacheFolder({ HOME: home })).not.toBe(open);
  });
});
