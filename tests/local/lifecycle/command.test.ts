import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { lifeCommand } from "../../../local/lifecycle/command";
import type { LifeRecord } from "../../../local/lifecycle/record";
import { type LifeInput, live } from "../../../local/lifecycle/run";
import { logFileOf } from "../../../local/terraform/prepare";
import { temporaryFolder } from "../../support/temporary-folder";
import { brokenLife, lifeForTests } from "./lifecycle-for-tests";

jest.mock("../../../local/lifecycle/run", () => ({
  ...jest.requireActual("../../../local/lifecycle/run"),
  live: jest.fn(),
}));

const PASSWORD = "not-to-be-seen-anywhere";

/** Runs the command. `run` takes the place of the lifecycle run; PASSWORD is issued only after the run has begun. */
async function command(run: (input: LifeInput) => Promise<LifeRecord> | LifeRecord) {
  const issued = new Set<string>();
  jest.mocked(live).mockImplementation(async (input) => {
    input.leakCheck.follow(issued);
    issued.add(PASSWORD);
    return run(input);
  });
  const folder = path.join(temporaryFolder(), "rehearsal");
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await lifeCommand(
    [],
    {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
    },
    folder,
  );
  const log = path.join(folder, "life.log");
  return { exitCode, out: out.join("\n"), err: err.join("\n"), log };
}

/** What Terraform printed in the lifecycle run. */
function terraformPrinted({ folder }: LifeInput, text: string): void {
  const file = logFileOf(path.join(folder, "deployment"));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe("lifeCommand", () => {
  test("keeps Terraform's log of a failed run in which no password is", async () => {
    const { exitCode, err, log } = await command((input) => {
      terraformPrinted(input, "Error: creating VPC");
      return brokenLife();
    });
    expect(exitCode).toBe(1);
    expect(readFileSync(log, "utf8")).toBe("Error: creating VPC");
    expect(err).toContain("life.log");
  });

  test("does not keep Terraform's log when a password is in it, and says so", async () => {
    const { exitCode, out, err, log } = await command((input) => {
      terraformPrinted(input, `+ secret_string = "${PASSWORD}"`);
      return brokenLife();
    });
    expect(exitCode).toBe(1);
    expect(existsSync(log)).toBe(false);
    expect(err).toContain("Terraform's log is not kept, because a password is in its text");
    expect(out + err).not.toContain(PASSWORD);
  });

  test("keeps Terraform's log of a run that could not begin, and checks that too", async () => {
    const fail = (text: string) => (input: LifeInput) => {
      terraformPrinted(input, text);
      throw new Error("the provider is missing");
    };
    expect(existsSync((await command(fail("Error: no provider"))).log)).toBe(true);
    expect(existsSync((await command(fail(PASSWORD))).log)).toBe(false);
  });

  test("does not print an error in whose text a password is", async () => {
    const { exitCode, out, err } = await command(() => {
      throw new Error(`near '${PASSWORD}'`);
    });
    expect(exitCode).toBe(1);
    expect(err).toBe("rehearse --deploy: an error is not shown, because a password is in its text");
    expect(out).toBe("");
  });

  test("does not print a failed clean-up in whose text a password is", async () => {
    const { err } = await command(({ cleanup }) => {
      cleanup.add("MySQL", () => Promise.reject(new Error(`Access denied using ${PASSWORD}`)));
      return lifeForTests();
    });
    expect(err).toBe("a failure of the clean-up is not shown, because a password is in its text");
  });

  test("does not print progress in which a password is", async () => {
    const { out } = await command(({ progress }) =>
      progress.stage("Start a local AWS", async (say) => {
        say.note(`MySQL answers as ${PASSWORD}`);
        say.result(PASSWORD);
        return lifeForTests();
      }),
    );
    expect(out).toContain("a line of the progress is not shown");
    expect(out).not.toContain(PASSWORD);
  });

  test("writes neither report nor picture of a scene in whose failure a password is", async () => {
    const { exitCode, out, err, log } = await command(() => {
      const [scene] = brokenLife().scenes;
      if (scene === undefined) throw new Error("the run has a scene");
      return lifeForTests({ scenes: [{ ...scene, outcome: { ok: false, reason: `found: ${PASSWORD}` } }] });
    });
    expect(exitCode).toBe(1);
    expect(existsSync(path.dirname(log))).toBe(false);
    expect(out + err).not.toContain(PASSWORD);
  });
});
