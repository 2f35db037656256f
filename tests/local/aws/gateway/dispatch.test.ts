import path from "node:path";
import { createDispatch } from "../../../../local/aws/gateway/dispatch";
import { createFaultPlan } from "../../../../local/aws/gateway/fault-plan";
import { createRecorder } from "../../../../local/aws/gateway/recorder";
import { temporaryFolder } from "../../../support/temporary-folder";

const REQUEST = {
  method: "POST",
  target: "/",
  headers: {
    authorization: "AWS4-HMAC-SHA256 Credential=a-stack/20260101/us-east-1/kms/aws4_request",
    "x-amz-target": "TrentService.DescribeKey",
  },
  body: Buffer.from('{"KeyId":"k"}'),
};
const GOOD = { status: 200, headers: {}, body: "{}" };

function dispatching(answer: () => Promise<typeof GOOD> = async () => GOOD) {
  const faults = createFaultPlan();
  const recorder = createRecorder(path.join(temporaryFolder(), "calls.jsonl"));
  const answered = jest.fn(answer);
  return { faults, recorder, answered, dispatch: createDispatch(answered, { faults, recorder }) };
}

const FAULT = { service: "kms", action: "DescribeKey", times: 1 };

test("a fault is answered instead of the call, which takes no effect, and recorded", async () => {
  const { faults, recorder, answered, dispatch } = dispatching();
  faults.add({ ...FAULT, errorCode: "KMSInternalException", status: 503 });
  expect(await dispatch(REQUEST)).toMatchObject({ status: 503 });
  expect(answered).not.toHaveBeenCalled();
  expect(await dispatch(REQUEST)).toBe(GOOD);
  expect(recorder.calls().map(({ status, errorCode }) => [status, errorCode])).toEqual([
    [503, "KMSInternalException"],
    [200, undefined],
  ]);
});

test("a reply that is lost is one of a call that took effect", async () => {
  const { faults, answered, dispatch } = dispatching();
  faults.add({ ...FAULT, errorCode: "InternalFailure", status: 500, afterEffect: true });
  expect(await dispatch(REQUEST)).toMatchObject({ status: 500 });
  expect(answered).toHaveBeenCalledTimes(1);
});

test("a connection that breaks is an error at once, while the call takes effect", async () => {
  let end = (): void => undefined;
  const { faults, answered, dispatch } = dispatching(() => new Promise((resolve) => (end = () => resolve(GOOD))));
  faults.add({ ...FAULT, errorCode: "ServiceException", status: 503, besideEffect: true });
  expect(await dispatch(REQUEST)).toMatchObject({ status: 503 });
  expect(answered).toHaveBeenCalledTimes(1);
  end();
});

test("a fault without an error only delays", async () => {
  const { faults, dispatch } = dispatching();
  faults.add({ ...FAULT, delayMs: 60 });
  const startedAt = performance.now();
  expect(await dispatch(REQUEST)).toBe(GOOD);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);
});

test("a failure of the gateway is an answer that names the call and is not tried again", async () => {
  const { dispatch, recorder } = dispatching(async () => {
    throw new Error("connect ECONNREFUSED");
  });
  const { status, body } = await dispatch(REQUEST);
  expect([status, body]).toEqual([400, expect.stringContaining("failed at kms:DescribeKey: connect ECONNREFUSED")]);
  expect(recorder.calls()[0]?.errorCode).toBe("GatewayFailure");
});
