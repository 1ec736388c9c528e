/**
 * Carries out the calls that read and change settings, the topic and the script's own title.
 *
 * @module
 */
import { type Handlers, LATER, ownBot } from "./context.ts";

/** Handlers of the groups "Configuration" and "Hub". */
export const configuration: Handlers<"GetConfig" | "SetConfig" | "Topic" | "name_and_version"> = {
  GetConfig: ({ port }, [conf, name, fallback]) => port.getConfig(conf, name) ?? fallback,
  SetConfig({ port }, [conf, name, value], done) {
    port.setConfig(conf, name, value, ownBot(port), done);
    return LATER;
  },
  Topic({ port }, [topic]) {
    if (topic !== null && topic.length < 1024) port.setTopic(topic);
    return port.getConfig("config", "hub_topic") ?? "";
  },
  name_and_version({ port, script, services }, [name, version]) {
    services.rename(script, name, version);
    return `${port.version.name} ${port.version.version}`;
  },
};
