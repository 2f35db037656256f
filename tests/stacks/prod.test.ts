import { stacksOfOwn } from "../support/synthesized-stacks";
import { shown } from "./stack-summary";

const prod = stacksOfOwn("prod");

/**
 * What production is made of, in a form that a person can review: a line a resource, with what matters for safety. A line that
 * comes, goes or changes belongs into the pull request that does it; a line that goes may be a database.
 */
describe("production", () => {
  test.each(["network", "bastion", "database", "app-secret"])("has in %s what was reviewed", (part) => {
    expect(shown(prod(part))).toMatchSnapshot();
  });
});
