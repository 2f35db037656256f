import { timelinePicture, timelineSvg } from "../../../../local/rehearsal/picture/timeline";
import { syntheticRecord } from "../synthetic-record";
import { openElements } from "./well-formed";

const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;

describe("timelineSvg", () => {
  const svg = timelineSvg(syntheticRecord());

  it("is one well-formed element that loads nothing and runs nothing", () => {
    expect(openElements(svg)).toEqual([]);
    expect(svg.match(/<script|<image|<foreignObject|href=|@import|javascript:|url\([^#]/gi)).toBeNull();
    expect([...svg.matchAll(/https?:\/\/[^"]*/g)].map(String)).toEqual(["http://www.w3.org/2000/svg"]);
  });

  it("is the same for the same record", () => {
    expect(timelineSvg(syntheticRecord())).toBe(svg);
  });

  it("says the result in its title and to a screen reader", () => {
    expect(svg).toContain(">Six password rotations, 1,440 logins, none failed</text>");
    expect(svg).toContain('aria-label="Six password rotations, 1,440 logins, none failed"');
    expect(timelineSvg(syntheticRecord({ failLogin: 2, failRotation: 1 }))).toContain(
      ">Six password rotations (1 failed), 1,440 logins, 1 failed</text>",
    );
  });

  it("has a bar for every label of every version, and every step", () => {
    for (const label of ["AWSCURRENT", "AWSPREVIOUS", "AWSPENDING"]) {
      expect(svg).toMatch(new RegExp(`<title>${label}: version 2 \\(orders_clone\\) from `));
    }
    expect(count(svg, /<title>(create|set|test|finish)Secret: /g)).toBeGreaterThanOrEqual(2 * 3 * 4);
  });

  it("writes the captions of previous versions in ink: their tinted bars are too dark for muted text", () => {
    expect(count(svg, /class="ink">AWSPREVIOUS/g)).toBeGreaterThan(0);
    // The one of the legend stands on the page's own ground.
    expect(count(svg, /class="muted">AWSPREVIOUS/g)).toBe(1);
  });

  it("draws every failed login with its reason, however many dots are left out", () => {
    const dense = syntheticRecord({ rotations: 20, failLogin: 21 });
    const drawn = timelineSvg(dense);
    expect(drawn).toMatch(/[\d,]+ of [\d,]+ successful logins drawn/);
    expect(count(drawn, /1\.05 s: web-1 failed to log in as orders: ER_ACCESS_DENIED_ERROR/g)).toBe(2); // above and in the close-up
    expect(drawn).toContain(">FAILED</text>");
    expect(svg).not.toContain("FAILED");
  });

  it("draws a login with a replaced credential hollow", () => {
    const record = syntheticRecord();
    const secrets = record.secrets.map((secret) => ({
      ...secret,
      logins: secret.logins.filter((login) => login.client === "web-1"),
    }));
    const holes = (text: string) => count(text.slice(text.indexOf("orders-app")), /class="hole"/g);
    expect(holes(svg)).toBeGreaterThan(0);
    expect(holes(timelineSvg({ ...record, secrets }))).toBe(0);
  });

  it("shows light and dark", () => {
    expect(svg).toContain("@media(prefers-color-scheme:dark)");
  });

  it("stays small: below 100 kB for the usual size, and dots do not add up without end", () => {
    expect(svg.length).toBeLessThan(100_000);
    expect(timelineSvg(syntheticRecord({ rotations: 30 })).length).toBeLessThan(200_000);
  });

  it("escapes what it is given", () => {
    const record = syntheticRecord();
    const secrets = record.secrets.map((secret) => ({ ...secret, name: '<b>&"x' }));
    const escaped = timelineSvg({ ...record, secrets });
    expect(openElements(escaped)).toEqual([]);
    expect(escaped).toContain("&lt;b&gt;&amp;&quot;x");
  });

  it("can be drawn of a rehearsal that was cut short", () => {
    const record = syntheticRecord();
    const secrets = record.secrets.map((secret) => ({ ...secret, rotations: [], labels: [], logins: [], users: [] }));
    expect(openElements(timelineSvg({ ...record, secrets }))).toEqual([]);
  });
});

describe("timelinePicture", () => {
  it("knows where each login stands, within the picture", () => {
    const { svg, points } = timelinePicture(syntheticRecord());
    const height = Number(/height="(\d+)"/.exec(svg)?.[1]);
    expect(points.length).toBeGreaterThan(1_000);
    for (const { x, y } of points) {
      expect(x).toBeGreaterThan(200);
      expect(x).toBeLessThanOrEqual(1_172);
      expect(y).toBeGreaterThan(100);
      expect(y).toBeLessThan(height);
    }
  });
});
