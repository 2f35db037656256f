import { type CommandInput, ENVIRONMENT_ARGUMENT, type OpsCommand } from "../command/command";
import { LOGIN_OPTIONS, loginOwner, withLogin } from "../database/login-arguments";
import { cellOf, resultText } from "../database/result-text";
import { runStatement } from "../database/run-statement";
import { OpsError } from "../error";

/** What begins so only reads; the server refuses what reads and writes at once (SELECT of a function that writes). */
const READS = /^\s*(?:\(\s*)*(select|show|explain|describe|desc|with|table|values)\b/i;

/** Runs one statement as the user of a secret. */
export const sql: OpsCommand = {
  name: "sql",
  summary: "run one statement as the user of a secret or as the admin, without a client program",
  details:
    "Opens the tunnel, reads the secret, runs the statement over verified TLS and closes the tunnel. A statement that reads runs in a\n" +
    "read-only session and asks nothing; any other asks first. The caller needs secretsmanager:GetSecretValue for that secret.\n" +
    "A password that you write into a statement stands in the history of your shell: let the rotation make passwords.",
  args: [
    ENVIRONMENT_ARGUMENT,
    { name: "secret", description: "name of an app secret, such as shop; left out with --admin", isRequired: false },
    { name: "statement", description: 'one statement in quotation marks, such as "select 1"', isRequired: false },
  ],
  options: LOGIN_OPTIONS,
  isChanging: true,
  async run(input, context) {
    const { secret, statement } = statementOf(input);
    const isReadOnly = READS.test(statement);
    return withLogin(input, context, loginOwner(input, secret), async ({ environment, source, login, route }) => {
      if (!isReadOnly) {
        const kind = /^\s*(\w+)/.exec(statement)?.[1]?.toUpperCase() ?? "a statement";
        await context.confirm([
          `Runs ${kind} as '${login.username}' at ${login.host}, in ${login.dbname || "no database"}.`,
        ]);
      }
      const result = await runStatement(route, login, statement, { isReadOnly, signal: context.signal });
      const rows =
        "rows" in result ? { columns: result.columns, rows: result.rows.map((row) => row.map(cellOf)) } : result;
      const data = { environment: environment.name, secret: source.title, user: login.username, ...rows };
      return { isGood: true, data, text: resultText(result) };
    });
  },
};

/** With --admin there is no secret, so that the statement is the first of the two. */
function statementOf({ args, options }: CommandInput): {
  readonly secret: string | undefined;
  readonly statement: string;
} {
  const [first, second] = [args.secret, args.statement];
  const secret = options.admin === true && second === undefined ? undefined : first;
  const statement = options.admin === true ? (second ?? first) : second;
  if (statement !== undefined && statement.trim() !== "") return { secret, statement };
  throw new OpsError("bad_command", {
    problem: "the statement is missing",
    allowed: 'sql <environment> <secret> "<statement>", or sql <environment> --admin "<statement>"',
    remedy: "npm run ops -- sql --help",
  });
}
