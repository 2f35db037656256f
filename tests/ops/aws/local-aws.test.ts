import { mkdirSync } from "node:fs";
import path from "node:path";
import { keptPaths } from "../../../local/sandbox/paths";
import { writePidFile } from "../../../local/sandbox/pid-file";
import { localAwsUrl, localDatabaseCaFile } from "../../../ops/aws/local-aws";
import { targetOf } from "../../../ops/aws/target";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the local AWS for operators", () => {
  it.each(["LOCAL_AWS_FOLDER", "XDG_CACHE_HOME", "HOME"])(
    "is found where the sandbox writes its address, by %s",
    (variable) => {
      const environment = { [variable]: temporaryFolder() };
      const paths = keptPaths(environment);
      mkdirSync(path.dirname(paths.servedBy), { recursive: true });
      writePidFile(paths, {
        pid: process.pid,
        url: "http://127.0.0.1:4566",
        region: "us-east-1",
        databaseCaFile: "/state/database-ca.pem",
      });
      expect(localAwsUrl(environment)).toBe("http://127.0.0.1:4566");
      expect(localDatabaseCaFile(environment)).toBe("/state/database-ca.pem");
    },
  );

  it("is where AWS_ENDPOINT_URL says, first of all", () => {
    expect(localAwsUrl({ AWS_ENDPOINT_URL: "http://127.0.0.1:9", LOCAL_AWS_FOLDER: "/nowhere" })).toBe(
      "http://127.0.0.1:9",
    );
  });

  it("says how to start it where it does not run", () => {
    const nowhere = { LOCAL_AWS_FOLDER: temporaryFolder() };
    expect(() => localAwsUrl(nowhere)).toThrow(/not running; what to do: npm run local -- up/);
    expect(() => localDatabaseCaFile(nowhere)).toThrow(/npm run local -- up; or name its file in DATABASE_CA_FILE/);
    expect(localDatabaseCaFile({ ...nowhere, DATABASE_CA_FILE: "/own.pem" })).toBe("/own.pem");
  });

  it("is used for an emulator always, and for AWS only with --local", () => {
    const environment = { AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
    const options = { isLocal: false, profile: "ops" };
    const target = { kind: "emulator" } as const;
    expect(targetOf({ region: "us-east-1", target }, options, environment).endpoint).toBe("http://127.0.0.1:9");
    const aws = { kind: "aws", stateBucket: "state" } as never;
    expect(targetOf({ region: "eu-west-1", target: aws }, options, environment).endpoint).toBeUndefined();
    expect(targetOf({ region: "eu-west-1", target: aws }, { ...options, isLocal: true }, environment).isLocal).toBe(
      true,
    );
  });
});
