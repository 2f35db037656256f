import type { MysqldProgram } from "../../../local/mysql/program";
import { startMysqlBy } from "../../../local/mysql/start";
import type { MysqlWay } from "../../../local/mysql/ways/way";
import { folderWithMysqld, newFolder, removeFolders } from "./fake-program";

afterEach(removeFolders);

const brokenProgram = (complaint: string): MysqldProgram => ({
  command: `${folderWithMysqld(`echo "${complaint}" >&2; exit 7`)}/mysqld`,
  leadingArguments: [],
  serverArguments: [],
  version: "8.4.9",
  source: `the fake of ${complaint}`,
});

/** A way that notes when it is asked. */
function way(
  title: string,
  asked: string[],
  answers: { here?: MysqldProgram; fetched?: MysqldProgram | Error },
): MysqlWay {
  const { here, fetched } = answers;
  return {
    title,
    findHere: async () => {
      asked.push(`${title} here`);
      return here === undefined ? { missing: `no ${title} here` } : { program: here };
    },
    ...(fetched !== undefined && {
      fetch: async () => {
        asked.push(`${title} fetched`);
        if (fetched instanceof Error) throw fetched;
        return fetched;
      },
    }),
  };
}

const search = (ways: readonly MysqlWay[], more: { dataDir?: string } = {}): Promise<unknown> =>
  startMysqlBy(ways, { environment: { XDG_CACHE_HOME: newFolder() }, ...more }).catch((error: unknown) => error);

describe("the search for a MySQL", () => {
  it("looks at everything that is here, in order, before it fetches anything, in order", async () => {
    const asked: string[] = [];
    await search([
      way("first", asked, { fetched: new Error("offline") }),
      way("second", asked, { here: brokenProgram("second is broken") }),
      way("third", asked, { fetched: brokenProgram("third is broken") }),
    ]);
    expect(asked).toEqual(["first here", "second here", "third here", "first fetched", "third fetched"]);
  });

  it("fails with one error that says what was tried, what each said, and how to give it a MySQL", async () => {
    const error = await search([
      way("first", [], { fetched: new Error("the site did not answer") }),
      way("second", [], { here: brokenProgram("library missing") }),
    ]);
    expect(error).toMatchObject({ code: "mysql_not_found" });
    const { message } = error as Error;
    expect(message).toContain("  - MYSQL_URL: not set");
    expect(message).toContain("  - first: no first here");
    expect(message).toMatch(/ {2}- second: .*exit code 7; it wrote: library missing/);
    expect(message).toContain("  - first, fetched: the site did not answer");
    expect(message).toMatch(/What to do.*install MySQL 8\.0\.21.*MYSQL_URL=mysql:\/\/.*MYSQL_CA_FILE/s);
  });

  it("stops at the first failure when there is data to keep, which another build might convert", async () => {
    const asked: string[] = [];
    const error = await search(
      [way("first", asked, { here: brokenProgram("locked by another") }), way("second", asked, {})],
      { dataDir: newFolder() },
    );
    expect(asked).toEqual(["first here"]);
    expect(error).toMatchObject({ message: expect.stringContaining("locked by another") });
  });
});
