/**
 * The client side of one hub as its configuration and its runtime settings want it: addresses, certificate, proxies,
 * bounds. Owns that translation; the sockets are the listener's.
 *
 * @module
 */
import type { LoadedConfig } from "../config/load.ts";
import type { SettingValues } from "../config/settings.ts";
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { Metrics } from "../core/metrics.ts";
import { type Network, parseNetwork } from "../core/networks.ts";
import type { Accept } from "./link.ts";
import { createNet, type Listener, type Net } from "./listener.ts";
import { openTlsIdentity, type TlsIdentity } from "./tls_identity.ts";

/** What {@linkcode createHubNet} needs. */
export interface HubNetOptions {
  /** The boot configuration, paths absolute. */
  readonly config: Pick<LoadedConfig, "listen" | "tls" | "proxy" | "myIp" | "data">;
  /** Runtime settings, live. */
  readonly values: Readonly<SettingValues>;
  /** Takes new connections. */
  readonly accept: Accept;
  /** Time. */
  readonly clock: Clock;
  /** Log. */
  readonly log: Log;
  /** Where the figures go. */
  readonly metrics: Metrics;
}

/** The client side of one hub. */
export interface HubNet extends Omit<Net, "listen"> {
  /**
   * Opens the certificate, if an address needs one, and binds every address of the configuration.
   *
   * @throws {HubError} `net.listen`, `config.invalid` or `store.unwritable`.
   */
  listen(): Promise<Listener[]>;
  /** Keyprint of the certificate in use, `null` without TLS. */
  readonly keyprint: string | null;
}

/** Creates the client side of a hub; nothing is bound yet. */
export function createHubNet(options: HubNetOptions): HubNet {
  const { config, values, accept, clock, log, metrics } = options;
  let identity: TlsIdentity | null = null;
  const net = createNet({
    accept,
    limits: {
      get maxQueueBytes() {
        return values.adv_max_outbuf_size;
      },
      get stopReadingBytes() {
        return values.adv_max_outfill_size;
      },
      get readAgainBytes() {
        return values.adv_max_unblock_size;
      },
      get maxLineBytes() {
        return values.adv_max_message_size;
      },
    },
    zpipe: {
      get enabled() {
        return !values.disable_zlib;
      },
      get minBytes() {
        return values.zlib_min_len;
      },
      get level() {
        return values.zlib_compress_level;
      },
    },
    intake: {
      detectMs: config.tls.detectMs,
      handshakeMs: config.tls.handshakeMs,
      get maxPendingFromIp() {
        return values.max_logins_from_ip;
      },
      proxies: networksOf(config.proxy),
      fronts: networksOf(config.myIp),
      minTls: config.tls.minVersion,
      secureContext: () => identity?.context ?? null,
    },
    clock,
    metrics,
    fault: (error, ip) => log.error("Handling a connection failed", { ip, error }),
  });
  const openIdentity = () => {
    const { cert, key } = config.tls;
    return openTlsIdentity({
      files: cert === undefined || key === undefined ? null : { cert, key },
      folder: config.data,
      host: hostOf(values.hub_host),
      clock,
      report: (level, message) => log[level](message),
    });
  };
  return {
    async listen() {
      if (config.listen.some(({ tls }) => tls !== "off")) identity ??= await openIdentity();
      const bound: Listener[] = [];
      for (const { host, port, tls } of config.listen) bound.push(await net.listen(host, port, tls));
      return bound;
    },
    get keyprint() {
      return identity?.keyprint ?? null;
    },
    hold: net.hold,
    release: net.release,
    get open() {
      return net.open;
    },
    get pending() {
      return net.pending;
    },
    async close() {
      identity?.close();
      await net.close();
    },
  };
}

/** The schema has checked them. */
const networksOf = (texts: readonly string[]): Network[] =>
  texts.map(parseNetwork).filter((network): network is Network => network !== null);

/** The host of `host[:port]`, or what a hub without a name is called. */
function hostOf(address: string): string {
  return /^\[([^\]]+)\]|^([^:]+)/.exec(address)?.slice(1).find(Boolean) ?? "localhost";
}
