import { errorsIn } from "../../../ops/terraform/errors-in";

describe("the errors in what Terraform printed", () => {
  test("are one line, without frames, names of stacks and what was printed around them", () => {
    const output = [
      "aws_kms_key.key: Creating...",
      "╷",
      "│ Error: creating Secret: it exists",
      "│ ",
      "│   with aws_secretsmanager_secret.secret_shop,",
      "╵",
      "aws_kms_key.key: Creation complete",
      "local-app-secret  ╷",
      "                  │ Error: invoking Lambda Function: missing_privilege",
      "                  ╵",
    ].join("\n");
    expect(errorsIn(output)).toBe(
      "Error: creating Secret: it exists with aws_secretsmanager_secret.secret_shop, Error: invoking Lambda Function: missing_privilege",
    );
  });

  test("are the end of the output when there is no error in it", () => {
    expect(errorsIn("first\nlast\n")).toBe("first last");
  });
});
