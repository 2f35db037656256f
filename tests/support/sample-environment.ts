import type { EnvironmentInput } from "../../environments/schema";

/** Opens nothing: its private half was thrown away. */
export const SAMPLE_PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEu+WgF9E0QMsXtWM8L+bOkyR+UN2eYHqPhluVExTPpt sample";

/** The shortest right environment file: everything that has a default is left out. */
export const SAMPLE: EnvironmentInput = {
  target: { kind: "aws", stateBucket: "sample-terraform-state" },
  region: "eu-west-1",
  accountId: "111122223333",
  network: {
    cidr: "10.1.0.0/16",
    zones: [
      { name: "eu-west-1a", publicCidr: "10.1.0.0/24", privateCidr: "10.1.10.0/24" },
      { name: "eu-west-1b", publicCidr: "10.1.1.0/24", privateCidr: "10.1.11.0/24" },
    ],
  },
  bastion: {
    publicKey: SAMPLE_PUBLIC_KEY,
    allowedCidrs: ["203.0.113.0/24"],
  },
  appSecrets: [
    { name: "shop", database: "shop", username: "shop", privileges: ["SELECT", "INSERT"] },
    { name: "reporting", database: "shop", username: "reporting" },
  ],
};

/** The sample with other values at dotted paths; `undefined` takes a key away. Wrong values are the point, so any is taken. */
export function sampleWith(changes: Readonly<Record<string, unknown>>): EnvironmentInput {
  const copy: unknown = structuredClone(SAMPLE);
  for (const [path, value] of Object.entries(changes)) setAt(copy, path.split("."), structuredClone(value));
  return copy as EnvironmentInput;
}

function setAt(target: unknown, [key = "", ...rest]: readonly string[], value: unknown): void {
  const holder = target as Record<string, unknown>;
  if (rest.length > 0) {
    holder[key] ??= {};
    setAt(holder[key], rest, value);
  } else if (value === undefined) {
    delete holder[key];
  } else {
    holder[key] = value;
  }
}
