import type { Environment } from "../../environments/schema";

export type Bastion = Environment["bastion"];

/** What is known of a host, whatever the way to it. */
export type BastionHost = Exclude<Bastion, { readonly mode: "none" }>;

/** Where a tunnel ends. */
export interface TunnelEnd {
  readonly host: string;
  readonly port: number;
}

/** The user that a key opens, and that can do nothing but forward. */
export const TUNNEL_USER = "ec2-user";
