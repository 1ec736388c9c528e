/**
 * Writes small MMDB files for tests: networks and what is known of them. Owns the file format as far as the tests need
 * it: 24-bit records, no pointers inside the data.
 *
 * @module
 */
import { parseIp } from "../../src/core/ip.ts";

/** What may stand in a record. */
export type MmdbValue = string | number | boolean | MmdbValue[] | { readonly [key: string]: MmdbValue };

/** What a file is made of. */
export interface MmdbOptions {
  /** 4: IPv4 only. 6: both; IPv4 networks stand at `::/96`. */
  readonly ipVersion?: 4 | 6;
  /** `"8.8.8.0/24"` → record. Networks must not overlap. */
  readonly networks: Readonly<Record<string, MmdbValue>>;
}

const TYPE = { text: 2, double: 3, uint32: 6, map: 7, array: 11, boolean: 14 } as const;

function control(type: number, size: number): number[] {
  const [low, more] = size < 29
    ? [size, []]
    : size < 285
    ? [29, [size - 29]]
    : [30, [(size - 285) >> 8, (size - 285) & 255]];
  return type <= 7 ? [(type << 5) | low, ...more] : [low, type - 7, ...more];
}

function encode(value: MmdbValue): number[] {
  if (typeof value === "string") {
    const bytes = new TextEncoder().encode(value);
    return [...control(TYPE.text, bytes.length), ...bytes];
  }
  if (typeof value === "boolean") return control(TYPE.boolean, Number(value));
  if (typeof value === "number") {
    const view = new DataView(new ArrayBuffer(8));
    if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) {
      view.setUint32(0, value);
      return [...control(TYPE.uint32, 4), ...new Uint8Array(view.buffer, 0, 4)];
    }
    view.setFloat64(0, value);
    return [...control(TYPE.double, 8), ...new Uint8Array(view.buffer)];
  }
  if (Array.isArray(value)) return [...control(TYPE.array, value.length), ...value.flatMap(encode)];
  const entries = Object.entries(value);
  return [
    ...control(TYPE.map, entries.length),
    ...entries.flatMap(([key, inner]) => [...encode(key), ...encode(inner)]),
  ];
}

/** A node's two ways: number of a node, offset of a record as `-1 - offset`, or null for nothing. */
type Node = [number | null, number | null];

/** The bytes of a file. */
export function mmdbFile({ ipVersion = 6, networks }: MmdbOptions): Uint8Array<ArrayBuffer> {
  const nodes: Node[] = [[null, null]];
  const data: number[] = [];
  for (const [network, record] of Object.entries(networks)) {
    const [ip = "", bits = ""] = network.split("/");
    const { bytes } = parseIp(ip)!;
    const lead = ipVersion === 6 && bytes.length === 4 ? 96 : 0;
    const depth = Number(bits) + lead;
    const bitAt = (at: number) => at < lead ? 0 : (bytes[(at - lead) >> 3]! >> (7 - ((at - lead) & 7))) & 1;
    let node = nodes[0]!;
    for (let at = 0; at < depth - 1; at++) {
      const next = node[bitAt(at)]!;
      if (next === null) {
        node[bitAt(at)] = nodes.length;
        nodes.push(node = [null, null]);
      } else node = nodes[next]!;
    }
    node[bitAt(depth - 1)] = -1 - data.length;
    data.push(...encode(record));
  }
  const word = (way: number | null): number[] => {
    const value = way === null ? nodes.length : way >= 0 ? way : nodes.length + 16 + (-1 - way);
    return [value >> 16, (value >> 8) & 255, value & 255];
  };
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: "Test",
    description: { en: "Made by a test" },
    ip_version: ipVersion,
    languages: ["en"],
    node_count: nodes.length,
    record_size: 24,
  });
  const marker = [0xab, 0xcd, 0xef, ...new TextEncoder().encode("MaxMind.com")];
  const tree = nodes.flatMap(([left, right]) => [...word(left), ...word(right)]);
  return Uint8Array.from([...tree, ...new Array<number>(16).fill(0), ...data, ...marker, ...metadata]);
}

/** A record of a city as the usual databases have it. */
export const BERLIN: MmdbValue = {
  city: { names: { de: "Berlin", en: "Berlin" } },
  continent: { code: "EU", names: { en: "Europe" } },
  country: { iso_code: "DE", names: { en: "Germany" } },
  location: { latitude: 52.5, longitude: 13.25, metro_code: 7, time_zone: "Europe/Berlin" },
  postal: { code: "10117" },
  registered_country: { iso_code: "FR" },
  subdivisions: [{ iso_code: "BE", names: { en: "Land Berlin" } }],
};
