/**
 * What a MyINFO must say before its user may enter or stay: tag rules and share rules. Owns these rules as pure
 * functions of settings, class and MyINFO. Knows no connection and closes nothing.
 *
 * @module
 */
import type { SettingValues } from "../../config/settings.ts";
import { type Tag, totalHubs } from "../../nmdc/tag.ts";
import type { ClientRule } from "../../store/client_rules.ts";
import {
  clientName,
  type ClientRules,
  connTypeProblem,
  uploadProblem,
  versionProblem,
} from "./client_rules.ts";
import { CloseReason, UserClass } from "../model.ts";

/** Why a user may not stay. */
export interface Refusal {
  /** Close reason. */
  readonly reason: CloseReason;
  /** Text for the user. */
  readonly text: string;
}

/** The runtime variables as the rules read them. */
export type Vars = Readonly<SettingValues>;

const MIB = 1024 * 1024;

/**
 * Checks a tag (`null` = none) for a class, with the connection text of the same MyINFO. Pingers and classes from
 * `tag_min_class_ignore` up are not checked. The first rule that is broken is told.
 */
export function checkTag(
  vars: Vars,
  rules: ClientRules,
  userClass: number,
  tag: Tag | null,
  connection: Uint8Array,
): Refusal | null {
  if (userClass === UserClass.Pinger || userClass >= vars.tag_min_class_ignore) return null;
  if (!tag) {
    return vars.tag_allow_none
      ? null
      : { reason: CloseReason.TAG_NONE, text: "Your client sends no tag. This hub needs one." };
  }
  const rule = rules.ruleOf(tag.client);
  const type = rules.typeOf(connection);
  const text = checkClient(vars, rule, tag) ?? checkHubs(vars, tag) ?? (type && connTypeProblem(type, tag)) ??
    checkRatio(vars, tag) ?? (type && uploadProblem(type, tag)) ?? versionProblem(vars, rule, tag);
  return text === null ? null : { reason: CloseReason.TAG_INVALID, text };
}

function checkClient(vars: Vars, rule: ClientRule | null, tag: Tag): string | null {
  if (rule?.ban) return `The client ${clientName(tag)} is not allowed here. Use another one.`;
  if (tag.mode === "socks5" && !vars.tag_allow_sock5) return "SOCKS5 users are not allowed here.";
  if (tag.mode !== "active" && !vars.tag_allow_passive) return "Passive users are not allowed here.";
  if (!tag.hubs || tag.slots === null) return "Your tag does not tell hubs and slots.";
  if (rule || vars.tag_allow_unknown) return null;
  return `The client ${clientName(tag)} is not known here. Use another one or ask the operators.`;
}

function checkHubs(vars: Vars, { hubs }: Tag): string | null {
  if (!hubs) return null;
  const total = totalHubs(hubs, vars.tag_sum_hubs);
  const few = (least: number, have: number | null, kind: string): string | null =>
    least > 0 && (have ?? 0) < least ? `You are in ${have ?? 0} hubs ${kind}; ${least} are needed.` : null;
  if (vars.tag_max_hubs > 0 && total > vars.tag_max_hubs) {
    return `You are in ${total} hubs; at most ${vars.tag_max_hubs} are allowed.`;
  }
  return few(vars.tag_min_hubs, total, "in all") ??
    few(vars.tag_min_hubs_usr, hubs.guest, "as guest") ??
    few(vars.tag_min_hubs_reg, hubs.registered, "as registered user") ??
    few(vars.tag_min_hubs_op, hubs.operator, "as operator");
}

function checkRatio(vars: Vars, { hubs, slots }: Tag): string | null {
  if (!hubs || slots === null) return null;
  const total = totalHubs(hubs, vars.tag_sum_hubs);
  const ratio = slots / Math.max(1, total);
  const { tag_min_hs_ratio: least, tag_max_hs_ratio: most } = vars;
  if (least > 0 && ratio < least) {
    return `You have ${slots} slots for ${total} hubs; ${least} per hub are needed.`;
  }
  return most > 0 && ratio > most
    ? `You have ${slots} slots for ${total} hubs; at most ${most} per hub are allowed.`
    : null;
}

/** The least and the most share of a class in bytes; 0 = no limit. */
export function shareRange(vars: Vars, userClass: number): { min: number; max: number } {
  switch (userClass) {
    case UserClass.Guest:
      return { min: vars.min_share * MIB, max: vars.max_share * MIB };
    case UserClass.Registered:
      return { min: vars.min_share_reg * MIB, max: vars.max_share_reg * MIB };
    case UserClass.Vip:
      return { min: vars.min_share_vip * MIB, max: vars.max_share_vip * MIB };
    case UserClass.Operator:
      return { min: vars.min_share_ops * MIB, max: vars.max_share_ops * MIB };
    default:
      return { min: 0, max: 0 };
  }
}

/** Checks a share in bytes for a class; `noLeast`: there is no least share for this user. */
export function checkShare(
  vars: Vars,
  userClass: number,
  share: number,
  active: boolean,
  noLeast = false,
): Refusal | null {
  const { min: usual, max } = shareRange(vars, userClass);
  const min = noLeast ? 0 : usual;
  const least = active ? min : min * vars.min_share_factor_passive;
  const say = (text: string): Refusal => ({ reason: CloseReason.SHARE_LIMIT, text });
  if (share < least) return say(`You share ${mib(share)} MiB; at least ${mib(least)} MiB are needed.`);
  if (max > 0 && share > max) return say(`You share ${mib(share)} MiB; at most ${mib(max)} MiB are allowed.`);
  return null;
}

/** Bytes a class must share before its searches and connect requests pass; 0 = nothing. */
export function shareToUseHub(vars: Vars, userClass: number): number {
  switch (userClass) {
    case UserClass.Guest:
      return vars.min_share_use_hub * MIB;
    case UserClass.Registered:
      return vars.min_share_use_hub_reg * MIB;
    case UserClass.Vip:
      return vars.min_share_use_hub_vip * MIB;
    default:
      return 0;
  }
}

const mib = (bytes: number): number => Math.floor(bytes / MIB);
