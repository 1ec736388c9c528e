/**
 * Passwords outside ASCII: hashes of an old hub, made of the bytes of a page, fit whatever the client writes today.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { createCodec } from "../../src/nmdc/encoding.ts";
import { systemClock } from "../../src/core/clock.ts";
import { openStore } from "../../src/store/store.ts";
import { startTestHub } from "../support/hub.ts";
import { until } from "../support/until.ts";
import { enter } from "./kit.ts";

const PASSWORD = "пароль";

for (const encoding of ["windows-1251", "utf-8"]) {
  for (const first of ["windows-1251", "utf-8"]) {
    Deno.test(`passwords: one of page bytes is right for a client of ${first} in a hub with ${encoding}`, async () => {
      const typed = createCodec("windows-1251")!.encode(PASSWORD);
      const passwordHash = `vh2$${createHash("md5").update(typed).digest("hex")}`;
      await using hub = await startTestHub({
        config: { hub: { encoding, fallback: "windows-1251" } },
        prepare(data) {
          const store = openStore(data, { clock: systemClock() });
          store.accounts.add({ nick: "Ольга", class: 3, passwordHash, passwordChange: false });
          store.close();
          return Promise.resolve();
        },
      });
      const hash = () => {
        const store = openStore(hub.data, { clock: systemClock() });
        const account = store.accounts.get("Ольга");
        store.close();
        return account?.passwordHash ?? "";
      };
      // The first one finds the old hash, the second one that which the hub made of it.
      const user = await enter(hub, first, "Ольга", { password: PASSWORD });
      await until(() => hash().startsWith("s1$"), "the hash is made anew");
      user.client.close();
      const other = first === "utf-8" ? "windows-1251" : "utf-8";
      const again = await enter(hub, other, "Ольга", { password: PASSWORD });
      assertEquals(again.client.isClosed, false);
    });
  }
}
