/**
 * Amounts with a unit, as operators write them: `5m` for a variable that counts seconds, `10GiB` for one that counts
 * MiB. Exact: an amount that is no multiple of the variable's own unit is refused, not rounded. Pure; knows no
 * variable by name.
 *
 * @module
 */

/** Milliseconds. `M` is left out: it is minutes for some and months for others. */
const TIME: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Bytes. DC programs count in powers of 1024 whatever they call them. */
const SIZE: Readonly<Record<string, number>> = Object.fromEntries([
  ["b", 1],
  ...["k", "m", "g", "t", "p"].flatMap((letter, i) =>
    [letter, `${letter}b`, `${letter}ib`].map((suffix) => [suffix, 1024 ** (i + 1)])
  ),
]);

interface Scale {
  readonly suffixes: Readonly<Record<string, number>>;
  /** What one of the variable's own unit is in the scale's smallest. */
  readonly own: number;
  readonly anyCase: boolean;
  readonly hint: string;
}

const time = (own: number): Scale => ({ suffixes: TIME, own, anyCase: false, hint: "5m, 2h or 7d" });
const size = (own: number): Scale => ({ suffixes: SIZE, own, anyCase: true, hint: "" });

const SCALES: Readonly<Record<string, Scale>> = {
  milliseconds: { ...time(1), hint: "500ms or 2s" },
  seconds: time(1000),
  minutes: time(60_000),
  hours: { ...time(3_600_000), hint: "2h or 7d" },
  days: { ...time(86_400_000), hint: "7d or 4w" },
  bytes: { ...size(1), hint: "64KiB or 1MiB" },
  KiB: { ...size(1024), hint: "64MiB or 1GiB" },
  MiB: { ...size(1024 ** 2), hint: "10GiB or 2TiB" },
  GiB: { ...size(1024 ** 3), hint: "2TiB" },
};

const SHAPE = /^(\d{1,15})(?:\.(\d{1,6}))?\s*([a-zA-Z]{1,3})$/;

/**
 * An amount such as `5m` or `1.5GiB` in the unit of a variable, or `undefined` for text that is none, for a unit of
 * another kind, and where the result would be no whole number.
 */
export function parseAmount(text: string, unit: string): number | undefined {
  const scale = Object.hasOwn(SCALES, unit) ? SCALES[unit]! : undefined;
  const found = scale && SHAPE.exec(text.trim());
  if (!found) return undefined;
  const [, whole, part = "", word] = found;
  const suffix = scale.anyCase ? word!.toLowerCase() : word!;
  if (!Object.hasOwn(scale.suffixes, suffix)) return undefined;
  // Whole numbers of any size: products of doubles would lose the last digits of large amounts.
  const amount = BigInt(whole! + part) * BigInt(scale.suffixes[suffix]!);
  const divisor = 10n ** BigInt(part.length) * BigInt(scale.own);
  return amount % divisor === 0n ? Number(amount / divisor) : undefined;
}

/** Examples of amounts that a unit takes beside plain numbers, `""` for units without any. */
export function amountHint(unit: string): string {
  return Object.hasOwn(SCALES, unit) ? SCALES[unit]!.hint : "";
}
