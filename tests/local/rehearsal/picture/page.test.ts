import { createHash } from "node:crypto";
import vm from "node:vm";
import { timelinePage } from "../../../../local/rehearsal/picture/page";
import { syntheticRecord } from "../synthetic-record";

describe("timelinePage", () => {
  const page = timelinePage(syntheticRecord());
  const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? "");

  it("is one file that may load nothing", () => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)?.[1];
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(page.match(/<link|<img|<iframe|\ssrc=|href=|@import|\son[a-z]+="/gi)).toBeNull();
  });

  it("allows exactly the script that it holds", () => {
    const hashes = scripts.map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
    expect(hashes).toHaveLength(1);
    expect(page.includes(`script-src ${hashes[0]}"`)).toBe(true);
    expect(() => new vm.Script(scripts[0] ?? "")).not.toThrow();
  });

  it("shows picture, sums and a row per rotation", () => {
    expect(page.includes('<figure tabindex="0"><svg ')).toBe(true);
    expect(page.match(/<strong>\d+<\/strong><span>API calls per rotation at most/g)).toEqual([
      "<strong>11</strong><span>API calls per rotation at most",
    ]);
    expect([...page.matchAll(/<tr><td>/g)]).toHaveLength(6);
    expect(page.includes('<ul class="problems">')).toBe(false);
  });

  it("has a language, a heading of the first level, column headings, and areas that the keyboard scrolls", () => {
    expect(page).toContain('<html lang="en">');
    expect(page).toMatch(/<main>\n<h1 class="repeated">Six password rotations, /);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page.match(/<th scope="col"/g)).toHaveLength(11);
    expect(page).toContain('<div class="scroll" role="region" aria-label="Every rotation" tabindex="0">');
    expect(scripts[0]).not.toContain("aria-");
  });

  it("says first what went wrong", () => {
    const bad = timelinePage(syntheticRecord({ failLogin: 4 }));
    expect(bad.indexOf("1 login of web-1")).toBeGreaterThan(0);
    expect(bad.indexOf("1 login of web-1")).toBeLessThan(bad.indexOf("<figure"));
  });

  it("embeds the tooltips so that no name can end the script element", () => {
    const record = syntheticRecord();
    const secrets = record.secrets.map((secret) => ({
      ...secret,
      clients: [{ name: "</script><b>", behaviour: { kind: "staleClient" } as const }],
      logins: secret.logins.map((login) => ({ ...login, client: "</script><b>" })),
    }));
    const hostile = timelinePage({ ...record, secrets });
    expect([...hostile.matchAll(/<\/script>/g)]).toHaveLength(2);
    const json = /<script type="application\/json" id="logins">(.*?)<\/script>/.exec(hostile)?.[1] ?? "";
    expect(JSON.parse(json)[0][2]).toContain("</script><b> logged in as");
  });
});
