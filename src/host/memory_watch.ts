/**
 * Ends scripts that use memory which the heap cap does not cover: ArrayBuffers, WebAssembly, overshoot, and a heap that
 * outlived its cap because the interrupt at its end was lost (workers/kill_guard.ts tells how). A script that
 * still answers reports its own figure; one that does not is judged by the growth of the whole process.
 * Owns the judgement only; numbers and instances come from outside.
 *
 * @module
 */

/** What the watch looks at. */
export interface Watched {
  /** Heap cap in MiB. */
  readonly memoryMb: number;
  /** Bytes of the heap in use, as last reported. */
  readonly heap: number;
  /** Bytes outside the heap, as last reported. */
  readonly external: number;
  /** Milliseconds the script has not answered. */
  readonly silentMs: number;
  /** Ends the script with this reason. */
  end(reason: string): void;
}

const MIB = 1024 * 1024;
/** A script is suspected of a growth once it has been silent for this long. */
const SILENT_MS = 100;
/** The process may grow by this much more than a suspect's heap cap. */
const SLACK_MB = 128;
/** A heap may be this many times its cap: the young generation comes on top. */
const HEAP_SLACK = 1.5;
/** Growth counts from this many looks before the suspicion: silence shows late, at the next ping. */
const LOOKS = 12;

/** Creates a watch; call it with the scripts and the process's resident bytes several times a second. */
export function createMemoryWatch(): (scripts: readonly Watched[], rss: number) => void {
  const calm: number[] = [];
  return (scripts, rss) => {
    for (const { heap, external, memoryMb, end } of scripts) {
      if (heap > memoryMb * MIB * HEAP_SLACK) {
        end(`its heap has ${Math.round(heap / MIB)} MiB, over its limit of ${memoryMb} MiB`);
      }
      if (external > memoryMb * MIB) {
        end(`it holds ${Math.round(external / MIB)} MiB outside its heap, over its limit of ${memoryMb} MiB`);
      }
    }
    const suspects = scripts.filter(({ silentMs }) => silentMs > SILENT_MS);
    if (suspects.length === 0) {
      calm.push(rss);
      if (calm.length > LOOKS) calm.shift();
      return;
    }
    const grown = (rss - Math.min(rss, ...calm)) / MIB;
    for (const { memoryMb, end } of suspects) {
      if (grown > memoryMb + SLACK_MB) {
        end(`the hub grew by ${Math.round(grown)} MiB while it did not answer; its limit is ${memoryMb} MiB`);
      }
    }
  };
}
