/**
 * Examples of the hooks about commands, operators, settings, other scripts and the script's own life.
 *
 * @module
 */

/** The examples by hook. */
export const COMMAND_HOOK_EXAMPLES = {
  OnHubCommand:
    `export function OnHubCommand(nick: string, command: string, userClass: number, inPM: number) {
  if (command !== "myip") return 1;
  const text = \`Your address is \${vh.GetUserIP(nick)}\`;
  if (inPM) vh.pm(nick, text);
  else vh.usermc(nick, text);
  return 0; // taken: the hub looks no further
}`,
  OnOperatorCommand: `export function OnOperatorCommand(nick: string, command: string) {
  if (command.startsWith("!kick")) console.log(\`\${nick}: \${command}\`);
}`,
  OnUserCommand: `export function OnUserCommand(nick: string, command: string) {
  if (command === "+about") {
    vh.usermc(nick, vh.name_and_version());
    return 0;
  }
  return 1;
}`,
  OnOperatorKicks: `export function OnOperatorKicks(op: string, nick: string, reason: string) {
  return reason.trim() === "" ? 0 : 1; // no kick without a reason
}`,
  OnOperatorDrops: `export function OnOperatorDrops(op: string, nick: string) {
  console.log(\`\${op} drops \${nick}\`);
}`,
  OnOperatorDropsWithReason:
    `export function OnOperatorDropsWithReason(op: string, nick: string, reason: string) {
  console.log(\`\${op} drops \${nick}: \${reason}\`);
}`,
  OnNewReg: `export function OnNewReg(op: string, nick: string, userClass: number) {
  return userClass >= vh.eUC_ADMIN && vh.GetUserClass(op) < vh.eUC_MASTER ? 0 : 1;
}`,
  OnDelReg: `export function OnDelReg(nick: string, userClass: number, op: string) {
  vh.SendToOpChat(\`\${op} removes the account \${nick} (class \${userClass})\`);
}`,
  OnUpdateClass:
    `export function OnUpdateClass(nick: string, oldClass: number, newClass: number, op: string) {
  vh.SendToOpChat(\`\${op}: \${nick} \${oldClass} → \${newClass}\`);
}`,
  OnNewBan: `export function OnNewBan(op: string, ip: string, nick: string, reason: string) {
  console.log(\`\${op} bans \${nick || ip}: \${reason}\`);
}`,
  OnUnBan: `export function OnUnBan(nickOrIp: string, op: string, reason: string) {
  console.log(\`\${op} lifts the ban of \${nickOrIp}: \${reason}\`);
}`,
  OnSetConfig: `export function OnSetConfig(nick: string, conf: string, variable: string, newValue: string) {
  return conf === vh.config_name && variable === "hub_name" && newValue === "" ? 0 : 1;
}`,
  OnScriptCommand:
    `export function OnScriptCommand(cmd: string, data: string, plugin: string, script: string) {
  if (cmd === "points" && script !== vh.path) console.log("another script gives points:", data);
}`,
  OnScriptQuery: `export function OnScriptQuery(cmd: string, data: string) {
  return cmd === "version" ? "1.2.0" : null; // the asking script gets the text
}`,
  OnTimer: `export function OnTimer(ms: number) {
  if (ms % 60_000 < 1000) vh.mc("Another minute has passed.");
}`,
  OnUnLoad: `export function OnUnLoad(code: number) {
  console.log("the hub stops with code", code);
}`,
  UnLoad: `export async function UnLoad() {
  await Deno.writeTextFile("./data/points.json", "{}"); // needs "write": ["./data"]
}`,
} as const;
