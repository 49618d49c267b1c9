package dev.watertight.twin.shop;

import com.google.errorprone.annotations.concurrent.GuardedBy;

final class Changes {
    private int bare;
    private volatile int seen;

    @GuardedBy("this")
    private int guarded;

    synchronized int change() {
        bare++;
        seen = bare;
        guarded += seen;
        return guarded;
    }
}
