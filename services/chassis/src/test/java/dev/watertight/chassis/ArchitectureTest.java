package dev.watertight.chassis;

import dev.watertight.chassis.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void keepsTheRules() {
        ArchitectureRules.checkChassis();
    }
}
