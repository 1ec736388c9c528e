/**
 * The certificate of a hub on disk: made once, kept, replaced by the operator while the hub runs.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { X509Certificate } from "node:crypto";
import { join } from "@std/path";
import { HubError } from "../core/errors.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { keyprintOf, selfSigned } from "./certificate.ts";
import { until } from "../../tests/support/until.ts";
import { LOOK_EVERY_MS, openTlsIdentity, OWN_FILE, type TlsFiles } from "./tls_identity.ts";

const printOf = (pem: string): string => keyprintOf(new Uint8Array(new X509Certificate(pem).raw));

/** Runs a test in a folder of its own; `open` collects what is reported. */
async function inFolder(
  test: (desk: {
    folder: string;
    clock: ReturnType<typeof fakeClock>;
    reports: string[];
    open(files?: TlsFiles): ReturnType<typeof openTlsIdentity>;
  }) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "hubcap_tls_" });
  const clock = fakeClock(Date.UTC(2026, 0, 1));
  const reports: string[] = [];
  try {
    await test({
      folder,
      clock,
      reports,
      open: (files) =>
        openTlsIdentity({
          files: files ?? null,
          folder,
          host: "hub.example",
          clock,
          report: (level, message) => reports.push(`${level}: ${message}`),
        }),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("tls identity: the first start makes a certificate only the hub can read, later ones keep it", () =>
  inFolder(async ({ folder, reports, open }) => {
    const first = await open();
    const path = join(folder, OWN_FILE);
    const pem = await Deno.readTextFile(path);
    assertEquals(new X509Certificate(pem).subject, "CN=hub.example");
    assertEquals(first.keyprint, printOf(pem));
    if (Deno.build.os !== "windows") assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
    const files = await Array.fromAsync(Deno.readDir(folder));
    assertEquals(files.map(({ name }) => name), [OWN_FILE]);
    assertEquals((await open()).keyprint, first.keyprint);
    assertEquals(reports, [`info: Made the hub's TLS certificate: ${path}`]);
  }));

Deno.test("tls identity: an own certificate that has expired is replaced at the next start", () =>
  inFolder(async ({ folder, clock, reports, open }) => {
    const { keyprint: before, close } = await open();
    close();
    clock.tick(3651 * 86_400_000);
    const after = await open();
    assert(after.keyprint !== before);
    assertStringIncludes(reports[1]!, `Replaced the hub's TLS certificate: ${join(folder, OWN_FILE)}`);
  }));

Deno.test("tls identity: what was left of an interrupted first start does not stop the next", () =>
  inFolder(async ({ folder, open }) => {
    await Deno.writeTextFile(join(folder, `${OWN_FILE}.new`), "half");
    assert((await open()).keyprint.startsWith("SHA256/"));
  }));

Deno.test("tls identity: changed files are taken over by themselves, a bad pair never", () =>
  inFolder(async ({ folder, clock, reports, open }) => {
    const files = { cert: join(folder, "hub.crt"), key: join(folder, "hub.key") };
    const [old, next] = [selfSigned("old", clock.now()), selfSigned("next", clock.now())];
    await Deno.writeTextFile(files.cert, old.cert);
    await Deno.writeTextFile(files.key, old.key);
    const identity = await open(files);
    assertEquals(identity.keyprint, printOf(old.cert));
    assertEquals(await identity.refresh(), false, "nothing has changed");

    // A renewal writes one file after the other.
    await Deno.writeTextFile(files.cert, next.cert + old.cert);
    const context = identity.context;
    assertEquals(await identity.refresh(), false);
    assert(identity.context === context, "the context in use was given up");
    assertEquals(await identity.refresh(), false);
    assertEquals(reports.length, 1, "reported at every look");
    assertStringIncludes(reports[0]!, "warn: The old TLS certificate stays in use.");
    assertStringIncludes(reports[0]!, "the key is not the certificate's");
    await Deno.writeTextFile(files.key, next.key);
    // As large as the old one, and a file system may count time in steps of 10 ms.
    await Deno.utime(files.key, 2_000_000_000, 2_000_000_000);
    clock.tick(LOOK_EVERY_MS);
    await until(() => identity.keyprint === printOf(next.cert), "the new certificate", 30_000);
    assert(identity.context !== context);

    await Deno.remove(files.cert);
    assertEquals(await identity.refresh(), false);
    assertEquals(identity.keyprint, printOf(next.cert));
    assertStringIncludes(reports.at(-1)!, "Cannot read the TLS file");
    identity.close();
    await Deno.writeTextFile(files.cert, old.cert);
    clock.tick(10 * LOOK_EVERY_MS);
    assertEquals(identity.keyprint, printOf(next.cert));
  }));

Deno.test("tls identity: files that cannot be used stop the start and are named", () =>
  inFolder(async ({ folder, open }) => {
    const [a, b] = [selfSigned("a", 0), selfSigned("b", 0)];
    const write = async (name: string, text: string) => {
      await Deno.writeTextFile(join(folder, name), text);
      return join(folder, name);
    };
    const cert = await write("a.crt", a.cert);
    const refused: readonly [TlsFiles, string][] = [
      [{ cert: join(folder, "none"), key: cert }, "Cannot read the TLS file"],
      [{ cert: await write("x", "text"), key: cert }, "the first holds no certificate"],
      [{ cert, key: cert }, "the second holds no private key"],
      [{ cert, key: await write("b.key", b.key) }, "the key is not the certificate's"],
      [
        { cert, key: await write("c.key", a.key.replace(/\n.{8}/, "\nAAAAAAAA")) },
        "Cannot use the TLS files",
      ],
      [{ cert: await write("big", a.cert + "\n".repeat(1 << 20)), key: cert }, "larger than"],
    ];
    for (const [files, text] of refused) {
      const error = await assertRejects(() => open(files), HubError);
      assertEquals(error.code, "config.invalid");
      assertStringIncludes(error.message, text);
    }
    const damaged = await write(OWN_FILE, "no certificate");
    assertStringIncludes((await assertRejects(() => open(), HubError)).message, damaged);
  }));
