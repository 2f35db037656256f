import { type EnvironmentInput, parseEnvironment } from "../../environments";
import { EnvironmentError } from "../../environments/problems";
import { SAMPLE } from "../support/sample-environment";

/** A file is a program: nothing keeps its objects from holding each other. */
const loop: Record<string, unknown> = { team: "databases" };
loop.self = [loop];
/** 2^60 texts, if each were looked at as often as it is held. */
const doubled = Array.from({ length: 60 }).reduce<unknown>((inner) => [inner, inner], "text");

describe("a wrong file whose objects hold each other", () => {
  it.each(
    Object.entries({ itself: loop, "the same ones many times": doubled }).flatMap(([name, value]) =>
      ["network", "tags", "appSecrets", "note"].map((key) => ({ name, key, value })),
    ),
  )("is refused at once: $key holds $name", ({ key, value }) => {
    const startedAt = performance.now();
    const parse = () => parseEnvironment("dev", { ...SAMPLE, [key]: value } as EnvironmentInput);
    expect(parse).toThrow(EnvironmentError);
    expect(parse).toThrow(`dev.${key}`);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
