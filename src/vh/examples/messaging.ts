/**
 * Examples of the calls that send something.
 *
 * @module
 */

/** The examples by call. */
export const MESSAGING_EXAMPLES = {
  mc: `vh.mc("The hub restarts at noon.");
vh.mc("Beep.", "Robot"); // under another name`,
  usermc: `vh.usermc("alice", "Only you see this line.");`,
  classmc: `vh.classmc("Operators: a new report.", vh.eUC_OPERATOR, vh.eUC_MASTER);`,
  pm: `if (!vh.pm("alice", "Hello!")) console.log("alice is not online");`,
  SendToOpChat: `vh.SendToOpChat("A user needs help.");`,
  SendPMToAll: `vh.SendPMToAll("Please update your client.", vh.botname, 0, 2);`,
  SendDataToUser: `vh.SendDataToUser("$To: alice From: Robot $<Robot> Beep", "alice");`,
  SendDataToAll: `vh.SendDataToAll("$HubTopic Welcome", 0, 10);`,
  SendToAll: `vh.SendToAll("Good morning!"); // no protocol line, so main chat`,
  SendToActive: `vh.SendToActive("<Robot> You are in active mode.");`,
  SendToPassive: `vh.SendToPassive("<Robot> You are in passive mode.");`,
  SendToActiveClass: `vh.SendToActiveClass("<Robot> Active guests only.", 0, 0);`,
  SendToPassiveClass: `vh.SendToPassiveClass("<Robot> Passive guests only.", 0, 0);`,
  SendToUser: `vh.SendToUser("<Robot> Beep", "alice");`,
  SendToClass: `vh.SendToClass("<Robot> For operators.", 3, 10);`,
  SendToChat: `vh.SendToChat("Robot", "Beep.");`,
  ReportUser: `vh.ReportUser("alice", "shares nothing");`,
} as const;
