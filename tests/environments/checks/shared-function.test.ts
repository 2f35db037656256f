import { MAX_ENVIRONMENTS_OF_FUNCTION } from "../../../environments/checks/shared-function";
import { parseEnvironments } from "../../../environments/parse";
import { sampleWith } from "../../support/sample-environment";
import { refusal } from "../../support/wrong-environment";

const sharing = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `shared-${index}`,
      sampleWith({ "rotationFunction.arn": "arn:aws:lambda:eu-west-1:111122223333:function:rotation" }),
    ]),
  );

test("as many environments share a function as its policy has room for, and not one more", () => {
  expect(() => parseEnvironments(sharing(MAX_ENVIRONMENTS_OF_FUNCTION))).not.toThrow();
  expect(refusal(() => parseEnvironments(sharing(MAX_ENVIRONMENTS_OF_FUNCTION + 1))).problems).toEqual([
    {
      path: `shared-${MAX_ENVIRONMENTS_OF_FUNCTION}.rotationFunction.arn`,
      found: expect.stringContaining("which 41 environments name"),
      rule: expect.stringContaining("up to 40 environments for one function"),
    },
  ]);
});
