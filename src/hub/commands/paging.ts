/**
 * Long lists in pages. Owns the size of a page and how a page is asked for; knows no list.
 *
 * @module
 */
import type { CommandCall } from "../command_line/command.ts";
import { wholeNumber } from "./args.ts";

/** Lines of a page unless told otherwise. */
export const PAGE_LINES = 100;

/** A list somebody wants to see. */
export interface Paged {
  /** Heading, for example `Accounts of class 3 (operator)`. */
  readonly title: string;
  /** Command that shows the next page, without the number: `!reglist 3`. */
  readonly command: string;
  /** Lines in all; at least 1. */
  readonly total: number;
  /** Lines of a page; default {@linkcode PAGE_LINES}. */
  readonly perPage?: number;
  /** So many lines from `offset` on. */
  lines(limit: number, offset: number): readonly string[];
}

/** Sends one page as private message, and how to get the next; `page` is the number as typed, `""` for the first. */
export function sendPage(call: CommandCall, page: string, list: Paged): void {
  const { perPage = PAGE_LINES } = list;
  const pages = Math.max(1, Math.ceil(list.total / perPage));
  const number = wholeNumber(page === "" ? "1" : page, 1, pages);
  if (number === null) {
    return call.reply(`"${page.slice(0, 20)}" is no page: there are ${pages}. Write ${list.command} <page>`);
  }
  const lines = list.lines(perPage, (number - 1) * perPage);
  const part = pages === 1 ? "" : ` (page ${number} of ${pages})`;
  const next = number < pages ? [`More: ${list.command} ${number + 1}`] : [];
  call.replyPm([`${list.title}: ${list.total}${part}`, ...lines, ...next].join("\r\n"));
}
