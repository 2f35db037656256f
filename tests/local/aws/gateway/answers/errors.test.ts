import { errorAnswer, errorCodeOf } from "../../../../../local/aws/gateway/answers/errors";

const error = { code: "Throttling", message: 'slower & "softer" <please>' };

test.each([
  ["query", /^<ErrorResponse><Error><Type>Sender<\/Type><Code>Throttling<\/Code><Message>slower &amp; &quot;softer/],
  ["ec2", /^<Response><Errors><Error><Code>Throttling<\/Code><Message>slower &amp; &quot;softer/],
  ["json", /^\{"__type":"Throttling","Type":"User","message":"slower & \\"softer/],
] as const)("an error is told as %s clients read it, and its code is found again", (protocol, form) => {
  const answer = errorAnswer({ protocol }, error);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatch(form);
  expect(errorCodeOf(answer)).toBe("Throttling");
});

test("the code of others' errors is found, too, without its namespace", () => {
  const of = (body: string, headers = {}) => errorCodeOf({ status: 400, headers, body });
  expect(of('{"__type": "com.amazonaws.kms#NotFoundException"}')).toBe("NotFoundException");
  expect(of("{}", { "X-Amzn-Errortype": "ResourceNotFoundException:http://internal" })).toBe(
    "ResourceNotFoundException",
  );
  expect(of("<Error><Code>NoSuchEntity</Code></Error>")).toBe("NoSuchEntity");
  expect(of("nothing to read")).toBe("HTTP 400");
  expect(errorCodeOf({ status: 200, headers: {}, body: "<Code>16</Code>" })).toBeUndefined();
});
