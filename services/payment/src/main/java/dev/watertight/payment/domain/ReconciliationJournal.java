package dev.watertight.payment.domain;

import java.util.UUID;

/** Told what comes of comparing our books with the acquirer's. */
public interface ReconciliationJournal {
    /** A payment was compared, whatever came of it. */
    void compared();

    /** Something is wrong with a payment that was right, as far as we knew. */
    void mismatch(UUID orderId, Mismatch kind);
}
