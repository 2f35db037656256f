import type { MysqldProgram } from "../../../local/mysql/program";
import type { MysqlSource } from "../../../local/mysql/sources/source";
import { startMysqlFrom } from "../../../local/mysql/start";
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
): MysqlSource {
  const { here, fetched } = answers;
  return {
    title,
    findLocal: async () => {
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

const search = (
  ways: readonly MysqlSource[],
  { series, ...more }: { dataDir?: string; series?: string } = {},
): Promise<unknown> => {
  const environment = { XDG_CACHE_HOME: newFolder(), ...(series !== undefined && { MYSQL_VERSION: series }) };
  return startMysqlFrom(ways, { environment, ...more }).catch((error: unknown) => error);
};

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

  it("says which series none of them has, and that no other was taken", async () => {
    const error = await search([way("first", [], { fetched: new Error("is MySQL 9.7.4") })], { series: "8.4" });
    expect(error).toMatchObject({ code: "mysql_not_found" });
    const { message } = error as Error;
    expect(message).toMatch(/^no MySQL 8\.4 could be started, which MYSQL_VERSION asks for\. What was tried/);
    expect(message).toContain("  - first, fetched: is MySQL 9.7.4");
    expect(message).toMatch(/What to do.*install MySQL 8\.4, so that.*unset MYSQL_VERSION/s);
  });

  it("does not begin for a version that nobody can give it", async () => {
    const asked: string[] = [];
    const error = await search([way("first", asked, {})], { series: "8.3" });
    expect(error).toMatchObject({
      code: "mysql_version_unusable",
      message: expect.stringContaining('MYSQL_VERSION is "8.3"; allowed: 8.0, 8.4, 9; what to do: '),
    });
    expect(asked).toEqual([]);
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
