import type { Finding, MysqldProgram } from "../program";

/** One way to get a mysqld. */
export interface MysqlSource {
  /** For people, as what was tried: `mysqld on the PATH`. */
  readonly title: string;
  /** Looks on this machine only: no network, no long work. */
  findLocal(environment: NodeJS.ProcessEnv): Promise<Finding>;
  /** Fetches it, where this way can: uses the network, keeps the result for later, fails within seconds when offline. */
  readonly fetch?: (environment: NodeJS.ProcessEnv, onProgress: (message: string) => void) => Promise<MysqldProgram>;
}
