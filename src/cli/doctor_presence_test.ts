/**
 * Tests of the doctor's checks of hub lists and log file.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { fakeClock } from "../core/fake_clock.ts";
import { openDatabase } from "../store/database.ts";
import { openStore } from "../store/store.ts";
import { accessFindings, hubListFindings, logFindings } from "./doctor_presence.ts";

async function inFolder(use: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("doctor: hub lists without an own address are worth a line", async () => {
  await inFolder((folder) => {
    const levels = (
      settings: { hublist_host?: string; hub_host?: string; closed?: boolean },
      pinger = false,
    ) => {
      const store = openStore(folder, { clock: fakeClock() });
      store.settings.set("registered_only", settings.closed ?? false);
      if (pinger) store.accounts.add({ nick: "Spider", class: -1 });
      store.settings.set("hublist_host", settings.hublist_host ?? "");
      store.settings.set("hub_host", settings.hub_host ?? "");
      store.close();
      const { db } = openDatabase(folder);
      const found = hubListFindings(db).map(({ level }) => level);
      db.close();
      return found;
    };
    assertEquals(levels({}), []);
    assertEquals(levels({ hub_host: "hub.example" }), []);
    assertEquals(levels({ hublist_host: "list.example" }), ["warn"]);
    const listed = { hublist_host: "list.example", hub_host: "hub.example" };
    assertEquals(levels(listed), ["ok"]);
    assertEquals(levels({ ...listed, closed: true }), ["warn"]);
    assertEquals(levels({ ...listed, closed: true }, true), ["ok"]);
  });
});

Deno.test("doctor: a private hub says so", async () => {
  await inFolder((folder) => {
    for (const [registered_only, count] of [[false, 0], [true, 1]] as const) {
      const store = openStore(folder, { clock: fakeClock() });
      store.settings.set("registered_only", registered_only);
      store.close();
      const { db } = openDatabase(folder);
      assertEquals(accessFindings(db).length, count);
      db.close();
    }
  });
});

Deno.test("doctor: a log file that cannot be written fails; one that can is not made", async () => {
  await inFolder(async (folder) => {
    const look = async (file?: string) =>
      await logFindings({ log: { level: "info", ...file === undefined ? {} : { file } } });
    assertEquals(await look(), []);
    const file = join(folder, "hub.log");
    assertEquals((await look(file)).map(({ level }) => level), ["ok"]);
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
    await Deno.writeTextFile(file, "kept\n");
    assertEquals((await look(file))[0]!.level, "ok");
    assertEquals(await Deno.readTextFile(file), "kept\n");
    const [bad] = await look(join(file, "below.log"));
    assertEquals(bad!.level, "FAIL");
    assertMatch(bad!.found, /cannot write/);
  });
});
