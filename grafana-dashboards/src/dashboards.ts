// All dashboards, by the file each is kept in.

import { fileURLToPath } from "node:url";
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { overview } from "./overview.js";
import { service } from "./service.js";

export const FOLDER = fileURLToPath(new URL("../dashboards/", import.meta.url));

export const DASHBOARDS: Record<string, Dashboard> = {
  "shop-overview.json": overview.build(),
  "shop-service.json": service.build(),
};

export const toJson = (dashboard: Dashboard): string => JSON.stringify(dashboard, null, 2) + "\n";
