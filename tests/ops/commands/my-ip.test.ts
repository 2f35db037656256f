import { parseEnvironment } from "../../../environments";
import { runForTest } from "../../support/ops-world";
import { SAMPLE, sampleWith } from "../../support/sample-environment";

const environments = () => ({
  sample: parseEnvironment("sample", SAMPLE),
  none: parseEnvironment("none", { ...sampleWith({}), bastion: { mode: "none" } }),
  ssm: parseEnvironment("ssm", { ...sampleWith({}), bastion: { mode: "ssm" } }),
});

describe("ops my-ip", () => {
  const myIp = async (environment: string, address: string) => {
    const fetched = jest.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(`${address}\n`));
    const ran = await runForTest(["my-ip", environment], { environments });
    expect(fetched.mock.calls.map(([url]) => url)).toEqual(["https://checkip.amazonaws.com/"]);
    fetched.mockRestore();
    return ran;
  };

  it("shows the address as a CIDR and the rule that lets it in", async () => {
    expect(await myIp("sample", "203.0.113.7")).toMatchObject({
      exitCode: 0,
      out: "203.0.113.7/32\nsample lets it in by 203.0.113.0/24",
    });
  });

  it("says what to write where nothing lets it in", async () => {
    const { exitCode, out } = await myIp("sample", "198.51.100.4");
    expect(exitCode).toBe(1);
    expect(out).toContain(
      'allowed: 203.0.113.0/24; what to do: add "198.51.100.4/32" to bastion.allowedCidrs in environments/sample.ts',
    );
  });

  it("knows the ways for which an address does not matter", async () => {
    expect((await myIp("ssm", "198.51.100.4")).exitCode).toBe(0);
    expect((await myIp("none", "198.51.100.4")).exitCode).toBe(1);
  });

  it("takes no text for an address that is none", async () => {
    expect((await myIp("sample", "<html>")).err).toContain("no IPv4 address: <html>");
  });
});
