/**
 * Examples of the calls that act on the hub: moderation, accounts, settings, bots, other scripts, data, text.
 *
 * @module
 */

/** The examples by call. */
export const HUB_EXAMPLES = {
  KickUser: `vh.KickUser(vh.botname, "alice", "Enough of that.", "", "", 600);`,
  KickRedirUser: `vh.KickRedirUser(vh.botname, "alice", "Wrong hub.", "dchub://other.example:411");`,
  Ban: `vh.Ban(vh.botname, "alice", "Spam", 3600, vh.eBF_IP);`,
  CloseConnection: `vh.CloseConnection("alice", vh.eCR_LOGIN_ERR, 1000); // in a second`,
  Disconnect: `vh.Disconnect("alice");`,
  DisconnectByName: `vh.DisconnectByName("alice");`,
  UserRestrictions: `vh.UserRestrictions("alice", { chat: "1h", pm: "10m" });
console.log(vh.UserRestrictions("alice"));`,
  DelNickTempBan: `vh.DelNickTempBan("alice");`,
  DelIPTempBan: `vh.DelIPTempBan("192.0.2.7");`,
  PassTempBan: `vh.PassTempBan("192.0.2.7", 2);`,
  AddRegUser:
    `if (vh.AddRegUser("alice", vh.eUC_REGUSER)) vh.pm("alice", "Choose a password: +passwd <password>");`,
  DelRegUser: `vh.DelRegUser("alice");`,
  SetRegClass: `vh.SetRegClass("alice", vh.eUC_VIPUSER);`,
  GetConfig: `const most = Number(vh.GetConfig(vh.config_name, "max_users"));
console.log(most, vh.GetConfig("my_script", "greeting", "Hello"));`,
  SetConfig: `vh.SetConfig(vh.config_name, "hub_name", "Our hub");
vh.SetConfig("my_script", "greeting", "Welcome"); // a set of your own, kept in the database`,
  Topic: `vh.Topic("Quiz tonight");
console.log(vh.Topic());`,
  GetTopic: `console.log(vh.GetTopic());`,
  SetTopic: `vh.SetTopic("Quiz tonight");`,
  name_and_version: `console.log(vh.name_and_version()); // the hub
vh.name_and_version("quiz", "2.1"); // this script, in !tslist`,
  StopHub: `vh.StopHub(1, 10); // restart in ten seconds`,
  GetServFreq: `console.log(vh.GetServFreq(), "turns a second");`,
  GetUpTime: `console.log(vh.GetUpTime(), "seconds");`,
  GetHubIp: `console.log(vh.GetHubIp());`,
  GetVHCfgDir: `console.log(vh.GetVHCfgDir() ?? "not readable for this script");`,
  GetHubSecAlias: `console.log(vh.GetHubSecAlias());`,
  IsRobotNickBad: `if (vh.IsRobotNickBad("Robot") !== vh.eBOT_OK) console.log("take another nick");`,
  AddRobot: `vh.AddRobot("Robot", vh.eUC_OPERATOR, "I count points", "Bot\\x01", "", 0);`,
  DelRobot: `vh.DelRobot("Robot");`,
  RegBot: `vh.RegBot("Robot", 3, "I count points", "Bot\\x01", "", 0);`,
  UnRegBot: `vh.UnRegBot("Robot");`,
  EditBot: `vh.EditBot("Robot", 3, "I count more points", "Bot\\x01", "", 0);`,
  IsBot: `console.log(vh.IsBot("Robot"));`,
  GetBots: `console.log(vh.GetBots());`,
  ParseCommand: `vh.ParseCommand("alice", "+help", 0); // as if alice had typed it`,
  ScriptCommand: `vh.ScriptCommand("points", "alice 5"); // every script gets OnScriptCommand`,
  ScriptQuery: `for (const { script, value } of vh.ScriptQuery("version", "")) console.log(script, value);`,
  CallDynamicFunction: `console.log(vh.CallDynamicFunction("add", 2, 3));`,
  SQL: `vh.SQL("CREATE TABLE IF NOT EXISTS points (nick TEXT PRIMARY KEY, n INTEGER)");
vh.SQL("INSERT INTO points VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1", ["alice"]);
const [ok, rows] = vh.SQL("SELECT nick, n FROM points ORDER BY n DESC", [], 10);
if (ok) for (const [nick, n] of rows) console.log(nick, n);`,
  SQLQuery: `console.log(vh.SQLQuery("SELECT 1 AS one"));`,
  SQLFetch: `console.log(vh.SQLFetch(0));`,
  SQLFree: `vh.SQLFree();`,
  Encode: `vh.SendDataToAll(\`<Robot> \${vh.Encode("5 $ | 6 $")}\`);`,
  Decode: `console.log(vh.Decode("5 &#36;")); // "5 $"`,
  encode: `vh.SendDataToAll(\`<Robot> \${vh.encode("5 $")}\`);`,
  decode: `console.log(vh.decode("5 &#36;")); // "5 $"`,
  GetTempRights: `console.log(vh.GetTempRights("alice"));`,
  SetTempRights: `vh.SetTempRights("alice", "chat", "1h");`,
} as const;
