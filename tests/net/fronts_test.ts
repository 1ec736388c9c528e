/**
 * A whole hub behind a TLS front that tells its clients with `$MyIP`, and a hub that wants the newest TLS.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { connect } from "node:tls";
import { connectClient } from "../support/client.ts";
import { startTestHub } from "../support/hub.ts";

Deno.test("fronts: the address and the encryption a front tells are the user's, for bans and tls_only_mode", async () => {
  const settings = { tls_only_mode: true, not_tls_redirect: "nmdcs://safe.example", send_user_ip: true };
  await using test = await startTestHub({ settings, config: { myIp: ["127.0.0.0/8"] } });
  using anna = await connectClient({ port: test.port, first: "$MyIP 192.0.2.7 1.3|" });
  await anna.login({ nick: "anna" });
  await anna.expect("$UserIP anna 192.0.2.7$$");
  using plain = await connectClient({ port: test.port, first: "$MyIP 192.0.2.8 0.0|" });
  await plain.expect("$ForceMove nmdcs://safe.example");
  await plain.closed;
});

Deno.test("fronts: nobody else's $MyIP is believed", async () => {
  await using test = await startTestHub({
    settings: { send_user_ip: true },
    config: { myIp: ["192.0.2.0/24"] },
  });
  using anna = await connectClient({ port: test.port, from: "127.0.0.5", first: "$MyIP 192.0.2.7 1.3|" });
  await anna.login({ nick: "anna" });
  await anna.expect("$UserIP anna 127.0.0.5$$");
});

Deno.test("tls: a hub that wants TLS 1.3 hangs up on 1.2", async () => {
  const listen = [{ host: "127.0.0.1", port: 0, tls: "on" }];
  for (const minVersion of ["1.2", "1.3"]) {
    await using test = await startTestHub({ config: { listen, tls: { minVersion } } });
    const served = await new Promise<boolean>((done) => {
      const socket = connect({ port: test.port, rejectUnauthorized: false, maxVersion: "TLSv1.2" });
      socket.on("error", () => {});
      socket.on("close", () => done(false));
      // The hub speaks first to whoever is let in.
      socket.on("data", () => {
        done(true);
        socket.destroy();
      });
    });
    assertEquals(served, minVersion === "1.2");
  }
});
