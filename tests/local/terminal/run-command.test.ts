import { badOption } from "../../../local/terminal/command-options";
import { LocalError } from "../../../local/terminal/error";
import { pause } from "../../../local/terminal/interruption";
import { type Command, type CommandContext, runCommand } from "../../../local/terminal/run-command";

const PASSWORD = "not-to-be-seen-anywhere";

/** Runs a command that does `work`; its only option is `--json`. */
async function run(work: (context: CommandContext) => Promise<number>, ...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const command: Command<{ readonly json: boolean }> = {
    name: "sample",
    parse: ([first]) => {
      if (first === "--help") return { kind: "help", text: "how to use it" };
      if (first !== undefined && first !== "--json")
        throw badOption("unknown option", { found: first, allowed: "--json" });
      return { kind: "run", options: { json: first === "--json" } };
    },
    stages: () => [["Work"]],
    isDocument: ({ json }) => json,
    run: (_, context) => work(context),
    afterInterruption: () => "nothing is left running; run it again",
  };
  const exitCode = await runCommand(command, args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { exitCode, out: out.join("\n"), err: err.join("\n") };
}

const never = () => Promise.reject(new Error("must not run"));
const knowing =
  (work: (context: CommandContext) => Promise<number> | number) =>
  async (context: CommandContext): Promise<number> => {
    context.leakCheck.register(PASSWORD);
    return work(context);
  };

describe("runCommand", () => {
  it("prints the help and runs nothing", async () => {
    expect(await run(never, "--help")).toEqual({ exitCode: 0, out: "how to use it", err: "" });
  });

  it("exits with 2 for an option that is not allowed, and runs nothing", async () => {
    const { exitCode, out, err } = await run(never, "--fast");
    expect([exitCode, out]).toEqual([2, ""]);
    expect(err).toMatch(/^sample: unknown option; found: --fast; allowed: --json; what to do: .* \(bad_option\)$/);
  });

  it("returns the exit code of the command, after everything has ended", async () => {
    const ended: string[] = [];
    const { exitCode } = await run(async ({ cleanup }) => {
      cleanup.add("server", () => void ended.push("server"));
      return 1;
    });
    expect([exitCode, ended]).toEqual([1, ["server"]]);
  });

  it("prints an error with its code, and then what could not be ended", async () => {
    const { exitCode, err } = await run(async ({ cleanup }) => {
      cleanup.add("server", () => Promise.reject(new Error("it hangs")));
      throw new LocalError("command_failed", "no answer");
    });
    expect([exitCode, err]).toEqual([1, "sample: no answer (command_failed)\ncould not end server: it hangs"]);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends everything on %s before it says so", async (signal) => {
    const { exitCode, err } = await run(async (context) => {
      context.cleanup.add("server", () => context.tell("the server", "server ended"));
      setTimeout(() => process.emit(signal, signal), 10);
      await pause(60_000, context.signal);
      return 0;
    });
    expect(exitCode).toBe(signal === "SIGINT" ? 130 : 143);
    expect(err).toBe(`server ended\nstopped by ${signal}; nothing is left running; run it again`);
  });

  it("does not say that nothing is left after an interruption when something is", async () => {
    const { err } = await run(async ({ cleanup, signal }) => {
      cleanup.add("server", () => Promise.reject(new Error("it hangs")));
      setTimeout(() => process.emit("SIGINT", "SIGINT"), 10);
      await pause(60_000, signal);
      return 0;
    });
    expect(err).toBe("could not end server: it hangs\nstopped by SIGINT; see above for what is left");
  });

  it("writes progress to standard error when standard output is a document", async () => {
    const work = ({ progress }: CommandContext) => progress.stage("Work", async () => 0);
    expect(await run(work, "--json")).toMatchObject({ out: "", err: expect.stringContaining("✔ Work") });
    expect(await run(work)).toMatchObject({ out: expect.stringContaining("✔ Work"), err: "" });
  });

  it("leaves no listener behind", async () => {
    const before = process.listenerCount("SIGINT");
    await run(async () => 0);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  const LEAKS: Readonly<Record<string, (context: CommandContext) => Promise<number> | number>> = {
    "a result": ({ print }) => {
      print("the report", PASSWORD);
      return 0;
    },
    "a line beside the result": ({ tell }) => {
      tell("the help", PASSWORD);
      return 0;
    },
    "an error": () => Promise.reject(new Error(`near '${PASSWORD}'`)),
    "an error that it tells and survives": ({ tellError }) => {
      tellError(new Error(PASSWORD));
      return 0;
    },
    "a failed clean-up": ({ cleanup }) => {
      cleanup.add("server", () => Promise.reject(new Error(PASSWORD)));
      return 0;
    },
    "a line of the progress": ({ progress }) =>
      progress.stage("Work", async (say) => {
        say.note(PASSWORD);
        say.result(PASSWORD);
        return 0;
      }),
  };

  it.each(Object.entries(LEAKS))("does not print %s in which a password is, and says so", async (_, work) => {
    const { out, err } = await run(knowing(work));
    expect(out + err).not.toContain(PASSWORD);
    expect(out + err).toMatch(/is not shown, because a password is in its text|a password .* is in the report/);
  });
});
