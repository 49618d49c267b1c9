// Database, of one service: does it wait for its database, and for what there?

import type { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { linesPanel, newDashboard, numberPanel, serviceVariable, withSections, WELL_WINDOW, type Query, type Section, type Unit } from "./panels.js";
import { orZero, orZeroPerReplica, perMinute, rate, select, share, sum } from "./promql.js";

const OWN = 'service="$service"';
const USAGE = "hikaricp_connections_usage_seconds";
const WAIT = "database_connections_wait_seconds";
const OPENING = "hikaricp_connections_creation_seconds";

const overWindow = (metric: string) => orZero(`sum(rate(${select(metric, OWN)}[${WELL_WINDOW}]))`);
const meanOverWindow = (summary: string) => share(overWindow(`${summary}_sum`), overWindow(`${summary}_count`));
const ofReplica = (metric: string) => sum(["instance"], rate(metric, OWN));
const mean = (summary: string) => share(ofReplica(`${summary}_sum`), ofReplica(`${summary}_count`));

const replicas = (title: string, unit: Unit, expr: string, description: string, runbooks: readonly string[] = []) =>
  linesPanel({ title, width: 8, unit, description, runbooks, queries: [{ expr, legend: "{{instance}}" }] });
const total = (metric: string, legend: string): Query => ({ expr: orZero(`sum(${select(metric, OWN)})`), legend });

const wellness: Section = {
  title: "Does $service wait for its database?",
  panels: [
    numberPanel({
      title: "Waiting now", width: 4, unit: "short", decimals: 0, limits: { warn: 1, bad: 8 },
      runbooks: ["DatabasePoolExhausted"],
      description: "Transactions waiting for their turn to have a connection. Steadily above 0 the database, or its pool, is the bottleneck.",
      expr: orZero(`sum(${select("database_connections_pending", OWN)})`),
    }),
    numberPanel({
      title: "Wait for a connection", width: 4, unit: "s", limits: { warn: 0.01, bad: 0.1 },
      description: `Mean of the last ${WELL_WINDOW}. Microseconds are well, milliseconds are a queue.`,
      expr: meanOverWindow(WAIT),
    }),
    numberPanel({
      title: "Connections in use", width: 4, unit: "percentunit", decimals: 0, limits: { warn: 0.8, bad: 1 },
      runbooks: ["DatabasePoolExhausted"],
      description: "Share of all connections its replicas may open. At 100 % requests wait before they do anything.",
      expr: orZero(`sum(${select("hikaricp_connections_active", OWN)}) / sum(${select("hikaricp_connections_max", OWN)})`),
    }),
    numberPanel({
      title: "Connections open", width: 4, unit: "short", decimals: 0, limits: { warn: 2, bad: 1 },
      runbooks: ["DatabaseUnreachable"],
      description: "Of all replicas together. None: the database is away, or does not answer.",
      expr: orZero(`sum(${select("hikaricp_connections", OWN)})`),
    }),
    numberPanel({
      title: "Time of a transaction", width: 4, unit: "s", limits: { warn: 0.1, bad: 1 },
      description: `Mean time a connection was held in the last ${WELL_WINDOW}: SQL and nothing else, so this is the database as the service sees it.`,
      expr: meanOverWindow(USAGE),
    }),
    numberPanel({
      title: "Waits in vain", width: 4, unit: "cpm", decimals: 1, limits: { warn: 1, bad: 10 },
      runbooks: ["DatabaseUnreachable"],
      description: `Waits for a connection each minute that ended with none, over the last ${WELL_WINDOW}. Each is a request that failed.`,
      expr: perMinute(`(${overWindow("hikaricp_connections_timeout_total")})`),
    }),
  ],
};

const pool: Section = {
  title: "Are there enough connections?",
  panels: [
    linesPanel({
      title: "The pools", width: 8, unit: "short",
      runbooks: ["DatabasePoolExhausted", "DatabaseUnreachable"],
      description: "Of all replicas together. In use near at most: more work than connections; a slow database looks the same. Open at 0: no database.",
      queries: [
        total("hikaricp_connections_active", "in use"), total("hikaricp_connections", "open"),
        total("hikaricp_connections_max", "at most"), total("database_connections_pending", "waiting for one"),
      ],
    }),
    replicas("In use by replica", "short", sum(["instance"], select("hikaricp_connections_active", OWN)), "Connections at work. One replica apart from the others has the trouble alone."),
    replicas("Waiting by replica", "short", sum(["instance"], select("database_connections_pending", OWN)),
      "Transactions waiting for their turn. Above 0 at each look for 30 s, in whichever replica, it is a ticket.", ["DatabasePoolExhausted"]),
    replicas("Wait for a connection, mean", "s", mean(WAIT), "By replica. Microseconds are well, milliseconds are a queue."),
    replicas("Wait for a connection, longest", "s", sum(["instance"], select(`${WAIT}_max`, OWN)), "The longest of the last two minutes, by replica. The mean hides it when most do not wait."),
    replicas("Waits in vain by replica", "ops", orZeroPerReplica(ofReplica("hikaricp_connections_timeout_total")), "Waits that ended without a connection.", ["DatabaseUnreachable"]),
  ],
};

const latency: Section = {
  title: "Is the database slow?",
  panels: [
    replicas("Time of a transaction, mean", "s", mean(USAGE), "By replica. All replicas slow: the database. One: that replica, or its way there."),
    replicas("Time of a transaction, longest", "s", sum(["instance"], select(`${USAGE}_max`, OWN)), "The longest of the last two minutes. Seconds: a lock that was waited for, or a database that stood still."),
    replicas("Transactions", "ops", ofReplica(`${USAGE}_count`), "Each second, by replica. Falls while the time rises: the database is the bottleneck."),
    replicas("Time to open a connection, mean", "s", mean(OPENING), "By replica; opened seldom, so mostly 0. Slow beside quick transactions: the database is out of threads, or the network is bad."),
    replicas("Time to open a connection, longest", "s", sum(["instance"], select(`${OPENING}_max`, OWN)), "The longest of the last two minutes."),
    replicas("Connections opened", "cpm", perMinute(ofReplica(`${OPENING}_count`)), "Each minute, by replica. Steadily more than one or two: connections break, or the database closes them."),
  ],
};

const perService = (expr: string): Query => ({ expr, legend: "{{service}}" });
const ofService = (metric: string) => sum(["service"], rate(metric));

const beside: Section = {
  title: "Is it this database alone?",
  panels: [
    linesPanel({
      title: "Time of a transaction by service", width: 8, unit: "s",
      description: "Mean. All four rise together: not the databases, but the machine or its disk.",
      queries: [perService(share(ofService(`${USAGE}_sum`), ofService(`${USAGE}_count`)))],
    }),
    linesPanel({
      title: "Connections in use by service", width: 8, unit: "percentunit", max: 1,
      runbooks: ["DatabasePoolExhausted"],
      description: "Share of what its replicas may open.",
      queries: [perService(`${sum(["service"], "hikaricp_connections_active")} / ${sum(["service"], "hikaricp_connections_max")}`)],
    }),
    linesPanel({
      title: "Disk free", width: 8, unit: "percentunit", max: 1,
      runbooks: ["DiskAlmostFull"],
      description: "Of the disk a service runs on; on one machine the databases' disk, too. A full one stops every write.",
      queries: [perService("min by (service) (disk_free_bytes / disk_total_bytes)")],
    }),
  ],
};

export const database: DashboardBuilder = withSections(
  newDashboard("Database", "shop-database", "Does this service wait for its database, and for what there: a connection, or the database itself?").withVariable(serviceVariable()),
  [wellness, pool, latency, beside],
);
