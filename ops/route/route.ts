/** How this machine reaches a database. Through a tunnel, host and port are the tunnel's own end. */
export interface Route {
  readonly host: string;
  readonly port: number;
  readonly isTunnel: boolean;
  /** The authorities that may have signed the server's certificate. */
  readonly caPem: string;
  /** Closes the tunnel. Without one nothing happens. */
  close(): Promise<void>;
  /** Settles when the tunnel has ended by itself. Without one it never does. */
  readonly ended: Promise<void>;
}

export interface RouteOptions {
  /** The local port of a tunnel that a person has opened already. */
  readonly openTunnelPort: number | undefined;
  readonly signal: AbortSignal;
  progress(line: string): void;
}

export interface RoutePort {
  /** Reaches a database. Throws `tunnel_failed` or `not_deployed`, and the signal's reason. */
  open(end: { readonly host: string; readonly port: number }, options: RouteOptions): Promise<Route>;
}
