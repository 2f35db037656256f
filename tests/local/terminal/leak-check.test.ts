import { newLeakCheck } from "../../../local/terminal/leak-check";

/** Made to be changed by every encoding: quotes, angle brackets, a backslash, a per cent sign. */
const PASSWORD = `a"b<c>&d'e\\f%g1234567890`;

describe("newLeakCheck", () => {
  const leakCheck = newLeakCheck();
  leakCheck.register(PASSWORD);

  const written: Readonly<Record<string, string>> = {
    "as it is": PASSWORD,
    "in JSON": JSON.stringify({ password: PASSWORD }),
    "in JSON within JSON": JSON.stringify(JSON.stringify({ password: PASSWORD })),
    "in HTML": PASSWORD.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;"),
    "in a URL": `mysql://app:${encodeURIComponent(PASSWORD)}@localhost`,
    "in base64": Buffer.from(PASSWORD).toString("base64"),
    "in base64 after one byte": Buffer.from(`:${PASSWORD}`).toString("base64"),
    "in base64 after two bytes, with more behind": Buffer.from(`u:${PASSWORD}--`).toString("base64"),
    "in hexadecimal": Buffer.from(`x${PASSWORD}x`).toString("hex"),
    "in a literal of SQL": PASSWORD.replace(/['\\]/g, "\\$&"),
  };

  it.each(Object.entries(written))("finds a password %s, and does not say it", (_, text) => {
    const check = () => leakCheck.check("the picture", `before ${text} after`);
    expect(check).toThrow(/a password of this rehearsal is in the picture/);
    expect(check).toThrow(expect.not.objectContaining({ message: expect.stringContaining(PASSWORD) }));
  });

  it("returns a text that holds no password", () => {
    expect(leakCheck.check("the report", "6 rotations, 0 failed")).toBe("6 rotations, 0 failed");
  });

  it("finds old passwords as well as new ones, and counts each once", () => {
    const many = newLeakCheck();
    for (const password of ["first-password", "second-password", "first-password"]) many.register(password);
    expect(many.size).toBe(2);
    expect(() => many.check("the log", "… first-password …")).toThrow("password");
  });

  it("does not look for texts of fewer than eight characters", () => {
    const short = newLeakCheck();
    short.register("root");
    expect(short.check("the report", "as root")).toBe("as root");
  });
});
