package hangolo.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * A line chart over training steps as inline SVG. The style sheet of the page gives each class its colour.
 *
 * @param title read out by screen readers
 * @param lines the data; values that are not finite make gaps
 * @param limits horizontal lines; those far from the data are not drawn
 * @param tick formats the values on the vertical axis
 */
record LineChart(String title, List<Line> lines, List<Limit> limits, DoubleFunction<String> tick) {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 300;
    private static final int LEFT = 62;
    private static final int RIGHT = 14;
    private static final int TOP = 14;
    private static final int BOTTOM = 34;

    /** A line: its name, its class in the style sheet, its points, and whether each point gets a dot. */
    record Line(String name, String style, List<Point> points, boolean dots) {}

    /** A point: step, value and tooltip. */
    record Point(double step, double value, String tip) {}

    /** A horizontal line at a value; if {@code always}, the axis is extended to show it. */
    record Limit(double value, String label, boolean always) {}

    /** The SVG; empty if there is nothing to draw. */
    String svg() {
        Axis steps = stepAxis();
        Axis values = valueAxis();
        if (steps == null || values == null) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        out.append("<svg class=\"chart\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT);
        out.append("\" role=\"img\" aria-label=\"").append(Html.text(title)).append("\">\n");
        grid(out, steps, values);
        limits.forEach(limit -> limit(out, values, limit));
        lines.forEach(line -> line(out, steps, values, line));
        return out.append("</svg>\n").toString();
    }

    /** Names and colours of the lines. */
    String legend() {
        StringBuilder out = new StringBuilder("<p class=\"legend\">");
        for (Line line : lines) {
            out.append("<span class=\"").append(line.style()).append("\"><i></i>");
            out.append(Html.text(line.name())).append("</span> ");
        }
        return out.append("</p>\n").toString();
    }

    private record Axis(double low, double high, double from, double to, double tick) {
        double at(double value) {
            return from + (value - low) / (high - low) * (to - from);
        }

        boolean holds(double value) {
            return value >= low - 1e-12 && value <= high + 1e-12;
        }
    }

    private Axis stepAxis() {
        double[] range = range(true);
        if (range == null) {
            return null;
        }
        double low = range[0];
        double high = range[1] > low ? range[1] : low + 1;
        return new Axis(low, high, LEFT, WIDTH - RIGHT, Math.max(1, nice((high - low) / 6)));
    }

    private Axis valueAxis() {
        double[] range = range(false);
        if (range == null) {
            return null;
        }
        double spread = Math.max(range[1] - range[0], Math.abs(range[1]) * 0.02 + 1e-12);
        double low = range[0];
        double high = range[1];
        for (Limit limit : limits) {
            boolean near = limit.always()
                    || limit.value() > range[0] - spread * 0.6 && limit.value() < range[1] + spread * 0.6;
            low = near ? Math.min(low, limit.value()) : low;
            high = near ? Math.max(high, limit.value()) : high;
        }
        double margin = (high - low) * 0.06 + Math.abs(high) * 1e-3;
        double step = nice((high - low + 2 * margin) / 5);
        double floor = low >= 0 ? Math.max(0, low - margin) : low - margin;
        return new Axis(floor, high + margin, HEIGHT - BOTTOM, TOP, step);
    }

    private double[] range(boolean horizontal) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Line line : lines) {
            for (Point point : line.points()) {
                if (Double.isFinite(point.value())) {
                    double value = horizontal ? point.step() : point.value();
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        return low > high ? null : new double[] {low, high};
    }

    private static double nice(double rough) {
        double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / magnitude;
        return magnitude * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    private void grid(StringBuilder out, Axis steps, Axis values) {
        for (double value : ticks(values)) {
            double y = values.at(value);
            out.append(element("line class=\"grid\"", LEFT, y, WIDTH - RIGHT, y));
            out.append(label("axis end", LEFT - 8, y + 4, tick.apply(value)));
        }
        for (double step : ticks(steps)) {
            out.append(label("axis middle", steps.at(step), HEIGHT - BOTTOM + 20, Long.toString(Math.round(step))));
        }
        out.append(element("line class=\"base\"", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM));
    }

    private static List<Double> ticks(Axis axis) {
        List<Double> ticks = new ArrayList<>();
        for (double value = Math.ceil(axis.low() / axis.tick()) * axis.tick();
                axis.holds(value);
                value += axis.tick()) {
            ticks.add(value);
        }
        return ticks;
    }

    private static void limit(StringBuilder out, Axis values, Limit limit) {
        if (values.holds(limit.value())) {
            double y = values.at(limit.value());
            out.append(element("line class=\"limit\"", LEFT, y, WIDTH - RIGHT, y));
            out.append(label("limit end", WIDTH - RIGHT - 4, y - 5, limit.label()));
        }
    }

    private static void line(StringBuilder out, Axis steps, Axis values, Line line) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (Point point : line.points()) {
            boolean finite = Double.isFinite(point.value());
            if (finite) {
                path.append(pen ? "L" : "M").append(two(steps.at(point.step())));
                path.append(' ').append(two(values.at(point.value())));
            }
            pen = finite;
        }
        out.append("<path class=\"")
                .append(line.style())
                .append("\" d=\"")
                .append(path)
                .append("\"/>\n");
        if (line.dots()) {
            line.points().stream()
                    .filter(point -> Double.isFinite(point.value()))
                    .forEach(point -> {
                        out.append("<circle class=\"").append(line.style()).append("\" cx=\"");
                        out.append(two(steps.at(point.step()))).append("\" cy=\"");
                        out.append(two(values.at(point.value()))).append("\" r=\"3.2\"><title>");
                        out.append(Html.text(point.tip())).append("</title></circle>\n");
                    });
        }
    }

    private static String element(String head, double x1, double y1, double x2, double y2) {
        return "<" + head + " x1=\"" + two(x1) + "\" y1=\"" + two(y1) + "\" x2=\"" + two(x2) + "\" y2=\"" + two(y2)
                + "\"/>\n";
    }

    private static String label(String style, double x, double y, String text) {
        return "<text class=\"" + style + "\" x=\"" + two(x) + "\" y=\"" + two(y) + "\">" + Html.text(text)
                + "</text>\n";
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
