import type { Environment } from "../../environments/schema";
import { localDatabaseCaFile } from "../aws/local-aws";
import type { Target } from "../aws/target";
import { bastionWay } from "./bastion-way";
import { openTunnel } from "./open-tunnel";
import type { Route, RouteOptions, RoutePort } from "./route";
import { rdsRoots, rootsIn } from "./trusted-roots";

/** The way to an environment's databases: direct at the local AWS, through the bastion at AWS. Nothing is called yet. */
export function databaseRoute(environment: Environment, target: Target): RoutePort {
  return {
    async open({ host, port }, options) {
      if (target.isLocal) return direct(host, port, rootsIn(localDatabaseCaFile(process.env)));
      const caPem = await rdsRoots(environment.region);
      const { openTunnelPort } = options;
      if (openTunnelPort !== undefined) return { ...direct("127.0.0.1", openTunnelPort, caPem), isTunnel: true };
      const tunnel = await throughBastion(environment, target, { host, port }, options);
      return { host: "127.0.0.1", isTunnel: true, caPem, ...tunnel };
    },
  };
}

async function throughBastion(
  environment: Environment,
  target: Target,
  end: { readonly host: string; readonly port: number },
  { signal, progress }: RouteOptions,
): Promise<Pick<Route, "port" | "close" | "ended">> {
  progress(`reading the outputs of the stack ${environment.name}-bastion`);
  const way = await bastionWay(environment, { profile: target.profile, signal });
  progress(`opening a tunnel (${way.mode}) to ${end.host}:${end.port}`);
  return openTunnel(way, end, { profile: target.profile, signal });
}

function direct(host: string, port: number, caPem: string): Route {
  return { host, port, isTunnel: false, caPem, close: async () => undefined, ended: new Promise(() => undefined) };
}
