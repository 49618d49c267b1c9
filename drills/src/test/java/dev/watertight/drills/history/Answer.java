package dev.watertight.drills.history;

/**
 * What came back for a request; two copies of one answer are equal.
 *
 * @param orderId the order the body names, or nothing
 * @param orderStatus the order's status in the body, or nothing
 * @param bodyHash SHA-256 of the body
 */
public record Answer(
        int status, String contentType, String location, String orderId, String orderStatus, String bodyHash) {

    /** The shop took the order, settled or not. */
    public boolean tookTheOrder() {
        return status == 201 || status == 202;
    }

    /** The shop says that the request itself is wrong, whenever it is sent. */
    public boolean refused() {
        return status >= 400 && status < 500 && status != 401 && status != 408 && status != 409 && status != 429;
    }
}
