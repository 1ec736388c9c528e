/**
 * The shape of a loaded script: its modules as text under virtual addresses, and the way back to the author's
 * files. Data only.
 *
 * @module
 */

/** One module of a script. */
export interface ScriptModule {
  /** Virtual address, `hubcap:///<script>/<path>`. */
  readonly url: string;
  /** The author's file. */
  readonly file: string;
  /** JavaScript that runs. */
  readonly source: string;
  /** True when lines of `source` may differ from the file. */
  readonly shifted: boolean;
}

/** A closed graph: every module a script can import, already checked. */
export interface ScriptGraph {
  /** Name of the script. */
  readonly name: string;
  /** Address of the entry module. */
  readonly entry: string;
  /** Modules by address. */
  readonly modules: ReadonlyMap<string, ScriptModule>;
  /** Size of all sources in UTF-16 units. */
  readonly size: number;
}
