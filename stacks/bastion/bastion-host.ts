import type { Environment } from "../../environments/schema";

export type Bastion = Environment["bastion"];

/** What is known of a host, whatever the way to it. */
export type BastionHost = Exclude<Bastion, { readonly mode: "none" }>;
