import type { Environment } from "../../environments/schema";
import { contains, parseCidr } from "../../environments/values/cidr";
import { ENVIRONMENT_ARGUMENT, type OpsCommand, requiredArg } from "../command/command";
import { OpsError } from "../error";

/** AWS's own service, which answers the caller's address as text. */
const SERVICE = "https://checkip.amazonaws.com/";
const TIMEOUT_MS = 5_000;

/** The caller's address, and whether the bastion lets it in. */
export const myIp: OpsCommand = {
  name: "my-ip",
  summary: "show your address as a CIDR for the bastion, and whether the environment lets it in",
  details: `Asks ${SERVICE}. Exit code 1 when the bastion of the environment does not let the address in.`,
  args: [ENVIRONMENT_ARGUMENT],
  isChanging: false,
  async run(input, context) {
    const environment = context.environment(requiredArg(input, "environment"));
    const cidr = `${await ownAddress(context.signal)}/32`;
    const { isAllowed, why } = access(environment, cidr);
    return {
      isGood: isAllowed,
      data: { environment: environment.name, cidr, isAllowed, mode: environment.bastion.mode },
      text: [cidr, why].join("\n"),
    };
  },
};

async function ownAddress(signal: AbortSignal): Promise<string> {
  const fail = (found: string, cause?: unknown): OpsError =>
    new OpsError(
      "aws_unavailable",
      {
        problem: `${SERVICE} did not tell this machine's address`,
        found,
        remedy: "check the network and the proxy, then repeat",
      },
      { cause },
    );
  let text: string;
  try {
    const answer = await fetch(SERVICE, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    text = (await answer.text()).trim();
  } catch (error) {
    throw fail(error instanceof Error ? error.message : String(error), error);
  }
  if (parseCidr(`${text}/32`) === undefined) throw fail(`no IPv4 address: ${text.slice(0, 60)}`);
  return text;
}

function access({ name, bastion }: Environment, cidr: string): { readonly isAllowed: boolean; readonly why: string } {
  if (bastion.mode === "none") return { isAllowed: false, why: `${name} has no bastion (bastion.mode is "none")` };
  if (bastion.mode !== "ssh") {
    return { isAllowed: true, why: `${name} is reached by ${bastion.mode}: addresses do not matter, rights do` };
  }
  const own = parseCidr(cidr);
  const allowed = bastion.allowedCidrs.map(({ value }) => value);
  const found = allowed.find((one) => {
    const block = parseCidr(one);
    return own !== undefined && block !== undefined && contains(block, own);
  });
  if (found !== undefined) return { isAllowed: true, why: `${name} lets it in by ${found}` };
  return {
    isAllowed: false,
    why: `${name} does not let it in; allowed: ${allowed.join(", ")}; what to do: add "${cidr}" to bastion.allowedCidrs in environments/${name}.ts, and deploy`,
  };
}
