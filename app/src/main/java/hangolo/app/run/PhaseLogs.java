package hangolo.app.run;

import hangolo.app.log.CoquiLog;
import hangolo.app.log.TensorBoardWriter;
import hangolo.app.log.TrainingDisplay;
import java.time.Clock;

/**
 * Where a phase reports what happens.
 *
 * @param journal the record of the run, {@code run.json}
 * @param coqui Coqui's log, {@code trainer_0_log.txt}
 * @param events TensorBoard
 * @param display the terminal
 * @param clock for time stamps
 */
record PhaseLogs(Journal journal, CoquiLog coqui, TensorBoardWriter events, TrainingDisplay display, Clock clock)
        implements AutoCloseable {

    /** Closes the two log files. The record is written when something happens, the terminal belongs to the caller. */
    @Override
    public void close() {
        coqui.close();
        events.close();
    }
}
