/**
 * The configuration reference (docs/config.md), made from the boot schema and the table of runtime variables. Pure.
 *
 * @module
 */
import { configJsonSchema, describeNode, type SchemaNode } from "./json_schema.ts";
import { ELSEWHERE, elsewhere, elsewhereText } from "./settings_elsewhere.ts";
import { describeRange, formatSetting, type Setting, SETTING_GROUPS, type SettingName } from "./settings.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|");
const code = (text: string): string => text === "" ? "" : `\`${text.replaceAll("|", "\\|")}\``;

function bootRows(node: SchemaNode, prefix: string): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, field]) => {
    if (key.startsWith("$")) return [];
    const name = prefix + key;
    const inner = field.items?.properties ? field.items : field;
    const nested = inner.properties ? bootRows(inner, `${name}${inner === field ? "." : "[]."}`) : [];
    const standard = field.default === undefined || field.properties
      ? ""
      : code(JSON.stringify(field.default));
    return [
      `| ${code(name)} | ${cell(describeNode(field))} | ${standard} | ${cell(field.description ?? "")} |`,
      ...nested,
    ];
  });
}

function settingRow([name, setting]: [string, Setting]): string {
  const text = formatSetting(name as SettingName, setting.default as never);
  return `| ${code(name)} | ${code(text)} | ${cell(describeRange(setting))} | ${cell(setting.meaning)} |`;
}

/** What a Verlihub's operator looks for in vain, and where it is decided here. */
function elsewhereRows(): string[] {
  return Object.entries(ELSEWHERE).filter(([name]) => elsewhere(name) !== null).map(([name, row]) =>
    `| ${code(name)} | ${cell(elsewhereText(row))} |`
  );
}

/** The whole reference as Markdown. */
export function configReference(): string {
  const groups = Object.entries(SETTING_GROUPS).flatMap(([title, settings]) => [
    `### ${title}`,
    "",
    "| Name | Default | Value | Meaning |",
    "| --- | --- | --- | --- |",
    ...Object.entries(settings).map(settingRow),
    "",
  ]);
  return [
    "# Configuration",
    "",
    "Made by `deno task gen` from `src/config`; do not edit.",
    "",
    "## The file hubcap.jsonc",
    "",
    "Read once at start. `deno task hubcap init` writes it, `deno task hubcap check` checks it. JSON with comments and " +
    "trailing commas; relative paths count from the file's folder; unknown names are refused.",
    "",
    "| Field | Value | Default | Meaning |",
    "| --- | --- | --- | --- |",
    ...bootRows(configJsonSchema(), ""),
    "",
    "## Runtime variables",
    "",
    "Kept in the database and live at once: `deno task hubcap config set NAME VALUE` (also while the hub runs), " +
    "`!set NAME VALUE` in the hub, `vh.SetConfig` in a script. Names and defaults are Verlihub's where it has them.",
    "",
    "Amounts of time and bytes may have a unit (`5m`, `2h`, `10GiB`) and are stored in the variable's own. " +
    "`!set NAME` or `hubcap config explain NAME` explains a variable, `!get changed` or " +
    "`hubcap config list --changed` lists what is not at its default, `!unset NAME` or `hubcap config unset NAME` " +
    "gives the default back.",
    "",
    ...groups,
    "## Verlihub's variables that are none here",
    "",
    "`!set` and `hubcap config` answer these names with the same words.",
    "",
    "| Name | Here |",
    "| --- | --- |",
    ...elsewhereRows(),
    "",
  ].join("\n");
}
