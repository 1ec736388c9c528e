/**
 * What `!sysinfo` tells of the machine and the process. Owns which facts; one that this system does not give is left
 * out.
 *
 * @module
 */

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;
const mib = (bytes: number): string => `${Math.round(bytes / MIB)} MiB`;

/** Each fact by its name; one may throw where the system, or a permission, denies it. */
const FACTS: readonly (readonly [name: string, read: () => string])[] = [
  ["System", () => `${Deno.build.os} ${Deno.osRelease()}, ${Deno.build.arch}`],
  ["Processors", () => String(navigator.hardwareConcurrency)],
  ["Load of 1, 5 and 15 minutes", () => Deno.loadavg().map((load) => load.toFixed(2)).join(", ")],
  ["Memory of the machine", () => {
    const { total, available } = Deno.systemMemoryInfo();
    return `${gib(available)} of ${gib(total)} free`;
  }],
  ["Memory of the hub", () => {
    const { rss, heapUsed } = Deno.memoryUsage();
    return `${mib(rss)}, of it ${mib(heapUsed)} in use by the hub thread`;
  }],
  ["Machine up for", () => `${Math.floor(Deno.osUptime() / 86_400)} days`],
  ["Deno", () => `${Deno.version.deno}, V8 ${Deno.version.v8}`],
  ["Process", () => String(Deno.pid)],
];

/** The facts there are. */
export function machineFacts(): readonly (readonly [name: string, value: string])[] {
  return FACTS.flatMap(([name, read]) => {
    try {
      return [[name, read()] as const];
    } catch {
      return [];
    }
  });
}
