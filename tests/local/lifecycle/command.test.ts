import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { lifecycleCommand } from "../../../local/lifecycle/command";
import type { LifecycleResult } from "../../../local/lifecycle/record";
import { type LifecycleInput, logFilesIn, runLifecycle } from "../../../local/lifecycle/run";
import { temporaryFolder } from "../../support/temporary-folder";
import { brokenLifecycle, lifecycleForTests } from "./lifecycle-for-tests";

jest.mock("../../../local/lifecycle/run", () => ({
  ...jest.requireActual("../../../local/lifecycle/run"),
  runLifecycle: jest.fn(),
}));

const PASSWORD = "not-to-be-seen-anywhere";

/** Runs the command. `run` takes the place of the lifecycle run; PASSWORD is issued only after the run has begun. */
async function command(run: (input: LifecycleInput) => Promise<LifecycleResult> | LifecycleResult) {
  const issued = new Set<string>();
  jest.mocked(runLifecycle).mockImplementation(async (input) => {
    input.leakCheck.follow(issued);
    issued.add(PASSWORD);
    return run(input);
  });
  const folder = path.join(temporaryFolder(), "rehearsal");
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await lifecycleCommand(
    [],
    {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
    },
    folder,
  );
  const log = path.join(folder, "lifecycle.log");
  return { exitCode, out: out.join("\n"), err: err.join("\n"), log };
}

/** What Terraform printed in the lifecycle run. */
function terraformPrinted({ folder, options }: LifecycleInput, text: string): void {
  const [file = ""] = logFilesIn(folder, options);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe("lifecycleCommand", () => {
  test("keeps Terraform's log of a failed run in which no password is", async () => {
    const { exitCode, err, log } = await command((input) => {
      terraformPrinted(input, "Error: creating VPC");
      return brokenLifecycle();
    });
    expect(exitCode).toBe(1);
    expect(readFileSync(log, "utf8")).toBe("Error: creating VPC");
    expect(err).toContain("lifecycle.log");
  });

  test("does not keep Terraform's log when a password is in it, and says so", async () => {
    const { exitCode, out, err, log } = await command((input) => {
      terraformPrinted(input, `+ secret_string = "${PASSWORD}"`);
      return brokenLifecycle();
    });
    expect(exitCode).toBe(1);
    expect(existsSync(log)).toBe(false);
    expect(err).toContain("Terraform's log is not kept, because a password is in its text");
    expect(out + err).not.toContain(PASSWORD);
  });

  test("keeps Terraform's log of a run that could not begin, and checks that too", async () => {
    const fail = (text: string) => (input: LifecycleInput) => {
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
      return lifecycleForTests();
    });
    expect(err).toBe("a failure of the clean-up is not shown, because a password is in its text");
  });

  test("does not print progress in which a password is", async () => {
    const { out } = await command(({ progress }) =>
      progress.stage("1 · Start a local AWS", async (say) => {
        say.note(`MySQL answers as ${PASSWORD}`);
        say.result(PASSWORD);
        return lifecycleForTests();
      }),
    );
    expect(out).toContain("a line of the progress is not shown");
    expect(out).not.toContain(PASSWORD);
  });

  test("writes neither report nor picture of a scenario in whose failure a password is", async () => {
    const { exitCode, out, err, log } = await command(() => {
      const [scenario] = brokenLifecycle().scenarios;
      if (scenario === undefined) throw new Error("the run has a scenario");
      return lifecycleForTests({ scenarios: [{ ...scenario, outcome: { ok: false, reason: `found: ${PASSWORD}` } }] });
    });
    expect(exitCode).toBe(1);
    expect(existsSync(path.dirname(log))).toBe(false);
    expect(out + err).not.toContain(PASSWORD);
  });
});
