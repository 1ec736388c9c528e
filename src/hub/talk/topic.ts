/**
 * Hub name and topic as everybody sees them. Owns `$HubName` with a topic and the change of the topic; the topic
 * itself is the setting `hub_topic`, so it survives a restart.
 *
 * @module
 */
import { formatHubTopic } from "../../nmdc/extensions.ts";
import { formatHubName } from "../../nmdc/login.ts";
import { Feature } from "../../nmdc/supports.ts";
import { terminated } from "../../nmdc/wire.ts";
import { parseSetting } from "../../config/settings.ts";
import { broadcast, broadcastTo } from "../broadcast.ts";
import type { HubContext } from "../context.ts";

/** `$HubName name - topic|`. */
export function hubNameFrame(hub: HubContext): Uint8Array {
  const { hub_name, hub_topic } = hub.vars;
  return terminated(formatHubName(hub.codec.encode(hub_name), hub.codec.encode(hub_topic)));
}

/** Shows name and topic to everybody. */
export function announceHubName(hub: HubContext): void {
  broadcast(hub, hubNameFrame(hub), -1, 10, false);
}

/** Shows a changed topic to clients that have a place of its own for it. */
export function announceTopic(hub: HubContext): void {
  const frame = terminated(formatHubTopic(hub.codec.encode(hub.vars.hub_topic)));
  broadcastTo(hub, frame, Feature.HubTopic, -1, false);
}

/** A text as it can be a topic: one line without `|`. */
export function topicText(text: string): string {
  return text.replace(/[\r\n]+/g, " ").replaceAll("|", "&#124;");
}

/**
 * Sets the topic for a script, which nobody asks about; `""` takes it away. Everybody sees it at once, because the
 * change of the setting is what shows it.
 *
 * @returns `null`, or why the text cannot be a topic
 */
export function setTopic(hub: HubContext, topic: string): string | null {
  const parsed = parseSetting("hub_topic", topicText(topic));
  if (!parsed.ok) return parsed.reason;
  hub.store.settings.set("hub_topic", parsed.value);
  return null;
}
