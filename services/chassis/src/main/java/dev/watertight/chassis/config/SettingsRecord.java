package dev.watertight.chassis.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Maps record components to keys ({@code publicPort} is {@code public-port}) and texts to their types. */
final class SettingsRecord {
    private SettingsRecord() {}

    static List<String> keys(Class<? extends Record> type) {
        return keys(type, "").toList();
    }

    static <R extends Record> R build(Class<R> type, String prefix, Settings settings) {
        var components = type.getRecordComponents();
        var arguments = Arrays.stream(components)
                .map(component -> value(component, prefix, settings))
                .toArray();
        var parameters = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new SettingsException("Configuration %s: %s"
                    .formatted(prefix, e.getTargetException().getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot hold settings", e);
        }
    }

    private static Stream<String> keys(Class<?> type, String prefix) {
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> {
            var key = prefix + kebab(component.getName());
            if (component.getType().isRecord() && component.getType() != Secret.class) {
                return keys(component.getType(), nestedPrefix(component, prefix));
            }
            return component.getType() == Secret.class ? Settings.withFile(key).stream() : Stream.of(key);
        });
    }

    private static Object value(RecordComponent component, String prefix, Settings settings) {
        var key = prefix + kebab(component.getName());
        var preset = component.getAnnotation(Default.class);
        var fallback = preset == null ? null : preset.value();
        var type = component.getType();
        if (type == Secret.class) {
            return settings.secret(key, fallback);
        }
        if (type.isRecord()) {
            return build(type.asSubclass(Record.class), nestedPrefix(component, prefix), settings);
        }
        return parse(type, key, settings.text(key, fallback));
    }

    private static Object parse(Class<?> type, String key, String text) {
        try {
            return switch (type.getSimpleName()) {
                case "String" -> text;
                case "boolean" -> truth(text);
                case "int" -> Integer.parseInt(text);
                case "long" -> Long.parseLong(text);
                case "Duration" -> Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
                case "URI" -> URI.create(text);
                case "Path" -> Path.of(text);
                default -> throw new IllegalStateException(type + " is no type of a setting");
            };
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new SettingsException("Configuration key '%s' takes a %s, not '%s'%s."
                    .formatted(key, type.getSimpleName(), text, type == Duration.class ? " (write 1.5s or 2m)" : ""));
        }
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String nestedPrefix(RecordComponent component, String prefix) {
        return component.isAnnotationPresent(Inline.class) ? prefix : prefix + kebab(component.getName()) + ".";
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
