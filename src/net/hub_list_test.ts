/**
 * Tests of one registration with a hub list, against real sockets: good lists, and every kind of bad one.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { latin1Bytes, latin1Text } from "../core/bytes.ts";
import { fakeClock } from "../core/fake_clock.ts";
import { until } from "../../tests/support/until.ts";
import { createHubListClient, type HubListClient } from "./hub_list.ts";

/** What a list does with a connection. */
type Behave = (connection: Deno.TcpConn, send: (text: string) => Promise<void>) => Promise<void>;

interface List extends AsyncDisposable {
  readonly port: number;
  /** Everything received, per connection. */
  readonly received: string[];
}

/** A list on a free port. */
function list(behave: Behave): List {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const received: string[] = [];
  const open = new Set<Promise<void>>();
  const connections = new Set<Deno.TcpConn>();
  const serve = async (connection: Deno.TcpConn, index: number) => {
    const buffer = new Uint8Array(4096);
    const reading = (async () => {
      for (let n; (n = await connection.read(buffer)) !== null;) received[index] += latin1Text(buffer, 0, n);
    })().catch(() => {});
    await behave(connection, async (text) => void await connection.write(latin1Bytes(text))).catch(() => {});
    await reading;
    try {
      connection.close();
    } catch {
      // The behaviour closed it.
    }
  };
  const accepting = (async () => {
    for await (const connection of listener) {
      connections.add(connection);
      const work = serve(connection, received.push("") - 1);
      open.add(work);
    }
  })();
  return {
    port: listener.addr.port,
    received,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of connections) {
        try {
          connection.close();
        } catch {
          // Closed already.
        }
      }
      await accepting;
      await Promise.all(open);
    },
  };
}

const register = (client: HubListClient, port: number, host = "127.0.0.1"): Promise<string | null> =>
  new Promise((resolve) =>
    client.register({ host, port }, (lock) => latin1Bytes(`key of ${latin1Text(lock)}|hub|`), resolve)
  );

/** A client whose time stands still: no limit is over before a slow machine has answered. */
const calm = (): HubListClient => createHubListClient({ clock: fakeClock() });

Deno.test("hub list: the lock is answered, the answer arrives whole, the list hears the end", async () => {
  await using server = list((_, send) => send("$Lock abcd Pk=x|"));
  assertEquals(await register(calm(), server.port), null);
  assertEquals(server.received, ["key of abcd|hub|"]);
});

Deno.test("hub list: a lock that comes byte by byte is read", async () => {
  await using server = list(async (_, send) => {
    for (const byte of "$Lock abcd Pk=x|") await send(byte);
  });
  assertEquals(await register(calm(), server.port), null);
  assertEquals(server.received, ["key of abcd|hub|"]);
});

Deno.test("hub list: a list that says nothing is left after the limit", async () => {
  await using server = list(async () => {});
  const clock = fakeClock();
  const problem = register(createHubListClient({ clock, limitMs: 300 }), server.port);
  await until(() => server.received.length === 1, "a connection");
  clock.tick(300);
  assertEquals(await problem, "no answer within 0.3 seconds");
  assertEquals(server.received, [""]);
});

Deno.test("hub list: what is no list is told nothing of the hub", async () => {
  for (const greeting of ["HTTP/1.1 400 Bad Request\r\n\r\n", "$Lockx a|", "SSH-2.0-x\r\n", "|"]) {
    await using server = list((_, send) => send(greeting));
    assertMatch(await register(calm(), server.port) ?? "", /no hub list/);
    assertEquals(server.received, [""]);
  }
});

Deno.test("hub list: an empty lock, an endless lock and an early end are failures", async () => {
  await using empty = list((_, send) => send("$Lock |"));
  assertEquals(await register(calm(), empty.port), "it sent no lock");

  await using endless = list(async (_, send) => {
    await send("$Lock ");
    for (let i = 0; i < 10_000; i++) await send("x".repeat(1000));
  });
  assertEquals(await register(calm(), endless.port), "its lock is longer than 1024 bytes");

  await using early = list((connection) => Promise.resolve(connection.close()));
  assertMatch(await register(calm(), early.port) ?? "", /closed the connection|reset/i);

  assertEquals([empty.received, endless.received, early.received], [[""], [""], [""]]);
});

Deno.test("hub list: a list that talks without end after the answer does not hold the hub", async () => {
  await using server = list(async (_, send) => {
    await send("$Lock abcd Pk=x|");
    for (let i = 0; i < 100_000; i++) await send("y".repeat(1000));
  });
  assertEquals(await register(calm(), server.port), null);
});

Deno.test("hub list: nobody at the port is a failure with a reason of one line", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const problem = await register(calm(), port);
  assertMatch(problem ?? "", /refused/i);
  assert(!/[\r\n]/.test(problem!) && problem!.length <= 200);
});

Deno.test("hub list: closing the client ends what is under way", async () => {
  await using server = list(async () => {});
  const client = calm();
  const problem = register(client, server.port);
  await client.close();
  assertEquals(await problem, "the hub stops");
});
