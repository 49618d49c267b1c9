import { writeFileSync } from "node:fs";
import { DASHBOARDS, FOLDER, toJson } from "./dashboards.js";

for (const [file, dashboard] of Object.entries(DASHBOARDS)) writeFileSync(FOLDER + file, toJson(dashboard));
console.log(`${Object.keys(DASHBOARDS).length} dashboards written to ${FOLDER}`);
