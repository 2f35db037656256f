import { mistake, refusesEach } from "../../support/wrong-environment";

const ADDRESS = "an e-mail address, such as on-call@example.com";

describe("the monitoring of an environment file", () => {
  refusesEach([
    mistake("a name", "monitoring.alertEmails", ["on-call"], ADDRESS, {
      reportedAt: "monitoring.alertEmails.0",
      found: '"on-call"',
    }),
    mistake("an address with a name", "monitoring.rotationEmails", ["Ann <ann@example.com>"], ADDRESS, {
      reportedAt: "monitoring.rotationEmails.0",
      found: '"Ann <ann@example.com>"',
    }),
    mistake("one address twice", "monitoring.alertEmails", ["a@example.com", "a@example.com"], "a list of at most 20", {
      found: "a list of 2",
    }),
    mistake("one address as text", "monitoring.alertEmails", "a@example.com", "a list of at most 20 e-mail addresses"),
    mistake("an hour that no day has", "monitoring.auditHourUtc", 24, "a whole number of hours from 0 to 23"),
    mistake("a dashboard in words", "monitoring.dashboard", "no", "true or false"),
  ]);
});
