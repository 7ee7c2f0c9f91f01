/** The command line: parses, calls, prints. The only package that knows picocli and writes to standard output. */
package hangolo.app.cli;
