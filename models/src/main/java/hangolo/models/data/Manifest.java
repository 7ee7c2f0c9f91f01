package hangolo.models.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The clips of all sources as their metadata lists them.
 *
 * @param training of each source, in the order of its metadata; some may still be split off
 * @param evaluation of each source, listed for evaluation by the source itself
 */
record Manifest(Map<DataSource, List<Clip>> training, Map<DataSource, List<Clip>> evaluation) {

    /** Reads every metadata file. */
    static Manifest of(List<DataSource> sources) throws DataException {
        if (sources.isEmpty()) {
            throw new DataException("no data source is given. Name at least one with its folder and metadata.");
        }
        Set<String> names = new HashSet<>();
        Map<DataSource, List<Clip>> training = new LinkedHashMap<>();
        Map<DataSource, List<Clip>> evaluation = new LinkedHashMap<>();
        for (DataSource source : sources) {
            if (!names.add(source.name())) {
                throw new DataException("two data sources are named '" + source.name() + "'. Give each its own name.");
            }
            training.put(source, MetadataReader.read(source));
            evaluation.put(source, MetadataReader.readEvaluation(source));
        }
        return new Manifest(training, evaluation);
    }

    /** Every clip once for each time it is listed: first to train with, then to evaluate with. */
    List<Clip> all() {
        List<Clip> all = new ArrayList<>();
        training.values().forEach(all::addAll);
        evaluation.values().forEach(all::addAll);
        return all;
    }
}
