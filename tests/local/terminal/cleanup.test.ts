import { cleanup } from "../../../local/terminal/cleanup";

describe("cleanup", () => {
  it("ends what was started last first, each once", async () => {
    const ended: string[] = [];
    const all = cleanup();
    for (const name of ["folder", "server", "client"]) all.add(name, () => void ended.push(name));
    expect(await all.run()).toEqual([]);
    expect(await all.run()).toEqual([]);
    expect(ended).toEqual(["client", "server", "folder"]);
  });

  it("ends early what was started, and does not end it again", async () => {
    const ended: string[] = [];
    const all = cleanup();
    const endServer = all.add("server", () => void ended.push("server"));
    await Promise.all([endServer(), endServer()]);
    expect(await all.run()).toEqual([]);
    expect(ended).toEqual(["server"]);
  });

  it("goes on after a failure and tells it", async () => {
    const ended: string[] = [];
    const all = cleanup();
    all.add("folder", () => void ended.push("folder"));
    all.add("server", () => Promise.reject(new Error("it hangs")));
    expect(await all.run()).toEqual(["could not end server: it hangs"]);
    expect(ended).toEqual(["folder"]);
  });
});
