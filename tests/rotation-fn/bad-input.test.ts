import { tryAdminSecrets, tryEnvironments, tryEvents, trySecretValues } from "../support/bad-input/properties";

const INPUTS = 50;

describe("bad input is refused with the name of the field, no password in it, and nothing changed", () => {
  it.each([
    ["events", tryEvents],
    ["secret values", trySecretValues],
    ["admin secrets", tryAdminSecrets],
    ["environment files", tryEnvironments],
  ])("%s", async (_, tryInputs) => {
    const { refused } = await tryInputs(INPUTS);
    expect(refused).toBeGreaterThan(INPUTS / 4);
  });
});
