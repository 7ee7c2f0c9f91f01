package hangolo.app.cli;

import picocli.CommandLine.Command;

/** The command that has all others below it. */
@Command(
        name = "hangolo",
        description = "Continues the fine-tuning of an XTTS v2 voice, and decides by rules which model to keep.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class HangoloCommand {}
