import { logFilter } from "../../../../../local/aws/gateway/rewrites/log-filter";
import { declareRewrite } from "../../../../contracts/rewrite";

declareRewrite(logFilter, {
  async observe(ask, suffix) {
    const logs = (operation: string, body: object) => ask.target("logs", `Logs_20140328.${operation}`, body);
    const logGroupName = `/aws/lambda/function-${suffix}`;
    const stream = { logGroupName, logStreamName: "stream" };
    await logs("CreateLogGroup", { logGroupName });
    await logs("CreateLogStream", stream);
    const messages = ["START", '{"outcome":"ok"}', '{"outcome":"failed","code":"login_refused"}'];
    await logs("PutLogEvents", {
      ...stream,
      logEvents: messages.map((message, index) => ({ timestamp: Date.now() + index, message })),
    });
    const answer = await logs("FilterLogEvents", { logGroupName, filterPattern: '{ $.outcome = "failed" }' });
    return (answer.events as { message: string }[]).map(({ message }) => message);
  },
  expected: ['{"outcome":"failed","code":"login_refused"}'],
});
