import * as crypto from "node:crypto";
import { sha256Crypt } from "../../../rotation-fn/adapters/sha256-crypt";

const ROUNDS = 5_000;

/** The processor time of the cheapest of a few runs, in microseconds: what else the machine does can only add to it. */
function minCostUs(work: () => void): number {
  const costs = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...costs);
}

describe("the hash of crypt(3) with SHA-256", () => {
  // https://www.akkadia.org/drepper/SHA-crypt.txt, its test vectors
  it.each([
    ["Hello world!", "saltstring", 5_000, "5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5"],
    ["Hello world!", "saltstringsaltst", 10_000, "3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA"],
    ["This is just a test", "toolongsaltstrin", 5_000, "Un/5jzAHMgOGZ5.mWJpuVolil07guHPvOW8mGRcvxa5"],
  ])("of '%s' is that of the specification", (password, salt, rounds, expected) => {
    expect(sha256Crypt(Buffer.from(password), Buffer.from(salt), rounds)).toBe(expected);
  });

  it("costs less than as many hash objects, by a quarter at least", () => {
    const [password, salt] = [crypto.randomBytes(32), crypto.randomBytes(20)];
    const part = Buffer.alloc(29);
    const objects = minCostUs(() => {
      for (let round = 0; round < ROUNDS; round++)
        crypto.createHash("sha256").update(part).update(part).update(part).digest();
    });
    expect(minCostUs(() => void sha256Crypt(password, salt, ROUNDS))).toBeLessThan(0.75 * objects);
  });
});
