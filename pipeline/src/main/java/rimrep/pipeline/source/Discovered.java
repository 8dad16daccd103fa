package rimrep.pipeline.source;

import java.util.ArrayList;
import java.util.List;
import rimrep.pipeline.dataset.Ledger;

/// All that the sources of a dataset show.
///
/// @param sightings one for each listed item, sorted by location
/// @param vanished what the ledger holds and no source lists any more; nothing is removed for it
public record Discovered(List<Sighting> sightings, List<Ledger.Entry> vanished) {
  /// The sightings whose items are to be fetched: new and changed ones.
  public List<Sighting> toFetch() {
    List<Sighting> found = new ArrayList<>();
    for (Sighting sighting : sightings) {
      boolean fetch =
          switch (sighting) {
            case Sighting.New s -> true;
            case Sighting.Changed s -> true;
            case Sighting.Unchanged s -> false;
            case Sighting.StillRejected s -> false;
          };
      if (fetch) {
        found.add(sighting);
      }
    }
    return List.copyOf(found);
  }
}
