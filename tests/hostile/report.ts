/**
 * Runs the siege and prints what became of every hostile script: `deno run -A tests/hostile/report.ts [name…]`.
 *
 * @module
 */
import { GROUPS } from "./rows.ts";
import { p95, startSiege } from "./siege.ts";

if (import.meta.main) {
  const wanted = new Set(Deno.args);
  const print = (text: string) => Deno.stdout.write(new TextEncoder().encode(text));
  const groups = GROUPS.filter((group) => wanted.size === 0 || group.some(({ name }) => wanted.has(name)));
  await using siege = await startSiege(groups.flat());
  await print(
    "| script | outcome | reported ms | stats ms | p95 ms | worst ms |\n| - | - | -: | -: | -: | -: |\n",
  );
  for (const group of groups) {
    const outcomes = await siege.storm(group);
    for (const [name, outcome] of outcomes) {
      const { reports, listed, loaded, waits } = outcome;
      const what = reports[0]?.replace(/^.*(?:was stopped|\(asked by boss\)): |\. It died once.*$/g, "") ??
        (listed === "" ? loaded : listed.replaceAll(/\s+/g, " "));
      const figures = [outcome.reportedMs, outcome.statsMs, p95(waits), waits.at(-1)!];
      await print(
        `| ${name} | ${what.slice(0, 160)} | ${figures.map((ms) => ms.toFixed(0)).join(" | ")} |\n`,
      );
      if (Deno.env.has("VERBOSE")) await print(`${JSON.stringify({ ...outcome, waits: [] }, null, 1)}\n`);
    }
    await print(`${JSON.stringify(siege.hub.size())}\n`);
  }
}
