/** The only package that sees Drools: compiles rule files and runs them over facts. */
package hangolo.rules.drools;
