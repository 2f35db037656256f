/** The user that a key opens on the jump host, and that can do nothing but forward. */
export const TUNNEL_USER = "ec2-user";

/** The end of a tunnel: the database, as the jump host resolves it. */
export interface TunnelEnd {
  readonly host: string;
  readonly port: number;
}

/** What a tunnel of each mode is opened with. Values may be Terraform references. */
export type TunnelWay =
  | { readonly mode: "ssh"; readonly address: string }
  | { readonly mode: "ssm"; readonly region: string; readonly instanceId: string; readonly documentName: string }
  | { readonly mode: "eice"; readonly region: string; readonly instanceId: string };

/** The programs that open a tunnel, as argument lists. */
export interface TunnelPrograms {
  /** Ends by itself before the tunnel is opened. */
  readonly prepare?: readonly string[];
  /** Holds the tunnel open until it is stopped. */
  readonly hold: readonly string[];
}

/** The programs that open 127.0.0.1:`localPort` to the database: a stack's output shows them, and an operator's command runs them. */
export function tunnelPrograms(way: TunnelWay, end: TunnelEnd, localPort: number): TunnelPrograms {
  const forward = ["ssh", "-N", "-L", `${localPort}:${end.host}:${end.port}`];
  if (way.mode === "ssh") return { hold: [...forward, `${TUNNEL_USER}@${way.address}`] };
  const { region, instanceId } = way;
  if (way.mode === "ssm") {
    const session = ["aws", "ssm", "start-session", "--region", region, "--target", instanceId];
    const parameters = ["--document-name", way.documentName, "--parameters", `localPortNumber=${localPort}`];
    return { hold: [...session, ...parameters] };
  }
  const connect = ["aws", "ec2-instance-connect"];
  const host = ["--region", region, "--instance-id", instanceId];
  const key = ["--instance-os-user", TUNNEL_USER, "--ssh-public-key", "file://~/.ssh/id_ed25519.pub"];
  const proxy = [...connect, "open-tunnel", ...host].join(" ");
  return {
    prepare: [...connect, "send-ssh-public-key", ...host, ...key],
    hold: [...forward, "-o", `ProxyCommand=${proxy}`, `${TUNNEL_USER}@${instanceId}`],
  };
}

/** The same as one line for a shell. */
export function tunnelCommandLine({ prepare, hold }: TunnelPrograms): string {
  return [...(prepare === undefined ? [] : [prepare]), hold]
    .map((words) => words.map(shellWord).join(" "))
    .join(" && ");
}

/** Quotes the value of a `name=value` word that has spaces. A Terraform reference has none. */
function shellWord(word: string): string {
  const [, name = "", value = ""] = /^([\w-]+=)?(.*)$/s.exec(word) ?? [];
  return /\s/.test(value) ? `${name}'${value}'` : word;
}
