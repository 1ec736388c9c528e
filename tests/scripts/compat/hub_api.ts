/**
 * A small HTTP interface to the hub, as a website would use: `/hub`, `/stats`, `/users`, `/user/NICK`, `/ops`,
 * `/bots`. Needs `net` for its address. `!api start PORT`, `!api stop`, `!api status` steer it; operators only.
 *
 * @module
 */
import vh from "vh";

let server: Deno.HttpServer<Deno.NetAddr> | undefined;
let requests = 0;
let lines = 0;

/** Counts chat, so that the tests see the hub's work go on beside the requests. */
export function OnParsedMsgChat(): void {
  lines++;
}

/** Steers the server. */
export async function OnHubCommand(nick: string, command: string, userClass: number): Promise<number> {
  const [word, verb, argument] = command.split(" ");
  if (word !== "api") return 1;
  const answer = (text: string) => vh.usermc(nick, text);
  if (userClass < vh.eUC_OPERATOR) answer("Only operators may do that.");
  else if (verb === "start" && server) answer(`Serving already on port ${server.addr.port}.`);
  else if (verb === "start") answer(start(Number(argument ?? 0)));
  else if (verb === "stop") {
    await server?.shutdown();
    server = undefined;
    answer("Stopped.");
  } else if (verb === "status") {
    answer(server ? `On port ${server.addr.port}, ${requests} requests, ${lines} lines` : "Not serving.");
  } else answer("!api start [PORT], stop, status");
  return 0;
}

/** Lets requests end that are under way. */
export async function UnLoad(): Promise<void> {
  await server?.shutdown();
}

function start(port: number): string {
  try {
    server = Deno.serve({ hostname: "127.0.0.1", port }, handle);
    return `Serving on port ${server.addr.port}.`;
  } catch (error) {
    return `Cannot serve: ${(error as Error).message}`;
  }
}

function handle(request: Request): Response {
  requests++;
  const path = decodeURIComponent(new URL(request.url).pathname);
  const found = page(path);
  return found === null
    ? Response.json({ error: `There is no ${path}` }, { status: 404 })
    : Response.json(found);
}

function page(path: string): unknown {
  switch (path) {
    case "/":
      return { product: vh.name_and_version(), pages: ["/hub", "/stats", "/users", "/ops", "/bots"] };
    case "/hub":
      return {
        name: config("hub_name"),
        description: config("hub_desc"),
        host: config("hub_host"),
        topic: vh.Topic(),
        max_users: Number(config("max_users")),
      };
    case "/stats":
      return {
        hub_name: config("hub_name"),
        users_online: vh.GetUsersCount(),
        max_users: Number(config("max_users")),
        total_share: vh.GetTotalShareSize(),
        uptime_seconds: Math.floor(Date.now() / 1000) - vh.starttime,
      };
    case "/users": {
      const bots = new Set(vh.GetBotList());
      const users = vh.GetNickList().filter((nick) => !bots.has(nick)).map(userOf);
      return { count: users.length, users };
    }
    case "/ops":
      return vh.GetOpList().filter((nick) => vh.GetUserClass(nick) >= vh.eUC_OPERATOR).map(userOf);
    case "/bots":
      return vh.GetBotList().map(userOf);
    default: {
      const nick = /^\/user\/(.+)$/.exec(path)?.[1];
      return nick !== undefined && vh.IsUserOnline(nick) ? userOf(nick) : null;
    }
  }
}

const config = (name: string): string | null => vh.GetConfig(vh.config_name, name);

function userOf(nick: string): Record<string, unknown> {
  const [, description = "", tag = "", speed = "", email = ""] = vh.GetMyINFOParts(nick) ?? [];
  const ip = vh.GetUserIP(nick);
  const share = vh.GetUserShare(nick);
  return {
    nick,
    class: vh.GetUserClass(nick),
    ip,
    share,
    description,
    tag,
    speed: speed.slice(0, -1),
    email,
    hub_url: vh.GetUserHubURL(nick),
    ext_json: vh.GetUserExtJSON(nick),
    support_flags: (vh.GetUserSupports(nick) ?? "").split(" ").filter((flag) => flag !== ""),
    ...placeOf(ip),
    ...sharers(nick, ip, share),
  };
}

/** Where an address is, as far as the hub's databases know. */
function placeOf(ip: string | null): Record<string, unknown> {
  const found = ip === null ? null : vh.GetGeoIP(ip);
  return {
    country_code: found?.country_code ?? null,
    country: found?.country ?? null,
    region: found?.region ?? null,
    city: ip === null ? null : vh.GetIPCity(ip),
    postal_code: found?.postal_code ?? null,
    timezone: found?.time_zone ?? null,
    continent: found?.continent ?? null,
    asn: ip === null ? null : vh.GetIPASN(ip),
  };
}

/** Who has the same address, and who of these the same share too. */
function sharers(nick: string, ip: string | null, share: number | null): Record<string, string[]> {
  const same = vh.GetNickList().filter((other) => other !== nick && vh.GetUserIP(other) === ip);
  const clones = same.filter((other) => vh.GetUserShare(other) === share);
  return { clone_group: clones, same_ip_users: same.filter((other) => !clones.includes(other)) };
}
