/**
 * Scripts in the words that operators read: the list of `!tslist` and the grants of `!tsperm`. Pure.
 *
 * @module
 */
import { CAPABILITY_NAMES } from "../vh/capabilities.ts";
import type { Slot } from "./slot.ts";
import { whereOf } from "./slot.ts";

/** Line end inside an answer. */
export const LINE = "\r\n";
const RULE = `\t${"-".repeat(60)}`;
const MIB = 1024 * 1024;

/** A title and a table of numbered rows. */
export function table(title: string, rows: readonly string[]): string {
  return [title, "", "\tID\tScript", RULE, "", ...rows].join(LINE);
}

/** One script in `!tslist`. */
export function scriptRow(slot: Slot): string {
  const { id, definition, state, stats, title, trouble, instance } = slot;
  const version = title.version ? ` ${title.version}` : "";
  const how = definition.isolation === "hardened" ? "" : ` (${isolationText(definition.isolation)})`;
  const grants = definition.permissions.summary.filter((grant) => !grant.endsWith(": none"));
  const lines = [`\t${id}\t${title.name}${version} [${state}]${how} ${definition.source}`];
  lines.push(`\t\tgrants: ${grants.join("; ") || "none"}`);
  if (stats.handledCount > 0) {
    lines.push(
      `\t\thooks: ${stats.handledCount} answered, ${stats.meanMs.toFixed(2)} ms on average, ${
        stats.maxMs.toFixed(0)
      } ms at most; ${stats.failedCount} failed, ${stats.timedOutCount} too slow`,
    );
    const slow = stats.slowest(3).map(({ hook, count, meanMs, maxMs }) =>
      `${hook} ${count}x ${meanMs.toFixed(2)}/${maxMs.toFixed(0)} ms`
    );
    lines.push(`\t\tmost time: ${slow.join(", ")}`);
  }
  if (instance) lines.push(`\t\tmemory: ${(instance.worker.memory.heap / MIB).toFixed(1)} MiB heap`);
  const where = whereOf(trouble?.where);
  if (trouble) lines.push(`\t\tlast trouble: ${trouble.message}${where && ` (${where})`}`);
  return lines.join(LINE);
}

/** Everything a script may do, for `!tsperm`. */
export function grantsText({ id, definition }: Slot): string {
  const { name, source, isolation, permissions, capabilities, limits, restarts, onFailure } = definition;
  const without = CAPABILITY_NAMES.filter((capability) => !capabilities.has(capability));
  const failing = Object.entries(onFailure).map(([hook, verdict]) => `${hook}: ${verdict}`);
  return [
    `Grants of script #${id} ${name} (${source}):`,
    "",
    ...permissions.summary.map((grant) => `\t${grant}`),
    `\tcapabilities: ${
      CAPABILITY_NAMES.filter((capability) => capabilities.has(capability)).join(", ") || "none"
    }`,
    `\tnot granted: ${without.join(", ") || "nothing"}`,
    `\tisolation: ${isolationText(isolation)}`,
    `\tlimits: hook ${limits.hookMs} ms, load ${limits.loadMs} ms, heap ${limits.memoryMb} MiB, rings ${limits.ringKb} KiB, ` +
    `${restarts.max} deaths in ${restarts.windowSeconds} s`,
    ...failing.length > 0 ? [`\twhen a hook fails: ${failing.join(", ")}`] : [],
    ...permissions.warnings.map((warning) => `\tnote: ${warning}`),
  ].join(LINE);
}

/** What operators must know of `isolation: "worker"`. */
export const LIGHT_WARNING =
  "no heap cap, and a script that hangs may use a processor until the hub is restarted";

/** How a script is locked in, in words. */
function isolationText(isolation: string): string {
  if (isolation === "worker") return `light worker: ${LIGHT_WARNING}`;
  return isolation.startsWith("shared:") ? `in group ${isolation.slice("shared:".length)}` : isolation;
}
