package dev.watertight.twin.shop;

final class Prints {
    private Prints() {}

    static void print() {
        System.out.println("out");
    }
}
