/**
 * Tests of the doctor's checks of what is stored: accounts, private hub, texts, tables that are gone.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { fakeClock } from "../core/fake_clock.ts";
import { DATABASE_FILE } from "../store/database.ts";
import { openStore } from "../store/store.ts";
import type { Store } from "../store/types.ts";
import { MAX_FILE } from "../store/text_files.ts";
import { NEW_TRIGGER } from "../store/triggers.ts";
import { dataFindings } from "./doctor_data.ts";
import { findingLine } from "./doctor_report.ts";

const NOW = Date.UTC(2030, 0, 1);
const DONE = { passwordHash: "s1$x", passwordChange: false };

interface Desk {
  readonly data: string;
  /** Changes what is stored. */
  change(use: (store: Store) => void): void;
  /** The doctor's lines about one thing. */
  look(what: string): Promise<string[]>;
}

function withDesk(test: (desk: Desk) => Promise<void>): () => Promise<void> {
  return async () => {
    const data = await Deno.makeTempDir();
    try {
      await test({
        data,
        change(use) {
          const store = openStore(data, { clock: fakeClock(NOW) });
          use(store);
          store.close();
        },
        look: async (what) =>
          (await dataFindings(data, NOW / 1000)).filter((finding) => finding.what === what)
            .map((finding) => findingLine(finding).replace(/ +/g, " ")),
      });
    } finally {
      await Deno.remove(data, { recursive: true });
    }
  };
}

Deno.test(
  "doctor: operators whose password anybody may choose are named, others are not",
  withDesk(async ({ change, look }) => {
    change(({ accounts }) => {
      accounts.add({ nick: "Master", class: 10, ...DONE });
      accounts.add({ nick: "Empty", class: 3 });
      accounts.add({ nick: "Reset", class: 4, passwordHash: "s1$x", passwordChange: true });
      accounts.add({ nick: "Off", class: 5, enabled: false });
      accounts.add({ nick: "User", class: 1 });
      accounts.add({ nick: "Pinger", class: -1 });
    });
    assertEquals(await look("operators"), [
      "ok operators 1 can run the hub",
      "warn operators 2 still to choose a password, and whoever comes first with the nick does: Empty, Reset. " +
      "Give them one: hubcap user passwd NICK --password-stdin",
    ]);
  }),
);

Deno.test(
  "doctor: imported passwords that nobody can check are named, and run no hub",
  withDesk(async ({ change, look }) => {
    change(({ accounts }) => {
      for (const [nick, passwordHash] of [["Cut", "vh1$$6$abc"], ["None", "vh0$"], ["Odd", "vh7$"]]) {
        accounts.add({ nick: nick!, class: 10, passwordHash: passwordHash!, passwordChange: false });
      }
      accounts.add({ nick: "Fine", class: 1, passwordHash: "vh1$abhv/ZnAzL36k", passwordChange: false });
    });
    assertMatch((await look("operators"))[0]!, /^warn operators nobody can run the hub/);
    const [line, ...rest] = await look("passwords");
    assertMatch(
      line!,
      /^warn passwords imported and not to be checked, .*: 3: Cut, None, Odd\. Set new ones/,
    );
    assertEquals(rest, []);
    change(({ accounts }) =>
      accounts.add({ nick: "Real", class: 10, passwordHash: "vh0$c2VjcmV0", passwordChange: false })
    );
    assertEquals(await look("operators"), ["ok operators 1 can run the hub"]);
    assertMatch(
      (await look("passwords"))[1]!,
      /^warn passwords imported in plain text, .*: 1\. Set new ones/,
    );
  }),
);

Deno.test(
  "doctor: a private hub that lets nobody in, or no pinger of its lists, is worth a line",
  withDesk(async ({ change, look }) => {
    change(({ accounts }) => accounts.add({ nick: "Off", class: 1, enabled: false, ...DONE }));
    assertEquals(await look("private hub"), []);
    change(({ settings }) => settings.set("registered_only", true));
    assertMatch((await look("private hub"))[0]!, /^warn private hub registered_only is on and no account/);
    change(({ accounts, settings }) => {
      accounts.add({ nick: "Anna", class: 1, ...DONE });
      settings.set("hublist_host", "list.example");
    });
    const [members, lists] = await look("private hub");
    assertEquals(members, "ok private hub 1 accounts may come in, nobody else");
    assertMatch(lists!, /^warn private hub .*keeps their pingers out/);
    change(({ accounts }) => accounts.add({ nick: "Pinger", class: -1 }));
    assertEquals((await look("private hub")).length, 1);
  }),
);

Deno.test(
  "doctor: triggers without a file that can be shown are named, those of a new hub are fine",
  { ignore: Deno.build.os === "windows" },
  withDesk(async ({ data, change, look }) => {
    change(() => {});
    assertEquals(await look("texts"), [`ok texts ${join(data, "texts")}`]);
    change(({ triggers }) => {
      for (const [i, def] of ["gone.txt", "link", "large", "motd_%[CC]", "../x"].entries()) {
        triggers.add({ ...NEW_TRIGGER, command: `+t${i}`, def });
      }
      triggers.add({ ...NEW_TRIGGER, command: "+text", def: "gone.txt", flags: 16 });
    });
    assertEquals((await look("texts")).length, 5, "also without the folder");
    const folder = join(data, "texts");
    await Deno.mkdir(folder);
    for (const name of ["motd.txt", "rules.txt", "faq.txt"]) await Deno.writeTextFile(join(folder, name), "");
    await Deno.symlink("/etc/passwd", join(folder, "link"));
    await Deno.writeFile(join(folder, "large"), new Uint8Array(MAX_FILE + 1));
    await Deno.writeTextFile(join(folder, "motd_DE"), "Hallo");
    const path = (name: string) => join(folder, name);
    assertEquals(
      (await look("texts")).map((line) => /^warn texts (\+t\d shows .*?)\. Write the file/.exec(line)?.[1]),
      [
        `+t0 shows ${path("gone.txt")}, which is not there`,
        `+t1 shows ${path("link")}, which is a link; the hub follows none`,
        `+t2 shows ${path("large")}, which is larger than ${MAX_FILE} bytes`,
        '+t4 shows "../x", which is no name of a file',
      ],
    );
    await Deno.remove(join(folder, "motd_DE"));
    assertEquals((await look("texts")).length, 5);
    await Deno.remove(join(folder, "motd.txt"));
    assert((await look("texts")).some((line) => /\+motd shows .*motd\.txt, which is not there/.test(line)));
  }),
);

Deno.test(
  "doctor: a database that lost a table fails",
  withDesk(async ({ data, change, look }) => {
    change(() => {});
    const db = new DatabaseSync(join(data, DATABASE_FILE));
    db.exec("DROP TABLE custom_redirects");
    db.close();
    const [line] = await look("database");
    assertMatch(line!, /^FAIL database .*the table custom_redirects is missing\. Stop the hub and restore/);
  }),
);
