package dev.watertight.product;

import dev.watertight.chassis.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void keepsTheRules() {
        ArchitectureRules.check("dev.watertight.product");
    }
}
