import { readSettings, SETTING_NAMES } from "../../rotation-fn/settings";

describe("readSettings", () => {
  it("has a safe default for everything", () => {
    expect(readSettings({})).toEqual({
      allowAdminReset: false,
      secretsManagerEndpoint: undefined,
      passwordPolicy: {
        length: 35,
        excludeCharacters: "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}",
        excludeNumbers: false,
        excludePunctuation: false,
        excludeUppercase: false,
        excludeLowercase: false,
        requireEachIncludedType: true,
      },
      usernameCharacterLimit: undefined,
      rotationStrategy: undefined,
      databaseCaFile: undefined,
      allowPlaintextDatabase: false,
      allowedDatabaseHosts: [],
      logLevel: "info",
    });
  });

  it("honours the names and the spellings of AWS's functions", () => {
    const settings = readSettings({
      SECRETS_MANAGER_ENDPOINT: "https://secretsmanager.eu-west-1.amazonaws.com",
      EXCLUDE_CHARACTERS: ":;",
      PASSWORD_LENGTH: "48",
      EXCLUDE_NUMBERS: "True",
      EXCLUDE_PUNCTUATION: "1",
      EXCLUDE_UPPERCASE: "y",
      EXCLUDE_LOWERCASE: "no",
      REQUIRE_EACH_INCLUDED_TYPE: "false",
      USERNAME_CHARACTER_LIMIT: "16",
    });
    expect(settings.usernameCharacterLimit).toBe(16);
    expect(settings.secretsManagerEndpoint).toBe("https://secretsmanager.eu-west-1.amazonaws.com");
    expect(settings.passwordPolicy).toEqual({
      length: 48,
      excludeCharacters: ":;",
      excludeNumbers: true,
      excludePunctuation: true,
      excludeUppercase: true,
      excludeLowercase: false,
      requireEachIncludedType: false,
    });
  });

  it("takes an empty EXCLUDE_CHARACTERS for none", () => {
    expect(readSettings({ EXCLUDE_CHARACTERS: "" }).passwordPolicy.excludeCharacters).toBe("");
  });

  it("reads a list of hosts, separated by commas or spaces", () => {
    expect(readSettings({ ALLOWED_DATABASE_HOSTS: "a.example, b.example" }).allowedDatabaseHosts).toEqual([
      "a.example",
      "b.example",
    ]);
  });

  it("tells every wrong setting at once: what was found and what is allowed", () => {
    const wrong = () =>
      readSettings({
        PASSWORD_LENGTH: "7",
        USERNAME_CHARACTER_LIMIT: "none",
        EXCLUDE_NUMBERS: "maybe",
        ROTATION_STRATEGY: "both",
        LOG_LEVEL: "loud",
        ALLOW_PLAINTEXT_DATABASE: "si",
      });
    expect(wrong).toThrow(expect.objectContaining({ code: "bad_setting" }));
    expect(wrong).toThrow(/PASSWORD_LENGTH is "7", allowed: 8 to 128/);
    expect(wrong).toThrow(/USERNAME_CHARACTER_LIMIT is "none", allowed: 7 to 80/);
    expect(wrong).toThrow(/EXCLUDE_NUMBERS is "maybe", allowed: true, 1, y, yes/);
    expect(wrong).toThrow(/ROTATION_STRATEGY is "both", allowed: alternating-users, single-user, admin-rotated/);
    expect(wrong).toThrow(/LOG_LEVEL is "loud"/);
    expect(wrong).toThrow(/ALLOW_PLAINTEXT_DATABASE is "si"/);
  });

  it("names no setting twice", () => {
    const names = Object.values(SETTING_NAMES);
    expect(new Set(names).size).toBe(names.length);
  });
});
