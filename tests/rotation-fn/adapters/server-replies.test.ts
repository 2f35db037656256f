import { trySessions } from "../../support/server-replies/try-sessions";

const SESSIONS = 300;

it("a server's wrong answers end in errors of the function that quote no password, without a hang or a crash", async () => {
  const { failed, problems } = await trySessions(SESSIONS, 60_000);
  expect(problems).toEqual([]);
  expect(failed).toBeGreaterThan(SESSIONS / 2);
}, 90_000);
