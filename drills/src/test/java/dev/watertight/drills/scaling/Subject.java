package dev.watertight.drills.scaling;

import java.util.Locale;

/** A service whose scaling is measured, and what with. */
public enum Subject {
    USER(
            Kind.COMPUTING,
            14,
            15,
            "log-ins: each is one Argon2id hash, some 30 ms of a core, and two short queries; the CPU is all it asks for"),
    PRODUCT(
            Kind.QUERY_HEAVY,
            8,
            300,
            "pages of 20 listings, half of them found by a word: a query over the catalogue and its answer of some 6 KB"),
    ORDER(
            Kind.QUERY_HEAVY,
            8,
            250,
            "a customer's last 20 orders with their lines: two queries, and an answer of some 8 KB"),
    PAYMENT(
            Kind.QUERY_HEAVY,
            8,
            300,
            "the payment of an order with its refunds: two queries by key, of which little but the database's work is left");

    /** What such a service must do with four replicas, of what it does with one. */
    public enum Kind {
        COMPUTING(3.6, 45),
        QUERY_HEAVY(3.0, 30);

        private final double leastSpeedUp;
        private final int seconds;

        Kind(double leastSpeedUp, int seconds) {
            this.leastSpeedUp = leastSpeedUp;
            this.seconds = seconds;
        }

        public double leastSpeedUp() {
            return leastSpeedUp;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Kind kind;
    private final int quotaPercent;
    private final int warmUpRate;
    private final String load;

    Subject(Kind kind, int quotaPercent, int warmUpRate, String load) {
        this.kind = kind;
        this.quotaPercent = quotaPercent;
        this.warmUpRate = warmUpRate;
        this.load = load;
    }

    public String service() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Kind kind() {
        return kind;
    }

    /** Of one core, for each replica. Small, so that four of them, and all that feeds them, fit on one small machine. */
    public int quotaPercent() {
        return quotaPercent;
    }

    /** Requests a second that warm the replicas, before they have a quota. */
    public int warmUpRate() {
        return warmUpRate;
    }

    /** What it is loaded with, and why. */
    public String load() {
        return load;
    }

    /**
     * How long a trial lasts: whole scrapes (every 5 s), and some thousand requests. Of log-ins it is some hundred with one
     * replica: their 99th percentile is nearly the slowest, by which one replica is judged more strictly than four.
     */
    public int seconds() {
        return kind.seconds;
    }
}
