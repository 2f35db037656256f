import { parseEnvironment } from "../../../environments";
import { local } from "../../../environments/local";
import { withOverlay } from "../../../local/terraform/overlay";

describe("an overlay", () => {
  test("changes keys at any depth and leaves their neighbours alone", () => {
    const changed = withOverlay(local, { bastion: { mode: "ssm" }, logRetentionDays: 7 });
    expect(changed).toEqual({ ...local, bastion: { ...local.bastion, mode: "ssm" }, logRetentionDays: 7 });
  });

  test("replaces lists, and takes a key away with null", () => {
    const changed = withOverlay(local, { appSecrets: [local.appSecrets[0]], bastion: { publicKey: null } });
    expect(changed.appSecrets).toEqual([local.appSecrets[0]]);
    expect(changed.bastion).not.toHaveProperty("publicKey");
    expect(changed.bastion).toHaveProperty("allowedCidrs");
  });

  test("that is empty changes nothing", () => {
    expect(withOverlay(local, {})).toEqual(local);
  });

  test("is checked by the schema, as a file is", () => {
    expect(() => parseEnvironment("local", withOverlay(local, { logRetentionDays: 2 }))).toThrow(
      /local\.logRetentionDays: found 2; allowed: 1, 3, 5/,
    );
  });
});
