import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { DeliveryError } from "../../../ops/delivery/delivery-error";
import { destroyStacks } from "../../../tools/cdktf/destroy-stacks";
import { temporaryFolder } from "../../support/temporary-folder";

/**
 * Stands for Terraform under the CDKTF CLI. In a folder with the file `slow`, a destruction lasts until SIGINT and ends as Terraform's does then: the state of
 * what is left is written, and the exit code is 1. It must be a process called terraform: only such a one gets the SIGINT.
 */
const TERRAFORM = `#!/bin/bash
if [ "$1" = version ]; then echo '{"terraform_version":"1.10.5"}'; exit 0; fi
case "$*" in *destroy*) ;; *) exit 0 ;; esac
if [ -e slow ]; then
  trap 'echo "what is left" > state-written; exit 1' INT
  echo "Still destroying..."
  while :; do sleep 0.1; done
fi
echo gone > destroyed
echo "Destroy complete! Resources: 1 destroyed."
`;

describe("a destruction of several stacks, interrupted", () => {
  it("ends after the stack that it is at, says which are gone, and a second one destroys the rest", async () => {
    const folder = temporaryFolder();
    const outFolder = path.join(folder, "cdktf.out");
    const inStack = (id: string, file: string): string => path.join(outFolder, "stacks", id, file);
    const program = path.join(folder, "terraform");
    writeFileSync(program, TERRAFORM);
    chmodSync(program, 0o755);
    const ids = ["dev-app-secret", "dev-database", "dev-network"];
    for (const id of ids) {
      mkdirSync(inStack(id, ""), { recursive: true });
      writeFileSync(
        inStack(id, "cdk.tf.json"),
        JSON.stringify({
          "//": { metadata: { backend: "local", stackName: id, version: "0.21.0" } },
          terraform: { backend: { local: {} } },
        }),
      );
    }
    const stacks = ids.map((id) => [
      id,
      {
        ...{ name: id, constructPath: id, workingDirectory: `stacks/${id}` },
        ...{ annotations: [], dependencies: [] },
        synthesizedStackPath: `stacks/${id}/cdk.tf.json`,
      },
    ]);
    writeFileSync(
      path.join(outFolder, "manifest.json"),
      JSON.stringify({ version: "0.21.0", stacks: Object.fromEntries(stacks) }),
    );
    writeFileSync(inStack("dev-database", "slow"), "");

    const ctrlC = new AbortController();
    const lines: string[] = [];
    const options = {
      environment: "dev",
      outFolder,
      variables: {
        PATH: `${folder}:${process.env.PATH ?? ""}`,
        HOME: folder,
        CHECKPOINT_DISABLE: "1",
        TERRAFORM_BINARY_NAME: program,
      },
      onLine: (line: string) => {
        lines.push(line);
        if (line.includes("Still destroying")) ctrlC.abort(new Error("interrupted by SIGINT"));
      },
    };
    const error: unknown = await destroyStacks(ids, { ...options, signal: ctrlC.signal }).catch((thrown) => thrown);
    expect((error as DeliveryError).message).toBe(
      "the destroy of dev-database was interrupted: its state holds what is left of it\n" +
        "destroyed before it: dev-app-secret; what to do: for the rest: npm run destroy -- dev (interrupted)",
    );
    const done = (file: string): readonly string[] => ids.filter((id) => existsSync(inStack(id, file)));
    expect({ destroyed: done("destroyed"), written: done("state-written") }).toEqual({
      destroyed: ["dev-app-secret"],
      written: ["dev-database"],
    });
    expect(readFileSync(inStack("dev-database", "state-written"), "utf8")).toBe("what is left\n");

    // What the message says: again, for the rest. The plan of a destruction names what is left.
    writeFileSync(program, TERRAFORM.replace("-e slow", "-e never"));
    await destroyStacks(ids.slice(1), { ...options, signal: new AbortController().signal });
    expect(done("destroyed")).toEqual(ids);
  }, 180_000);
});
