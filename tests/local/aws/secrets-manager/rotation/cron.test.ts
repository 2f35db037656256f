import { nextStart, parseCron } from "../../../../../local/aws/secrets-manager/rotation/cron";

/** The examples of userguide/rotate-secrets_schedule.html, and the corners of each field. 2026-01-01 is a Thursday. */
test.each([
  ["every day at 10", "0 10 * * ? *", "2026-01-01T10:00", "2026-01-02T10:00"],
  ["every Saturday at 18", "0 18 ? * SAT *", "2026-01-01T00:00", "2026-01-03T18:00"],
  ["the first day of every month at 8", "0 8 1 * ? *", "2026-01-01T08:00", "2026-02-01T08:00"],
  ["every three months, the first Sunday at 1", "0 1 ? 1/3 SUN#1 *", "2026-01-05T00:00", "2026-04-05T01:00"],
  ["the last day of every month at 17", "0 17 L * ? *", "2026-02-01T00:00", "2026-02-28T17:00"],
  ["Monday to Friday at 8", "0 8 ? * MON-FRI *", "2026-01-02T08:00", "2026-01-05T08:00"],
  ["the first and fifteenth at 16", "0 16 1,15 * ? *", "2026-01-02T00:00", "2026-01-15T16:00"],
  ["every 8 hours from midnight", "0 0/8 * * ? *", "2026-01-01T08:00", "2026-01-01T16:00"],
  ["the last Friday by number", "0 3 ? * 6L *", "2026-01-01T00:00", "2026-01-30T03:00"],
  ["every second day restarts each month", "0 3 1/2 * ? *", "2026-01-31T03:00", "2026-02-01T03:00"],
  ["29 February", "0 0 29 FEB ? *", "2026-01-01T00:00", "2028-02-29T00:00"],
])("%s", (_name, fields, after, next) => {
  const start = nextStart(parseCron(fields), Date.parse(`${after}Z`));
  expect(new Date(start ?? 0).toISOString()).toBe(`${next}:00.000Z`);
});

test("a day that never comes has no next start", () => {
  expect(nextStart(parseCron("0 0 30 FEB ? *"), Date.parse("2026-01-01T00:00Z"))).toBeUndefined();
});

test.each([
  ["five fields", "0 3 * * ?", "six fields, found 5"],
  ["minutes other than 0", "15 3 * * ? *", "minutes must be 0"],
  ["a year", "0 3 * * ? 2030", "year must be \\*"],
  ["both day fields", "0 3 1 * MON *", "must be \\?"],
  ["no day field", "0 3 ? * ? *", "must be \\?"],
  ["an hour that is none", "0 24 * * ? *", "24 of the cron expression is not valid: allowed are 0 to 23"],
  ["a name that is none", "0 3 ? * XYZ *", "XYZ of the cron expression is not valid: allowed are 1 to 7"],
  ["the nearest weekday", "0 3 15W * ? *", "15W of the cron expression is not valid"],
])("refused: %s", (_name, fields, message) => {
  expect(() => parseCron(fields)).toThrow(new RegExp(message));
});
