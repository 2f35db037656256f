import { STRATEGY_NAMES, STRATEGY_TAG } from "../../../rotation-fn/settings";
import { manualUser } from "../../support/manual-user";
import { onMariadb } from "../../support/mysql";
import { describeOwnServer, type OwnMysql, startOwnMysql } from "../../support/own-mysql";
import { type RotationWorld, rotationWorld } from "../../support/rotation-world";
import { skippedBecause } from "../../support/skipped-because";

const otherPackage = "MariaDB's plugins for it are in another package than the server";
skippedBecause(onMariadb() ? otherPackage : undefined, describeOwnServer)(
  "20. policies of the server that the function's passwords meet",
  () => {
    let mysql: OwnMysql;
    beforeAll(async () => {
      mysql = await startOwnMysql();
      await mysql.run("INSTALL COMPONENT 'file://component_validate_password'");
    }, 60_000);
    afterAll(() => mysql.end());

    const worldWith = async (
      environment: Record<string, string>,
      variables: readonly string[],
    ): Promise<RotationWorld> => {
      const world = await rotationWorld(environment, { mysql });
      await mysql.run(
        "SET GLOBAL validate_password.length = 8",
        "SET GLOBAL validate_password.special_char_count = 1",
        "SET GLOBAL validate_password.changed_characters_percentage = 0",
        ...variables.map((variable) => `SET GLOBAL validate_password.${variable}`),
      );
      return world;
    };

    it.each([
      // The default has one special character for sure; a server that wants more needs the setting that the migration page names.
      ["special_char_count = 4", { PASSWORD_LENGTH: "32", EXCLUDE_CHARACTERS: "/@\"'\\" }],
      ["length = 60", { PASSWORD_LENGTH: "64" }],
    ])("%s: the password that an account is made with meets it, too", async (variable, environment) => {
      const world = await worldWith(environment, [variable]);
      try {
        for (let first = 0; first < 3; first++) {
          const secret = await world.provisioned();
          await secret.rotate();
        }
        expect(world.logs().filter(({ outcome }) => outcome === "failed")).toEqual([]);
      } finally {
        await world.close();
      }
    });

    it.each(STRATEGY_NAMES)(
      "changed_characters_percentage = 100: %s rotates, and AWSPREVIOUS goes on working",
      async (strategy) => {
        const world = await worldWith({}, ["changed_characters_percentage = 100"]);
        try {
          const made = await manualUser(world, {
            mysql,
            tags: [{ Key: STRATEGY_TAG, Value: strategy }],
            statements: ({ account }) => [`GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${account}`],
          });
          for (let rotation = 0; rotation < 3; rotation++) await made.secret.rotate();
          for (const label of ["AWSCURRENT", "AWSPREVIOUS"])
            await made.query(await made.secret.value(label), "SELECT 1");
        } finally {
          await world.close();
        }
      },
    );

    it("changed_characters_percentage = 100 and PASSWORD REQUIRE CURRENT: says which policy, and cancels safely", async () => {
      const world = await worldWith({}, []);
      try {
        const made = await manualUser(world, {
          mysql,
          tags: [{ Key: STRATEGY_TAG, Value: "single-user" }],
          clauses: "PASSWORD REQUIRE CURRENT",
          statements: ({ account }) => [`GRANT APPLICATION_PASSWORD_ADMIN ON *.* TO ${account}`],
        });
        // Of the function's own alphabet, so that the next one is sure to share characters with it.
        await made.secret.rotate();
        await mysql.run("SET GLOBAL validate_password.changed_characters_percentage = 100");
        const token = await made.secret.begin();
        await made.secret.step("createSecret", token);
        const step = made.secret.step("setSecret", token);
        await expect(step).rejects.toMatchObject({ code: "password_rejected", effect: "none" });
        await expect(step).rejects.toThrow(/4165.*lower validate_password\.changed_characters_percentage/);
        expect(world.logs()).toContainEqual(
          expect.objectContaining({
            needsHuman: true,
            command: expect.stringContaining(`--remove-from-version-id ${token}`),
          }),
        );
        await made.query(await made.secret.value(), "SELECT 1");
      } finally {
        await world.close();
      }
    });
  },
);
