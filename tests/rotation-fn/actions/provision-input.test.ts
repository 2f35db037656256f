import { requireProvisionable } from "../../../rotation-fn/actions/provision-input";
import type { ProvisionEvent } from "../../../rotation-fn/event";
import type { SecretDescription } from "../../../rotation-fn/ports/secret-store";

const event: ProvisionEvent = {
  action: "provision",
  secretId: "app",
  adminSecretId: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:admin-AbCdEf",
  host: "db",
  port: 3306,
  dbname: "shop",
  username: "svc_clone",
  userHost: "%",
  privileges: ["SELECT"],
};
const secret = { name: "app", deleted: false, tags: new Map() } as unknown as SecretDescription;

describe("requireProvisionable", () => {
  it.each(["single-user", "admin-rotated"] as const)(
    "accepts a user whose name ends like an alternate one's under %s, which has no alternate user",
    (strategy) => {
      expect(() => requireProvisionable(event, secret, strategy)).not.toThrow();
    },
  );

  it("refuses it under alternating-users, where it would be the alternate of another user", () => {
    expect(() => requireProvisionable(event, secret, "alternating-users")).toThrow(
      /username: found "svc_clone", allowed: a name that does not end like an alternate user's/,
    );
  });

  it("accepts it there as the first user of a tag", () => {
    const tags = new Map([["rotation:usernames", "svc_clone svc_other"]]);
    expect(() => requireProvisionable(event, { ...secret, tags }, "alternating-users")).not.toThrow();
  });
});
