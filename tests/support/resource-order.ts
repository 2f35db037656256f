import type { SynthesizedStack } from "./synthesized-stacks";

/**
 * True when Terraform makes `earlier` before `later` (and destroys it after), both as `type.id`: through depends_on or a
 * reference, directly or over other resources.
 */
export function isMadeBefore(stack: SynthesizedStack, earlier: string, later: string): boolean {
  const addresses = stack.addresses();
  for (const address of [earlier, later]) {
    if (!addresses.includes(address)) throw new Error(`${stack.id} has no ${address}; found: ${addresses.join(", ")}`);
  }
  const seen = new Set<string>();
  const reach = (address: string): boolean => {
    if (seen.has(address)) return false;
    seen.add(address);
    return needs(stack, address, addresses).some((needed) => needed === earlier || reach(needed));
  };
  return reach(later);
}

function needs(stack: SynthesizedStack, address: string, addresses: readonly string[]): readonly string[] {
  const [type = "", id = ""] = address.split(/\.(.*)/s);
  const text = JSON.stringify(stack.resource(type, id));
  return addresses.filter((other) => other !== address && mentions(text, other));
}

/** `aws_x.y` followed by more of an identifier would be another resource. */
function mentions(text: string, address: string): boolean {
  return new RegExp(`(?<![\\w.-])${address.replaceAll(".", "\\.")}(?![\\w-])`).test(text);
}
