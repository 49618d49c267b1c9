package dev.watertight.drills.report;

import dev.watertight.drills.history.Verdict;
import java.util.List;
import java.util.Map;

/**
 * All that a page tells of a run.
 *
 * @param origin what ran where: command, seed, commit, machine, date
 * @param tables numbers by heading
 */
public record Story(
        String title,
        Map<String, String> origin,
        Verdict verdict,
        double settledAfterSeconds,
        Map<String, Map<String, String>> tables,
        List<Sample> samples,
        List<Mark> marks) {}
