package dev.watertight.drills.oncall;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;

/** Alertmanager's configuration with somebody behind each receiver, who is told at once; as shipped there is nobody. */
public final class Receivers {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Receivers() {}

    /**
     * The same routes and inhibitions, and the pager behind every receiver. It is told again of what goes on: Alertmanager
     * remembers what it told of, also to the pager of an earlier drill that did not stay to hear of its end.
     */
    public static String toldTo(Pager pager, String alertmanager) {
        try {
            var configuration = YAML.readTree(alertmanager);
            for (var receiver : configuration.path("receivers")) {
                var name = receiver.path("name").asText();
                ((ObjectNode) receiver)
                        .putArray("webhook_configs")
                        .addObject()
                        .put("url", pager.address(name).toString());
            }
            ((ObjectNode) configuration.path("route")).put("repeat_interval", "10s");
            return YAML.writeValueAsString(configuration);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
