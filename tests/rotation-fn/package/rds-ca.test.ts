import { X509Certificate } from "node:crypto";
import { rdsCaPem } from "../../../rotation-fn/package/rds-ca";

const certificatesIn = (pem: string): X509Certificate[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (each) => new X509Certificate(each),
  );

const commonNames = (pem: string): string[] =>
  certificatesIn(pem).map(({ subject }) => /^CN=(.*)$/m.exec(subject)?.[1] ?? subject);

describe("the RDS root certificates of the package", () => {
  test("hold the three roots of a region and no other", () => {
    expect(commonNames(rdsCaPem(["eu-west-1"]))).toEqual([
      "Amazon RDS eu-west-1 Root CA ECC384 G1",
      "Amazon RDS eu-west-1 Root CA RSA2048 G1",
      "Amazon RDS eu-west-1 Root CA RSA4096 G1",
    ]);
  });

  test("are authorities, self-signed", () => {
    for (const root of certificatesIn(rdsCaPem(["us-east-1", "eu-west-1"]))) {
      expect(root.ca).toBe(true);
      expect(root.verify(root.publicKey)).toBe(true);
    }
  });

  test("do not depend on the order or the repetition of the regions", () => {
    expect(rdsCaPem(["us-east-1", "eu-west-1", "us-east-1"])).toBe(rdsCaPem(["eu-west-1", "us-east-1"]));
    expect(commonNames(rdsCaPem(["us-east-1", "eu-west-1"]))).toHaveLength(6);
  });

  test("leave out the preview and beta roots of a region", () => {
    expect(commonNames(rdsCaPem(["us-east-1", "us-east-2"])).filter((name) => /Beta|Preview/.test(name))).toEqual([]);
  });

  test("carry a comment with name, last day and fingerprint that the certificate bears out", () => {
    const pem = rdsCaPem(["us-east-1"]);
    const [first] = certificatesIn(pem);
    expect(pem.split("\n").slice(0, 2)).toEqual([
      "# Amazon RDS us-east-1 Root CA ECC384 G1, valid until 2121-05-25",
      `# SHA-256 ${first?.fingerprint256}`,
    ]);
  });

  test.each([
    ["an unknown region", ["eu-west-1", "mars-north-1"], "found: mars-north-1"],
    ["a name that is no region", ["Preview us-east-2"], "found: Preview us-east-2"],
    ["no region at all", [], "found: an empty list"],
  ])("%s is refused, and the regions that exist are listed", (_name, regions, found) => {
    expect(() => rdsCaPem(regions)).toThrow(
      expect.objectContaining({
        code: "unknown_region",
        message: expect.stringMatching(new RegExp(`${found}; allowed: af-south-1, .*us-west-2; what to do: `)),
      }),
    );
  });
});
