/**
 * Tests of setting_units.ts.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { amountHint, parseAmount } from "./setting_units.ts";

Deno.test("units: amounts come out exactly in the unit of the variable", () => {
  const cases = [
    ["5m", "seconds", 300],
    ["1.5h", "seconds", 5400],
    ["2 min", "seconds", 120],
    ["1w", "days", 7],
    ["2s", "milliseconds", 2000],
    ["250ms", "milliseconds", 250],
    ["10GiB", "MiB", 10_240],
    ["10gb", "MiB", 10_240],
    ["1.5T", "MiB", 1_572_864],
    ["64k", "bytes", 65_536],
    ["8191PiB", "bytes", 8191 * 1024 ** 5],
  ] as const;
  for (const [text, unit, value] of cases) assertEquals(parseAmount(text, unit), value, text);
});

Deno.test("units: what is not exact, ambiguous, of another kind or no amount is refused", () => {
  const cases = [
    ["500ms", "seconds"],
    ["1s", "minutes"],
    ["512KiB", "MiB"],
    ["5M", "seconds"],
    ["5MiB", "seconds"],
    ["5m", "class"],
    ["5m", ""],
    ["m", "seconds"],
    ["-5m", "seconds"],
    ["5mm", "seconds"],
    ["5", "seconds"],
    ["1".repeat(16) + "s", "seconds"],
    ["5m", "constructor"],
    ["5constructor", "seconds"],
  ] as const;
  for (const [text, unit] of cases) assertEquals(parseAmount(text, unit), undefined, `${text} ${unit}`);
});

Deno.test("units: every example a unit gives is understood by it", () => {
  for (const unit of ["milliseconds", "seconds", "minutes", "hours", "days", "bytes", "KiB", "MiB", "GiB"]) {
    const examples = amountHint(unit).split(/, | or /);
    const good = examples.filter((text) => parseAmount(text, unit) !== undefined);
    assertEquals([good.length > 0, good], [true, examples], unit);
  }
  assertEquals(amountHint("users"), "");
});
