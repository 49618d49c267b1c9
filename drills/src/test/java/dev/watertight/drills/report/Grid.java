package dev.watertight.drills.report;

import java.util.List;

/**
 * What was expected and what was measured, in rows and columns.
 *
 * @param columns what each row has, after its name
 */
public record Grid(String title, List<String> columns, List<Row> rows) {
    public Grid {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** One line of it. */
    public record Row(String name, List<Field> fields) {
        public Row {
            fields = List.copyOf(fields);
        }
    }

    /**
     * One measurement.
     *
     * @param differences where it is not as expected; none when it is
     */
    public record Field(String expected, String measured, List<String> differences) {
        public Field {
            differences = List.copyOf(differences);
        }

        public boolean holds() {
            return differences.isEmpty();
        }
    }

    /** How many fields are not as expected. */
    public long different() {
        return rows.stream()
                .flatMap(row -> row.fields().stream())
                .filter(field -> !field.holds())
                .count();
    }

    long size() {
        return (long) rows.size() * columns.size();
    }
}
