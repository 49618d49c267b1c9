package dev.watertight.twin.shop;

final class ThrowsBare {
    private ThrowsBare() {}

    static RuntimeException fail() {
        throw new RuntimeException("what was it?");
    }
}
