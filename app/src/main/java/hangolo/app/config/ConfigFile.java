package hangolo.app.config;

import java.util.List;

/**
 * A config file: one phase, or several that follow each other.
 *
 * @param phases at least one, in execution order
 */
public record ConfigFile(List<PhaseConfig> phases) {}
