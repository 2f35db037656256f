import { parseEnvironment } from "../../../environments";
import { readSettings } from "../../../rotation-fn/settings";
import { SAMPLE } from "../../support/sample-environment";

test("a password policy that is left out is what the function does without settings", () => {
  const { length, excludeCharacters } = parseEnvironment("sample", SAMPLE).rotationFunction.passwordPolicy;
  const { passwordPolicy } = readSettings({});
  expect({ length: length.value, excludeCharacters }).toEqual({
    length: passwordPolicy.length,
    excludeCharacters: passwordPolicy.excludeCharacters,
  });
});
