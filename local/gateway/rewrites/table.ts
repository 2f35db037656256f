import { describeMonitoring, monitorInstances } from "./instance-monitoring";
import type { Rewrite } from "./rewrite";

/** Every repair. Each has a contract test that fails without it on a real moto: tests/local/gateway/rewrites. */
export const REWRITES: readonly Rewrite[] = [monitorInstances, describeMonitoring];
