/**
 * Counters and gauges that cost a field increment. Owns the registry and its text form (Prometheus).
 * Knows no metric by name: whoever measures registers it.
 *
 * @module
 */

/** Labels of one series, for example `{ script: "quickstart" }`. */
export type Labels = Readonly<Record<string, string>>;

/** A number that only grows. Increment `value` directly on a hot path. */
export interface Counter {
  /** Events so far. */
  value: number;
}

/** A set of named series. */
export interface Metrics {
  /** Returns the counter of this name and labels, creating it at 0. */
  counter(name: string, help: string, labels?: Labels): Counter;
  /** Registers a value that is read when somebody asks. Replaces an earlier one of the same name and labels. */
  gauge(name: string, help: string, read: () => number, labels?: Labels): void;
  /** Forgets every series that carries this label value (a script that was unloaded). */
  drop(label: string, value: string): void;
  /** The current value of a series, or `undefined` where there is none. */
  read(name: string, labels?: Labels): number | undefined;
  /** All series in the Prometheus text format. */
  text(): string;
}

interface Series {
  labels: Labels;
  read: () => number;
  counter?: Counter;
}

interface Family {
  help: string;
  type: "counter" | "gauge";
  series: Map<string, Series>;
}

const keyOf = (labels: Labels): string =>
  Object.keys(labels).sort().map((name) =>
    `${name}="${labels[name]!.replace(/[\\"\n]/g, (c) => c === "\n" ? "\\n" : "\\" + c)}"`
  ).join(",");

/** Creates an empty registry. */
export function createMetrics(): Metrics {
  const families = new Map<string, Family>();
  const family = (name: string, help: string, type: Family["type"]): Family => {
    let found = families.get(name);
    if (!found) families.set(name, found = { help, type, series: new Map() });
    return found;
  };
  return {
    counter(name, help, labels = {}) {
      const { series } = family(name, help, "counter");
      const key = keyOf(labels);
      const found = series.get(key)?.counter;
      if (found) return found;
      const counter: Counter = { value: 0 };
      series.set(key, { labels, read: () => counter.value, counter });
      return counter;
    },
    gauge(name, help, read, labels = {}) {
      family(name, help, "gauge").series.set(keyOf(labels), { labels, read });
    },
    drop(label, value) {
      for (const { series } of families.values()) {
        for (const [key, { labels }] of series) if (labels[label] === value) series.delete(key);
      }
    },
    read: (name, labels = {}) => families.get(name)?.series.get(keyOf(labels))?.read(),
    text() {
      const lines: string[] = [];
      for (const [name, { help, type, series }] of [...families].sort(([a], [b]) => a < b ? -1 : 1)) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
        for (const [key, { read }] of series) lines.push(`${name}${key ? `{${key}}` : ""} ${read()}`);
      }
      return lines.join("\n") + "\n";
    },
  };
}
