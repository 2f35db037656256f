import { encryptedState } from "../../../stacks/guard-rails/encrypted-state";
import { environmentOf, foundBy } from "../../support/guard-rail-fixture";

const backend = (values: Record<string, unknown>) =>
  foundBy(encryptedState, environmentOf({ one: { terraform: { backend: values } } }));

describe("encrypted-state", () => {
  test("accepts a bucket with encryption and lock, and files on a laptop", () => {
    expect(backend({ s3: { encrypt: true, use_lockfile: true } })).toEqual([]);
    expect(backend({ local: { path: "terraform.tfstate" } })).toEqual([]);
  });

  test.each([
    [{ use_lockfile: true }, "encrypt = nothing, use_lockfile = true"],
    [{ encrypt: true }, "encrypt = true, use_lockfile = nothing"],
  ])("finds a bucket with %j", (s3, found) => {
    expect(backend({ s3 })).toEqual([`sample-one: ${found} in the S3 backend`]);
  });
});
