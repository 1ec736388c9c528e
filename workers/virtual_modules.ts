/**
 * Modules that exist only inside the worker, such as `vh`: their exports are live values of the runtime, so they
 * cannot be sent as text. Owns the hand-over from the runtime to the generated module source.
 * The map lives for the length of a boot: each entry is taken out again before user code runs.
 *
 * @module
 */

/** Exports of one virtual module by name; `default` is the default export. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/** Address under which the virtual module `name` of script `member` is served. */
export const virtualUrl = (name: string, member: number): string =>
  `hubcap-runtime:///virtual/${name}/${member}`;

// The one place where a module instance must be shared: generated text can reach values by import only.
const pending = new Map<string, ModuleExports>();

/** Source text of a module that exports what `exports` holds. Names must be identifiers. */
export function virtualSource(name: string, exports: ModuleExports): string {
  const names = Object.keys(exports).filter((key) => key !== "default");
  for (const key of names) {
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) throw new TypeError(`Cannot export "${key}" from "${name}"`);
  }
  const lines = [
    `import { take } from "hubcap-runtime:///workers/virtual_modules.ts";`,
    `const all = take(${JSON.stringify(name)});`,
    names.length > 0 ? `export const { ${names.join(", ")} } = all;` : "",
    "default" in exports ? "export default all.default;" : "",
  ];
  return lines.join("\n");
}

/** Leaves the exports of `name` for the module that is about to be evaluated. */
export function offer(name: string, exports: ModuleExports): void {
  pending.set(name, exports);
}

/** Takes the exports of `name`, once. Throws when there are none. */
export function take(name: string): ModuleExports {
  const exports = pending.get(name);
  if (!exports) throw new Error(`No virtual module "${name}"`);
  pending.delete(name);
  return exports;
}
