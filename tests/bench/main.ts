/**
 * Runs a bench by name, or all of them: `deno task bench [channel|scripts|hub]`.
 *
 * @module
 */
// deno-lint-ignore-file no-console
const BENCHES = ["channel", "scripts", "hub"];

const [wanted, ...rest] = Deno.args;
if (wanted !== undefined && !BENCHES.includes(wanted)) {
  console.error(`There is no bench "${wanted}". There are ${BENCHES.join(", ")}.`);
  Deno.exit(2);
}
for (const name of wanted === undefined ? BENCHES : [wanted]) {
  console.log(`\n${name}`);
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", new URL(`./${name}.ts`, import.meta.url).href, ...rest],
  }).spawn().status;
  if (!success) Deno.exit(1);
}
