/** The configuration of a run: one YAML file, checked completely before anything starts. */
package hangolo.app.config;
