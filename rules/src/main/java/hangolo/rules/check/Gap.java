package hangolo.rules.check;

import hangolo.rules.table.RuleSource;
import java.util.List;

/**
 * A situation that no row covers.
 *
 * @param rectangle the situation
 * @param except rows of a higher rank that cover a part of it; empty if it is a gap altogether
 */
record Gap(HyperRectangle rectangle, List<RuleSource> except) {}
