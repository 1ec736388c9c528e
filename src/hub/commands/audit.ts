/**
 * `!audit`: the trail of what operators did, for those who may read it. What a search may say stands beside the store,
 * because the command line reads the same words.
 *
 * @module
 */
import { oneLine } from "../../core/one_line.ts";
import { auditLine, parseAuditSearch } from "../../store/audit_words.ts";
import type { CommandCall, HubCommand } from "../command_line/command.ts";
import { sendPage } from "./paging.ts";

/** Longest line of a page; the command line shows rows whole. */
const LONGEST = 500;

function show(call: CommandCall, args: string): void {
  const { hub, reply } = call;
  const typed = args.split(/\s+/).filter((word) => word !== "");
  const search = parseAuditSearch(typed);
  if (typeof search === "string") return reply(`${search}.`);
  const { words, page, paged } = search;
  const total = hub.store.audit.count(words);
  if (total === 0) return reply("The audit trail holds nothing of that.");
  sendPage(call, String(page), {
    title: "Audit trail, newest first, times in UTC",
    command: ["!audit", ...paged ? typed.slice(0, -1) : typed].join(" "),
    total,
    lines: (limit, skip) =>
      hub.store.audit.find({ words, limit, skip }).map((entry) => oneLine(auditLine(entry), LONGEST)),
  });
}

/** The audit command. */
export const AUDIT_COMMANDS: readonly HubCommand[] = [{
  name: "audit",
  operator: true,
  minClass: (vars) => vars.audit_class,
  usage: "[nick|address|action …] [page]",
  help: "Show what operators did; op:, target:, action: and ip: say where a word has to stand",
  menu: [
    { title: "Audit\\About this user", on: "user", args: "%[nick]" },
    { title: "Audit\\Newest", on: "hub", args: "" },
  ],
  run: show,
}];
