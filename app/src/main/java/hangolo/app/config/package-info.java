/** A run as the user writes it down: one YAML file, checked completely before anything starts. */
package hangolo.app.config;
