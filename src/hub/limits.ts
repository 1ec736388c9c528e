/**
 * What a MyINFO must say before its user may enter or stay: tag rules and share rules. Owns these rules as pure
 * functions of settings, class and MyINFO. Knows no connection and closes nothing.
 *
 * @module
 */
import type { SettingValues } from "../config/settings.ts";
import { type Tag, totalHubs } from "../nmdc/tag.ts";
import { CloseReason, UserClass } from "./model.ts";

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

const tagInvalid = (text: string): Refusal => ({ reason: CloseReason.TAG_INVALID, text });

/** Checks a tag (`null` = none) for a class. Pingers and classes from `tag_min_class_ignore` up are not checked. */
export function checkTag(vars: Vars, userClass: number, tag: Tag | null): Refusal | null {
  if (userClass === UserClass.Pinger || userClass >= vars.tag_min_class_ignore) return null;
  if (!tag) {
    return vars.tag_allow_none
      ? null
      : { reason: CloseReason.TAG_NONE, text: "Your client sends no tag. This hub needs one." };
  }
  if (tag.mode === "socks5" && !vars.tag_allow_sock5) return tagInvalid("SOCKS5 users are not allowed here.");
  if (tag.mode !== "active" && !vars.tag_allow_passive) {
    return tagInvalid("Passive users are not allowed here.");
  }
  if (!tag.hubs || tag.slots === null) return tagInvalid("Your tag does not tell hubs and slots.");
  const hubs = totalHubs(tag.hubs, vars.tag_sum_hubs);
  const few = (least: number, have: number | null, kind: string): Refusal | null =>
    least > 0 && (have ?? 0) < least
      ? tagInvalid(`You are in ${have ?? 0} hubs ${kind}; ${least} are needed.`)
      : null;
  if (vars.tag_max_hubs > 0 && hubs > vars.tag_max_hubs) {
    return tagInvalid(`You are in ${hubs} hubs; at most ${vars.tag_max_hubs} are allowed.`);
  }
  return few(vars.tag_min_hubs, hubs, "in all") ??
    few(vars.tag_min_hubs_usr, tag.hubs.guest, "as guest") ??
    few(vars.tag_min_hubs_reg, tag.hubs.registered, "as registered user") ??
    few(vars.tag_min_hubs_op, tag.hubs.operator, "as operator") ??
    checkSlots(vars, hubs, tag.slots);
}

function checkSlots(vars: Vars, hubs: number, slots: number): Refusal | null {
  const ratio = slots / Math.max(1, hubs);
  if (vars.tag_min_hs_ratio > 0 && ratio < vars.tag_min_hs_ratio) {
    return tagInvalid(
      `You have ${slots} slots for ${hubs} hubs; ${vars.tag_min_hs_ratio} per hub are needed.`,
    );
  }
  if (vars.tag_max_hs_ratio > 0 && ratio > vars.tag_max_hs_ratio) {
    return tagInvalid(
      `You have ${slots} slots for ${hubs} hubs; at most ${vars.tag_max_hs_ratio} per hub are allowed.`,
    );
  }
  return null;
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

/** Checks a share in bytes for a class. */
export function checkShare(vars: Vars, userClass: number, share: number, active: boolean): Refusal | null {
  const { min, max } = shareRange(vars, userClass);
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
