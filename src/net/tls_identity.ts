/**
 * The certificate a hub shows: its own, made at the first start and kept in the data folder, or files of the
 * operator. Owns reading, checking and reading again when the files change; connections that are open keep what
 * they were opened with. Knows no socket.
 *
 * @module
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import { join } from "@std/path";
import type { Clock } from "../core/clock.ts";
import { HubError, messageOf, systemTextOf } from "../core/errors.ts";
import { type KeyPair, keyprintOf, selfSigned } from "./certificate.ts";

/** Milliseconds between two looks at the files. */
export const LOOK_EVERY_MS = 10_000;

/** Larger files are no certificates. */
const MAX_BYTES = 1 << 20;

/** Where certificate and key stand; may be one file. */
export interface TlsFiles {
  /** PEM, the hub's certificate first, then those that vouch for it. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

/** What {@linkcode openTlsIdentity} needs. */
export interface TlsIdentityOptions {
  /** Files of the operator; `null`: the hub makes its own. */
  readonly files: TlsFiles | null;
  /** Data folder, for the own one. */
  readonly folder: string;
  /** Host name in an own certificate. */
  readonly host: string;
  /** Time. */
  readonly clock: Clock;
  /** Told in one line what happened to the files. */
  readonly report: (level: "info" | "warn", message: string) => void;
}

/** A certificate in use. */
export interface TlsIdentity {
  /** For new connections; another object after a change of the files. */
  readonly context: SecureContext;
  /** `SHA256/…` for `?kp=`. */
  readonly keyprint: string;
  /** Looks at the files now. Resolves with `true` when they were taken over. Never rejects. */
  refresh(): Promise<boolean>;
  /** Stops looking. */
  close(): void;
}

interface Loaded {
  readonly context: SecureContext;
  readonly keyprint: string;
}

/** The file of the own certificate: both parts in one, so that they cannot get separated. */
export const OWN_FILE = "tls.pem";

const KEY_BLOCK = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[^-]+-----END \1-----/;

/**
 * Opens the certificate, making one where the hub needs its own and has none (or one that has expired).
 *
 * @throws {HubError} `config.invalid` for files that cannot be used, `store.unwritable` when the own one cannot be
 * written.
 */
export async function openTlsIdentity(options: TlsIdentityOptions): Promise<TlsIdentity> {
  const { clock, report } = options;
  const own = join(options.folder, OWN_FILE);
  const files = options.files ?? { cert: own, key: own };
  if (!options.files) await prepareOwn(own, options);
  let seen = await stampOf(files);
  let loaded = await load(files);
  let looking = false;

  const refresh = async () => {
    if (looking) return false;
    looking = true;
    try {
      const stamp = await stampOf(files);
      if (stamp === seen) return false;
      // Remembered before the attempt: a bad pair is reported once, not at every look.
      seen = stamp;
      loaded = await load(files);
      report("info", `New TLS certificate in use: ${loaded.keyprint}`);
      return true;
    } catch (error) {
      report("warn", `The old TLS certificate stays in use. ${messageOf(error)}`);
      return false;
    } finally {
      looking = false;
    }
  };
  const stop = clock.every(LOOK_EVERY_MS, () => void refresh());
  return {
    get context() {
      return loaded.context;
    },
    get keyprint() {
      return loaded.keyprint;
    },
    refresh,
    close: stop,
  };
}

/** Changes when one of the files does; a file that is missing for a moment counts as a change too. */
async function stampOf({ cert, key }: TlsFiles): Promise<string> {
  const stamps = await Promise.all([cert, key].map(async (path) => {
    try {
      const { mtime, size, ino } = await Deno.stat(path);
      return `${mtime?.getTime()} ${size} ${ino}`;
    } catch {
      return "none";
    }
  }));
  return stamps.join();
}

async function load(files: TlsFiles): Promise<Loaded> {
  const [cert, key] = [await read(files.cert), await read(files.key)];
  const problem = (text: string, cause?: unknown) =>
    new HubError("config.invalid", `Cannot use the TLS files ${files.cert} and ${files.key}: ${text}`, {
      remedy: "Write PEM files: the certificate (with its chain) and its private key without a passphrase",
      cause,
    });
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch (error) {
    throw problem("the first holds no certificate", error);
  }
  const [block] = KEY_BLOCK.exec(key) ?? [];
  if (block === undefined) throw problem("the second holds no private key");
  try {
    // The runtime takes a context with a foreign key and fails at the first handshake.
    if (!certificate.checkPrivateKey(createPrivateKey(block))) {
      throw problem("the key is not the certificate's");
    }
    return {
      context: createSecureContext({ cert, key: block, minVersion: "TLSv1.2" }),
      keyprint: keyprintOf(new Uint8Array(certificate.raw)),
    };
  } catch (error) {
    throw error instanceof HubError ? error : problem(messageOf(error), error);
  }
}

async function read(path: string): Promise<string> {
  try {
    const { size } = await Deno.stat(path);
    if (size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
    return await Deno.readTextFile(path);
  } catch (error) {
    throw new HubError("config.invalid", `Cannot read the TLS file ${path}: ${systemTextOf(error)}`, {
      remedy: "Correct tls.cert and tls.key in the configuration, or make the files readable",
      cause: error,
    });
  }
}

async function prepareOwn(path: string, { host, clock, report }: TlsIdentityOptions): Promise<void> {
  let text: string | null = null;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      throw new HubError("config.invalid", `Cannot read the TLS file ${path}: ${systemTextOf(error)}`, {
        remedy: "Make it readable for the hub",
        cause: error,
      });
    }
  }
  if (text !== null && !hasExpired(text, clock.now())) return;
  const made = selfSigned(host, clock.now());
  await writeOwn(path, made);
  report("info", `${text === null ? "Made" : "Replaced"} the hub's TLS certificate: ${path}`);
}

function hasExpired(text: string, now: number): boolean {
  try {
    return new X509Certificate(text).validToDate.getTime() < now;
  } catch {
    return false; // A damaged file is the operator's to look at: `load` names it.
  }
}

/** Whole or not at all, and never readable for others. */
async function writeOwn(path: string, { cert, key }: KeyPair): Promise<void> {
  const temporary = `${path}.new`;
  try {
    await Deno.remove(temporary).catch(() => {});
    await Deno.writeTextFile(temporary, cert + key, { mode: 0o600, createNew: true });
    await Deno.rename(temporary, path);
  } catch (error) {
    throw new HubError("store.unwritable", `Cannot write ${path}: ${systemTextOf(error)}`, {
      remedy: "Make the data folder writable",
      cause: error,
    });
  }
}
