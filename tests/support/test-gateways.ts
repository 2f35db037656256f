import { startTestGateway, type TestGateway, type TestGatewayOptions } from "./gateway";

/** Starts gateways on state folders, for the tests of one `describe`; each is stopped after its test. */
export function testGateways(): (
  stateFolder: string,
  options?: Omit<TestGatewayOptions, "stateFolder">,
) => Promise<TestGateway> {
  const running: TestGateway[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((gateway) => gateway.stop()));
  });
  return async (stateFolder, options = {}) => {
    const gateway = await startTestGateway({ ...options, stateFolder });
    running.push(gateway);
    return gateway;
  };
}
