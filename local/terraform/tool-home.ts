import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { GARBAGE_COLLECTION } from "../../ops/terraform/garbage-collection";
import { pluginCacheVariables } from "../../ops/terraform/plugin-cache";
import { cliConfig } from "./cli-config";
import type { ProviderMirror } from "./find-provider";

/** Variables of the person's environment that a program needs to reach a registry, where one is used. */
const PASSED_ON = [
  "PATH",
  "TMPDIR",
  "HTTPS_PROXY",
  "https_proxy",
  "HTTP_PROXY",
  "http_proxy",
  "NO_PROXY",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "NODE_EXTRA_CA_CERTS",
] as const;

/** Terraform's commands that write colour by default. */
const COLOURED = ["init", "plan", "apply", "destroy", "refresh", "output", "validate", "import"] as const;

/**
 * Makes a home for Terraform and the CDKTF CLI in `folder` and returns the environment in which they run there: nothing of the person's
 * machine leaks in, neither credentials nor settings, and nothing is written outside.
 *
 * @param mirror where providers come from; without one, the public registry
 */
export function toolEnvironment(folder: string, mirror: ProviderMirror | undefined): Readonly<Record<string, string>> {
  // One for all stacks of this home, and none for two homes: two runs of `terraform init` that fill one cache break each other.
  // https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
  const pluginCache = path.join(folder, "terraform-plugins");
  for (const made of [folder, pluginCache]) mkdirSync(made, { recursive: true, mode: 0o700 });
  const configFile = path.join(folder, "cli.tfrc");
  writeFileSync(configFile, cliConfig(mirror));
  return {
    ...Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    ...GARBAGE_COLLECTION,
    HOME: folder,
    TF_CLI_CONFIG_FILE: configFile,
    ...pluginCacheVariables(pluginCache),
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    CI: "1", // the CLI draws no spinners then
    NO_COLOR: "1",
    FORCE_COLOR: "0",
    // NO_COLOR is not enough for Terraform under the CDKTF CLI.
    ...Object.fromEntries(COLOURED.map((command) => [`TF_CLI_ARGS_${command}`, "-no-color"])),
    DISABLE_VERSION_CHECK: "1",
    CDKTF_LOG_LEVEL: "ERROR",
  };
}

/** Does work in the environment of {@link toolEnvironment}, in a home of its own that is removed afterwards. */
export async function inTemporaryHome<Result>(
  mirror: ProviderMirror,
  work: (environment: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), "terraform-home-"));
  try {
    return await work(toolEnvironment(folder, mirror));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
