package hangolo.app.run;

import hangolo.app.log.TrainingDisplay;
import java.time.Clock;

/**
 * What a run gets from its caller.
 *
 * @param program name and version, for the record
 * @param display the terminal
 * @param interrupt the user's request to stop
 * @param recognizer recognizes letters in synthesized audio
 * @param clock for time stamps
 */
public record RunContext(
        String program, TrainingDisplay display, Interrupt interrupt, LetterRecognizer recognizer, Clock clock) {}
