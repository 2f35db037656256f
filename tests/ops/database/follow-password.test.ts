import { followPassword } from "../../../ops/database/follow-password";
import { OpsError } from "../../../ops/error";
import { fakeSecret } from "../../support/fake-aws";

const login = { host: "db", port: 3306, dbname: "shop", username: "shop", password: "first" };

/** The versions that are AWSCURRENT one look after the other; an error is a look that fails. */
async function follow(versions: readonly (string | OpsError)[], username = "user of v1") {
  const seen: string[] = [];
  let look = 0;
  const describe = async () => {
    const found = versions[look++] ?? "";
    if (typeof found !== "string") throw found;
    return fakeSecret({ name: "dev/shop", labels: new Map([[found, ["AWSCURRENT"]]]) });
  };
  await followPassword(
    { describe },
    { secretId: "dev/shop", read: async () => ({ ...login, username: `user of ${versions[look - 1]}` }) },
    {
      login: { ...login, username },
      sleep: async () => undefined,
      isOver: () => look >= versions.length,
      onChange: (next) => seen.push(next.username),
      onFailure: ({ code }) => seen.push(code),
    },
  );
  return seen;
}

describe("a password that is followed", () => {
  it("is read again when another version is AWSCURRENT, and only then", async () => {
    expect(await follow(["v1", "v1", "v2", "v2", "v3"])).toEqual(["user of v2", "user of v3"]);
  });

  it("is found at the first look where it rotated while the tunnel was opened", async () => {
    expect(await follow(["v1", "v1"], "user of v0")).toEqual(["user of v1"]);
  });

  it("is followed after a look that failed", async () => {
    const denied = new OpsError("access_denied", { problem: "denied", remedy: "none" });
    expect(await follow(["v1", denied, "v2"])).toEqual(["access_denied", "user of v2"]);
  });
});
