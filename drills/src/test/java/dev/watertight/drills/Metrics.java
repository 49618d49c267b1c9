package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What Prometheus says. */
final class Metrics {
    private final Http prometheus = new Http(Addresses.prometheus());

    /** The series an instant query answers. */
    List<JsonNode> query(String promql) {
        var answer = prometheus.get("/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8));
        var series = new ArrayList<JsonNode>();
        answer.json().at("/data/result").forEach(series::add);
        return series;
    }
}
