/** What {@code config.json} says, and the error for a model folder that cannot be used. */
package hangolo.models.xtts.config;
