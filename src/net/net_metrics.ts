/**
 * The transport's own figures. Owns the names of the series; who shows them is somebody else's business.
 *
 * @module
 */
import type { Counter, Metrics } from "../core/metrics.ts";

/** Counters every connection of one hub shares. */
export interface NetMetrics {
  /** Connections accepted since the start. */
  readonly accepted: Counter;
  /** Connections refused: table full, held queue full or turned away by the hub. */
  readonly refused: Counter;
  /** Bytes received. */
  readonly bytesIn: Counter;
  /** Bytes handed to the operating system. */
  readonly bytesOut: Counter;
  /** Writes handed to the operating system. */
  readonly writes: Counter;
  /** Connections dropped because their write queue was full. */
  readonly overflows: Counter;
  /** Times that reading from a peer stopped because it took too little. */
  readonly chokes: Counter;
  /** Connections ended because handling their input failed. */
  readonly faults: Counter;
  /** TLS handshakes that failed or took too long. */
  readonly tlsFailures: Counter;
  /** Connections of listed proxies without a proper PROXY header. */
  readonly proxyFailures: Counter;
  /** Bytes that went out compressed, before that. */
  readonly zippedIn: Counter;
  /** The same, as sent. */
  readonly zippedOut: Counter;
}

/** Registers the transport's series; `open` tells how many connections are open now. */
export function netMetrics(metrics: Metrics, open: () => number): NetMetrics {
  metrics.gauge("net_connections", "Open client connections", open);
  return {
    accepted: metrics.counter("net_accepted_total", "Connections accepted"),
    refused: metrics.counter(
      "net_refused_total",
      "Connections refused before they were served",
    ),
    bytesIn: metrics.counter("net_bytes_in_total", "Bytes received from clients"),
    bytesOut: metrics.counter("net_bytes_out_total", "Bytes sent to clients"),
    writes: metrics.counter("net_writes_total", "Writes to client sockets"),
    overflows: metrics.counter(
      "net_overflow_drops_total",
      "Connections dropped because they read too slowly",
    ),
    chokes: metrics.counter(
      "net_read_stops_total",
      "Times that nothing was read from a client until it took what waits for it",
    ),
    faults: metrics.counter(
      "net_faults_total",
      "Connections ended because handling them failed",
    ),
    tlsFailures: metrics.counter("net_tls_failures_total", "TLS handshakes that failed or took too long"),
    proxyFailures: metrics.counter("net_proxy_failures_total", "Proxied connections without a PROXY header"),
    zippedIn: metrics.counter("net_zpipe_bytes_in_total", "Bytes that were compressed before they were sent"),
    zippedOut: metrics.counter("net_zpipe_bytes_out_total", "The same bytes, as they were sent"),
  };
}
