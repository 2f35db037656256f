import { withoutHash } from "./password-hash";

const CREATE = "CREATE USER `app`@`%` IDENTIFIED WITH 'caching_sha2_password'";

describe("a row of SHOW CREATE USER without its hash", () => {
  it.each(["0x24410A", String.raw`'$A$00A$\"8Sn*S&~~B2i^)X(+r'`, String.raw`'$A$00A$\'\\'`, "'$A$''x'"])(
    "is the same for %s",
    (hash) => {
      expect(withoutHash(`${CREATE} AS ${hash} REQUIRE NONE COMMENT 'AS 0x1'`)).toBe(
        `${CREATE} REQUIRE NONE COMMENT 'AS 0x1'`,
      );
    },
  );
});
