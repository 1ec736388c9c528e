/**
 * Importing the settings of a Verlihub: values mean here what they meant there, and the report can be worked through.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { fakeClock } from "../../src/core/fake_clock.ts";
import { readDump } from "../../src/import/dump_source.ts";
import { tableLines } from "../../src/import/report.ts";
import { importVerlihub } from "../../src/import/verlihub.ts";
import { openStore } from "../../src/store/store.ts";
import type { Store } from "../../src/store/types.ts";
import { NOW } from "./fixture.ts";

const clock = fakeClock(NOW * 1000);

/** Imports variables of the hub; returns the report. `before` and `after` look into the data. */
async function imported(
  values: Readonly<Record<string, string>>,
  after: (store: Store) => void,
  before?: (store: Store) => void,
): Promise<string> {
  const dataDir = await Deno.makeTempDir();
  const look = (see: (store: Store) => void) => {
    const store = openStore(dataDir, { clock });
    see(store);
    store.close();
  };
  const rows = Object.entries(values).map(([name, value]) => `('config', '${name}', '${value}')`);
  const sql = new TextEncoder().encode(
    `CREATE TABLE SetupList (file text, var text, val text); INSERT INTO SetupList VALUES ${rows.join()};`,
  );
  try {
    if (before) look(before);
    const source = {
      read: (visitor: Parameters<typeof readDump>[1]) =>
        readDump(
          (async function* () {
            yield sql;
          })(),
          visitor,
        ),
      close: () => Promise.resolve(),
    };
    const { tables } = await importVerlihub({ source, dataDir, dryRun: false, clock });
    look(after);
    return tableLines("SetupList", tables.get("SetupList")!).join("\n");
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

Deno.test("import: numbers are read as the old hub read them, units of this hub are none", async () => {
  const report = await imported(
    {
      pwd_tmpban: "5m",
      max_chat_msg: "120abc",
      int_search_vip: "7.000000",
      timeout_key: "12.5 s",
      allow_same_user: "7",
      delayed_chat: "0.4",
      max_users: " 500 ",
      log_level: "high",
      tban_kick: "-5",
      max_share: "",
    },
    ({ settings: { values } }) =>
      assertEquals(
        [
          values.pwd_tmpban,
          values.max_chat_msg,
          values.int_search_vip,
          values.timeout_key,
          values.allow_same_user,
          values.max_users,
        ],
        [5, 120, 7, 12.5, true, 500],
      ),
  );
  for (
    const line of [
      '! 5 are no plain numbers and were read as the old hub did:\n      pwd_tmpban "5m" as 5',
      'max_chat_msg "120abc" as 120',
      'timeout_key "12.5 s" as 12.5',
      'allow_same_user "7" as 1',
      'delayed_chat "0.4" as 0',
      "- 3 have a value that this hub refuses; the default counts:\n      log_level must be a whole number",
      'received "-5"',
      'max_share must be a whole number from 0 to 8796093022208 (MiB), such as 10GiB or 2TiB: received ""',
    ]
  ) assertStringIncludes(report, line);
});

Deno.test("import: values that only fit together are taken whatever their order", async () => {
  const report = await imported(
    { min_nick: "70", max_nick: "100", hub_security: "OpChat", opchat_name: "Hubcap" },
    ({ settings: { values } }) =>
      assertEquals(
        [values.max_nick, values.min_nick, values.hub_security, values.opchat_name],
        [100, 70, "OpChat", "Hubcap"],
      ),
  );
  assertEquals(report, "SetupList: 4 read, 4 imported, 0 there already, 0 skipped");
});

Deno.test("import: of values that contradict each other, or one of this hub, one is left out", async () => {
  const report = await imported(
    { max_nick: "10", min_nick: "20", opchat_name: "Guard" },
    ({ settings: { values } }) =>
      assertEquals([values.max_nick, values.min_nick, values.opchat_name], [10, 1, "OpChat"]),
    ({ settings }) => settings.set("hub_security", "guard"),
  );
  assertStringIncludes(report, "3 read, 1 imported, 0 there already, 2 skipped");
  assertStringIncludes(report, "min_nick must not be larger than max_nick");
});

Deno.test("import: what is set elsewhere is told with its old value, names grouped by what to know", async () => {
  const report = await imported(
    { listen_port: "4112", timeout_flush: "31", adv_step_delay: "5", adv_no_conn_delay: "5", odd: "1" },
    ({ settings: { values } }) => assertEquals(values.timeout_setpass, 300),
  );
  for (
    const line of [
      '- 1 belong into the configuration file: listen[].port: "4112" (was listen_port)',
      '- 1 have another name here: timeout_flush "31": Use timeout_setpass instead.',
      "- 2 are not needed here, the hub's event loop waits for sockets and needs no pauses or retries: " +
      "adv_step_delay, adv_no_conn_delay",
      "- 1 do not exist here: odd",
    ]
  ) assertStringIncludes(report, line);
});
