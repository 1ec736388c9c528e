/**
 * Examples of the calls that read or change what is known of users, addresses and lists.
 *
 * @module
 */

/** The examples by call. */
export const USERS_EXAMPLES = {
  GetUserClass: `const isOperator = vh.GetUserClass("alice") >= vh.eUC_OPERATOR;
console.log(isOperator);`,
  GetUserIP: `console.log(vh.GetUserIP("alice") ?? "not online");`,
  GetUserHost: `console.log(vh.GetUserHost("alice"));`,
  GetUserCC: `if (vh.GetUserCC("alice") === "SE") vh.usermc("alice", "Hej!");`,
  GetUserCN: `vh.mc(\`alice comes from \${vh.GetUserCN("alice") ?? "somewhere"}.\`);`,
  GetUserCity: `console.log(vh.GetUserCity("alice"));`,
  GetUserHubURL: `console.log(vh.GetUserHubURL("alice") ?? "the client did not tell");`,
  GetUserExtJSON: `console.log(vh.GetUserExtJSON("alice"));`,
  GetUserVersion: `console.log(vh.GetUserVersion("alice")); // "1,0091"`,
  GetUserShare: `const gib = (vh.GetUserShare("alice") ?? 0) / 2 ** 30;
console.log(\`\${gib.toFixed(1)} GiB\`);`,
  GetUserSupports: `console.log(vh.GetUserSupports("alice")?.split(" "));`,
  InUserSupports:
    `if (vh.InUserSupports("alice", "MCTo")) vh.SendDataToUser("$MCTo: alice $Robot Psst", "alice");`,
  IsUserOnline: `if (!vh.IsUserOnline("alice")) vh.mc("Where is alice?");`,
  GetMyINFO: `console.log(vh.GetMyINFO("alice")); // "$MyINFO $ALL alice …"`,
  GetMyINFOParts: `const [nick, desc] = vh.GetMyINFOParts("alice") ?? [];
console.log(nick, desc);`,
  SetMyINFO: `vh.SetMyINFO("alice", "a friend of the hub", null, null, ""); // tag and speed stay, no e-mail`,
  SetMyINFOFlag: `vh.SetMyINFOFlag("alice", vh.eMF_FIRE);`,
  UnsetMyINFOFlag: `vh.UnsetMyINFOFlag("alice", vh.eMF_FIRE);`,
  SetUserIP: `vh.SetUserIP("alice", "192.0.2.7");`,
  GetIPCC: `console.log(vh.GetIPCC("192.0.2.7"));`,
  GetIPCN: `console.log(vh.GetIPCN("192.0.2.7"));`,
  GetIPCity: `console.log(vh.GetIPCity("192.0.2.7"));`,
  GetIPASN: `console.log(vh.GetIPASN("192.0.2.7"));`,
  GetGeoIP: `const place = vh.GetGeoIP("192.0.2.7");
console.log(place);`,
  GetUserGeoIP: `console.log(vh.GetUserGeoIP("alice"));`,
  GetHostGeoIP: `console.log(vh.GetHostGeoIP("example.org"));`,
  IsSecConn: `if (!vh.IsSecConn("alice")) vh.usermc("alice", "Please use an encrypted connection.");`,
  GetTLSVer: `console.log(vh.GetTLSVer("alice"));`,
  GetNickList: `for (const nick of vh.GetNickList()) console.log(nick);`,
  GetOpList: `vh.mc(\`Operators: \${vh.GetOpList().join(", ")}\`);`,
  GetOPList: `console.log(vh.GetOPList());`,
  GetBotList: `const people = vh.GetNickList().filter((nick) => !vh.GetBotList().includes(nick));
console.log(people);`,
  GetRawNickList: `vh.SendDataToUser(vh.GetRawNickList(), "alice");`,
  GetRawOpList: `vh.SendDataToUser(vh.GetRawOpList(), "alice");`,
  GetRawBotList: `vh.SendDataToUser(vh.GetRawBotList(), "alice");`,
  GetUsersCount: `vh.mc(\`\${vh.GetUsersCount()} users are online.\`);`,
  GetTotalShareSize: `const share = BigInt(vh.GetTotalShareSize());
console.log(share / 2n ** 40n, "TiB");`,
  AddChatUser: `vh.AddChatUser("alice");`,
  DelChatUser: `vh.DelChatUser("alice"); // alice sees no main chat any more`,
  IsChatUser: `if (!vh.IsChatUser("alice")) vh.pm("alice", "+chaton shows you main chat again.");`,
} as const;
