import type { OpsCommand } from "../../ops/command/command";
import { COMMON_OPTIONS, YES_OPTION } from "../../ops/command/program";

/** The reference of all commands, from their definitions. */
export function commandsReference(commands: readonly OpsCommand[]): string {
  const rows = commands.map((command) => `| [\`${command.name}\`](#${command.name}) | ${command.summary} |`);
  const common = [...COMMON_OPTIONS, YES_OPTION].map(([flags, description]) => `| \`${flags}\` | ${description} |`);
  return [
    "| command | what it does |",
    "|---|---|",
    ...rows,
    "",
    "Every command has these options; `--yes` is for those that change something.",
    "",
    "| option | meaning |",
    "|---|---|",
    ...common,
    ...commands.map((command) => `\n${commandSection(command)}`),
  ].join("\n");
}

function commandSection({ name, summary, details, args, options = [], isChanging }: OpsCommand): string {
  const words = args.map((one) => (one.isRequired ? `<${one.name}>` : `[${one.name}]`));
  const lines = [...args.map((one) => ({ flags: one.name, description: one.description })), ...options];
  return [
    `### ${name}`,
    "",
    "```sh",
    `npm run ops -- ${[name, ...words].join(" ")}`,
    "```",
    "",
    `${capital(summary)}.${isChanging ? " Asks first, or takes `--yes`." : " Changes nothing."}`,
    ...(details === undefined ? [] : ["", details]),
    "",
    "| argument or option | meaning |",
    "|---|---|",
    ...lines.map(({ flags, description }) => `| \`${flags}\` | ${description} |`),
  ].join("\n");
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
