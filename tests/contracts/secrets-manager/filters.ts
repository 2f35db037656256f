import { CreateSecretCommand, type Filter, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import type { ContractKit } from "./kit";
import type { Rule } from "./rule";

/**
 * The rules of the filters of ListSecrets. What the API reference does not say, or says otherwise, has been verified on AWS by another
 * project: getmoto/moto, tests/test_secretsmanager/test_list_secrets.py, the tests decorated with `aws_verified`.
 *
 * Each rule makes secrets in a part of the name space of its own, and sees no others.
 */
export const FILTER_RULES: readonly Rule[] = [
  {
    // test_with_all_filter
    title: "`all` finds a secret by the beginnings of words of its name, in any case, and not by the middle of a word",
    observe: async (kit) => {
      const of = await secrets(kit, { SecretOne: {}, SecretTwo: { Description: "DescTwo" }, Thirdsecret: {} });
      return of.find("all", ["SecretOne", "Secret", "secret", "sec", "ret", "SomeSecret", "t"]);
    },
    expected: {
      SecretOne: ["SecretOne"],
      Secret: ["SecretOne", "SecretTwo"],
      secret: ["SecretOne", "SecretTwo"],
      sec: ["SecretOne", "SecretTwo"],
      ret: [],
      SomeSecret: [],
      t: ["SecretTwo", "Thirdsecret"],
    },
  },
  {
    // test_with_all_filter
    title: "`all` searches description, tag keys and tag values as well",
    observe: async (kit) => {
      const of = await secrets(kit, {
        one: { Description: "DescTwo" },
        two: { Tags: [{ Key: "1", Value: "foo" }] },
        three: { Tags: [{ Key: "foo", Value: "v" }] },
        four: {},
      });
      return of.find("all", ["d", "d t", "foo"]);
    },
    expected: { d: ["one"], "d t": ["one"], foo: ["two", "three"] },
  },
  {
    // test_with_all_filter_special_characters; the separators / - _ + = . @
    title: "`all` finds the words of a name between separators of one kind, and not the separator",
    observe: async (kit) => {
      const names = ["prod_AppBeta_x1", "prod+AppBeta+x1", "prod=AppBeta=x1", "prod.AppBeta.x1", "prod@AppBeta@x1"];
      const of = await secrets(kit, Object.fromEntries(names.map((name) => [name, {}])), "");
      const found = await of.find("all", ["AppBeta", "Beta", "+"]);
      return { AppBeta: found.AppBeta?.length, Beta: found.Beta?.length, "+": found["+"]?.length };
    },
    expected: { AppBeta: 5, Beta: 5, "+": 0 },
  },
  {
    // test_with_all_filter_special_characters
    title: "`all` splits before a capitalized word, so that the letters of an acronym are no words",
    observe: async (kit) => {
      const of = await secrets(kit, { "uat/COMPANY/x2": {}, "uat/COMPANYthings/x2": {} }, "");
      return of.find("all", ["company", "things", "Ythings", "N", "pany"]);
    },
    expected: {
      company: ["uat/COMPANY/x2"],
      things: [],
      Ythings: ["uat/COMPANYthings/x2"],
      N: [],
      pany: [],
    },
  },
  {
    // test_with_filter_with_value_with_multiple_words; API_Filter calls it a prefix match
    title: "`description` finds descriptions that have all words of the value, each by its beginning",
    observe: async (kit) => {
      const of = await secrets(kit, {
        foo: d("one two"),
        bar: d("one and two"),
        baz: d("one"),
        qux: d("two"),
        no: d("x"),
      });
      return of.find("description", ["one two", "o t", "t"]);
    },
    expected: { "one two": ["foo", "bar"], "o t": ["foo", "bar"], t: ["foo", "bar", "qux"] },
  },
  {
    // test_with_duplicate_filter_keys
    title: "filters with the same key must all be met",
    observe: async (kit) => {
      const of = await secrets(kit, { foo: d("one two"), bar: d("one"), baz: d("two") });
      return of.list([
        { Key: "description", Values: ["one"] },
        { Key: "description", Values: ["two"] },
      ]);
    },
    expected: ["foo"],
  },
  {
    // API_Filter: tag-key, tag-value "Prefix match, case-sensitive"; the values of a filter are alternatives
    title: "tags are found by prefix and case, and the values of one filter are alternatives",
    observe: async (kit) => {
      const Tags = [{ Key: "Team", Value: "Shop" }];
      const of = await secrets(kit, { foo: { Tags }, bar: {} });
      return {
        key: await of.list([{ Key: "tag-key", Values: ["Te"] }]),
        value: await of.list([{ Key: "tag-value", Values: ["none", "Sh"] }]),
        otherCase: await of.list([{ Key: "tag-key", Values: ["te"] }]),
      };
    },
    expected: { key: ["foo"], value: ["foo"], otherCase: [] },
  },
];

type Details = Omit<ConstructorParameters<typeof CreateSecretCommand>[0], "Name">;

const d = (Description: string): Details => ({ Description });

/** Makes secrets by the ends of their names, and lists those of them that filters let through. */
async function secrets(
  kit: ContractKit,
  wanted: Readonly<Record<string, Details>>,
  prefix = `${kit.newName().replace(/[^a-z0-9]/g, "")}/`,
) {
  const names = new Map<string, string>();
  for (const [end, details] of Object.entries(wanted)) {
    names.set(`${prefix}${end}`, end);
    await kit.client.send(new CreateSecretCommand({ Name: `${prefix}${end}`, SecretString: "s", ...details }));
  }
  const list = async (filters: Filter[]): Promise<string[]> => {
    const { SecretList = [] } = await kit.client.send(new ListSecretsCommand({ Filters: filters, MaxResults: 100 }));
    return SecretList.flatMap(({ Name = "" }) => names.get(Name) ?? []);
  };
  const find = async (Key: Filter["Key"], values: readonly string[]): Promise<Record<string, string[]>> => {
    const found: Record<string, string[]> = {};
    for (const value of values) found[value] = await list([{ Key, Values: [value] }]);
    return found;
  };
  return { list, find };
}
