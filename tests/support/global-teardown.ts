import "./global-setup";

export default async function stopTestServers(): Promise<void> {
  await Promise.all((globalThis.runningTestServers ?? []).map((server) => server.stop()));
}
