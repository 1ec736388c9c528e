/**
 * Runs a bench by name, or all of them: `deno task bench [channel|scripts|hub|stress]`. By name only:
 * `bans`, `siege_network` and `fuzz [minutes]`.
 *
 * @module
 */
// deno-lint-ignore-file no-console
const BENCHES = ["channel", "scripts", "hub", "stress"];
/** Only by name: about a list of its own, an attack, and one that goes on for as long as it is told. */
const BY_NAME: Readonly<Record<string, string>> = {
  bans: "./bans.ts",
  siege_network: "./siege_network.ts",
  fuzz: "../property/main.ts",
};

const [wanted, ...rest] = Deno.args;
if (wanted !== undefined && !BENCHES.includes(wanted) && !(wanted in BY_NAME)) {
  console.error(
    `There is no bench "${wanted}". There are ${[...BENCHES, ...Object.keys(BY_NAME)].join(", ")}.`,
  );
  Deno.exit(2);
}
for (const name of wanted === undefined ? BENCHES : [wanted]) {
  console.log(`\n${name}`);
  const file = new URL(BY_NAME[name] ?? `./${name}.ts`, import.meta.url).href;
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", file, ...rest],
  }).spawn().status;
  if (!success) Deno.exit(1);
}
