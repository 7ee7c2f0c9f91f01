package hangolo.app.log;

import java.util.OptionalDouble;

/**
 * One value of a step in the log.
 *
 * @param key its name
 * @param value its text, see {@link PythonNumbers}
 * @param average running average of the epoch, empty for values that have none
 */
public record LogValue(String key, String value, OptionalDouble average) {}
