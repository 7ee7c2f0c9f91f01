package hangolo.app.config;

import java.util.List;

/**
 * A configuration file: one phase, or several that follow each other.
 *
 * @param phases at least one, in the order in which they run
 */
public record ConfigFile(List<PhaseConfig> phases) {}
