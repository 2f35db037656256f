import "./global-setup";

export default async function stopTestMysql(): Promise<void> {
  await globalThis.runningTestMysql?.stop();
}
