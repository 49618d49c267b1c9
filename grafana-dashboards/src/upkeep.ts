// What wears out: a section of Shop overview.

import { linesPanel, numberPanel, type Section } from "./panels.js";

const DAY = 86_400;

export const upkeep: Section = {
  title: "What wears out",
  panels: [
    linesPanel({
      title: "Disk free", width: 12, unit: "percentunit",
      runbooks: ["DiskAlmostFull"],
      description: "Share of the disk each service runs on that is free. A slope meets zero some day; below a tenth somebody is told.",
      queries: [{ expr: "min by (service) (disk_free_bytes / disk_total_bytes)", legend: "{{service}}" }], max: 1,
    }),
    numberPanel({
      title: "Age of the signing key", width: 6, unit: "s", decimals: 1, limits: { warn: 80 * DAY, bad: 90 * DAY },
      runbooks: ["SigningKeyOld"],
      description: "Of the key that signs access tokens now. It is replaced every 90 days by ./watertight rotate signing-key.",
      expr: "max(token_signing_key_age_seconds)",
    }),
    numberPanel({
      title: "Consul's certificate ends in", width: 6, unit: "s", decimals: 1, limits: { warn: 30 * DAY, bad: 14 * DAY },
      runbooks: ["CertificateExpires"],
      description: "Consul looks once an hour, and when it starts. Nothing: it has none, as in compose.",
      expr: "min(consul_agent_tls_cert_expiry != 0)",
    }),
  ],
};
