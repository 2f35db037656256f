import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseEnvironment } from "../../../environments";
import { SAMPLE_PUBLIC_KEY, sampleWith } from "../../support/sample-environment";
import { refusal } from "../../support/wrong-environment";

// Inside the project, because that is where a key file has to be.
const folder = mkdtempSync(path.join(__dirname, "keys "));
const fileNamed = (name: string, content: string): string => {
  writeFileSync(path.join(folder, name), content);
  return path.posix.join("tests", "environments", "values", path.basename(folder), name);
};
afterAll(() => rmSync(folder, { recursive: true }));

const parsedKey = (publicKey: unknown) => {
  const { bastion } = parseEnvironment("sample", sampleWith({ "bastion.publicKey": publicKey }));
  return bastion.mode === "ssh" ? bastion.publicKey : undefined;
};

describe("the public key of the bastion", () => {
  test("is text, or a file of the project with the same in it", () => {
    expect(parsedKey(SAMPLE_PUBLIC_KEY)).toBe(SAMPLE_PUBLIC_KEY);
    expect(parsedKey({ file: fileNamed("right.pub", `${SAMPLE_PUBLIC_KEY}\n`) })).toBe(SAMPLE_PUBLIC_KEY);
  });

  test.each([
    ["a file that is not there", "environments/no-such-key.pub", "a file that holds an OpenSSH public key"],
    ["a path out of the project", "../key.pub", "the path of a .pub file inside the project"],
    ["a path out of the project by a detour", "environments/../../key.pub", "the path of a .pub file inside"],
    ["an absolute path", "/etc/ssh/ssh_host_ed25519_key.pub", "the path of a .pub file inside the project"],
    ["what may be a private key", "environments/id_ed25519", "the path of a .pub file inside the project"],
  ])("is refused as %s", (_, file, allowed) => {
    const { problems } = refusal(() => parsedKey({ file }));
    expect(problems.map((problem) => [problem.path, problem.found])).toEqual([
      ["sample.bastion.publicKey.file", JSON.stringify(file)],
    ]);
    expect(problems[0]?.rule).toContain(`allowed: ${allowed}`);
  });

  test("is refused as a file with something else in it, which is not shown", () => {
    const error = refusal(() => parsedKey({ file: fileNamed("wrong.pub", "canary: not a key") }));
    expect(error.problems[0]?.rule).toContain("a file that holds an OpenSSH public key");
    expect(error.message).not.toContain("canary");
  });

  test.each([5, null, {}, { path: "x.pub" }])("is refused as %j, with both ways named", (publicKey) => {
    const { problems } = refusal(() => parsedKey(publicKey));
    expect(problems.map((problem) => problem.path)).toEqual(["sample.bastion.publicKey"]);
    expect(problems[0]?.rule).toContain('as text, or { file: "<path>.pub" }');
  });
});
