import { type AddressInfo, connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { startDelayingRelay } from "../../../bench/soak/delaying-relay";

describe("startDelayingRelay", () => {
  it.each([0, 50])("hands on what the server said right before it closed, %s ms later", async (delayMs) => {
    const server = createServer((socket) => {
      socket.write("access denied");
      socket.destroySoon();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const relay = await startDelayingRelay((server.address() as AddressInfo).port);
    relay.delayMs = delayMs;
    try {
      const startedAt = performance.now();
      expect(await text(connect(relay.port, "127.0.0.1"))).toBe("access denied");
      expect(performance.now() - startedAt).toBeGreaterThanOrEqual(delayMs - 2);
    } finally {
      await relay.close();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
