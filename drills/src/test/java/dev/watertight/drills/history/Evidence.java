package dev.watertight.drills.history;

import java.util.List;

/** All there is to judge by: what was wanted, what was asked and answered, and what the shop shows in the end. */
public record Evidence(
        List<Intention> intentions,
        List<Operation> operations,
        List<SeenOrder> orders,
        List<SeenPayment> payments,
        List<SeenStock> stocks) {}
