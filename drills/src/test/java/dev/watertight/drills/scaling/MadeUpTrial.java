package dev.watertight.drills.scaling;

import java.util.Map;
import java.util.TreeMap;

/** A trial of a product service with one replica of 0.1 cores that kept 100 requests a second, but for what is told. */
record MadeUpTrial(Requests load, Map<String, Double> cores, double machine, double othersP99, long othersWrong) {
    static MadeUpTrial kept() {
        var cores = Map.of("product", 0.08, "product-db", 0.05, "edge", 0.04, "k6", 0.1);
        return new MadeUpTrial(new Requests(500, 0, 0, 10, 100, 180), cores, 0.4, 20, 0);
    }

    MadeUpTrial answered(long wrong, double p99Ms) {
        return new MadeUpTrial(
                new Requests(500, wrong, load.dropped(), 10, p99Ms, p99Ms), cores, machine, othersP99, othersWrong);
    }

    MadeUpTrial dropped(long requests) {
        return new MadeUpTrial(
                new Requests(500, load.failedChecks(), requests, 10, load.p99Ms(), load.maxMs()),
                cores,
                machine,
                othersP99,
                othersWrong);
    }

    MadeUpTrial sentNothing() {
        return new MadeUpTrial(new Requests(0, 0, 0, 0, 0, 0), cores, machine, othersP99, othersWrong);
    }

    MadeUpTrial used(String part, double some) {
        var more = new TreeMap<>(cores);
        more.put(part, some);
        return new MadeUpTrial(load, more, machine, othersP99, othersWrong);
    }

    MadeUpTrial onAMachineBusyAt(double share) {
        return new MadeUpTrial(load, cores, share, othersP99, othersWrong);
    }

    MadeUpTrial withOthersAt(double p99Ms) {
        return new MadeUpTrial(load, cores, machine, p99Ms, othersWrong);
    }

    MadeUpTrial withOthersWrong(long answers) {
        return new MadeUpTrial(load, cores, machine, othersP99, answers);
    }

    Trial at(double rate, int replicas) {
        var asked = new Trial.Asked(Subject.PRODUCT, replicas, 0.1, rate, 5);
        var others = Map.of("order", new Requests(100, othersWrong, 0, 5, othersP99, othersP99));
        return new Trial(asked, 250, load, others, new Usage(cores, machine, 0.1));
    }

    Trial trial() {
        return at(100, 1);
    }
}
