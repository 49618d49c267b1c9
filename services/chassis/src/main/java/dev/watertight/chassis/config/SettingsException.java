package dev.watertight.chassis.config;

/** The configuration cannot be used; the message names the key and says what to do. */
public final class SettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
